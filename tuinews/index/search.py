"""Owns answering a query: which articles, in what order, and what can be said of them all."""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuinews.index.catalogue import Catalogue
from tuinews.index.facets import count_facets, count_periods
from tuinews.index.marked import Marks, resolve
from tuinews.index.querylang import Query
from tuinews.index.results import Hit, Results, Sort
from tuinews.index.rows import Rows
from tuinews.index.selection import is_selection, select
from tuinews.index.spelling import suggest
from tuinews.index.syntax import EVERYTHING, And, Node
from tuinews.index.threads import members
from tuinews.index.wording import is_text, required

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
    rows = catalogue.rows
    page = _page(rows, found, order, offset, limit)
    facets = count_facets(rows, found.rows)
    timeline = count_periods(rows, found.rows)
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
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows that match, with a score each, or all 0 where nothing ranks them."""

    rows: Sequence[int]
    scores: Sequence[float] | None = None
    complete: bool = True
    message: str | None = None
    spelling: tuple[str, ...] = ()


def _find(catalogue: Catalogue, node: Node, deadline: float) -> _Found:
    rows = catalogue.rows
    if node == EVERYTHING:
        return _Found(range(len(rows)))
    if is_selection(node):
        return _Found(sorted(select(node, rows)))
    from tuinews.index.translate import Translator

    translator = Translator(rows, catalogue.engine, deadline - TIME / 2)
    found = _match(catalogue, translator, node, deadline)
    if not found.rows and found.complete:
        spelling = _spelling(catalogue, translator, node, deadline)
        found = replace(_most_words(catalogue, translator, node, deadline), spelling=spelling)
    if translator.cut:
        cut = f"{', '.join(translator.cut)}: only 1,000 of the words it stands for were looked up"
        found = replace(found, message="; ".join(filter(None, (found.message, cut))))
    return found


def _match(catalogue: Catalogue, translator: Translator, node: Node, deadline: float) -> _Found:
    matches = catalogue.engine.matches(translator.translate(node), deadline)
    row_of_doc = catalogue.rows.columns.row_of_doc
    rows = [row_of_doc[doc] for doc in matches.docs]
    return _Found(rows, matches.scores, matches.complete and translator.complete)


def _spelling(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> tuple[str, ...]:
    """The query in the words it may have meant, where that has matches."""
    return tuple(
        str(each)
        for each in suggest(node, catalogue.engine, translator.in_time)
        if time.monotonic() < deadline and _match(catalogue, translator, each, deadline).rows
    )


def _most_words(
    catalogue: Catalogue, translator: Translator, node: Node, deadline: float
) -> _Found:
    """The articles with most of the words, when none has all; filters and exclusions hold."""
    nodes = required(node.nodes) if isinstance(node, And) else []
    words = [each for each in nodes if is_text(each)]
    if len(words) < 2:
        return _Found(())
    others = [each for each in nodes if each not in words]
    counts: dict[int, int] = {}
    scores: dict[int, float] = {}
    complete = True
    for word in words:
        if time.monotonic() > deadline:
            complete = False
            break
        found = _match(catalogue, translator, And((word, *others)), deadline)
        complete = complete and found.complete
        for row, score in zip(found.rows, found.scores or (), strict=True):
            counts[row] = counts.get(row, 0) + 1
            scores[row] = scores.get(row, 0.0) + score
    if not counts:
        return _Found((), complete=complete)
    most = max(counts.values())
    rows = [row for row, count in counts.items() if count == most]
    if len(words) == 2:
        message = "no article has both words; these have one of them"
    else:
        message = f"no article has all {len(words)} words; these have {most} of them"
    return _Found(rows, [scores[row] for row in rows], complete, message)


def _page(rows: Rows, found: _Found, sort: Sort, offset: int, limit: int) -> tuple[Hit, ...]:
    end = offset + limit
    score_of = dict(zip(found.rows, found.scores, strict=True)) if found.scores else {}
    ranked: Sequence[int]
    if sort == "relevance" and score_of:
        published = rows.columns.published
        ranked = heapq.nsmallest(
            end, found.rows, key=lambda row: (-score_of[row], -published[row], row)
        )
    else:
        ordered = rows.order("newest" if sort == "relevance" else sort)
        ranked = _in_order(ordered, found.rows, len(rows), end)
    return tuple(Hit(row, rows.id(row), score_of.get(row, 0.0)) for row in ranked[offset:end])


def _in_order(ordered: Sequence[int], wanted: Sequence[int], total: int, end: int) -> Sequence[int]:
    """The first `end` of `wanted` in the order of `ordered`."""
    if len(wanted) == total:
        return [ordered[place] for place in range(min(end, total))]
    chosen = bytearray(total)
    for row in wanted:
        chosen[row] = 1
    found: list[int] = []
    for row in ordered:
        if chosen[row]:
            found.append(row)
            if len(found) >= end:
                break
    return found
