"""Owns the lines of the sidebar: which values of which facets are offered, and which are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from tuinews.tui.narrowing import DATE, STATE, Filter, Narrowing

Counts = tuple[tuple[str, int], ...]

FACETS = ("desk", "source", "place", "byline", "keyword", "year", "state")
"""The facets in the order of the sidebar."""
STATES = ("unread", "read", "starred")
"""The values of the last: what the reader did."""
FEW = 6
"""Values of a facet that are shown before the rest is asked for."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What can be said of everything that is listed.

    Attributes:
        facets: Facet -> (value, count), most frequent first.
        timeline: (period, count) in order of time.
    """

    facets: Mapping[str, Counts] = field(default_factory=dict)
    timeline: Counts = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the sidebar.

    Attributes:
        facet: The facet it belongs to.
        value: What it narrows to; "" for the line that shows the rest of the facet.
        count: How many articles that are listed have the value; how many values there are left.
        taken: Whether the list is narrowed to it.
        leads: Whether it is the first of its facet.
    """

    facet: str
    value: str
    count: int
    taken: bool = False
    leads: bool = False

    @property
    def shown(self) -> str:
        """The value in few cells: under `byline` nobody needs to be told that it is by somebody."""
        if self.facet == "byline" and self.value[:3].lower() == "by ":
            return self.value[3:]
        return self.value

    @property
    def filter(self) -> Filter:
        """What taking it narrows to."""
        return _filter(self.facet, self.value)


def choices(survey: Survey, narrowing: Narrowing, unfolded: Set[str]) -> tuple[Choice, ...]:
    """All lines of the sidebar; of the facets in `unfolded` every value that was counted."""
    return tuple(
        choice for facet in FACETS for choice in _of_facet(facet, survey, narrowing, unfolded)
    )


def _of_facet(
    facet: str, survey: Survey, narrowing: Narrowing, unfolded: Set[str]
) -> Iterator[Choice]:
    counts = [each for each in survey.facets.get(facet, ()) if each[0].strip()]
    if facet == "year":
        counts.sort(reverse=True)
    taken = [narrowing.has(_filter(facet, value)) for value, _ in counts]
    offered = sorted(zip(counts, taken, strict=True), key=lambda each: not each[1])
    shown = offered if facet in unfolded or len(offered) <= FEW + 1 else offered[:FEW]
    for number, ((value, count), is_taken) in enumerate(shown):
        yield Choice(facet, value, count, is_taken, leads=number == 0)
    if len(shown) < len(offered):
        yield Choice(facet, "", len(offered) - len(shown))


def _filter(facet: str, value: str) -> Filter:
    return Filter({"year": DATE, "state": STATE}.get(facet, facet), value)
