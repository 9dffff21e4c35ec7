"""Owns which places of things are near each other within one paragraph, for marking them.

The same as `columnar.proximity` finds for whole archives, in plain Python.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from tuinews.index.leaves import Link


class Place(NamedTuple):
    """Where a thing stands: its first and its last word, counted in the paragraph."""

    begin: int
    end: int


def chained(
    things: Sequence[Sequence[Place]], links: Sequence[Link], sentence: Callable[[int], int]
) -> list[list[Place]]:
    """The places of each thing that are part of a whole chain; all empty when there is none.

    Args:
        things: Where each thing stands.
        links: Between them.
        sentence: Says which sentence a word is in.
    """
    live = [sorted(set(things[0]))]
    for link, thing in zip(links, things[1:], strict=True):
        near = _near(live[-1], link, sentence, first_named=True)
        live.append([place for place in sorted(set(thing)) if near(place)])
    for at in range(len(links) - 1, -1, -1):
        near = _near(live[at + 1], links[at], sentence, first_named=False)
        live[at] = [place for place in live[at] if near(place)]
    return live


def _near(
    others: Sequence[Place], link: Link, sentence: Callable[[int], int], *, first_named: bool
) -> Callable[[Place], bool]:
    """Says whether a place has one of `others` near; they are named first, or last."""
    by_end = sorted(others, key=lambda place: place.end)
    ends = [place.end for place in by_end]
    last_begin = list(accumulate((place.begin for place in by_end), max))
    by_begin = sorted(others)
    begins = [place.begin for place in by_begin]
    first_end = list(accumulate((place.end for place in reversed(by_begin)), min))[::-1]

    def close(gap: int, first: int, last: int) -> bool:
        if link.unit == "word":
            return gap <= link.distance
        return link.unit == "paragraph" or sentence(first) == sentence(last)

    def before(place: Place) -> bool:
        at = bisect_left(ends, place.begin) - 1
        return at >= 0 and close(place.begin - ends[at], last_begin[at], place.end)

    def after(place: Place) -> bool:
        at = bisect_right(begins, place.end)
        return at < len(begins) and close(begins[at] - place.end, place.begin, first_end[at])

    if link.ordered:
        return before if first_named else after
    return lambda place: before(place) or after(place)
