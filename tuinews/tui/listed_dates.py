"""Owns how dates stand in the list: short, iso, or relative to today, each of one width."""

from __future__ import annotations

import datetime as dt

from tuinews.settings.values import DateStyle

CELLS: dict[DateStyle, int] = {"short": 11, "iso": 10, "relative": 10}
"""How wide a date is in each style."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = 30.44
_YEAR = 365.25
"""Days."""


def listed_date(day: dt.date, style: DateStyle, today: dt.date) -> str:
    """A date in a style, as wide as `CELLS` says at most."""
    if style == "short":
        return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year:04}"
    if style == "iso":
        return day.isoformat()
    return _relative(day, today)


def _relative(day: dt.date, today: dt.date) -> str:
    days = (today - day).days
    match days:
        case 0:
            return "today"
        case 1:
            return "yesterday"
        case -1:
            return "tomorrow"
    if days < 0:
        return f"in {-days} days" if days > -100 else day.isoformat()
    if days < 60:
        return f"{days} days"
    if days < 2 * _YEAR:
        return f"{int(days / _MONTH)} months"
    return f"{int(days / _YEAR)} years"
