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
from tuinews.index.columnar.matched import Matched, selected
from tuinews.index.facets import Breakdown
from tuinews.index.hits import Hits
from tuinews.index.marked import Marks, resolve
from tuinews.index.partly import find_partly
from tuinews.index.querylang import Query
from tuinews.index.results import Results, Sort
from tuinews.index.selection import is_selection, select
from tuinews.index.spelling import suggest
from tuinews.index.spelt_out import spelt_out
from tuinews.index.syntax import EVERYTHING, Node
from tuinews.index.threads import members
from tuinews.index.wording import starred_phrase

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
        QueryError: It asks for marks, or for a thread, and these are not given; or what is to be
            near something stands for too many words.
    """
    started = time.monotonic()
    thread = partial(members, catalogue, archive) if archive else None
    node = resolve(query.node, catalogue.rows, marks, thread)
    order = sort or query.sort or "relevance"
    found = _find(catalogue, query.node, node, started + TIME, ranked=order == "relevance")
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
        instead=replace(query, node=found.instead) if found.instead else None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What matches, and what is to be said of it.

    Attributes:
        instead: What was looked for where that is something else: when no article has all of it,
            or when it has patterns near something, which are spelt out.
    """

    matched: Matched
    complete: bool = True
    message: str | None = None
    spelling: tuple[str, ...] = ()
    instead: Node | None = None


def _find(
    catalogue: Catalogue, asked: Node, node: Node, deadline: float, *, ranked: bool
) -> _Found:
    """Find what was `asked` for, as `node` has it with rows in place of marks and threads."""
    rows = catalogue.rows
    if is_selection(node):
        return _Found(selected(by_doc(rows).living if node == EVERYTHING else select(node, rows)))
    from tuinews.index.translate import Translator

    translator = Translator(rows, catalogue.engine, deadline - TIME / 2)
    found = _match(catalogue, translator, node, deadline, ranked=ranked)
    if not found.matched.total and found.complete:
        spelling = _spelling(catalogue, translator, node, deadline)
        found = replace(_some_words(catalogue, translator, node, deadline), spelling=spelling)
    if not found.matched.total and (starred := starred_phrase(node)):
        found = replace(found, message=f"{starred}: within quotes * and ? are no wildcards")
    if translator.alike.cut:
        names = ", ".join(dict.fromkeys(translator.alike.cut))
        cut = f"{names}: only 1,000 of the words it stands for were looked up"
        found = replace(found, message="; ".join(filter(None, (found.message, cut))))
    looked_for = found.instead or asked
    to_mark = spelt_out(looked_for, translator.alike.all_of)
    return found if to_mark == looked_for else replace(found, instead=to_mark)


def _match(
    catalogue: Catalogue,
    translator: Translator,
    node: Node,
    deadline: float,
    *,
    ranked: bool = True,
) -> _Found:
    matched = catalogue.engine.matches(translator.translate(node), deadline, ranked=ranked)
    return _Found(matched, matched.complete and translator.alike.complete)


def _some_words(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> _Found:
    """What has some of the words, when nothing has all."""
    partly = find_partly(
        node,
        lambda each: _match(catalogue, translator, each, deadline).matched,
        catalogue.engine.articles,
        deadline,
    )
    if partly is None:
        return _Found(_NOTHING)
    return _Found(partly.matched, partly.matched.complete, partly.message, instead=partly.node)


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


def _page(catalogue: Catalogue, matched: Matched, sort: Sort, offset: int, limit: int) -> Hits:
    """The hits asked for; equal scores are in order of time, newest first."""
    numbered = by_doc(catalogue.rows)
    order = "newest" if sort == "relevance" else sort
    if sort == "relevance":
        docs, scores = matched.best(offset + limit, numbered.order(order), numbered.rank(order))
        if offset:
            docs, scores = docs[offset:], scores[offset:]
    else:
        docs = matched.first(offset + limit, numbered.order(order), numbered.rank(order))[offset:]
        scores = matched.scores(docs)
    return Hits(catalogue.rows, numbered.row.take(docs), scores)
