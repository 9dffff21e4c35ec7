"""Owns picking the first of many matches, by score or in an order, without sorting them all."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Floats

_ROWS = 64
_MARGIN = 1e-5


def candidates(score: Array, k: int, held: Array | None = None) -> Array:
    """Places of all that may be among the k highest of `score`, a few more than k; k is not 0.

    The k-th highest maximum of as many groups cannot be above the k-th highest score, so that
    one pass for the maxima and one comparison find them without sorting.
    """
    n = len(score)
    rows = min(_ROWS, n // (8 * k))
    if rows < 2:
        if n > 4 * k:
            bound = np.partition(score, n - k)[n - k]
        elif held is not None:
            return np.flatnonzero(held)
        else:
            return np.arange(n)
    else:
        columns = n // rows
        maxima = score[: rows * columns].reshape(rows, columns).max(axis=0)
        bound = np.partition(maxima, columns - k)[columns - k]
    bound = score.dtype.type(bound - abs(bound) * _MARGIN)
    chosen = score >= bound
    if held is not None and not bound > 0:
        chosen &= held
    return np.flatnonzero(chosen)


def highest(score: Floats, rank: Array, k: int) -> Array:
    """The places of the k highest scores, highest first, equal ones by rank.

    Args:
        score: float64[n].
        rank: int[n], distinct.
        k: How many to pick.
    """
    if not k:
        return np.empty(0, np.int64)
    chosen = np.arange(len(score))
    if len(score) > 4 * k:
        least = np.partition(score, len(score) - k)[len(score) - k]
        above, level = np.flatnonzero(score > least), np.flatnonzero(score == least)
        level = level[lowest(rank.take(level), k - len(above))]
        chosen = np.concatenate([above, level])
    order = np.lexsort((rank.take(chosen), -score.take(chosen)))[:k]
    return chosen.take(order)


def lowest(rank: Array, k: int) -> Array:
    """The places of the k lowest of some distinct ranks, lowest first."""
    if not k:
        return np.empty(0, np.int64)
    chosen = np.arange(len(rank))
    if len(rank) > 4 * k:
        chosen = np.flatnonzero(rank <= np.partition(rank, k - 1)[k - 1])
    return chosen.take(np.argsort(rank.take(chosen))[:k])


def first_in_order(order: Array, wanted: Bools, count: int, k: int) -> Array:
    """The first k of some articles in the order of all.

    Args:
        order: The numbers of all articles.
        wanted: Which are wanted, by number.
        count: How many are.
        k: How many to pick.
    """
    k = min(k, count)
    if count == len(order):
        return order[:k]
    width = max(1024, 2 * k * len(order) // max(count, 1))
    kept: list[Array] = [order[:0]]
    start = 0
    while k > 0 and start < len(order):
        part = order[start : start + width]
        part = part.compress(wanted.take(part))[:k]
        kept.append(part)
        k -= len(part)
        start, width = start + width, width * 4
    return np.concatenate(kept)
