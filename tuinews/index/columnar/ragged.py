"""Owns arithmetic on ragged arrays: runs of items that lie one after another in a flat array."""

from __future__ import annotations

import numpy as np

from tuinews.index.columnar.arraytypes import Array


def offsets(counts: Array) -> Array:
    """Where each run starts, and where the last one ends: `int64[len(counts) + 1]`."""
    result = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=result[1:])
    return result


def indices(starts: Array, counts: Array) -> Array:
    """Indices of all items of the runs that start at `starts` and are `counts` long.

    >>> indices(np.array([10, 3]), np.array([2, 1])).tolist()
    [10, 11, 3]
    """
    counts = counts.astype(np.int64, copy=False)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    shift = starts.astype(np.int64) - (ends - counts)
    return np.repeat(shift, counts) + np.arange(total, dtype=np.int64)


def smallest_unsigned(highest: int) -> type[np.unsignedinteger]:
    """The narrowest unsigned type that holds `highest`."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if highest <= np.iinfo(kind).max:
            return kind
    return np.uint64
