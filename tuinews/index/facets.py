"""Owns counting matches by what the rows say of them: by desk, source, place ... and by time."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.bydoc import by_doc
from tuinews.index.columnar.found import Found
from tuinews.index.results import Counts
from tuinews.index.rows import Rows

FACETS: Final = ("desk", "source", "place", "byline", "keyword", "year")
MOST_VALUES: Final = 50
"""Values of one facet that are returned."""
_DAYS: Final = 62
"""Matches within so many days are counted by day."""
_MONTHS: Final = 60 * 31
"""Matches within so many days are counted by month, others by year."""
_LONGEST: Final = 1 << 20
"""Days between the first and the last that are counted on a line of all between."""
_EPOCH: Final = 719_163
"""1970-01-01 as a proleptic ordinal."""

_known: WeakKeyDictionary[Rows, _Counted] = WeakKeyDictionary()
Unit = Literal["year", "month", "day"]


class Breakdown:
    """What can be said of all matches of a query; counted when it is first asked for.

    Whoever asks does the counting, and others wait for it. To ask raises IndexUnreadableError when
    the index has been cut short meanwhile.
    """

    def __init__(self, rows: Rows, found: Found) -> None:
        """Count over the articles found, by the engine's numbers."""
        self._rows, self._found = rows, found
        self._lock = threading.RLock()

    @cached_property
    def _few(self) -> tuple[Array, bool]:
        """The matches, or the others where these are fewer; and whether it is the others."""
        found = self._found
        if found.count() * 2 > len(self._rows):
            return np.flatnonzero(by_doc(self._rows).living & ~found.mask()), True
        return found.numbers().astype(np.intp), False

    def _counts(self, name: str) -> Array:
        """How many matches have each value of a column."""
        docs, others = self._few
        if others:
            return _totals(self._rows, name) - _count(self._rows, name, docs)
        return _count(self._rows, name, docs)

    @cached_property
    def _days(self) -> Array:
        """How many matches fall on each of the generation's days."""
        return self._counts("day")

    @cached_property
    def _facets(self) -> dict[str, Counts]:
        self._rows.ensure_whole()
        facets = {name: _named(self._rows, name, self._counts(name)) for name in FACETS[:5]}
        years = _by_period(self._rows, self._days, "year")
        facets["year"] = tuple(sorted(years, key=lambda each: (-each[1], each[0])))
        return facets

    @cached_property
    def _timeline(self) -> Counts:
        self._rows.ensure_whole()
        held = np.flatnonzero(self._days)
        if not len(held):
            return ()
        first, last = _counted(self._rows).days[held[[0, -1]]].tolist()
        unit: Unit = "year"
        if last - first < _MONTHS:
            unit = "day" if last - first < _DAYS else "month"
        return _by_period(self._rows, self._days, unit)

    @property
    def facets(self) -> dict[str, Counts]:
        """How many matches have each value of each facet, most frequent first, then by name."""
        with self._lock:
            return self._facets

    @property
    def timeline(self) -> Counts:
        """How many matches fall into each day, month or year, in order of time.

        A period is `2021`, `2021-11` or `2021-11-09`, by the span of all matches.
        """
        with self._lock:
            return self._timeline


class _Counted:
    """What is found out of a generation once, to count quickly.

    Attributes:
        days: The days that its articles were published on, ascending, as proleptic ordinals.
        day: The place of each article's among them, by the engine's number.
        totals: How many of all articles have each value of a column, as far as asked for.
        periods: Of each unit, what each of its periods is written as, and the place of each
            day's among them.
        alike: Of each column of names, whether some fold to the same.
    """

    def __init__(self, rows: Rows) -> None:
        self.days, places = _distinct_days(rows.values("day"))
        kind = ragged.smallest_unsigned(len(self.days))
        self.day = by_doc(rows).spread(places.astype(kind))
        self.totals = {"day": np.bincount(places, minlength=1)}
        self.periods: dict[Unit, tuple[list[str], Array]] = {}
        self.alike: dict[str, bool] = {}


