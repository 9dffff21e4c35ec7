"""Owns what filters say: the value after `date:`, `words:`, `is:` and their like becomes a leaf."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tuinews.index import dates
from tuinews.index.leaves import Dates, Filter, Language, Length, Marked, Path, Thread
from tuinews.index.results import SORTS, Sort
from tuinews.index.syntax import Node, negated

FILTERS: Final = {
    "date": "date", "on": "on", "since": "since", "until": "until", "words": "words",
    "wc": "words", "path": "path", "lang": "lang", "language": "lang", "sort": "sort",
    "is": "is", "has": "has", "tag": "tag", "thread": "thread",
}  # fmt: skip
"""Filters and their aliases."""
EXAMPLES: Final = {
    "date": "date:last-week", "on": "on:2021-11-07", "since": "since:2021-11",
    "until": "until:2021-11", "words": "words:>600", "wc": "wc:>600", "path": "path:2021/**",
    "lang": "lang:ar", "language": "lang:ar", "sort": "sort:newest", "is": "is:unread",
    "has": "has:note", "tag": "tag:follow-up", "thread": "thread:2021/kabul.md",
}  # fmt: skip
_STATES: Final = ("unread", "read", "starred")
_NUMBERS: Final = re.compile(r"(\d{0,9})\.\.(\d{0,9})|(>=|<=|>|<|)(\d{1,9})")


@dataclass
class BadValueError(ValueError):
    """A value that a filter does not take; `instead` is what could stand in its place."""

    message: str
    instead: str | None = None


def read_sort(text: str) -> Sort:
    """The order that `sort:` asks for.

    Raises:
        BadValueError: There is no such order.
    """
    order = text.lower()
    for sort in SORTS:
        if sort == order:
            return sort
    raise BadValueError(
        f"no order is called {text}; there are {', '.join(SORTS)}",
        nearest(order, SORTS) or "newest",
    )


def read_filter(name: str, text: str, today: dt.date, column: int) -> Node:
    """The leaf that a filter means.

    Args:
        name: One of the values of `FILTERS`, but `sort`.
        text: What stands after its colon.
        today: What `last-week` counts from.
        column: Where the filter stands in the query.

    Raises:
        BadValueError: It takes no such value.
    """
    if name in ("date", "on", "since", "until"):
        return _dates(name, text, today)
    text = text.strip()
    if name == "thread":
        return Thread(text, column)
    if name == "tag":
        return Marked(f"tag:{' '.join(text.lower().split())}", column)
    return _OTHERS[name](text, column)


def _is(text: str, column: int) -> Node:
    state = text.lower()
    if state not in _STATES:
        raise BadValueError(
            f"no article is ever {text}; there are {', '.join(f'is:{each}' for each in _STATES)}",
            nearest(state, _STATES) or "unread",
        )
    return negated(Marked("read", column)) if state == "unread" else Marked(state, column)


def _has(text: str, column: int) -> Filter:
    if text.lower() not in ("note", "notes"):
        raise BadValueError(f"has: knows notes alone, not {text}", "note")
    return Marked("note", column)


def _length(text: str, _: int) -> Filter:
    found = _NUMBERS.fullmatch(text.replace(",", ""))
    if not found or text == "..":
        raise BadValueError(
            f"{text} is not a number of words; write >600, <200 or 200..600", ">600"
        )
    if found[4] is None:
        least, most = (int(end) if end else None for end in (found[1], found[2]))
    else:
        sign, number = found[3], int(found[4])
        least = {">": number + 1, ">=": number, "": number}.get(sign)
        most = {"<": number - 1, "<=": number, "": number}.get(sign)
    if least is not None and most is not None and least > most:
        raise BadValueError("the range ends before it starts", f"{most}..{least}")
    if most is not None and most < 0:
        raise BadValueError("no article has fewer words than none")
    return Length(least, most)


_OTHERS: Final[dict[str, Callable[[str, int], Node]]] = {
    "is": _is,
    "has": _has,
    "words": _length,
    "path": lambda text, _: Path(text),
    "lang": lambda text, _: Language(text.lower()),
}


def _dates(name: str, text: str, today: dt.date) -> Filter:
    try:
        if text.startswith(("[", "{")):
            found = re.match(r"[\[{](\S+)\s+TO\s+([^\s\]}]+)[\]}]", text)
            instead = f"{found[1]}..{found[2]}" if found else None
            raise dates.BadDateError("a range is written with two dots", instead)
        first, last = dates.read_stretch(text, today)
        if name in ("since", "until") and (".." in text or text.startswith((">", "<"))):
            end = first if name == "since" else last
            raise dates.BadDateError(f"{name}: takes one date", str(end) if end else None)
    except dates.BadDateError as error:
        raise BadValueError(
            f"{error}; write {dates.EXAMPLES}",
            error.instead or nearest(text.lower(), dates.NAMED),
        ) from error
    if name == "since":
        return Dates(first, None)
    return Dates(None, last) if name == "until" else Dates(first, last)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, if any is like it."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)), None)
