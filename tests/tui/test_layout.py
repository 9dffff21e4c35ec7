"""Laying out, folding and matching an article, without a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tuinews.articles.article import Article, Dateline, Paragraph, Section
from tuinews.tui.article_layout import Layout, Role, banner, lay_out, long_date, meta
from tuinews.tui.matches import CROSSHEAD, HEADLINE, Match, of_words
from tuinews.tui.unrolled import Unrolled

WORDS = "The channel was dug in 1911 and has been the town's living ever since. " * 4


def an_article(**changes: Any) -> Article:
    """An article with a lede and two crossheads."""
    values: dict[str, Any] = {
        "id": "a.txt",
        "format": "text",
        "encoding": "utf-8",
        "headline": "Harbour board votes",
        "headline_derived": False,
        "published": dt.date(2021, 11, 9),
        "published_from": "metadata",
        "sections": (
            Section(None, (Paragraph(WORDS), Paragraph("Ships wait."))),
            Section("BACKGROUND", (Paragraph(WORDS), Paragraph("one", "item"))),
            Section("WHAT IT COSTS", (Paragraph("Café crowns\n  two", "verbatim"),)),
        ),
    }
    return Article(**(values | changes))


def shown(layout: Layout) -> list[str]:
    """The lines of a layout as text."""
    lines = Unrolled(layout).lines
    return [" " * line.indent + line.lead + line.text[line.start : line.end] for line in lines]


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_measure_or_the_screen(width: int) -> None:
    for line in shown(lay_out(an_article(), width))[4:]:
        assert len(line) <= width
        assert len(line.strip()) <= 80


def test_text_wider_than_its_measure_is_centred() -> None:
    layout = lay_out(an_article(), 200)
    assert layout.left == 60
    assert max(len(line) for line in shown(layout)[6:]) <= 140


def test_every_word_of_the_article_is_laid_out() -> None:
    article = an_article(notes=("Reporting by the desk",), warnings=("line 3: no date",))
    text = " ".join(" ".join(shown(lay_out(article, 50))).split())
    for section in article.sections:
        for paragraph in section.paragraphs:
            assert " ".join(paragraph.text.split()) in text
    assert "Reporting by the desk" in text
    assert "line 3: no date" in text


def test_the_line_under_the_headline_says_who_where_and_when() -> None:
    article = an_article(
        byline="By a correspondent",
        dateline=Dateline("Kabul", place="Kabul"),
        source="XYZ",
        desk="world",
    )
    assert meta(article) == "By a correspondent · Kabul · 9 November 2021 · XYZ · world"


def test_a_date_that_only_the_file_tells_is_called_that() -> None:
    moment = dt.datetime(2021, 11, 9, 7, 5, tzinfo=dt.UTC)
    assert meta(an_article(published=moment, published_from="mtime")) == "file of 9 November 2021"


def test_an_embargo_and_a_correction_stand_above_the_text() -> None:
    article = an_article(embargo="EMBARGOED UNTIL 0001", version="CORRECTED")
    assert banner(article) == "EMBARGOED UNTIL 0001 · CORRECTED"
    assert banner(an_article(version="3")) == "version 3"
    roles = [line.role for line in lay_out(article, 80).head]
    assert roles.index(Role.META) < roles.index(Role.BANNER) < roles.index(Role.RULE)
    assert Role.BANNER not in [line.role for line in lay_out(an_article(), 80).head]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.date(2021, 11, 9), "9 November 2021"),
        (dt.datetime(2021, 11, 9, 7, 5, tzinfo=dt.UTC), "9 November 2021 07:05 UTC"),
        (
            dt.datetime(2021, 11, 9, 7, 5, tzinfo=dt.timezone(dt.timedelta(hours=4.5))),
            "9 November 2021 07:05 +04:30",
        ),
    ],
)
def test_a_date_is_written_with_what_is_known_of_it(moment: dt.date, expected: str) -> None:
    assert long_date(moment) == expected


def test_a_folded_section_leaves_its_crosshead_alone() -> None:
    layout = lay_out(an_article(), 80)
    whole, folded = Unrolled(layout), Unrolled(layout, {1})
    texts = [line.text for line in folded.lines]
    assert "BACKGROUND" in texts
    assert "one" not in texts
    assert "WHAT IT COSTS" in texts
    assert len(folded.lines) < len(whole.lines)
    assert folded.line_of(1, 1, 0) == folded.tops[1]
    assert folded.foldable() == {1, 2}


def test_a_character_is_found_on_the_line_that_shows_it() -> None:
    unrolled = Unrolled(lay_out(an_article(), 40))
    for section, paragraph, start in [(0, 0, 0), (0, 0, 150), (1, CROSSHEAD, 2), (1, 0, 200)]:
        line = unrolled.lines[unrolled.line_of(section, paragraph, start)]
        assert (line.section, line.paragraph) == (section, paragraph)
        assert line.start <= start < line.end
    assert unrolled.line_of(HEADLINE, CROSSHEAD, 0) == 0


def test_crossheads_are_stepped_from_any_line() -> None:
    unrolled = Unrolled(lay_out(an_article(), 80))
    first, second = unrolled.tops[1:]
    assert unrolled.crosshead_from(0, 1) == first
    assert unrolled.crosshead_from(first, 1) == second
    assert unrolled.crosshead_from(first + 1, -1) == first
    assert unrolled.crosshead_from(first, -1) == 0
    assert unrolled.crosshead_from(0, 7) == second
    assert unrolled.crosshead_from(second, 1) is None
    assert unrolled.crosshead_from(0, -1) is None


def test_words_are_found_whatever_their_case_accents_and_quotes() -> None:
    assert of_words(an_article(), "cafe CROWNS") == (Match(2, 0, 0, 11),)
    assert of_words(an_article(), "harbour board") == (Match(HEADLINE, CROSSHEAD, 0, 13),)
    assert of_words(an_article(), "background") == (Match(1, CROSSHEAD, 0, 10),)
    assert of_words(an_article(), "town\u2019s")[0].section == 0
    assert of_words(an_article(), "  ") == ()


def test_an_article_without_sections_is_a_headline() -> None:
    unrolled = Unrolled(lay_out(an_article(sections=()), 80))
    assert unrolled.section_at(0) is None
    assert unrolled.crosshead_from(0, 1) is None
    assert unrolled.lines[0].text == "Harbour board votes"


@pytest.mark.parametrize("sections", [(), (Section("A CROSSHEAD", ()),)])
def test_an_article_without_a_paragraph_says_so_above_its_notes(
    sections: tuple[Section, ...],
) -> None:
    lines = shown(lay_out(an_article(sections=sections, notes=("A caption.",)), 80))
    said = [line.strip() for line in lines if line.strip()]
    assert said[-2:] == ["This article has no text", "A caption."]
    assert "This article has no text" not in "".join(shown(lay_out(an_article(), 80)))
