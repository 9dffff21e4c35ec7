"""Owns answering a query: which articles, in what order, and what can be said of them all."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tuinews.index.bydoc import by_doc
from tuinews.index.catalogue import Catalogue
from tuinews.index.columnar.matched import Matched, scored, selected
from tuinews.index.facets import Breakdown
from tuinews.index.marked import Marks, resolve
from tuinews.index.querylang import Query
from tuinews.index.results import Hit, Results, Sort
from tuinews.index.selection import is_selection, select
from tuinews.index.spelling import suggest
from tuinews.index.syntax import EVERYTHING, And, Node
from tuinews.index.threads import members
from tuinews.index.wording import is_text, required

if TYPE_CHECKING:
    from tuinews.index.translate import Translator

TIME: Final = 2.0
"""Seconds after which what was found so far is the answer."""
_NOTHING: Final = selected(np.zeros(0, np.bool_))


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
    order = sort or query.sort or "relevance"
    found = _find(catalogue, node, started + TIME, ranked=order == "relevance")
    page = _page(catalogue, found.matched, order, offset, limit)
    return Results(
        total=found.matched.total,
        exact=found.complete,
        took=time.monotonic() - started,
        hits=page,
        parsed=query.parsed,
        breakdown=Breakdown(catalogue.rows, found.matched.kept()),
        spelling=found.spelling,
        message=found.message,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What matches, and what is to be said of it."""

    matched: Matched
    complete: bool = True
    message: str | None = None
    spelling: tuple[str, ...] = ()


def _find(catalogue: Catalogue, node: Node, deadline: float, *, ranked: bool) -> _Found:
    rows = catalogue.rows
    if is_selection(node):
        return _Found(selected(by_doc(rows).living if node == EVERYTHING else select(node, rows)))
    from tuinews.index.translate import Translator

    translator = Translator(rows, catalogue.engine, deadline - TIME / 2)
    found = _match(catalogue, translator, node, deadline, ranked=ranked)
    if not found.matched.total and found.complete:
        spelling = _spelling(catalogue, translator, node, deadline)
        found = replace(_most_words(catalogue, translator, node, deadline), spelling=spelling)
    if translator.cut:
        cut = f"{', '.join(translator.cut)}: only 1,000 of the words it stands for were looked up"
        found = replace(found, message="; ".join(filter(None, (found.message, cut))))
    return found


def _match(
    catalogue: Catalogue,
    translator: Translator,
    node: Node,
    deadline: float,
    *,
    ranked: bool = True,
) -> _Found:
    matched = catalogue.engine.matches(translator.translate(node), deadline, ranked=ranked)
    return _Found(matched, matched.complete and translator.complete)


def _spelling(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> tuple[str, ...]:
    """The query in the words it may have meant, where that has matches."""
    return tuple(
        str(each)
        for each in suggest(node, catalogue.engine)
        if time.monotonic() < deadline
        and _match(catalogue, translator, each, deadline, ranked=False).matched.total
    )


def _most_words(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> _Found:
    """The articles with most of the words, when none has all; filters and exclusions hold."""
    nodes = required(node.nodes) if isinstance(node, And) else []
    words = [each for each in nodes if is_text(each)]
    if len(words) < 2:
        return _Found(_NOTHING)
    others = [each for each in nodes if each not in words]
    articles = catalogue.engine.articles
    counts, scores = np.zeros(articles, np.int32), np.zeros(articles)
    complete = True
    for word in words:
        if time.monotonic() > deadline:
            complete = False
            break
        found = _match(catalogue, translator, And((word, *others)), deadline)
        complete = complete and found.complete
        docs = found.matched.docs()
        counts[docs] += 1
        scores[docs] += found.matched.approximate()
    most = int(counts.max(initial=0))
    if not most:
        return _Found(_NOTHING, complete)
    docs = np.flatnonzero(counts == most).astype(np.uint32)
    if len(words) == 2:
        message = "no article has both words; these have one of them"
    else:
        message = f"no article has all {len(words)} words; these have {most} of them"
    matched = scored(docs, scores, articles=articles, complete=complete)
    return _Found(matched, complete, message)


def _page(
    catalogue: Catalogue, matched: Matched, sort: Sort, offset: int, limit: int
) -> tuple[Hit, ...]:
    """The hits asked for; equal scores are in order of time, newest first."""
    numbered = by_doc(catalogue.rows)
    order = "newest" if sort == "relevance" else sort
    if sort == "relevance":
        docs, scores = matched.best(offset + limit, numbered.order(order), numbered.rank(order))
        docs, scores = docs[offset:], scores[offset:]
    else:
        docs = matched.first(offset + limit, numbered.order(order), numbered.rank(order))[offset:]
        scores = matched.scores(docs)
    rows = numbered.row.take(docs)
    return tuple(map(Hit, rows.tolist(), catalogue.rows.ids(rows), scores.tolist()))
