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
    "last-year", "this-quarter", "last-quarter",
)  # fmt: skip
EXAMPLES: Final = "2021-11-07, 2021-11, 2021, 2021-11..2022-01, last-week, 7d"
_DAY: Final = re.compile(r"(\d{4})(?:([-/.]?)(\d{1,2})(?:\2(\d{1,2}))?)?")
_QUARTER: Final = re.compile(r"(\d{4})-?q([1-4])")
_WEEK: Final = re.compile(r"(\d{4})-?w(\d{1,2})")
_YEARS: Final = re.compile(r"(\d{4})\s*[-\u2013]\s*(\d{4})")
_DOTS: Final = re.compile(r"\.{3,}|\u2026|\u2025")
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
    text = _DOTS.sub("..", text)
    compared = re.match(r"[<>]=?", text)
    if compared:
        sign = compared.group()
        start, end = read_period(text[len(sign) :], today)
        if sign.startswith(">"):
            return (start if sign == ">=" else _before(end, -1)), None
        return None, (end if sign == "<=" else _before(start, 1))
    if ".." in text:
        left, _, right = text.partition("..")
        if not left and not right:
            raise BadDateError("a range needs a date at one end at least", "2021..")
        first = read_period(left, today)[0] if left else None
        last = read_period(right, today)[1] if right else None
        if first and last and first > last:
            raise BadDateError("the range ends before it starts", f"{right}..{left}")
        return first, last
    return read_period(text, today)


def read_period(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of a day, month, year or named stretch.

    Raises:
        BadDateError: It is none of these.
    """
    name = "-".join(re.split(r"[\s_]+", text.strip().lower()))
    if name in NAMED:
        return _named(name, today)
    quarter, week = _QUARTER.fullmatch(name), _WEEK.fullmatch(name)
    if quarter and int(quarter[1]):
        return _quarter(int(quarter[1]), int(quarter[2]))
    if week and int(week[1]):
        return _week(int(week[1]), int(week[2]))
    ago = _AGO.fullmatch(name)
    if ago:
        return _ago(int(ago[1]), ago[2], today), today
    day = _DAY.fullmatch(name)
    if not day:
        years = _YEARS.fullmatch(text)
        instead = f"{years[1]}..{years[2]}" if years and years[1] <= years[2] else None
        raise BadDateError(f"{text or 'nothing'} is not a date", instead)
    year = int(day[1])
    month = int(day[3]) if day[3] else None
    date = int(day[4]) if day[4] else None
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
    if unit == "quarter":
        number = today.year * 4 + (today.month - 1) // 3 - (which == "last")
        return _quarter(max(number, 4) // 4, number % 4 + 1)
    if unit == "month":
        first = today.replace(day=1)
        if which == "last":
            first = _before(first, 1).replace(day=1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    year = max(1, today.year - (which == "last"))
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _quarter(year: int, number: int) -> tuple[dt.date, dt.date]:
    last = dt.date(year, 3 * number, calendar.monthrange(year, 3 * number)[1])
    return dt.date(year, 3 * number - 2, 1), last


def _week(year: int, number: int) -> tuple[dt.date, dt.date]:
    """Monday to Sunday of a week as ISO 8601 counts them."""
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError:
        raise BadDateError(f"{year:04} has no week {number}", f"{year:04}") from None
    return monday, _before(monday, -6)


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
