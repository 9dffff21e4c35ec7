"""Owns the orders of rows: those of the base, with what has changed since put in its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.folding import fold
from tuinews.index.row_texts import texts_together

if TYPE_CHECKING:
    from tuinews.index.rows import Rows


_FEW: Final = 40
"""Where one row in so many is new, their places are not looked for one by one."""


def newest(rows: Rows, base: Array) -> Array:
    """Every row, newest first, equal ones by id; `base` is that order of the base's rows."""
    order, new = _moved_over(rows, base), _new(rows)
    if not len(new):
        return order
    published = rows.column("published")
    new = new[np.argsort(-published[new], kind="stable")]
    # Among equal ones the base's rows ascend, so that a row's place is found by both.
    before, wanted = -published[order], -published[new]
    low = np.searchsorted(before, wanted, side="left")
    high = np.searchsorted(before, wanted, side="right")
    places = [
        first + int(np.searchsorted(order[first:last], row))
        for first, last, row in zip(low.tolist(), high.tolist(), new.tolist(), strict=True)
    ]
    return np.insert(order, places, new)


def by_headline(rows: Rows, base: Array) -> Array:
    """Every row by its headline, folded, equal ones by id; `base` is as for `newest`."""
    order, new = _moved_over(rows, base), _new(rows)
    if not len(new):
        return order
    if rows.changes is not None and rows.sources is not None and len(new) * _FEW > len(order):
        every = texts_together([rows.base.headlines.all(), rows.changes.headlines.all()])
        return sorted_headlines(every.take(rows.sources))

    def key(row: int) -> tuple[str, int]:
        return fold(rows.headline(row)), row

    added, old = sorted(new.tolist(), key=key), order.tolist()
    return np.insert(order, [bisect_left(old, key(row), key=key) for row in added], added)


def sorted_headlines(headlines: Iterable[bytes]) -> Array:
    """The places of headlines, in UTF-8, in their order, folded; equal ones ascend."""
    keys: list[Any] = [headline.lower() for headline in headlines]
    if not all(map(bytes.isascii, keys)):
        keys = [fold(headline.decode("utf-8", "replace")) for headline in headlines]
    return np.fromiter(sorted(range(len(keys)), key=keys.__getitem__), np.int64, len(keys))


def _moved_over(rows: Rows, order: Array) -> Array:
    """An order of the base's rows as rows of this generation, without those gone."""
    if rows.sources is None:
        return order
    row = np.full(rows.base.rows, -1, np.int32)
    old = np.flatnonzero(rows.sources < rows.base.rows)
    row[rows.sources[old]] = old
    moved = row[order]
    return moved[moved >= 0]


def _new(rows: Rows) -> Array:
    if rows.sources is None:
        return np.empty(0, np.int64)
    return np.flatnonzero(rows.sources >= rows.base.rows)
