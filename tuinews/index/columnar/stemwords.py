"""Owns which words, as written, each stem of a field stands for, and reads who holds a word."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import read_small
from tuinews.index.arrays.narrowed import read_narrow
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.columnar.wordings import PART_BITS, PARTS_MASK, SEVERAL, Rows, Wordings


class StemWords:
    """The words of each stem, numbered one stem after another, the most frequent first.

    Attributes:
        start: As `kept_offsets`, [stems + 1]: the number of each stem's first word.
        word: The place of each in the lexicon of words; its size for what is no word.
        df: How many articles have each under its stem.
    """

    def __init__(self, file: SegmentFile, name: str, stems: int) -> None:
        """Read the words of so many stems of the field `name`."""
        self.start = ragged.kept_offsets(read_small(file, f"{name}/words.count", stems))
        self.word = read_narrow(file, f"{name}/words.word")
        self.df = read_small(file, f"{name}/words.df", len(self.word))
        self._codes = file.array(f"{name}/symbol.wording")
        counts = file.array(f"{name}/wording.counts").astype(np.int64)
        self._rows = Rows(counts, file.array(f"{name}/wording.flat"))
        self._values: dict[int, Array] = {}

    @cached_property
    def _entries(self) -> tuple[Array, Array]:
        """Every word in every symbol: the symbol, and the word in its stem with its bits."""
        several = self._codes >= SEVERAL
        alone = np.flatnonzero(~several)
        places = np.flatnonzero(several)
        rows = self._rows.take((self._codes.take(places) & np.uint32(SEVERAL - 1)).astype(np.intp))
        symbols = np.concatenate([alone, np.repeat(places, rows.counts)])
        return symbols, np.concatenate([self._codes.take(alone), rows.flat])

    def values(self, form: int) -> Array:
        """Uint8 by symbol: 1 and the bits of the parts where a stem's word stands, else 0."""
        known = self._values.get(form)
        if known is None:
            symbols, codes = self._entries
            known = np.zeros(max(len(self._codes), 1), np.uint8)
            mine = codes >> np.uint32(PART_BITS) == form
            known[symbols[mine]] = 1 + (codes[mine] & np.uint32(PARTS_MASK))
            self._values[form] = known
        return known

    def standing_in(self, part: int) -> Array:
        """Uint8 by symbol: 1 where any word stands in a part."""
        symbols, codes = self._entries
        found = np.zeros(max(len(self._codes), 1), np.uint8)
        found[symbols[codes & np.uint32(part) != 0]] = 1
        return found

    def wordings(self, terms: Array, df: Array, symbols: Array) -> Wordings:
        """The wordings of postings, by numbers of words over the whole field.

        Args:
            terms: int64[k], the stems.
            df: int64[k], how many of the postings are of each.
        """
        codes = self._codes.take(symbols)
        first = np.repeat(self.start.take(terms).astype(np.uint32) << np.uint32(PART_BITS), df)
        several = np.flatnonzero(codes >= SEVERAL)
        result = codes + first
        keys = first.take(several).astype(np.uint64) << np.uint64(32)
        keys |= codes.take(several) & np.uint32(SEVERAL - 1)
        keys, places = np.unique(keys, return_inverse=True)
        rows = self._rows.take((keys & np.uint64(0xFFFFFFFF)).astype(np.intp))
        moved = np.repeat((keys >> np.uint64(32)).astype(np.uint32), rows.counts)
        result[several] = places.astype(np.uint32) | np.uint32(SEVERAL)
        return Wordings(result, Rows(rows.counts, rows.flat + moved))
