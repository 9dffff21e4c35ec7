"""Markdown: blocks, marks within lines, and that nothing of either is lost."""

from __future__ import annotations

import pytest

from tests.unit.articles.conftest import Read
from tuinews.articles.article import Link, Paragraph
from tuinews.articles.markdowninline import Inline


def body(read: Read, text: str) -> list[tuple[str | None, list[Paragraph]]]:
    return [(s.crosshead, list(s.paragraphs)) for s in read(text, "a.md").sections]


def paragraphs(read: Read, text: str) -> list[Paragraph]:
    return [p for _, found in body(read, f"# Headline\n\n{text}\n") for p in found]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**bold** and *leaning* and _so_ and __on__", "bold and leaning and so and on"),
        ("***both***, **a *nested* one**", "both, a nested one"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("un*frigging*believable", "unfriggingbelievable"),
        ("a lone * and a lone _ stay", "a lone * and a lone _ stay"),
        ("~~gone~~ but ~20 stay", "gone but ~20 stay"),
        ("`code *stays* as [it](is)`", "code *stays* as [it](is)"),
        ("``a ` tick``", "a ` tick"),
        ("an unclosed ` tick", "an unclosed ` tick"),
        (r"\*not leaning\* and 1\. no list", "*not leaning* and 1. no list"),
        ("[words](https://example.org)", "words"),
        ('[words](https://example.org "A title")', "words"),
        ("[words](<https://example.org/a b>)", "words"),
        ("[a (b)](https://example.org/c_(d))", "a (b)"),
        ("[not a link] and [neither](", "[not a link] and [neither]("),
        ("![A cat](cat.png)", "[A cat]"),
        ("[![A cat](cat.png)](https://example.org)", "[A cat]"),
        ("Wait![no](image)", "Wait[no]"),
        ("<https://example.org>", "https://example.org"),
        ("<jane@example.org>", "jane@example.org"),
        ("a <b>bold</b> H<sub>2</sub>O<br>next", "a bold H2O next"),
        ("fill in <your-name> at 3 < 4 > 2", "fill in <your-name> at 3 < 4 > 2"),
        ("shares of <GE.N> rose", "shares of <GE.N> rose"),
        ("AT&amp;T&rsquo;s caf&eacute; &#8211; &nosuch;", "AT&T’s café – &nosuch;"),
        ("&#27;[31m &#x202e;", "[31m"),
        ("as they say[^1] here", "as they say[1] here"),
        ('[link](https://example.org){:target="_blank"} on', "link on"),
        ("a <!-- hidden --> word", "a word"),
        ("[here]({{ site.baseurl }}/a/)", "here"),
        ("said {{ page.name }} left {% raw %}", "said {{ page.name }} left {% raw %}"),
    ],
)
def test_marks_become_plain_text(marked: str, plain: str) -> None:
    assert Inline().plain(marked) == plain


def test_links_are_gathered_with_their_words(read: Read) -> None:
    article = read(
        "# H\n\nSee [the report](https://example.org/a 'Full text'), [the map][map], [map] and\n"
        'https://example.org/plain. ![A cat](cat.png) <jane@example.org> <a href="b.html">b</a>\n\n'
        '[Map]: https://example.org/map "Where"\n',
        "a.md",
    )
    assert article.links == (
        Link("https://example.org/a", "the report (Full text)"),
        Link("https://example.org/map", "the map"),
        Link("https://example.org/map", "map"),
        Link("cat.png", "A cat"),
        Link("mailto:jane@example.org", ""),
        Link("b.html", ""),
        Link("https://example.org/plain", ""),
        Link("https://example.org/map", "Map (Where)"),
    )


def test_headings_are_crossheads_and_the_first_h1_is_the_headline(read: Read) -> None:
    text = (
        "Before.\n\n# The headline #\n\nLede.\n\n## First {#one}\n\nText.\nSecond\n---\nMore.\n"
        "### Third\n"
    )
    article = read(text, "a.md")
    assert (article.headline, article.headline_derived) == ("The headline", False)
    assert [s.crosshead for s in article.sections] == [None, "First", "Text. Second", "Third"]


