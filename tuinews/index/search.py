"""Owns answering a query: which articles, in what order, and what can be said of them all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Floats
from tuinews.index.catalogue import Catalogue
from tuinews.index.facets import count_facets, count_periods
from tuinews.index.marked import Marks, resolve
from tuinews.index.paging import first_in_order, page_of
from tuinews.index.partly import find_partly
from tuinews.index.querylang import Query
from tuinews.index.results import Hit, Results, Sort
from tuinews.index.selection import is_selection, select
from tuinews.index.spelling import suggest
from tuinews.index.syntax import EVERYTHING, Node
from tuinews.index.threads import members

if TYPE_CHECKING:
    from tuinews.index.translate import Translator

TIME: Final = 2.0
"""Seconds after which what was found so far is the answer."""


def search(
    catalogue: Catalogue,
    query: Query,
    *,
    limit: int = 50,
    offset: int = 0,
    sort: Sort | None = None,
    marks: Marks | None = None,
    archive: Path | None = None,
) -> Results:
    """Answer a query.

    Args:
        catalogue: The generation to search.
        query: What to look for.
        limit: How many hits to return at most.
        offset: How many to leave out first.
        sort: Their order; when not given what the query says, else by relevance. A query that
            nothing ranks is sorted by newest.
        marks: What the reader marked, for `is:`, `has:` and `tag:`.
        archive: Where the articles are, for `thread:`.

    Raises:
        IndexUnreadableError: The index is damaged.
        QueryError: It asks for marks, or for a thread, and these are not given.
    """
    started = time.monotonic()
    thread = partial(members, catalogue, archive) if archive else None
    node = resolve(query.node, catalogue.rows, marks, thread)
    found = _find(catalogue, node, started + TIME)
    order = sort or query.sort or "relevance"
    page = _page(catalogue, found, order, offset, limit)
    facets = count_facets(catalogue.rows, found.rows)
    timeline = count_periods(catalogue.rows, found.rows)
    return Results(
        total=len(found.rows),
        exact=found.complete,
        took=time.monotonic() - started,
        hits=page,
        parsed=query.parsed,
        facets=facets,
        timeline=timeline,
        spelling=found.spelling,
        message=found.message,
        instead=replace(query, node=found.instead) if found.instead else None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows that match.

    Attributes:
        rows: int64[n].
        score: float32[n], approximate; None where nothing ranks them.
        exact: The exact scores of the rows at some ascending places.
        instead: What was looked for when no article has all of it.
    """

    rows: Array
    score: Array | None = None
    exact: Callable[[Array], Floats] | None = None
    complete: bool = True
    message: str | None = None
    spelling: tuple[str, ...] = ()
    instead: Node | None = None


_NONE: Final = np.empty(0, np.int64)


def _find(catalogue: Catalogue, node: Node, deadline: float) -> _Found:
    rows = catalogue.rows
    if node == EVERYTHING:
        return _Found(np.arange(len(rows)))
    if is_selection(node):
        return _Found(np.flatnonzero(select(node, rows)))
    from tuinews.index.translate import Translator

    translator = Translator(rows, catalogue.engine, deadline - TIME / 2)
    found = _match(catalogue, translator, node, deadline)
    if not len(found.rows) and found.complete:
        spelling = _spelling(catalogue, translator, node, deadline)
        found = replace(_some_words(catalogue, translator, node, deadline), spelling=spelling)
    if translator.cut:
        cut = f"{', '.join(translator.cut)}: only 1,000 of the words it stands for were looked up"
        found = replace(found, message="; ".join(filter(None, (found.message, cut))))
    return found


def _match(catalogue: Catalogue, translator: Translator, node: Node, deadline: float) -> _Found:
    matches = catalogue.engine.matches(translator.translate(node), deadline)
    rows = catalogue.rows.row_of_doc[matches.docs]
    return _Found(rows, matches.score, matches.exact, matches.complete and translator.complete)


def _some_words(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> _Found:
    complete = True

    def find(each: Node) -> tuple[Array, Array | None]:
        nonlocal complete
        found = _match(catalogue, translator, each, deadline)
        complete = complete and found.complete
        return found.rows, found.score

    partly = find_partly(node, find, len(catalogue.rows), deadline)
    if partly is None:
        return _Found(_NONE, complete=complete)
    return _Found(
        partly.rows,
        partly.score,
        lambda at: partly.score[at].astype(np.float64),
        complete and partly.complete,
        partly.message,
        instead=partly.node,
    )


def _spelling(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> tuple[str, ...]:
    """The query in the words it may have meant, where that has matches."""
    return tuple(
        str(each)
        for each in suggest(node, catalogue.engine)
        if time.monotonic() < deadline and len(_match(catalogue, translator, each, deadline).rows)
    )


def _page(
    catalogue: Catalogue, found: _Found, sort: Sort, offset: int, limit: int
) -> tuple[Hit, ...]:
    rows = catalogue.rows
    end = offset + limit
    scores: Floats = np.zeros(0)
    ranks = found.score is not None and float(found.score.max(initial=0.0)) > 0.0
    if sort == "relevance" and found.score is not None and found.exact is not None and ranks:
        newest, published = rows.ordered("newest"), rows.column("published")
        chosen, scores = page_of(found.rows, found.score, found.exact, newest, published, end)
        chosen, scores = chosen[offset:], scores[offset:]
    else:
        order = rows.ordered("newest" if sort == "relevance" else sort)
        chosen = first_in_order(order, found.rows, len(rows), end)[offset:]
        if found.exact is not None:
            places = np.flatnonzero(np.isin(found.rows, chosen))
            score_of = dict(
                zip(found.rows[places].tolist(), found.exact(places).tolist(), strict=True)
            )
            scores = np.array([score_of[row] for row in chosen.tolist()])
        else:
            scores = np.zeros(len(chosen))
    return tuple(
        Hit(row, rows.id(row), score)
        for row, score in zip(chosen.tolist(), scores.tolist(), strict=True)
    )
