"""Owns which words, as written, a stem stands for in an article, and in which parts of it.

A wording is one number. Mostly one word alone is meant: then it is the word's number with the
bits of the parts beside it, `word << PART_BITS | bits`. Several words are a row of such numbers,
by word, and the wording is `SEVERAL` and the number of the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array

PART_BITS: Final = 3
PARTS_MASK: Final = (1 << PART_BITS) - 1
SEVERAL: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Rows:
    """Several words each: `counts` int64[n], and flat uint32[sum(counts)]."""

    counts: Array
    flat: Array

    def take(self, numbers: Array) -> Rows:
        """Some of them, in the order given."""
        counts = self.counts.take(numbers)
        starts = ragged.offsets(self.counts)[:-1].take(numbers)
        return Rows(counts, self.flat.take(ragged.indices(starts, counts)))

    def __len__(self) -> int:
        return len(self.counts)


NO_ROWS: Final = Rows(np.empty(0, np.int64), np.empty(0, np.uint32))


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wording of each of some postings: `codes` uint32[n], and the rows they speak of."""

    codes: Array
    rows: Rows = NO_ROWS

    def take(self, places: Array) -> Wordings:
        """Those of some postings, by number or mask."""
        return Wordings(self.codes[places], self.rows)


def gather(singles: Array, starts: Array) -> Wordings:
    """The wording of each posting, from those of its tokens.

    Args:
        singles: uint32, a word with the bits of its part for each token.
        starts: Where the tokens of each posting begin; none has none.
    """
    if not len(starts):
        return Wordings(np.empty(0, np.uint32))
    codes: Array = np.bitwise_or.reduceat(singles, starts)
    counts = np.diff(starts, append=len(singles))
    alone = codes >> PART_BITS == singles.take(starts) >> PART_BITS
    # Words whose bits lie in those of the first one are told from it only token by token.
    mixed = np.flatnonzero(counts > 1)
    at = ragged.indices(starts.take(mixed), counts.take(mixed))
    posting = np.repeat(mixed, counts.take(mixed))
    first = singles.take(starts).take(posting)
    alone[posting[(singles.take(at) ^ first) > PARTS_MASK]] = False
    mixed = np.flatnonzero(~alone)
    if not len(mixed):
        return Wordings(codes)
    at = ragged.indices(starts.take(mixed), counts.take(mixed))
    posting = np.repeat(np.arange(len(mixed), dtype=np.uint64), counts.take(mixed))
    keys = posting << np.uint64(32) | singles.take(at)
    keys.sort()
    words = keys >> np.uint64(PART_BITS)
    begins = np.flatnonzero(np.append(True, words[1:] != words[:-1]))
    united = np.bitwise_or.reduceat(keys, begins)
    lengths = np.bincount((united >> np.uint64(32)).astype(np.int64), minlength=len(mixed))
    places, rows = distinct(Rows(lengths, (united & np.uint64(0xFFFFFFFF)).astype(np.uint32)))
    codes[mixed] = places.astype(np.uint32) | np.uint32(SEVERAL)
    return Wordings(codes, rows)


def distinct(rows: Rows) -> tuple[Array, Rows]:
    """The rows without those that are there twice, and where each of the former is now."""
    collected = Collected()
    return collected.add(rows), collected.rows()


class Collected:
    """Rows that are different from each other, numbered as they come."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}

    def add(self, rows: Rows) -> Array:
        """The number of each row: int64[len(rows)]."""
        data = rows.flat.astype("<u4", copy=False).tobytes()
        ends = (np.cumsum(rows.counts) * 4).tolist()
        known = self._known
        numbers = np.empty(len(rows), np.int64)
        start = 0
        for place, end in enumerate(ends):
            numbers[place] = known.setdefault(data[start:end], len(known))
            start = end
        return numbers

    def rows(self) -> Rows:
        """All of them."""
        counts = np.fromiter(map(len, self._known), np.int64, len(self._known)) // 4
        return Rows(counts, np.frombuffer(b"".join(self._known), "<u4"))


def renamed(wordings: Wordings, names: Array, collected: Collected) -> Array:
    """The same with other numbers of words, and with rows collected: uint32, as codes.

    Args:
        names: The number that each word gets.
    """
    codes = wordings.codes
    several = codes >= SEVERAL
    result: Array = codes & np.uint32(PARTS_MASK)
    words = np.where(several, 0, codes >> np.uint32(PART_BITS))
    result |= names.take(words).astype(np.uint32) << np.uint32(PART_BITS)
    at = np.flatnonzero(several)
    if len(at):
        used, places = np.unique(codes.take(at) & np.uint32(SEVERAL - 1), return_inverse=True)
        rows = wordings.rows.take(used.astype(np.int64))
        flat = names.take(rows.flat >> np.uint32(PART_BITS)).astype(np.uint32) << np.uint32(
            PART_BITS
        ) | rows.flat & np.uint32(PARTS_MASK)
        row = np.repeat(np.arange(len(rows), dtype=np.uint64) << np.uint64(32), rows.counts)
        ordered = np.sort(row | flat) & np.uint64(0xFFFFFFFF)
        numbers = collected.add(Rows(rows.counts, ordered.astype(np.uint32)))
        result[at] = numbers.take(places).astype(np.uint32) | np.uint32(SEVERAL)
    return result