def _distinct_days(day: Array) -> tuple[Array, Array]:
    """The days that occur, ascending, and the place of each one given among them."""
    if not len(day):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = int(day.min())
    offsets = day - day.dtype.type(first)
    if int(offsets.max()) > _LONGEST:
        days, places = np.unique(day, return_inverse=True)
        return days, places
    occurs = np.bincount(offsets) > 0
    return np.flatnonzero(occurs) + first, (np.cumsum(occurs) - 1).take(offsets)


def forget(rows: Rows) -> None:
    """Keep nothing of what was found out of a generation to count quickly."""
    _known.pop(rows, None)


def _counted(rows: Rows) -> _Counted:
    known = _known.get(rows)
    if known is None:
        known = _known[rows] = _Counted(rows)
    return known


def _count(rows: Rows, name: str, docs: Array) -> Array:
    """How many of some articles have each value of a column, by the value's number."""
    if name == "day":
        column = _counted(rows).day
    elif name != "keyword":
        column = by_doc(rows).column(name)
    else:
        first, counts, keywords = by_doc(rows).keyword_runs
        chosen = keywords[ragged.indices(first.take(docs), counts.take(docs))]
        return np.bincount(chosen, minlength=len(_totals(rows, name)))
    return np.bincount(column.take(docs), minlength=len(_totals(rows, name)))


def _totals(rows: Rows, name: str) -> Array:
    """How many of all articles have each value of a column."""
    totals = _counted(rows).totals
    if name not in totals:
        column = by_doc(rows).keyword_runs[2] if name == "keyword" else rows.values(name)
        totals[name] = np.bincount(column, minlength=1)
    return totals[name]


def _named(rows: Rows, column: str, counts: Array) -> Counts:
    """Counts by name. Names that differ in case and accents alone are one, as often spelt."""
    counts[0] = 0
    held = np.flatnonzero(counts)
    if not len(held):
        return ()
    if _some_alike(rows, column):
        return _spelt(rows, held, counts)
    totals = counts.take(held)
    if len(held) > 4 * MOST_VALUES:
        likely = totals >= np.partition(totals, -MOST_VALUES)[-MOST_VALUES]
        held, totals = held.compress(likely), totals.compress(likely)
    best = np.lexsort((rows.name_places.take(held), -totals))[:MOST_VALUES]
    names = map(rows.name, held.take(best).tolist())
    return tuple(zip(names, totals.take(best).tolist(), strict=True))


def _some_alike(rows: Rows, column: str) -> bool:
    """Whether some names of a column differ in case and accents alone."""
    alike = _counted(rows).alike
    if column not in alike:
        places = rows.name_places.take(np.flatnonzero(_totals(rows, column)[1:]) + 1)
        alike[column] = len(ragged.distinct(places)) < len(places)
    return alike[column]


def _spelt(rows: Rows, held: Array, counts: Array) -> Counts:
    """The same where several names may be one."""
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


def _by_period(rows: Rows, days: Array, unit: Unit) -> Counts:
    """How many articles fall into each period: `2021`, `2021-11`, `2021-11-09`.

    Args:
        days: How many fall on each of the generation's days.
    """
    known = _counted(rows).periods
    if unit not in known:
        dates = (_counted(rows).days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
        periods, places = np.unique(
            dates.astype(f"datetime64[{unit[0].upper()}]"), return_inverse=True
        )
        known[unit] = list(map(_written, periods)), places
    written, places = known[unit]
    counts = np.bincount(places, weights=days, minlength=len(written)).astype(np.int64)
    return tuple((written[place], int(counts[place])) for place in np.flatnonzero(counts).tolist())


def _written(period: np.datetime64) -> str:
    """A period with all four digits of its year."""
    year, dash, rest = str(period).partition("-")
    return f"{int(year):04}{dash}{rest}"
