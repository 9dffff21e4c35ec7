"""Owns the orders of rows: those of the base, with what has changed since put in its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.folding import fold
from tuinews.index.row_texts import Texts, texts_together

if TYPE_CHECKING:
    from tuinews.index.rows import Rows


_BEGIN: Final = 8
"""Bytes of a text that are compared at once."""
_LOWERED: Final = np.frombuffer(bytes(range(256)).lower(), np.uint8)
_AT_ONCE: Final = 50_000
_FEW: Final = 40
"""Where one row in so many is new, their places are not looked for one by one."""


def newest(rows: Rows, base: Array) -> Array:
    """Every row, newest first, equal ones by id; `base` is that order of the base's rows."""
    order, new = _moved_over(rows, base), _new(rows)
    if not len(new):
        return order
    published = rows.values("published")
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


def sorted_headlines(headlines: Texts) -> Array:
    """The places of headlines, in UTF-8, in their order, folded; equal ones ascend."""
    begins = _begins(headlines, 0, _LOWERED)
    for place in _beyond_ascii(headlines):
        begin = _folded(headlines.get(place))[:_BEGIN]
        begins[place] = int.from_bytes(begin.ljust(_BEGIN, b"\0"), "big")
    return _sorted(headlines, _folded, begins)


def sorted_texts(texts: Texts) -> Array:
    """The places of texts in their order; equal ones ascend."""
    shared = _shared(min(texts, default=b""), max(texts, default=b""))
    return _sorted(texts, bytes, _begins(texts, shared, np.arange(256, dtype=np.uint8)))


def _folded(headline: bytes) -> bytes:
    if headline.isascii():
        return headline.lower()
    return fold(headline.decode("utf-8", "replace")).encode("utf-8", "surrogatepass")


def _beyond_ascii(texts: Texts) -> list[int]:
    """The places of texts with other letters than those of ASCII."""
    if len(texts.start) == 1:
        return []
    data = np.frombuffer(texts.blob, np.uint8)
    places: list[int] = np.flatnonzero(
        np.bitwise_or.reduceat(data, texts.start[:-1]) > 127
    ).tolist()
    return places


def _sorted(texts: Texts, key: Callable[[bytes], bytes], begins: Array) -> Array:
    """Sort by how keys begin, then within those that begin alike.

    All the keys of a million texts at once would take a tenth of a gigabyte.
    """
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    starts = np.flatnonzero(np.append(True, begins[1:] != begins[:-1])) if len(begins) else order
    ends = np.append(starts[1:], len(begins))
    alike = ends - starts > 1
    for start, end in zip(starts[alike].tolist(), ends[alike].tolist(), strict=True):
        places = order[start:end].tolist()
        order[start:end] = sorted(places, key=lambda place: key(texts.get(place)))
    return order


def _begins(texts: Texts, skipped: int, table: Array) -> Array:
    """The next bytes of each text after some that are skipped, as a number: uint64[n]."""
    data = np.frombuffer(texts.blob, np.uint8)
    begins = np.zeros(len(texts.start) - 1, np.uint64)
    for first in range(0, len(begins), _AT_ONCE):
        some = begins[first : first + _AT_ONCE]
        starts = texts.start[first : first + len(some) + 1].astype(np.int64)
        at, ends = starts[:-1] + skipped, starts[1:] - 1
        for _ in range(_BEGIN):
            some <<= np.uint64(8)
            some |= table.take(data.take(np.minimum(at, ends)))
            at += 1
    return begins


def _shared(low: bytes, high: bytes) -> int:
    """How many bytes the lowest and the highest of some texts, and so all of them, begin with."""
    return next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))


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
