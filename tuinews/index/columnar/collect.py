"""Owns running a query over a snapshot."""

from __future__ import annotations

from collections.abc import Callable

from whoosh import query

from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.matched import Matched
from tuinews.index.columnar.snapshot import Snapshot


def everything(
    snapshot: Snapshot,
    q: query.Query,
    *,
    ranked: bool = True,
    expired: Callable[[], bool] = lambda: False,
) -> Matched:
    """All matches of a query.

    Args:
        ranked: Whether the best are going to be asked for.
        expired: Asked between steps; once true, what was found so far is the answer.
    """
    from tuinews.index.columnar.stock import compiler

    complete = True

    def in_time() -> bool:
        nonlocal complete
        complete = complete and not expired()
        return complete

    node = compiler(snapshot, in_time).compile(q)
    if not in_time():
        found = nothing(snapshot.articles)
    elif ranked:
        found = node.find()
    else:
        match = node.match()
        found = Found(match.articles, match.docs, match.held)
    if snapshot.joined.alive is not None:
        found = found.only(snapshot.joined.alive)
    return Matched(found, complete, lambda docs: node.at(docs)[1])
