"""Tests of the flow of HTML into blocks, and of the stories in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.article import Link, Section
from tuinews.articles.markup.blocks import FlowBlock
from tuinews.articles.markup.flow import pour, read_markup
from tuinews.articles.markup.gather import Flow, resolve
from tuinews.articles.markup.tags import events

ELEMENTS = st.sampled_from(
    [
        *("p", "div", "li", "ul", "ol", "table", "tr", "td", "h2", "blockquote", "pre", "a", "b"),
        *("br", "span", "figure", "figcaption", "nav", "article", "dl", "dt", "dd", "q", "hr"),
    ]
)
WORDS = st.text("abcdefghijklmnop", min_size=1, max_size=8)
PIECES = st.one_of(
    ELEMENTS.map("<{}>".format), ELEMENTS.map("</{}>".format), WORDS.map(" {} ".format)
)


def blocks(markup: str) -> list[FlowBlock]:
    flow = Flow()
    pour(events(markup), flow)
    return flow.finish()


def kinds(markup: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(markup)]


def sections(markup: str) -> tuple[Section, ...]:
    return read_markup(markup, headline="A headline").sections


def test_headings_become_crossheads() -> None:
    found = sections("<p>Above.</p><h2>A heading</h2><p>Below.</p>")
    assert [section.crosshead for section in found] == [None, "A heading"]


def test_a_paragraph_that_is_bold_as_a_whole_is_a_crosshead() -> None:
    found = sections("<p>Above.</p><p><strong>What it means</strong></p><p>Below.</p>")
    assert [section.crosshead for section in found] == [None, "What it means"]


def test_a_bold_sentence_is_no_crosshead() -> None:
    found = sections("<p>Above.</p><p><b>They said that it was over.</b></p><p>Below.</p>")
    assert [section.crosshead for section in found] == [None]


def test_lists_keep_their_items_and_ordered_ones_their_numbers() -> None:
    markup = "<ul><li>one<li>two</ul><ol start=3><li><p>three</p><p>more</p></li><li>four</ol>"
    assert kinds(markup) == [
        *(("item", "one"), ("item", "two"), ("item", "3. three"), ("item", "more")),
        ("item", "4. four"),
    ]


def test_quotations_are_quotes() -> None:
    assert kinds("<blockquote><p>Said <q>so</q>.</p></blockquote>") == [("quote", "Said “so”.")]


def test_a_table_of_facts_keeps_its_rows() -> None:
    markup = "<table><tr><th>Town<th>Count<tr><td>Oslo<td>12<tr><td>Rome<td>3</table>"
    assert kinds(markup) == [("verbatim", "Town | Count\nOslo | 12\nRome | 3")]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    markup = (
        "<table><tr><td><p>One.</p><p>Two.</p></td><td><table><tr><td>In</table></td></tr></table>"
    )
    assert kinds(markup) == [("text", "One."), ("text", "Two."), ("text", "In")]


def test_preformatted_text_keeps_its_lines() -> None:
    assert kinds("<pre>\n a\n  b\n</pre>") == [("verbatim", " a\n  b")]


def test_short_lines_between_breaks_are_verse_and_one_break_is_a_blank() -> None:
    assert kinds("<p>Roses<br>are red<br>violets<br>blue</p>")[0][0] == "verbatim"
    assert kinds("<p>One line<br>and its end</p>") == [("text", "One line and its end")]


def test_two_breaks_part_paragraphs() -> None:
    assert kinds("<div>One.<br><br>Two.</div>") == [("text", "One."), ("text", "Two.")]


def test_captions_are_notes() -> None:
    body = read_markup("<figure><img><figcaption>The bridge.</figcaption></figure><p>Text.</p>")
    assert body.notes == ("The bridge.",)


def test_links_keep_their_words_and_only_addresses_that_can_be_read() -> None:
    markup = '<p><a href="/x">one</a> <a href="javascript:alert(1)">two</a> <a href="data:,x">3</a>'
    body = read_markup(markup, base="https://example.org/a/")
    assert body.links == (Link("https://example.org/x", "one"),)
    assert resolve("http://[bad", "https://example.org") is None


def test_a_heading_at_the_top_that_is_the_headline_is_left_out() -> None:
    body = read_markup("<h1>A headline</h1><p>Text.</p>", headline="A headline")
    assert [section.crosshead for section in body.sections] == [None]


def test_a_title_that_says_something_else_is_a_note() -> None:
    body = read_markup("<title>A title</title><p>Text.</p>", headline="A headline")
    assert body.notes == ("A title",)


def test_what_is_not_shown_is_not_read() -> None:
    markup = "<p>a<svg><text>b</text></svg></p><noscript>c</noscript><template><p>d</p></template>"
    assert kinds(markup) == [("text", "a")]


def test_controls_hidden_in_references_do_not_come_through() -> None:
    text = kinds("<p>a&#27;[31m&#155;&#x202e;b</p>")[0][1]
    assert text.isprintable()


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_word_is_lost_whatever_is_closed_or_left_open(markup: str) -> None:
    said = [word for event in events(markup) if event.kind == "text" for word in event.text.split()]
    text = " ".join(block.text for block in blocks(markup)).replace("“", " ").replace("”", " ")
    kept = text.replace("|", " ").split()
    missing = list(said)
    for word in kept:
        if word in missing:
            missing.remove(word)
    assert not [word for word in missing if word not in text]
