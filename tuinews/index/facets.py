"""Owns counting matches by what the rows say of them: by desk, source, place ... and by time."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tuinews.index.analysis import fold
from tuinews.index.rows import Rows

FACETS: Final = ("desk", "source", "place", "byline", "keyword", "year")
MOST_VALUES: Final = 50
"""Values of one facet that are returned."""
_DAYS: Final = 62
"""Matches within so many days are counted by day."""
_MONTHS: Final = 60 * 31
"""Matches within so many days are counted by month, others by year."""

Counts = tuple[tuple[str, int], ...]


def count_facets(rows: Rows, matches: Sequence[int]) -> dict[str, Counts]:
    """How many matches have each value of each facet, most frequent first, then by name."""
    columns = rows.columns
    facets: dict[str, Counts] = {}
    for name in FACETS[:4]:
        column = getattr(columns, name)
        facets[name] = _named(rows, Counter(map(column.__getitem__, matches)))
    starts, counts, keyword = columns.keyword_at, columns.keyword_count, columns.keyword
    numbers: Counter[int] = Counter()
    for row in matches:
        if count := counts[row]:
            start = starts[row]
            numbers.update(keyword[start : start + count])
    facets["keyword"] = _named(rows, numbers)
    years = count_by(rows, matches, "year")
    facets["year"] = tuple(sorted(years, key=lambda each: (-each[1], each[0])))
    return facets


def _named(rows: Rows, numbers: Counter[int]) -> Counts:
    """Counts by name. Names that differ in case and accents alone are one, as often spelt."""
    del numbers[0]
    spelt: dict[str, list[tuple[int, str]]] = {}
    for number, count in numbers.items():
        name = rows.name(number)
        spelt.setdefault(fold(name), []).append((count, name))
    totals = heapq.nsmallest(
        MOST_VALUES, ((-sum(count for count, _ in each), key) for key, each in spelt.items())
    )
    return tuple((max(spelt[key])[1], -total) for total, key in totals)


def count_periods(rows: Rows, matches: Sequence[int]) -> Counts:
    """How many matches fall into each day, month or year, in order of time."""
    if not matches:
        return ()
    day = rows.columns.day
    first, last = min(map(day.__getitem__, matches)), max(map(day.__getitem__, matches))
    span = last - first
    return count_by(rows, matches, "day" if span < _DAYS else "month" if span < _MONTHS else "year")


def count_by(rows: Rows, matches: Sequence[int], unit: str) -> Counts:
    """How many matches fall into each period, in order of time: `2021`, `2021-11`, `2021-11-09`."""
    digits = {"year": 4, "month": 7, "day": 10}[unit]
    days = Counter(map(rows.columns.day.__getitem__, matches))
    periods: Counter[str] = Counter()
    for day, count in days.items():
        periods[dt.date.fromordinal(day).isoformat()[:digits]] += count
    return tuple(sorted(periods.items()))
