"""Owns how an article is laid out in lines of a given width; knows nothing of what is on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tuinews.tui.cells import wrap
from tuinews.tui.marking import Kept
from tuinews.tui.matches import CROSSHEAD, HEADLINE
from tuinews.tui.tagging import line_of_tags

if TYPE_CHECKING:
    from tuinews.articles.article import Article, Paragraph, Section

MEASURE = 80
"""Columns of the widest text: https://www.w3.org/TR/WCAG22/#visual-presentation."""
NOTE_LINES = 6
"""Lines of the reader's note that stand over the article."""
NO_TEXT = "This article has no text"
"""What is said in place of a body."""
_NARROW = 60
_WORDS_A_MINUTE = 230
"""A reader's usual pace: Brysbaert 2019, doi:10.1016/j.jml.2019.104047 (238 for non-fiction)."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


NOTHING_KEPT = Kept()
AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})


class Role(StrEnum):
    """What a line is, which decides its look."""

    HEADLINE = "headline"
    META = "meta"
    BANNER = "banner"
    RULE = "rule"
    BLANK = "blank"
    CROSSHEAD = "crosshead"
    TEXT = "text"
    QUOTE = "quote"
    NOTE = "note"
    KEPT = "kept"


class LaidLine(NamedTuple):
    """One line: characters [start, end) of a text, behind `lead`, from column `indent` on.

    `section` and `paragraph` say which text, as a Match does; what is not of the body has its
    text here and a section of None.
    """

    role: Role
    text: str
    start: int
    end: int
    indent: int
    section: int | None = None
    paragraph: int = CROSSHEAD
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """An article in lines: what stands above its sections, each section, what stands below.

    Attributes:
        width: Columns it was laid out for.
        left: Column of the body's text; the headline hangs out to its left.
        words: Words in each section.
        kept: What the reader said of it when it was laid out.
    """

    article: Article
    width: int
    left: int
    head: tuple[LaidLine, ...]
    sections: tuple[tuple[LaidLine, ...], ...]
    tail: tuple[LaidLine, ...]
    words: tuple[int, ...]
    kept: Kept = NOTHING_KEPT


def lay_out(
    article: Article,
    width: int,
    *,
    measure: int = MEASURE,
    kept: Kept = NOTHING_KEPT,
    desks: Mapping[str, str] = AS_THEY_ARE,
) -> Layout:
    """Lay out an article for a screen of `width` columns, with what the reader said of it.

    `measure` is the most columns of its text, `desks` the names that desks are shown by.
    """
    margin = 1 if width < _NARROW else 5
    measure = min(measure, width - 2 * margin)
    left = (width - measure) // 2
    outer = max(1, left - 4) if width >= _NARROW else 1
    head = _head(article, meta(article, desks), kept, outer, width - 2 * outer)
    sections = tuple(
        tuple(_section(number, section, left, measure))
        for number, section in enumerate(article.sections)
    )
    said = [] if article.has_text else [NO_TEXT]
    notes = [*said, *article.notes, *article.warnings]
    tail = [_blank(), *_note_lines(notes, left, measure)] if notes else []
    words = tuple(_words(section) for section in article.sections)
    return Layout(article, width, left, tuple(head), sections, tuple(tail), words, kept)


def minutes_to_read(words: float) -> int:
    """Minutes that so many words take, never less than one."""
    return max(1, round(words / _WORDS_A_MINUTE))


def meta(article: Article, desks: Mapping[str, str] = AS_THEY_ARE) -> str:
    """Byline, dateline or place, date, source and desk, as far as the article states them."""
    date = long_date(article.published)
    if article.published_from == "mtime":
        date = f"file of {long_date(day_of(article.published))}"
    desk = desks.get(article.desk, article.desk) if article.desk else None
    parts = (article.byline, article.place, date, article.source, desk)
    return " · ".join(part for part in parts if part)


def day_of(moment: dt.datetime | dt.date) -> dt.date:
    """The day of a moment, in its own time zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def banner(article: Article) -> str:
    """What a reader must know before all else: an embargo, a correction, which version it is."""
    version = article.version
    if version and version.isdecimal():
        version = f"version {version}"
    return " · ".join(part for part in (article.embargo, version) if part)


def long_date(moment: dt.datetime | dt.date) -> str:
    """`9 November 2021`, with the time of day and its zone where they are known."""
    written = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if isinstance(moment, dt.datetime):
        written += f" {moment:%H:%M}"
        if moment.tzinfo is not None:
            offset = f"{moment:%z}"
            written += " UTC" if offset == "+0000" else f" {offset[:3]}:{offset[3:5]}"
    return written


def _head(article: Article, facts: str, kept: Kept, outer: int, room: int) -> Iterator[LaidLine]:
    yield from _lines(Role.HEADLINE, article.headline, outer, room, HEADLINE)
    yield from _lines(Role.META, facts, outer, room)
    warning = banner(article)
    if warning:
        yield from _lines(Role.BANNER, warning, outer, room)
    if kept.tags:
        yield from _lines(Role.KEPT, f"+ {line_of_tags(kept.tags)}", outer, room)
    if kept.note:
        yield from islice(_note_of_the_reader(kept.note, outer, room), NOTE_LINES)
    yield LaidLine(Role.RULE, "─" * room, 0, room, outer)


def _note_of_the_reader(note: str, outer: int, room: int) -> Iterator[LaidLine]:
    for line in note.split("\n"):
        for start, end in wrap(line, room - 2):
            yield LaidLine(Role.KEPT, line, start, end, outer, lead="› ")


def _section(number: int, section: Section, left: int, measure: int) -> Iterator[LaidLine]:
    if section.crosshead is not None:
        yield _blank(number)
        yield from _lines(Role.CROSSHEAD, section.crosshead, left, measure, number)
    before = None
    for index, paragraph in enumerate(section.paragraphs):
        items = paragraph.kind == "item" and before == "item"
        if not items and (index > 0 or section.crosshead is not None or number == 0):
            yield _blank(number)
        yield from _paragraph(paragraph, number, index, left, measure)
        before = paragraph.kind


def _paragraph(
    paragraph: Paragraph, section: int, index: int, left: int, measure: int
) -> Iterator[LaidLine]:
    lead, rest, role = "", "", Role.TEXT
    if paragraph.kind == "item":
        lead, rest = "• ", "  "
    elif paragraph.kind == "quote":
        lead, rest, role = "│ ", "│ ", Role.QUOTE
    text = paragraph.text
    for start, end in wrap(text, measure - len(lead), paragraph.kind):
        yield LaidLine(role, text, start, end, left, section, index, lead)
        lead = rest


def _lines(
    role: Role, text: str, indent: int, room: int, section: int | None = None
) -> Iterator[LaidLine]:
    for start, end in wrap(text, room):
        yield LaidLine(role, text, start, end, indent, section)


def _note_lines(notes: list[str], left: int, measure: int) -> Iterator[LaidLine]:
    for note in notes:
        for start, end in wrap(note, measure, "verbatim" if "\n" in note else "text"):
            yield LaidLine(Role.NOTE, note, start, end, left)


def _blank(section: int | None = None) -> LaidLine:
    return LaidLine(Role.BLANK, "", 0, 0, 0, section)


def _words(section: Section) -> int:
    return sum(len(paragraph.text.split()) for paragraph in section.paragraphs)
