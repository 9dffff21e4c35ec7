"""Tests of cutting HTML and XML into tags and text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.entities import unescape
from tuinews.articles.markup.tags import events

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<a href='x'>",
            '<a href="',
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<script>",
        ),
        *(
            "</script>",
            "<title>",
            "<",
            ">",
            "&amp;",
            "&#27;",
            "&#x110000;",
            "&",
            "'",
            '"',
            "=",
            "/",
        ),
        *("word", " ", "\n", "<br/>", "<?xml ?>", "<!DOCTYPE x [", "é", "<é>", "</"),
    ]
)


def words(markup: str, *, xml: bool = False) -> str:
    return "".join(event.text for event in events(markup, xml=xml) if event.kind == "text")


def test_tags_and_words_come_in_order() -> None:
    found = [(event.kind, event.name or event.text) for event in events("<P>one<br/>two</P>")]
    assert found == [
        ("open", "p"),
        ("text", "one"),
        ("open", "br"),
        ("text", "two"),
        ("close", "p"),
    ]


def test_an_attribute_may_hold_what_looks_like_a_tag() -> None:
    first = next(events("<a title='a > b' href=\"x\" hidden>"))
    assert first.attributes == {"title": "a > b", "href": "x", "hidden": ""}


def test_a_stray_quote_does_not_swallow_the_text_behind_its_tag() -> None:
    assert words('<p class="x"">Hello <a href="y">there</a>') == "Hello there"


def test_a_value_that_is_never_closed_ends_with_its_tag() -> None:
    assert words('<p class="x>Hello</p> there') == "Hello there"


def test_what_cannot_be_a_tag_is_text() -> None:
    assert words("3 < 4 and a <b and so on") == "3 < 4 and a <b and so on"
    assert words("<p>x <3") == "x <3"


def test_comments_and_declarations_are_left_out() -> None:
    assert words("<!DOCTYPE html>a<!-- <p>b</p> -->c<?php d ?>e") == "ace"


def test_a_comment_that_is_never_closed_does_not_hide_the_rest() -> None:
    assert words("a<!-- b>c") == "ac"


def test_sections_of_character_data_are_words() -> None:
    assert words("a<![CDATA[ <b> & c ]]>d") == "a <b> & c d"


def test_scripts_and_styles_are_no_words() -> None:
    markup = "a<script>if (1 < 2) '</p>'</script>b<style>p > a {}</style>c"
    assert words(markup) == "abc"
    assert [e.content for e in events(markup) if e.kind == "raw"] == [
        "if (1 < 2) '</p>'",
        "p > a {}",
    ]


def test_a_title_may_hold_tags_as_words_but_one_without_an_end_is_no_title() -> None:
    assert words("<title>a <b> &amp; c</title>d") == "a <b> & cd"
    assert words("<title>a<p>b") == "ab"


def test_in_xml_names_keep_their_case_and_a_slash_closes() -> None:
    found = [(event.kind, event.name) for event in events("<newsItem><Title/>", xml=True)]
    assert found == [("open", "newsItem"), ("open", "Title"), ("close", "Title")]


def test_references_to_characters_beyond_all_characters_are_replaced() -> None:
    assert unescape("&#" + "1" * 5000 + ";&#x" + "f" * 9 + ";&eacute;") == "\ufffd\ufffdé"


def test_beyond_so_many_tags_words_are_kept_and_tags_are_dropped() -> None:
    markup = "<p>word</p>" * 50_000
    assert words(markup).count("word") == 50_000


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_pieces_are_cut_without_an_error(markup: str, xml: bool) -> None:
    for event in events(markup, xml=xml):
        assert event.attributes is not None


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "word", " ", "<i x='y'>"])))
def test_no_word_between_tags_is_lost(pieces: list[str]) -> None:
    said = "".join(piece for piece in pieces if not piece.startswith("<"))
    assert words("".join(pieces)) == said
