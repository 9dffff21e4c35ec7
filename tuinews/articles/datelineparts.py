"""Owns the parts of a dateline, each read where the one before it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tuinews.articles.agencies import is_agency
from tuinews.articles.dates import MONTHS, WEEKDAYS


def _names(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?:{_names(MONTHS)})\b\.?"
_DATE = re.compile(
    rf"""(?:(?:{_names(WEEKDAYS)})\b\.?,?\s+)?(?:(?:le|den|dem|am|on)\s+)?(?:
        (?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s?(?:de\s+)?(?P<m1>{_MONTH})
            (?:,?\s+(?:de\s+)?(?P<y1>\d{{4}})(?!\d))?
      | (?P<m2>{_MONTH})\s?(?P<d2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}})(?!\d))?
      | (?P<y3>\d{{4}})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?!\d)
      | (?P<d4>\d{{1,2}})[./](?P<m4>\d{{1,2}})[./](?P<y4>\d{{4}})(?!\d)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?:{_names(WEEKDAYS)})\b\.?", re.IGNORECASE)
# Names of places: words with points, apostrophes, hyphens, slashes, blanks and & between them.
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`.&]|-(?=[^\W\d_])|[ /](?=[^\W\d_&]))*+")
_BETWEEN = re.compile(r"[,.،]?\s*(?:[–—―/|-]\s*)?")
_REGION = re.compile(r"[,،]\s*")
_BRACKETS = re.compile(r"\s*\[([^\[\]\d]{2,40})\]")
SOURCE = re.compile(r"\(([^()]{2,40})\)|/\s?([^/\n]{2,40}?)\s?/|\[([^\[\]]{2,40})\]")
"""An agency in round brackets, slashes or square brackets: one group each."""
_OF_DATES = frozenset((*MONTHS, *WEEKDAYS))


@dataclass(slots=True)
class Parts:
    """What has been read so far, and how far: the words of a dateline, and its numbers."""

    place: str = ""
    region: str = ""
    source: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    at: int = 0


def read_place(head: str, read: Parts) -> None:
    """Read a place and up to two regions behind it, from the start of `head`."""
    end = _name_end(head, 0)
    place = head[:end].strip()
    if place.endswith(".") and len(place.split()[-1].rstrip(".")) > 4:
        place = place.rstrip(".")
    read.place, read.at = place, end
    if found := _BRACKETS.match(head, end):
        if is_agency(found[1]):
            return
        read.region, read.at = found[1].strip(), found.end()
    regions = [read.region] if read.region else []
    for _ in range(2):
        comma = _REGION.match(head, read.at)
        if not comma or _DATE.match(head, comma.end()) or _WEEKDAY.match(head, comma.end()):
            break
        end = _name_end(head, comma.end())
        region = head[comma.end() : end].strip()
        if not region or is_agency(region) or not region[0].isupper() or len(region) > 30:
            break
        regions.append(region)
        read.at = end
    read.region = ", ".join(regions)


def _name_end(head: str, at: int) -> int:
    """Where a name ends that starts at `at`: before a date that follows with a blank only."""
    found = _NAME.match(head, at)
    if not found:
        return at
    words = found[0].split()
    end = found.end()
    kept = len(words)
    while kept > 1 and words[kept - 1].strip(".").lower() in _OF_DATES:
        kept -= 1
        end = head.rindex(words[kept], at, end)
    if kept == len(words) or words[kept].strip(".").lower() in WEEKDAYS or _DATE.match(head, end):
        return end
    return found.end()


def read_date(head: str, read: Parts) -> None:
    """Read a day, or behind a place a weekday, where `read` has got to."""
    between = _BETWEEN.match(head, read.at)
    at = between.end() if between else read.at
    bracket = head[at : at + 1] == "("
    found = _DATE.match(head, at + bracket)
    if found and (not bracket or head[found.end() : found.end() + 1] == ")"):
        read.year, read.month, read.day = _date_of(found)
        if read.month is None:
            return
        read.at = found.end() + bracket
        if head[read.at : read.at + 2] in (". ", "./") and not read.source:
            read.at += 1
    elif not bracket and read.place and (found := _WEEKDAY.match(head, at)):
        read.weekday = WEEKDAYS[found[0].rstrip(".").lower()]
        read.at = found.end()


def _date_of(found: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Year, month and day; no month when the numbers are no day."""
    parts = found.groupdict()
    for form in "1234":
        if (day := parts[f"d{form}"]) and (month := parts[f"m{form}"]):
            year = parts[f"y{form}"]
            number = int(month) if month.isdecimal() else MONTHS[month.rstrip(".").lower()]
            if not (1 <= number <= 12 and 1 <= int(day) <= 31):
                break
            return (int(year) if year else None), number, int(day)
    return None, None, None


def read_source(head: str, read: Parts) -> tuple[bool, bool]:
    """Read a source; whether it is a known agency, and whether it stands in slashes."""
    between = _BETWEEN.match(head, read.at)
    at = between.end() if between else read.at
    if between and between[0].rstrip().endswith("/") and not head.startswith("/", at):
        at = head.index("/", read.at)  # the slash opens `/ ACCESSWIRE /`
    if found := SOURCE.match(head, at):
        read.source = next(filter(None, found.groups())).strip()
        read.at = found.end()
        return is_agency(read.source), bool(found[2])
    if between and between[0].startswith(","):
        end = _name_end(head, at)
        if is_agency(name := head[at:end].strip()):
            read.source, read.at = name, end
            return True, False
    return False, False
