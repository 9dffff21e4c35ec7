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
    if len(paragraph) <= _LONGEST_DATE and _YEAR.search(head) and not head.isdecimal():
        moment = parse_date(paragraph.rstrip(" ."))
        if moment is not None:
            day = as_date(moment)
            end = len(paragraph)
            return Filed(paragraph, None, None, day.year, day.month, day.day, end)
    if not _SIGN.search(head):
        return None
    if head[0] > "\u3000" or head[0] in "([":
        if elsewhere := find_agency_form(head):
            return elsewhere
        if head[0] in "([":
            return _source_first(paragraph, head)
    read = Parts()
    if head[0].isdecimal() or _first_word(head) in MONTHS or _first_word(head) in WEEKDAYS:
        read_date(head, read)
    if not read.at:
        read_place(head, read)
        if not read.place or not is_place(read.place):
            return None
        read_date(head, read)
    known, slashes = read_source(head, read)
    if read.source and read.month is None:
        read_date(head, read)
    dash = (_AFTER_SLASHES if slashes else _DASH).match(head, read.at)
    if dash and not read.source and (found := SOURCE.match(head, dash.end())):
        second = _DASH.match(head, found.end())
        name = next(filter(None, found.groups())).strip()
        if second and is_agency(name):  # `SAN FRANCISCO--(BUSINESS WIRE)--`
            known, dash, read.source, read.at = True, second, name, found.end()
    stated = read.month is not None
    if dash is None:
        going_on = head[read.at : read.at + 1] == " " and head[read.at + 1 : read.at + 2].isupper()
        if not (known and stated and read.place and going_on):
            return None
        end = read.at + 1
    else:
        end = dash.end()
    if not _is_dateline(read, known, dash, paragraph, end):
        return None
    place = ", ".join(filter(None, (read.place, read.region))) or None
    return Filed(
        head[: read.at].rstrip(" ,"),
        place,
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
