"""Owns the words, as written, that the stems of a field stand for, on their way into a segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import write_small
from tuinews.index.arrays.narrowed import write_narrow
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.lexicon import narrow, write_lexicon
from tuinews.index.columnar.wordings import (
    PART_BITS,
    SEVERAL,
    Collected,
    Wordings,
    renamed,
)

_WORD_BITS: Final = 32


@dataclass(frozen=True, slots=True)
class WordsOfSource:
    """The words that a source of a field knows, by the numbers it gives them.

    Attributes:
        stems: int64[n], the place of each word's stem in the field that is written, or -1.
        words: Each word; None for what is no word.
        df: int64[n], in about how many articles each is.
    """

    stems: Array
    words: Sequence[bytes | None]
    df: Array


class WordBook:
    """The words of each stem, from all sources, numbered within the stem by their frequency."""

    def __init__(self, name: str, stems: int, known_words: Iterable[WordsOfSource]) -> None:
        """Number the words of the field `name`, which belongs to a field of so many stems.

        Args:
            known_words: Of each source; one alone when all of them number alike.
        """
        self._name = name
        numbers: dict[bytes | None, int] = {}
        stems_of, keys_of, df_of = [], [np.empty(0, np.int64)], []
        for source in known_words:
            used = np.flatnonzero(source.stems >= 0)
            words = map(source.words.__getitem__, used.tolist())
            word = np.fromiter((numbers.setdefault(w, len(numbers)) for w in words), np.int64)
            stems_of.append(source.stems)
            keys_of.append(source.stems[used] << _WORD_BITS | word)
            df_of.append(source.df[used])
        pairs = np.unique(np.concatenate(keys_of))
        df = np.zeros(len(pairs))
        names: list[Array] = []
        for stems_there, keys, weights in zip(stems_of, keys_of[1:], df_of, strict=True):
            at = np.searchsorted(pairs, keys)
            df += np.bincount(at, weights=weights, minlength=len(pairs))
            place = np.zeros(len(stems_there), np.int64)
            place[stems_there >= 0] = at
            names.append(place)
        stem = pairs >> _WORD_BITS
        order = np.lexsort((-df, stem))
        self._words = list(numbers)
        self._word = (pairs & ((1 << _WORD_BITS) - 1))[order]
        self._counts = np.bincount(stem, minlength=stems)
        self._start = ragged.offsets(self._counts)
        form = np.empty(len(pairs), np.int64)
        form[order] = np.arange(len(pairs)) - self._start[stem[order]]
        self._names = [form.take(place) if len(form) else place for place in names]
        self._df = np.zeros(len(pairs), np.int64)
        self._collected = Collected()

    def renamed(self, wordings: Wordings, source: int) -> Array:
        """The wordings of a source by the numbers of words in their stems, as codes."""
        names = self._names[source if len(self._names) > 1 else 0]
        return renamed(wordings, names, self._collected)

    def count(self, terms: Array, df: Array, codes: Array) -> None:
        """Count articles by word; `terms` follow each other."""
        first = int(self._start[terms[0]])
        starts = np.repeat(self._start.take(terms) - first, df)
        size = int(self._start[int(terms[-1]) + 1]) - first
        several = codes >= SEVERAL
        alone = ~several
        words = starts[alone] + (codes[alone] >> np.uint32(PART_BITS))
        counted = np.bincount(words.astype(np.int64), minlength=size)
        if several.any():
            rows = self._collected.rows().take(
                (codes[several] & np.uint32(SEVERAL - 1)).astype(np.int64)
            )
            words = np.repeat(starts[several], rows.counts) + (rows.flat >> np.uint32(PART_BITS))
            counted += np.bincount(words.astype(np.int64), minlength=size)
        self._df[first : first + size] += counted

    def write(self, file: SegmentWriter, stems: str) -> None:
        """Write the words, and beside the field `stems` which of them its stems stand for."""
        held = np.zeros(len(self._words), np.bool_)
        held[self._word[self._df > 0]] = True
        lexicon = sorted(word for word in compress(self._words, held.tolist()) if word is not None)
        write_lexicon(file, f"{self._name}/terms", lexicon, search=True, suffixes=True)
        place_of: dict[bytes | None, int] = {word: place for place, word in enumerate(lexicon)}
        places = np.array([place_of.get(word, len(lexicon)) for word in self._words], np.int64)
        write_small(file, f"{stems}/words.count", self._counts)
        write_narrow(file, f"{stems}/words.word", places[self._word])
        write_small(file, f"{stems}/words.df", self._df)
        rows = self._collected.rows()
        file.write(f"{stems}/wording.counts", narrow(rows.counts))
        file.write(f"{stems}/wording.flat", rows.flat.astype(np.uint32))