def test_a_heading_that_repeats_the_stated_headline_is_not_repeated(read: Read) -> None:
    text = "---\ntitle: A Storm\n---\n# A storm\n\nIt rained.\n\n# Another\n\nMore.\n"
    article = read(text, "a.md")
    assert article.headline == "A Storm"
    assert [s.crosshead for s in article.sections] == [None, "Another"]


def test_a_heading_that_differs_from_the_stated_headline_is_a_crosshead(read: Read) -> None:
    article = read("---\ntitle: A storm\n---\n# The night\n\nIt rained.\n", "a.md")
    assert [s.crosshead for s in article.sections] == ["The night"]


def test_code_and_tables_keep_their_lines(read: Read) -> None:
    text = (
        "```yaml\na: 1\n\n  b: *2*\n```\n\n    indented\n      code\n\n"
        "| Team | Won |\n|:-----|----:|\n| **Rovers** | 12 |\n| [United](u.html) | 9 |\n"
    )
    assert paragraphs(read, text) == [
        Paragraph("a: 1\n\n  b: *2*", "verbatim"),
        Paragraph("indented\n  code", "verbatim"),
        Paragraph("Team   | Won\nRovers | 12\nUnited | 9", "verbatim"),
    ]


def test_lists_and_quotes(read: Read) -> None:
    text = (
        "Text:\n- one\n  goes on\n* two\n    - nested\n\n  more of two\n\n1. first\n2) second\n\n"
        "> quoted\nlazily\n>\n> again\n"
    )
    assert paragraphs(read, text) == [
        Paragraph("Text:"),
        Paragraph("one goes on", "item"),
        Paragraph("two", "item"),
        Paragraph("nested", "item"),
        Paragraph("more of two"),
        Paragraph("1. first", "item"),
        Paragraph("2) second", "item"),
        Paragraph("quoted lazily", "quote"),
        Paragraph("again", "quote"),
    ]


def test_a_year_at_the_start_of_a_line_is_no_list(read: Read) -> None:
    assert paragraphs(read, "It ended in\n2019. Then it began again.") == [
        Paragraph("It ended in 2019. Then it began again.")
    ]


def test_lines_join_and_hard_breaks_are_blanks(read: Read) -> None:
    assert paragraphs(read, "one  \ntwo\\\nthree\nfour") == [Paragraph("one two three four")]


def test_bold_lines_are_crossheads(read: Read) -> None:
    found = body(read, "# H\n\nLede.\n\n**What now?**\n\nText.\n\n**A whole sentence.**\n")
    assert [crosshead for crosshead, _ in found] == [None, "What now?"]


def test_comments_footnotes_and_markup_are_notes(read: Read) -> None:
    article = read(
        '# H\n\n<!-- The original\nof this text -->\nText.[^1] <span class="x">s</span>\n\n'
        "[^1]: A *note*\n    goes on.\n\n<!--more-->\n\n{: .lead}\n",
        "a.md",
    )
    assert article.notes == (
        "The original of this text",
        "[1] A note goes on.",
        'markup: <span class="x"> </span> <!--more--> {: .lead}',
    )
    assert [p.text for p in article.sections[0].paragraphs] == ["Text.[1] s"]


def test_an_unclosed_comment_is_text(read: Read) -> None:
    assert "<!-- never closed" in paragraphs(read, "One.\n\n<!-- never closed\n\nTwo.")[1].text


