"""Owns picking the first of many matches, by score or in an order, without sorting them all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tuinews.index.columnar.arraytypes import Array, Floats
from tuinews.index.columnar.collect import candidates

_FEW = 64


def first_in_order(order: Array, wanted: Array, total: int, end: int) -> Array:
    """The first `end` of some rows in the order of all rows.

    Args:
        order: int[total], all rows.
        wanted: int64[n], distinct rows.
        total: How many rows there are.
        end: How many to pick.
    """
    if len(wanted) == total:
        return np.asarray(order[:end].astype(np.int64))
    chosen = np.zeros(total, np.bool_)
    chosen[wanted] = True
    end = min(end, len(wanted))
    if len(wanted) * _FEW < total:
        return np.asarray(order[chosen[order]][:end].astype(np.int64))
    width = max(1024, 2 * end * total // max(len(wanted), 1))
    kept: list[Array] = [np.empty(0, np.int64)]
    start = 0
    while end > 0 and start < total:
        part = order[start : start + width]
        part = part[chosen[part]][:end]
        kept.append(part.astype(np.int64))
        end -= len(part)
        start, width = start + width, width * 4
    return np.concatenate(kept)


def page_of(
    rows: Array,
    score: Array,
    exact: Callable[[Array], Floats],
    newest: Array,
    published: Array,
    end: int,
) -> tuple[Array, Floats]:
    """The `end` best rows and their scores: by exact score, equal ones by newest.

    Args:
        rows: int64[n], the rows that match.
        score: float32[n], their approximate scores.
        exact: Gives the exact scores at ascending places of `rows`.
        newest: All rows, newest first.
        published: When each row was published.
        end: How many to pick.
    """
    end = min(end, len(rows))
    if not end:
        return np.empty(0, np.int64), np.zeros(0)
    places = candidates(score, end)
    scores = exact(places)
    found = rows[places]
    least = np.partition(scores, len(scores) - end)[len(scores) - end]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)
    tied = first_in_order(newest, found[level], len(newest), end - len(above))
    when = published[found[above]].astype(np.int64)
    best = above[np.lexsort((found[above], -when, -scores[above]))]
    return (
        np.concatenate([found[best], tied]),
        np.concatenate([scores[best], np.full(len(tied), least)]),
    )
