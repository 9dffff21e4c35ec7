"""Owns what the letters and numbers in the head of a wire message mean.

Categories are those of ANPA bulletin 1312, where the agencies that publish a list agree on them,
and the commonest abbreviations of European services; what is not here is kept as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from tuinews.articles.dates import make_date

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "a": "national",
        "b": "special events",
        "c": "features",
        "e": "entertainment",
        "f": "business",
        "i": "international",
        "k": "commentary",
        "l": "lifestyle",
        "m": "farm",
        "n": "regional",
        "o": "weather",
        "p": "politics",
        "q": "sport results",
        "r": "racing",
        "s": "sport",
        "t": "travel",
        "v": "advisories",
        "w": "washington",
        **dict.fromkeys(("pl", "pol"), "politics"),
        **dict.fromkeys(("wi", "eco", "fin"), "business"),
        **dict.fromkeys(("ku", "clt"), "culture"),
        **dict.fromkeys(("sp", "spo"), "sport"),
        **dict.fromkeys(("vm", "div"), "miscellany"),
        **dict.fromkeys(("gen", "alg"), "general"),
    }
)
"""Desks by category code in small letters."""

PRIORITIES: Mapping[str, str] = MappingProxyType(
    {"f": "flash", "b": "bulletin", "u": "urgent", "r": "regular", "d": "deferred"}
    | {"a": "advance", "s": "advance", "h": "hold", "y": "rerun", "z": "regular"}
)
"""Urgency by ANPA priority; IPTC 7901 has digits, 1 the most urgent."""

BYLINE = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Door|Di|Da)\s+\S")
"""How a line begins that says who wrote."""

_TAKE = re.compile(
    r"\b(?:(\d{1,2}(?:st|nd|rd|th)\s?(?:Ld|Lead|Add|Writethru|LD|ADD)[\w-]*)"
    r"|((?:Add|Take|Lead|Insert|Sub)\s?\d{1,2})|(\d{1,2}(?:Lead|LEAD|DER)))"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What months are called where they are not abbreviated as in English.
_MONTHS_ELSEWHERE = {
    "mrz": 3,
    "mae": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
    "fev": 2,
    "avr": 4,
    "aou": 8,
}

_GROUP = re.compile(
    r"\b(\d\d)(\d\d)(\d\d)\s*([a-z]{3,4})?\s+([^\W\d_]{3})[^\W\d_]*\.?\s+(\d{4}|\d\d)\b"
)
_AMERICAN = re.compile(r"\b(\d\d)-(\d\d)-(\d\d|\d{4})[ -]+(\d\d):?(\d\d)([A-Z]{2,4})?\b")
_END = re.compile(r"\./\.\s?[A-Za-z/]{0,12}|N{4,}|=+")
_LONGEST_END = 32
_CLOCK_FIRST = re.compile(r"\b(\d\d):(\d\d)([A-Z]{2,4})?\s+(\d\d)-(\d\d)-(\d\d|\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d\d)-(\d\d)-(\d\d)\s+(\d\d)-(\d\d)(?:-\d\d)?\b")


def transmission_time(text: str) -> str | None:
    """When a message was sent, from the line that ends it, as `2021-11-09 10:00 GMT`.

    `091000 nov 21` (IPTC 7901), `11-09-21 1000GMT`, `10:00ET 09-11-21`, `09-11-21 10-00-00`.
    """
    if found := _GROUP.search(text.lower()):
        day, hour, minute, zone, month, year = found.groups()
        number = _month(month)
        return _stamp(year, number, int(day), hour, minute, zone or "") if number else None
    if found := _CLOCK_FIRST.search(text):
        hour, minute, zone, day, month, year = found.groups()
        return _stamp(year, int(month), int(day), hour, minute, zone or "")
    if found := _DAY_FIRST.search(text):
        day, month, year, hour, minute = found.groups()
        return _stamp(year, int(month), int(day), hour, minute, "")
    if found := _AMERICAN.search(text):
        month, day, year, hour, minute, zone = found.groups()
        return _stamp(year, int(month), int(day), hour, minute, zone or "")
    return None


def is_ending(line: str) -> bool:
    """Whether a line only ends a text: `./.`, `./.XYZ`, `XYZ-WF-11-09-21 1000GMT`, `NNNN`."""
    line = line.strip().rstrip("<")
    if _END.fullmatch(line):
        return True
    return len(line) <= _LONGEST_END and transmission_time(line) is not None


def _month(name: str) -> int:
    return _MONTHS.index(name) + 1 if name in _MONTHS else _MONTHS_ELSEWHERE.get(name, 0)


def _stamp(year: str, month: int, day: int, hour: str, minute: str, zone: str) -> str | None:
    """The moment as text, or None where there is none such; years before 70 are of this century."""
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    if make_date(full, month, day) is None or int(hour) > 23 or int(minute) > 59:
        return None
    return f"{full:04}-{month:02}-{day:02} {hour}:{minute} {zone.upper()}".rstrip()


def desk_of(category: str) -> str:
    """The desk of a category code; the code where nobody agrees on one."""
    return CATEGORIES.get(category.lower(), category.lower())


def take_of(text: str) -> str:
    """`Add 1`, `2nd Ld`, `3DER`: which take or lead of its story a message is."""
    found = _TAKE.search(text)
    return next(filter(None, found.groups())) if found else ""
