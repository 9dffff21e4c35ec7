"""Owns the bars of the timeline: every period of a stretch of time, empty ones included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tuinews.tui.article_layout import MONTHS

MOST = 3_000
"""Bars; where more would stand, empty periods are left out."""
_DAY, _MONTH = 10, 7
"""Characters of a day, of a month."""


class Bar(NamedTuple):
    """A period, `2021`, `2021-11` or `2021-11-09`, and how many articles are of it."""

    period: str
    articles: int


def bars(counts: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Every period from the first to the last that was counted, all of one length."""
    if not counts:
        return ()
    known = dict(counts)
    filled: list[Bar] = []
    for period in _periods(counts[0][0], counts[-1][0]):
        filled.append(Bar(period, known.get(period, 0)))
        if len(filled) > MOST:
            return tuple(Bar(*each) for each in counts)
    return tuple(filled)


def say_period(period: str) -> str:
    """`9 November 2021`, `November 2021` or `2021`."""
    year, _, rest = period.partition("-")
    month, _, day = rest.partition("-")
    named = (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year)
    return " ".join(filter(None, named))


def holds(outer: str, inner: str) -> bool:
    """Whether a period lies in another, or is the same."""
    return f"{inner}-".startswith(f"{outer}-")


def _periods(first: str, last: str) -> Iterator[str]:
    if len(first) == _DAY:
        for day in range(_ordinal(first), _ordinal(last) + 1):
            yield dt.date.fromordinal(day).isoformat()
    elif len(first) == _MONTH:
        for month in range(_months(first), _months(last) + 1):
            yield f"{month // 12:04}-{month % 12 + 1:02}"
    else:
        for year in range(int(first), int(last) + 1):
            yield f"{year:04}"


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def _months(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1
