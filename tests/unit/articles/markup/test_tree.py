"""Tests of parsing XML from strangers."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.markup.tree import parse_xml, root_name, words
from tuinews.errors import UnreadableArticleError


def test_names_lose_their_namespaces() -> None:
    root = parse_xml('<x:a xmlns:x="u" xml:lang="de"><x:b/></x:a>').root
    assert (root.tag, root[0].tag, root.attrib) == ("a", "b", {"lang": "de"})


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY e "text">',
        '<!ENTITY e SYSTEM "file:///etc/passwd">',
        '<!ENTITY % e SYSTEM "http://127.0.0.1:9/e.dtd"> %e;',
        '<!ATTLIST a b CDATA "text">',
        "<!ELEMENT a ANY>",
        '<!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "x" NDATA n>',
    ],
)
def test_what_declares_anything_is_refused(declared: str) -> None:
    with pytest.raises(UnreadableArticleError, match="refused"):
        parse_xml(f"<!DOCTYPE a [{declared}]><a>&e;</a>")


def test_a_billion_laughs_are_refused() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    with pytest.raises(UnreadableArticleError, match="refused"):
        parse_xml(f"<!DOCTYPE a [{entities}]><a>&l9;</a>")


def test_a_dtd_that_is_only_named_is_passed_over_and_never_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.dtd"
        assert words(parse_xml(f'<!DOCTYPE a SYSTEM "{url}"><a>text</a>').root) == "text"
        with pytest.raises(TimeoutError):
            server.accept()


def test_entities_of_html_are_the_characters_they_mean() -> None:
    root = parse_xml(
        '<!DOCTYPE a SYSTEM "a.dtd"><a>caf&eacute;&nbsp;&lt;b&gt; &none; &amp;</a>'
    ).root
    assert words(root) == "café <b> &none; &"


def test_character_data_is_left_as_it_is() -> None:
    assert words(parse_xml("<a>&nbsp;<![CDATA[&nbsp;<b>]]></a>").root) == "&nbsp;<b>"


def test_what_is_not_well_formed_is_read_as_far_as_it_makes_sense() -> None:
    tree = parse_xml("<a>\n<p>one <b>two</p><p>three & four</p>")
    assert [words(p) for p in tree.root] == ["one two", "three & four"]
    assert tree.warnings == ("line 2, column 16: XML that is not well-formed: mismatched tag",)


def test_controls_that_xml_may_not_hold_do_not_hide_the_text() -> None:
    tree = parse_xml("<a>one\x1b[31m\x00two</a>")
    assert "one" in words(tree.root)
    assert "two" in words(tree.root)


@pytest.mark.parametrize("text", ["", "words alone", "{}", "<!-- a comment -->"])
def test_what_has_no_element_is_refused(text: str) -> None:
    with pytest.raises(UnreadableArticleError):
        parse_xml(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<a>" * 200, "deep"),
        ("<a>" + "<b/>" * 90_000 + "</a>", "elements"),
        ("<a " + " ".join(f'b{n}=""' for n in range(2000)) + "/>", "attributes"),
    ],
)
def test_what_is_too_deep_or_too_much_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableArticleError, match=reason):
        parse_xml(text)


def test_the_root_is_found_behind_declarations_and_comments() -> None:
    assert (
        root_name('\ufeff<?xml version="1.0"?>\n<!-- <b> -->\n<!DOCTYPE a SYSTEM "x"><x:a y="">')
        == "a"
    )
    assert root_name("words") == ""
    assert root_name("<!-- without an end") == ""


@given(st.text(st.sampled_from("<>/&;!-[]ab= \"'?\x00\x1b"), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    root_name(text)
    with suppress(UnreadableArticleError):
        parse_xml(text)
