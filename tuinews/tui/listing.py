"""Owns the value of what is listed: row numbers into columns, never objects of articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tuinews.errors import QueryError
from tuinews.tui.narrowing import WIDE, Narrowing

if TYPE_CHECKING:
    from tuinews.index.querylang import Query
    from tuinews.index.results import Counted, Passage, Sort, Span
    from tuinews.index.rows import ListSort

NEWEST: Sort = "newest"
BEST: Sort = "relevance"


class RowSource(Protocol):
    """The columns that list rows come from; strings are empty where an article states nothing."""

    def __len__(self) -> int: ...
    def id(self, row: int, /) -> str: ...
    def headline(self, row: int, /) -> str: ...
    def published_date(self, row: int, /) -> dt.date: ...
    def desk(self, row: int, /) -> str: ...
    def source(self, row: int, /) -> str: ...
    def place(self, row: int, /) -> str: ...
    def find(self, article_id: str, /) -> int | None: ...
    def order(self, sort: ListSort, /) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What the reader wants to see listed.

    Attributes:
        serial: Grows with every request; an answer to an older one is thrown away.
        text: The search as typed, stripped; empty to list everything.
        typing: Whether the last word may still grow.
        anchor: Id of the article that the cursor should stay on, or None.
        limit: How many hits to fetch at least.
        leave_out: Articles not to list while nothing is searched for, except the anchor.
        narrowing: What must hold beside the search.
    """

    serial: int
    text: str = ""
    sort: Sort = NEWEST
    typing: bool = False
    anchor: str | None = None
    limit: int = 0
    leave_out: frozenset[str] = frozenset()
    narrowing: Narrowing = WIDE


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer to a request.

    Attributes:
        order: Rows of the articles listed; of a large search only the first ones, see `total`.
        total: How many there are; exact when `exact`.
        at: Where in `order` the request's anchor is, or None.
        query: What was searched for, for marking matches; None when everything is listed.
        error: Why the text is not understood as it stands; what could be understood is listed.
        seconds: What the search took.
        counted: Counts over all of them when asked; None when everything is listed.
    """

    request: Request
    rows: RowSource
    order: Sequence[int]
    total: int
    at: int | None = None
    query: Query | None = None
    parsed: str = ""
    error: QueryError | None = None
    exact: bool = True
    seconds: float = 0.0
    spelling: tuple[str, ...] = ()
    message: str | None = None
    counted: Counted | None = None

    @property
    def searching(self) -> bool:
        """Whether these are hits rather than the whole archive."""
        return self.query is not None

    def id(self, index: int) -> str:
        """The article at a place of the list."""
        return self.rows.id(self.order[index])


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a list row shows of a hit beside its columns: where it matches."""

    headline: tuple[Span, ...] = ()
    passage: Passage | None = None
