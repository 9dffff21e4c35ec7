"""Owns the ways to write a stretch of time in a query: `2021-11`, `last-week`, `7d`, ranges."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

Stretch = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; None is open."""

NAMED: Final = (
    "today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year",
    "last-year",
)  # fmt: skip
EXAMPLES: Final = "2021-11-07, 2021-11, 2021, 2021-11..2022-01, last-week, 7d"
_DAY: Final = re.compile(r"(\d{4})(?:([-/.]?)(\d{1,2})(?:\2(\d{1,2}))?)?")
_AGO: Final = re.compile(r"(\d{1,4})([dwmy])")


class BadDateError(ValueError):
    """What is no date; the message says why, `instead` what could be written."""

    def __init__(self, message: str, instead: str | None = None) -> None:
        super().__init__(message)
        self.instead = instead


def read_stretch(text: str, today: dt.date) -> Stretch:
    """The days that `text` means.

    Raises:
        BadDateError: It is no date or range.
    """
    for sign, builder in _COMPARED.items():
        if text.startswith(sign):
            first, last = read_period(text[len(sign) :], today)
            return builder(first, last)
    if ".." in text:
        start, _, end = text.partition("..")
        if not start and not end:
            raise BadDateError("a range needs a date at one end at least", "2021..")
        first = read_period(start, today)[0] if start else None
        last = read_period(end, today)[1] if end else None
        if first and last and first > last:
            raise BadDateError("the range ends before it starts", f"{end}..{start}")
        return first, last
    return read_period(text, today)


def read_period(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of a day, month, year or named stretch.

    Raises:
        BadDateError: It is none of these.
    """
    name = text.lower().replace("_", "-")
    if name in NAMED:
        return _named(name, today)
    ago = _AGO.fullmatch(name)
    if ago:
        return _ago(int(ago[1]), ago[2], today), today
    day = _DAY.fullmatch(name)
    if not day:
        raise BadDateError(f"{text or 'nothing'} is not a date", None)
    year, month, date = int(day[1]), day[3] and int(day[3]), day[4] and int(day[4])
    if not year:
        raise BadDateError("there is no year 0000", None)
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not 1 <= month <= 12:
        raise BadDateError(f"there is no month {month}", f"{year:04}")
    length = calendar.monthrange(year, month)[1]
    if date is None:
        return dt.date(year, month, 1), dt.date(year, month, length)
    if not 1 <= date <= length:
        raise BadDateError(f"{year:04}-{month:02} has {length} days", f"{year:04}-{month:02}")
    exactly = dt.date(year, month, date)
    return exactly, exactly


def _named(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    if name == "today":
        return today, today
    if name == "yesterday":
        day = _before(today, 1)
        return day, day
    which, unit = name.split("-")
    if unit == "week":
        monday = _before(today, today.weekday() + (7 if which == "last" else 0))
        return monday, _before(monday, -6)
    if unit == "month":
        first = today.replace(day=1)
        if which == "last":
            first = _before(first, 1).replace(day=1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    year = max(1, today.year - (which == "last"))
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _ago(count: int, unit: str, today: dt.date) -> dt.date:
    if unit in "dw":
        return _before(today, count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    if months < 12:
        return dt.date.min
    year, month = divmod(months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(today.day, length))


def _before(day: dt.date, days: int) -> dt.date:
    """`days` before `day`, or the ends of the calendar."""
    number = day.toordinal() - days
    return dt.date.fromordinal(min(max(number, 1), dt.date.max.toordinal()))


_COMPARED: Final = {
    ">=": lambda first, last: (first, None),
    "<=": lambda first, last: (None, last),
    ">": lambda first, last: (_before(last, -1), None),
    "<": lambda first, last: (None, _before(first, 1)),
}