def test_html_blocks_are_read(read: Read) -> None:
    text = (
        "<h2>A heading</h2>\n<p>A paragraph.</p>\n<ul>\n<li>an item</li>\n</ul>\n"
        "<table><tr><th>Team</th><th>Won</th></tr>\n<tr><td>Rovers</td><td>12</td></tr></table>\n\n"
        "<script>\nvar x = 'kept as a note';\n</script>\n"
    )
    article = read(f"# H\n\nLede.\n\n{text}", "a.md")
    section = article.sections[1]
    assert section.crosshead == "A heading"
    assert section.paragraphs == (
        Paragraph("A paragraph."),
        Paragraph("an item", "item"),
        Paragraph("Team   | Won\nRovers | 12", "verbatim"),
    )
    assert any("kept as a note" in note for note in article.notes)


def test_tags_of_site_builders_say_their_words(read: Read) -> None:
    image = '{% image "assets/a.jpg" "A bridge at night" %}'
    figure = '{{< figure src="b.png"\n  title="A river" >}}'
    article = read(f"# H\n\nLede.\n\n{image}\n\n{figure}\n", "a.md")
    assert [p.text for p in article.sections[0].paragraphs] == [
        "Lede.",
        "[A bridge at night]",
        "[A river]",
    ]
    assert "assets/a.jpg" in article.notes[0]


def test_wire_copy_in_markdown_is_read_as_wire_copy(read: Read) -> None:
    article = read(
        "---\ntitle: Talks\n---\nBy Jane Doe\n\nKABUL (Reuters) - It rained.\n\nMore of it.\n\n"
        "BACKGROUND\n\nIt rains often.\n\nIt always has.\n\n(Reporting by Jane Doe)\n",
        "a.md",
    )
    assert (article.byline, article.place) == ("By Jane Doe", "KABUL")
    assert [s.crosshead for s in article.sections] == [None, "BACKGROUND"]
    assert article.notes == ("(Reporting by Jane Doe)",)


def test_a_byline_in_the_text_that_differs_from_metadata_is_a_note(read: Read) -> None:
    text = "---\ntitle: T\nauthor: John Roe\n---\nBy Jane Doe\n\nIt rained.\n\nAnd rained.\n"
    article = read(text, "a.md")
    assert (article.byline, article.notes) == ("John Roe", ("By Jane Doe",))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (r"\&amp; and &amp;", "&amp; and &"),
        (r"\&copy; 2021 &copy; 2021", "&copy; 2021 © 2021"),
        ("`&lt;b>` is &lt;b>", "&lt;b> is <b>"),
        (r"1 \* 2 \# 3 \\ 4", "1 * 2 # 3 \\ 4"),
        ("*&eacute;t&eacute;*", "été"),
    ],
)
def test_what_is_escaped_is_no_entity(read: Read, marked: str, plain: str) -> None:
    assert paragraphs(read, f"One.\n\n{marked}")[1].text == plain


def test_an_escaped_exclamation_mark_makes_no_picture(read: Read) -> None:
    article = read(
        "# H\n\nOne.\n\nStop\\![here](x.html), ![a bridge](b.png), Stop\\\\![c](d)\n", "a.md"
    )
    assert article.sections[0].paragraphs[1].text == r"Stop!here, [a bridge], Stop\[c]"


def test_entities_in_links_are_decoded_once(read: Read) -> None:
    article = read('# H\n\nOne.\n\n[AT&amp;amp;T](x?a=1&amp;b=2 "R&amp;D")\n', "a.md")
    assert article.links == (Link("x?a=1&b=2", "AT&amp;T (R&D)"),)


@pytest.mark.parametrize(
    ("heading", "crosshead"),
    [
        ("## Storm ##", "Storm"),
        ("## Storm #####  ", "Storm"),
        ("## Learning C#", "Learning C#"),
        (r"## Number \#", "Number #"),
        (r"## Number \##", "Number ##"),
        ("## # ##", "#"),
    ],
)
def test_only_hashes_apart_close_a_heading(read: Read, heading: str, crosshead: str) -> None:
    article = read(f"# H\n\nLede.\n\n{heading}\n\nText.\n", "a.md")
    assert article.sections[1].crosshead == crosshead
