"""Owns datelines: where, when and by whom a report was filed, as its first words say it.

A dateline is read from left to right, part by part: PLACE, REGION, DATE, SOURCE, DASH. Whether
what was read is one is decided at the end, as many sentences begin like one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tuinews.articles.agencies import is_agency
from tuinews.articles.asiandatelines import find_agency_form
from tuinews.articles.capitals import is_capitals
from tuinews.articles.datelineparts import SOURCE, Parts, read_date, read_place, read_source
from tuinews.articles.dates import MONTHS, WEEKDAYS, as_date, parse_date
from tuinews.articles.filed import Filed
from tuinews.articles.places import is_bare_place, is_place, is_unknown_agency

REACH = 200
"""Within how many characters of a paragraph a dateline ends."""

_LONGEST_DATE = 60
_SHORTEST_LEDE = 30
_YEAR = re.compile(r"\d{4}")
_DASH = re.compile(r"\s*(?:\.?\s?-{1,3}|[–—―]{1,2}|_{1,2}|:|=)\s*(?=\S)|\s*/\s+(?=\S)")
_AFTER_SLASHES = re.compile(r"\s*[./]?\s*[-–—]*\s*(?=\S)")
_SIGN = re.compile(r"[)\]】電电/—–―_:=]|--| -|- |\.-")


def find_dateline(paragraph: str) -> Filed | None:
    """The dateline that a paragraph opens with, or is; None when it has none."""
    head = paragraph[:REACH]
    if not head or head[0].islower():
        return None
    if whole := _date_alone(paragraph):
        return whole
    if not _SIGN.search(head):
        return None
    if head[0] > "\u3000" or head[0] in "([":
        if elsewhere := find_agency_form(head):
            return elsewhere
        if head[0] in "([":
            return _source_first(paragraph, head)
    read = Parts()
    if not _read_place_and_date(head, read):
        return None
    known, dash = _read_source_and_dash(head, read)
    if dash is not None:
        end = dash.end()
    elif known and read.month is not None and read.place and _begins_sentence(head, read.at):
        end = read.at + 1
    else:
        return None
    if not _is_dateline(read, known, dash, paragraph, end):
        return None
    return _as_filed(head, read, end)


def _date_alone(paragraph: str) -> Filed | None:
    """A paragraph that is nothing but a date with its year."""
    if len(paragraph) > _LONGEST_DATE or not _YEAR.search(paragraph) or paragraph.isdecimal():
        return None
    moment = parse_date(paragraph.rstrip(" ."))
    if moment is None:
        return None
    day = as_date(moment)
    return Filed(paragraph, year=day.year, month=day.month, day=day.day, end=len(paragraph))


def _read_place_and_date(head: str, read: Parts) -> bool:
    """Read a date, or a place and maybe a date behind it; False when there is neither."""
    if head[0].isdecimal() or _first_word(head) in MONTHS or _first_word(head) in WEEKDAYS:
        read_date(head, read)
    if read.at:
        return True
    read_place(head, read)
    if not read.place or not is_place(read.place):
        return False
    read_date(head, read)
    return True


def _read_source_and_dash(head: str, read: Parts) -> tuple[bool, re.Match[str] | None]:
    """Read a source and a date behind it; whether it is a known agency, and the dash that ends."""
    known, slashes = read_source(head, read)
    if read.source and read.month is None:
        read_date(head, read)
    dash = (_AFTER_SLASHES if slashes else _DASH).match(head, read.at)
    if dash and not read.source and (found := SOURCE.match(head, dash.end())):
        second = _DASH.match(head, found.end())
        name = next(filter(None, found.groups())).strip()
        if second and is_agency(name):  # `SAN FRANCISCO--(BUSINESS WIRE)--`
            read.source, read.at = name, found.end()
            return True, second
    return known, dash


def _begins_sentence(head: str, at: int) -> bool:
    """Whether a blank and a capital stand there."""
    return head[at : at + 1] == " " and head[at + 1 : at + 2].isupper()


def _as_filed(head: str, read: Parts, end: int) -> Filed:
    return Filed(
        head[: read.at].rstrip(" ,"),
        ", ".join(filter(None, (read.place, read.region))) or None,
        read.source or None,
        read.year,
        read.month,
        read.day,
        end,
        read.weekday,
    )


def _first_word(head: str) -> str:
    return head.split(None, 1)[0].strip(".,").lower()


def _is_dateline(
    read: Parts, known: bool, dash: re.Match[str] | None, paragraph: str, end: int
) -> bool:
    """Whether what was read is a dateline and not the start of a sentence."""
    rest = paragraph[end:]
    starts = not rest[:1].islower()
    stated = read.month is not None
    if stated and rest[:1].isdecimal() and dash and dash[0].strip() == dash[0]:
        return False  # `Sept. 17–23` are days
    if not read.place:
        return known and stated
    if read.source:
        dated = stated or read.weekday is not None
        return (known and (dated or starts)) or (dated and is_unknown_agency(read.source))
    if stated or read.weekday is not None:
        return stated or is_capitals(read.place)
    return (
        is_bare_place(read.place)
        and starts
        and dash is not None
        and ("-" not in dash[0] or len(dash[0].strip()) > 1 or dash[0] == " - ")
        and len(rest) >= _SHORTEST_LEDE
        and rest.rstrip("\"'”’»)").endswith((".", "!", "?", "…"))
        and not is_capitals(rest)
    )


def _source_first(paragraph: str, head: str) -> Filed | None:
    """`(Reuters) - `, and `(ANSA) - ROME, NOV 9 - `, which name the agency before the place."""
    found = SOURCE.match(head)
    dash = found and _DASH.match(head, found.end())
    if not found or not dash:
        return None
    source = next(filter(None, found.groups())).strip()
    if not is_agency(source) or head[dash.end()].islower():
        return None
    inner = find_dateline(paragraph[dash.end() :])
    if inner is None or inner.source or inner.end >= len(paragraph) - dash.end():
        return Filed(head[: found.end()], source=source, end=dash.end())
    text = head[: dash.end()] + inner.text
    return replace(inner, text=text, source=source, end=dash.end() + inner.end)
