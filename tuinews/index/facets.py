"""Owns counting matches by what the rows say of them: by desk, source, place ... and by time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.bydoc import by_doc
from tuinews.index.results import Counts
from tuinews.index.rows import Rows

FACETS: Final = ("desk", "source", "place", "byline", "keyword", "year")
MOST_VALUES: Final = 50
"""Values of one facet that are returned."""
_DAYS: Final = 62
"""Matches within so many days are counted by day."""
_MONTHS: Final = 60 * 31
"""Matches within so many days are counted by month, others by year."""
_EPOCH: Final = 719_163
"""1970-01-01 as a proleptic ordinal."""

_known: WeakKeyDictionary[Rows, dict[str, Array]] = WeakKeyDictionary()
Unit = Literal["year", "month", "day"]


class Breakdown:
    """What can be said of all matches of a query; counted when it is first asked for.

    Whoever asks does the counting, and others wait for it.
    """

    def __init__(self, rows: Rows, docs: Callable[[], Array]) -> None:
        """Count over some articles, whose numbers `docs` gives."""
        self._rows, self._docs = rows, docs
        self._lock = threading.RLock()

    @cached_property
    def _matches(self) -> Array:
        return by_doc(self._rows).row.take(self._docs())

    @cached_property
    def _facets(self) -> dict[str, Counts]:
        return count_facets(self._rows, self._matches)

    @cached_property
    def _timeline(self) -> Counts:
        return count_periods(self._rows, self._matches)

    @property
    def facets(self) -> dict[str, Counts]:
        """As `count_facets` has them."""
        with self._lock:
            return self._facets

    @property
    def timeline(self) -> Counts:
        """As `count_periods` has it."""
        with self._lock:
            return self._timeline


def count_facets(rows: Rows, matches: Array) -> dict[str, Counts]:
    """How many matches have each value of each facet, most frequent first, then by name.

    Args:
        rows: The rows of the generation.
        matches: int64[n], the rows that match.
    """
    few, subtract = _fewer(rows, matches)
    facets: dict[str, Counts] = {}
    for name in FACETS[:5]:
        counts = _count(rows, name, few)
        facets[name] = _named(rows, _totals(rows, name) - counts if subtract else counts)
    years = count_by(rows, matches, "year")
    facets["year"] = tuple(sorted(years, key=lambda each: (-each[1], each[0])))
    return facets


def _fewer(rows: Rows, matches: Array) -> tuple[Array, bool]:
    """The matches, or the other rows where these are fewer; and whether it is the others."""
    if len(matches) * 2 <= len(rows):
        return matches, False
    others = np.ones(len(rows), np.bool_)
    others[matches] = False
    return np.flatnonzero(others), True


def _count(rows: Rows, name: str, chosen: Array) -> Array:
    """How many of some rows have each name, by the number of the name."""
    if name != "keyword":
        return np.bincount(rows.column(name).take(chosen), minlength=len(_totals(rows, name)))
    starts, keywords = rows.keyword_lists
    first = starts.take(chosen)
    keywords = keywords[ragged.indices(first, starts.take(chosen + 1) - first)]
    return np.bincount(keywords, minlength=len(_totals(rows, name)))


def _totals(rows: Rows, name: str) -> Array:
    """How many of all rows have each name, counted once for each generation."""
    known = _known.setdefault(rows, {})
    if name not in known:
        column = rows.keyword_lists[1] if name == "keyword" else rows.column(name)
        known[name] = np.bincount(column, minlength=1)
    return known[name]


def _named(rows: Rows, counts: Array) -> Counts:
    """Counts by name. Names that differ in case and accents alone are one, as often spelt."""
    counts[0] = 0
    held = np.flatnonzero(counts)
    if not len(held):
        return ()
    places = rows.name_places[held]
    totals = np.bincount(places, weights=counts[held]).astype(np.int64)
    found = np.flatnonzero(totals)
    best = found[np.lexsort((found, -totals[found]))[:MOST_VALUES]]
    values = []
    for place in best.tolist():
        spelt = held[places == place]
        name = max((int(counts[number]), rows.name(number)) for number in spelt.tolist())[1]
        values.append((name, int(totals[place])))
    return tuple(values)


def count_periods(rows: Rows, matches: Array) -> Counts:
    """How many matches fall into each day, month or year, in order of time."""
    if not len(matches):
        return ()
    day = rows.column("day").take(matches)
    span = int(day.max()) - int(day.min())
    return count_by(rows, matches, "day" if span < _DAYS else "month" if span < _MONTHS else "year")


def count_by(rows: Rows, matches: Array, unit: Unit) -> Counts:
    """How many matches fall into each period, in order of time: `2021`, `2021-11`, `2021-11-09`."""
    if not len(matches):
        return ()
    day = rows.column("day").take(matches)
    first = int(day.min())
    per_day = np.bincount(day - day.dtype.type(first))
    held = np.flatnonzero(per_day)
    dates = (
        (held + (first - _EPOCH)).astype("datetime64[D]").astype(f"datetime64[{unit[0].upper()}]")
    )
    periods, places = np.unique(dates, return_inverse=True)
    counts = np.bincount(places, weights=per_day[held]).astype(np.int64)
    return tuple(zip(map(_written, periods), counts.tolist(), strict=True))


def _written(period: np.datetime64) -> str:
    """A period with all four digits of its year."""
    year, dash, rest = str(period).partition("-")
    return f"{int(year):04}{dash}{rest}"
