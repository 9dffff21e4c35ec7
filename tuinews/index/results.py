"""Owns the values a search answers with: passages, facets, a timeline, and the answer itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from tuinews.index.hits import Hits

if TYPE_CHECKING:
    from tuinews.index.syntax import Query

Sort = Literal["relevance", "newest", "oldest", "headline"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "headline")

Span = tuple[int, int]
Counts = tuple[tuple[str, int], ...]
"""How many matches have each value."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an article that a query matches.

    Attributes:
        section: Index into the article's `sections`, from 0.
        crosshead: The section's crosshead, None in the lede section.
        paragraph: Index into the section's `paragraphs`, from 0.
        text: The paragraph, cut around its first match when it is over 1,000 characters.
        spans: Matches in `text`, as [start, end) character offsets, in order, never overlapping.
    """

    section: int
    crosshead: str | None
    paragraph: int
    text: str
    spans: tuple[Span, ...]

    def clipped(self, width: int) -> Passage:
        """The passage cut to `width` characters, its first match among them, on one line.

        What is left out shows as `…`. `width` is at least 4.
        """
        text = self.text.replace("\n", " ")
        if len(text) <= width:
            return replace(self, text=text)
        first, after = self.spans[0] if self.spans else (0, 0)
        start = max(0, min(first - width // 4, len(text) - width))
        if start and (space := text.find(" ", start, first)) >= 0:
            start = space + 1
        head = "…" if start else ""
        end = start + max(1, width - len(head))
        if end < len(text):
            end -= 1
            space = text.rfind(" ", max(after, start + 1), end)
            end = space if space > 0 else max(end, start + 1)
        tail = "…" if end < len(text) else ""
        moved = len(head) - start
        spans = tuple(
            (begin + moved, min(stop, end) + moved)
            for begin, stop in self.spans
            if start <= begin < end
        )
        return replace(self, text=f"{head}{text[start:end]}{tail}", spans=spans)


class Counted(Protocol):
    """What can be said of all matches."""

    @property
    def facets(self) -> Mapping[str, Counts]: ...
    @property
    def timeline(self) -> Counts: ...


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    Attributes:
        total: How many articles match.
        exact: False when `total` is a lower bound, because the search ran out of time.
        took: Seconds from the query to this answer.
        hits: The page asked for, best first or in the order asked for.
        breakdown: Counts what `facets` and `timeline` say when they are first asked for.
        spelling: Queries with a word corrected that do have matches; only when this one has none.
        parsed: The query as it was understood, written in the query language.
        message: What the reader should know of how the query was answered, or None.
        instead: What was looked for where that is something else than was asked for: when no
            article has all of it, or when words stand for a pattern; its matches are what there
            is to mark.
    """

    total: int
    exact: bool
    took: float
    hits: Hits
    parsed: str
    breakdown: Counted | None = field(default=None, compare=False)
    spelling: tuple[str, ...] = ()
    message: str | None = None
    instead: Query | None = None

    @property
    def facets(self) -> Mapping[str, Counts]:
        """Field name -> (value, count), most frequent first, over all matches."""
        return self.breakdown.facets if self.breakdown else {}

    @property
    def timeline(self) -> Counts:
        """(period, count) in order of time over all matches.

        A period is `2021`, `2021-11` or `2021-11-09`, by the span of the matches.
        """
        return self.breakdown.timeline if self.breakdown else ()
