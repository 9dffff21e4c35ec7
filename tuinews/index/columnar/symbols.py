"""Owns the symbols of a field on their way into a segment: numbers for what postings say.

A symbol stands for how often a term is in an article and for its wording. Those met in a sample
get the lowest numbers, the most frequent first; others follow as they come.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import BITS, NIBBLES, Widths
from tuinews.index.arrays.segmentwriter import SegmentWriter

_TF_BITS: Final = 5
_CODE_BITS: Final = 10
_NEARLY_ALL: Final = 0.8
_LOW: Final = np.uint64(0xFFFFFFFF)


class Symbols:
    """The symbols of one field, numbered."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._near = np.full(1 << _TF_BITS + _CODE_BITS, -1, np.int64)
        self._sample: list[tuple[Array, Array]] = []

    def sample(self, tf: Array, codes: Array | None) -> None:
        """Look at some postings."""
        keys, counts = np.unique(_keys(tf, codes), return_counts=True)
        self._sample.append((keys, counts))

    def settle(self) -> Widths:
        """Give numbers to what was looked at; the best way to keep numbers so distributed."""
        if not self._sample:
            return NIBBLES
        keys, places = np.unique(
            np.concatenate([keys for keys, _ in self._sample]), return_inverse=True
        )
        counts = np.bincount(places, weights=np.concatenate([each for _, each in self._sample]))
        self._add(keys[np.argsort(-counts, kind="stable")])
        self._sample.clear()
        return BITS if counts.max() >= _NEARLY_ALL * counts.sum() else NIBBLES

    def _add(self, keys: Array) -> None:
        first = len(self._numbers)
        self._numbers.update(zip(keys.tolist(), range(first, first + len(keys)), strict=True))
        near, slots = _slots(keys)
        self._near[slots] = first + np.flatnonzero(near)

    def of(self, tf: Array, codes: Array | None) -> Array:
        """The symbol of each posting: uint32.

        Args:
            tf: How often the term is in the article.
            codes: Its wording, by codes.
        """
        keys = _keys(tf, codes)
        near, slots = _slots(keys)
        numbers = np.full(len(keys), -1, np.int64)
        numbers[near] = self._near.take(slots)
        left = np.flatnonzero(numbers < 0)
        if len(left):
            unknown, places = np.unique(keys.take(left), return_inverse=True)
            fresh = [key not in self._numbers for key in unknown.tolist()]
            self._add(unknown[np.array(fresh, np.bool_)])
            known = [self._numbers[key] for key in unknown.tolist()]
            numbers[left] = np.array(known, np.int64).take(places)
        return numbers.astype(np.uint32)

    def write(self, file: SegmentWriter, name: str, *, wordings: bool) -> None:
        """Write what each stands for."""
        keys = np.array(list(self._numbers), np.uint64)
        tf = keys >> np.uint64(32)
        file.write(f"{name}/symbol.tf", tf.astype(ragged.smallest_unsigned(int(tf.max(initial=0)))))
        if wordings:
            file.write(f"{name}/symbol.wording", (keys & _LOW).astype(np.uint32))


def _keys(tf: Array, codes: Array | None) -> Array:
    keys = tf.astype(np.uint64) << np.uint64(32)
    if codes is not None:
        keys |= codes
    return keys


def _slots(keys: Array) -> tuple[Array, Array]:
    """Which keys have a place in the table of small ones, and where."""
    tf, code = keys >> np.uint64(32), keys & _LOW
    near = (tf < 1 << _TF_BITS) & (code < 1 << _CODE_BITS)
    slots = tf[near] << np.uint64(_CODE_BITS) | code[near]
    return near, slots.astype(np.int64)
