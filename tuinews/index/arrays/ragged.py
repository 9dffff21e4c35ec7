"""Owns arithmetic on ragged arrays: runs of items that lie one after another in a flat array."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays.arraytypes import Array


def offsets(counts: Array) -> Array:
    """Where each run starts, and where the last one ends: `int64[len(counts) + 1]`."""
    result = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=result[1:])
    return result


def kept_offsets(counts: Array) -> Array:
    """The same in half the memory where 32 bits hold it, for those that are kept."""
    fits = int(counts.sum(dtype=np.int64)) < 1 << 32
    result = np.zeros(len(counts) + 1, np.uint32 if fits else np.int64)
    np.cumsum(counts, out=result[1:], dtype=result.dtype)
    return result


def spread(values: Array, ends: Array) -> Array:
    """Each value as often as its run is long; like `np.repeat`, at twice its speed.

    Args:
        values: One a run, in a type whose differences wrap around (unsigned, or wide enough).
        ends: int64, where each run ends; no run is empty.

    >>> spread(np.array([7, 9]), np.array([2, 3])).tolist()
    [7, 7, 9]
    """
    if not len(ends):
        return values[:0]
    steps = np.zeros(int(ends[-1]), values.dtype)
    steps[ends[:-1]] = values[1:] - values[:-1]
    steps[0] = values[0]
    return np.cumsum(steps, out=steps, dtype=values.dtype)


def indices(starts: Array, counts: Array) -> Array:
    """Indices of all items of the runs that start at `starts` and are `counts` long.

    >>> indices(np.array([10, 3]), np.array([2, 1])).tolist()
    [10, 11, 3]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    starts = starts.astype(np.int64, copy=False)
    if len(ends) and not counts.all():
        filled = np.flatnonzero(counts)
        starts, ends = starts.take(filled), ends.take(filled)
    if not len(ends):
        return np.empty(0, np.int64)
    steps = np.ones(int(ends[-1]), np.int64)
    steps[0] = starts[0]
    # From the last item of a run to the first of the next.
    steps[ends[:-1]] = starts[1:] - (starts[:-1] + np.diff(ends, prepend=0)[:-1]) + 1
    return np.cumsum(steps, out=steps)


def distinct(values: Array) -> Array:
    """Each value once, ascending; like `np.unique`, which hashes and is many times slower.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    # Stable sorting makes use of parts that ascend already.
    values = np.sort(values, kind="stable")
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values.compress(first)


def counted(values: Array) -> tuple[Array, Array]:
    """Each of some ascending values once, and how often it is there: int64.

    >>> [each.tolist() for each in counted(np.array([1, 3, 3]))]
    [[1, 3], [1, 2]]
    """
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    return values.take(starts), np.diff(starts, append=len(values))


def runs(places: Array) -> list[tuple[int, int]]:
    """Ascending places as ranges [first, after).

    >>> runs(np.array([2, 3, 7]))
    [(2, 4), (7, 8)]
    """
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) != 1)
    firsts = places[np.append(0, breaks + 1)]
    lasts = places[np.append(breaks, len(places) - 1)]
    return list(zip(firsts.tolist(), (lasts + 1).tolist(), strict=True))


def smallest_unsigned(highest: int) -> type[np.unsignedinteger]:
    """The narrowest unsigned type that holds `highest`."""
    if highest < 1 << 8:
        return np.uint8
    if highest < 1 << 16:
        return np.uint16
    return np.uint32 if highest < 1 << 32 else np.uint64
