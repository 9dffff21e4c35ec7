"""Owns what a dateline says, as found in a text, and which day it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tuinews.articles.dates import make_date, nearest_year


@dataclass(frozen=True, slots=True)
class Filed:
    """A dateline as found: its parts, and where in the paragraph the text goes on.

    `year`, `month`, `day` and `weekday` (Monday is 0) are None where it does not say them.
    """

    text: str
    place: str | None = None
    source: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: int = 0
    weekday: int | None = None

    def date(self, around: dt.date) -> dt.date | None:
        """The day it means by month and day; without a year, in the one nearest to `around`."""
        if self.month is None or self.day is None:
            return None
        if self.year is not None:
            return make_date(self.year, self.month, self.day)
        return nearest_year(self.month, self.day, around)

    def date_by_weekday(self, published: dt.date) -> dt.date | None:
        """The day it means by a weekday alone: the last such day when it was published."""
        if self.weekday is None or self.month is not None:
            return None
        return published - dt.timedelta(days=(published.weekday() - self.weekday) % 7)
