"""Owns what a request means to the index: its search with its filters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tuinews.errors import QueryError
from tuinews.tui.listing import Request
from tuinews.tui.narrowing import Narrowing

if TYPE_CHECKING:
    from tuinews.index.querylang import Query


def understood(request: Request) -> tuple[Query | None, QueryError | None]:
    """What a request asks for, as far as it can be understood, and why not all of it can."""
    from tuinews.index.querylang import longest_valid, parse

    query: Query | None = None
    error: QueryError | None = None
    try:
        query = parse(request.text)
    except QueryError as caught:
        error = caught
    if request.typing or error:
        query = longest_valid(request.text)
    if query is not None and request.narrowing:
        query = narrowed(query, request.narrowing)
    return query, error


def narrowed(query: Query, narrowing: Narrowing) -> Query:
    """A query with everything else that must hold."""
    from tuinews.index.querylang import parse
    from tuinews.index.syntax import both

    return replace(query, node=both([query.node, parse(narrowing.text).node]))
