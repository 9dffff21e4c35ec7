"""Owns datelines: where, when and by whom a report was filed, as its first words say it.

A dateline is read from left to right, part by part: PLACE, REGION, DATE, SOURCE, DASH. Whether
what was read is one is decided at the end, as many sentences begin like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tuinews.articles.agencies import is_agency
from tuinews.articles.capitals import is_capitals
from tuinews.articles.dates import MONTHS, WEEKDAYS, as_date, parse_date
from tuinews.articles.places import is_bare_place, is_place, is_unknown_agency

REACH = 200
"""Within how many characters of a paragraph a dateline ends."""

_LONGEST_DATE = 60
_SHORTEST_LEDE = 30
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Filed:
    """A dateline as found: its parts, and where in the paragraph the text goes on.

    `year`, `month` and `day` are None where it does not say them.
    """

    text: str
    place: str | None = None
    source: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: int = 0


@dataclass(slots=True)
class _Read:
    """What has been read so far, and how far."""

    place: str = ""
    region: str = ""
    source: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: bool = False
    at: int = 0


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
_SOURCE = re.compile(r"\(([^()]{2,40})\)|/\s?([^/\n]{2,40}?)\s?/|\[([^\[\]]{2,40})\]")
_DASH = re.compile(r"\s*(?:\.?\s?-{1,3}|[–—―]{1,2}|_{1,2}|:|=)\s*(?=\S)|\s*/\s+(?=\S)")
_AFTER_SLASHES = re.compile(r"\s*[./]?\s*[-–—]*\s*(?=\S)")
_SIGN = re.compile(r"[)\]】電电/—–―_:=]|--| -|- |\.-")
_CHINESE = re.compile(
    r"(?P<source>新华社|中新社|新華社)(?P<place>[^\W\d]{2,10}?)(?P<month>\d{1,2})月(?P<day>\d{1,2})日电"
    r"(?:\s*[（(][^）)]{1,40}[）)])?\s*"
)
_JAPANESE = re.compile(
    r"【(?P<place>[^】=＝]{1,8}?)[=＝]?(?P<source>共同|時事|AFP=時事|AFP|ロイター|聯合ニュース)】"
)
_REUTERS_JAPAN = re.compile(
    r"[［\[](?P<place>[^\]］\s]{1,12})\s+(?P<day>\d{1,2})日\s+(?P<source>ロイター|AFP|時事|共同)[］\]]"
    r"\s*[-－—]*\s*"
)
_KOREAN = re.compile(
    r"[(\[](?P<place>[^\W\d]{1,8})\s*=\s*(?P<source>연합뉴스|뉴시스|뉴스1)[)\]]"
    r"(?:[^=\n]{1,30}=)?\s*"
)
_FULL_DATE = re.compile(
    r"(?P<place>[^\W\d]{2,12})[、，,]\s?(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s?"
    r"[（(](?P<source>[^（）()]{2,20})[）)]\s*[-－—―–:：]*\s*"
)
_ELSEWHERE = (_FULL_DATE, _CHINESE, _JAPANESE, _REUTERS_JAPAN, _KOREAN)

_OF_DATES = frozenset((*MONTHS, *WEEKDAYS))


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
        if elsewhere := _elsewhere(head):
            return elsewhere
        if head[0] in "([":
            return _source_first(paragraph, head)
    read = _Read()
    if head[0].isdecimal() or _first_word(head) in MONTHS or _first_word(head) in WEEKDAYS:
        _read_date(head, read)
    if not read.at:
        _read_place(head, read)
        if not read.place or not is_place(read.place):
            return None
        _read_date(head, read)
    known, slashes = _read_source(head, read)
    if read.source and read.month is None:
        _read_date(head, read)
    dash = (_AFTER_SLASHES if slashes else _DASH).match(head, read.at)
    if dash and not read.source and (found := _SOURCE.match(head, dash.end())):
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
    )


def _first_word(head: str) -> str:
    return head.split(None, 1)[0].strip(".,").lower()


def _elsewhere(head: str) -> Filed | None:
    """The datelines of agencies in China, Japan and Korea."""
    for form in _ELSEWHERE:
        if found := form.match(head):
            parts = found.groupdict()
            year, month, day = (int(parts.get(n) or 0) or None for n in ("year", "month", "day"))
            text = head[: found.end()].rstrip(" -－—―–:：")
            return Filed(text, parts["place"], parts["source"], year, month, day, found.end())
    return None


def _is_dateline(
    read: _Read, known: bool, dash: re.Match[str] | None, paragraph: str, end: int
) -> bool:
    """Whether what was read is a dateline and not the start of a sentence."""
    rest = paragraph[end:]
    starts = not rest[:1].islower()
    stated = read.month is not None
    if not read.place:
        return known and stated
    if read.source:
        dated = stated or read.weekday
        return (known and (dated or starts)) or (dated and is_unknown_agency(read.source))
    if stated or read.weekday:
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
    found = _SOURCE.match(head)
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


def _read_place(head: str, read: _Read) -> None:
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


def _read_date(head: str, read: _Read) -> None:
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
        read.weekday = True
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


def _read_source(head: str, read: _Read) -> tuple[bool, bool]:
    """Read a source; whether it is a known agency, and whether it stands in slashes."""
    between = _BETWEEN.match(head, read.at)
    at = between.end() if between else read.at
    if between and between[0].rstrip().endswith("/") and not head.startswith("/", at):
        at = head.index("/", read.at)  # the slash opens `/ ACCESSWIRE /`
    if found := _SOURCE.match(head, at):
        read.source = next(filter(None, found.groups())).strip()
        read.at = found.end()
        return is_agency(read.source), bool(found[2])
    if between and between[0].startswith(","):
        end = _name_end(head, at)
        if is_agency(name := head[at:end].strip()):
            read.source, read.at = name, end
            return True, False
    return False, False
