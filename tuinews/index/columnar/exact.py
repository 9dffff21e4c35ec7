"""Owns the field of words as written: who holds a word, told by the postings of its stems.

No posting of it is on disk: the symbols of a field of stems say which words stand for the stem.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.postings import FieldPostings, is_dense
from tuinews.index.columnar.stemwords import StemWords
from tuinews.index.recent import Recent

_ROWS_KEPT = 24
_ENTRIES_KEPT = 1 << 20


class ExactPostings:
    """Articles by words as written; the same to its readers as `FieldPostings`.

    A word's frequency in an article is what `layout.Exact` says. Its `df` counts an article
    once for each of the word's stems there; only words of unspaced scripts have several at once.
    """

    has_positions = False
    has_tf = True

    def __init__(
        self, file: SegmentFile, name: str, stems: FieldPostings, words: StemWords
    ) -> None:
        """Read the words `name` of the field of `stems`."""
        self.name, self.articles = name, stems.articles
        self.lexicon = Lexicon(file, f"{name}/terms")
        self.size = self.lexicon.size
        self._stems, self._words = stems, words
        self._rows = Recent[int, Array](_ROWS_KEPT)
        self._read = Recent[int, tuple[Docs, Array]](_ENTRIES_KEPT, lambda pair: len(pair[0]))

    @cached_property
    def df(self) -> Array:
        """Articles per word: int64[size]."""
        words = self._words
        counted = np.bincount(words.word, weights=words.df, minlength=self.size + 1)
        return np.minimum(counted[: self.size], self.articles).astype(np.int64)

    @cached_property
    def _by_word(self) -> tuple[Array, Array, Array, Array]:
        """Where each word's stems start; of each the stem, the word's number, if it is alone."""
        words = self._words
        order = np.argsort(words.word, kind="stable")
        counts = np.bincount(words.word, minlength=self.size + 1)[: self.size]
        order = order[: int(counts.sum())]
        stem = np.repeat(np.arange(self._stems.size), np.diff(words.start))
        stem = stem.take(order)
        alone = np.diff(words.start).take(stem) == 1
        form = order - words.start.take(stem)
        return (
            ragged.kept_offsets(counts), stem.astype(np.uint32), form.astype(np.uint32), alone
        )  # fmt: skip

    def _stems_of(self, word: int) -> list[tuple[int, int, bool]]:
        starts, stem, form, alone = self._by_word
        span = slice(int(starts[word]), int(starts[word + 1]))
        each = stem[span].tolist(), form[span].tolist(), alone[span].tolist()
        return list(zip(*each, strict=True))

    def dense_row(self, word: int) -> Array | None:
        """The frequency in every article of a word that many have; None for other words."""
        if not is_dense(self.df[word : word + 1], self.articles)[0]:
            return None
        row = self._rows.get(word)
        if row is None:
            row = np.zeros(self.articles, np.uint8)
            for stem, form, _ in self._stems_of(word):
                if self._stems.is_dense(stem):
                    more = self._stems.row_of(stem, self._words.values(form))
                    row = np.where(row == 0, more, _united(row, more))
                else:
                    docs, tf = self._of_stem(stem, form)
                    row[docs] = np.where(row[docs] == 0, tf, _united(row[docs], tf))
            self._rows.put(word, row)
        return row

    def _of_stem(self, stem: int, form: int) -> tuple[Docs, Array]:
        docs, values = self._stems.docs_and_values(stem, self._words.values(form))
        held = values != 0
        if held.all():
            return docs, values
        return docs.compress(held), values.compress(held)

    def docs_and_tf(self, word: int) -> tuple[Docs, Array]:
        """The articles that hold a word, ascending, and its frequency in each."""
        known = self._read.get(word)
        if known is None:
            parts = [self._of_stem(stem, form) for stem, form, _ in self._stems_of(word)]
            known = parts[0] if len(parts) == 1 else _merged(parts)
            self._read.put(word, known)
        return known

    def positions(self, word: int) -> Array:
        """There are none.

        Raises:
            ValueError: Always.
        """
        raise ValueError(f"{self.name} has no positions")

    def mark(self, holders: Bools, first: int, after: int, part: int = 0) -> None:
        """Set `holders` for every article that holds a word of the range [first, after).

        With `part`, only for articles that have it in that part.
        """
        self.mark_each(holders, np.arange(first, after), part)

    def mark_each(self, holders: Bools, words: Array, part: int = 0) -> None:
        """The same for many words here and there: int64, ascending."""
        starts, stem, form, _ = self._by_word
        first = starts.take(words)
        places = ragged.indices(first, starts.take(words + 1) - first)
        stem, form = stem.take(places), form.take(places)
        stems, counts = ragged.counted(np.sort(stem))
        whole = counts == np.diff(self._words.start).take(stems)
        self._stems.mark_each(holders, stems.compress(whole), part)
        partly = ~whole.take(np.searchsorted(stems, stem))
        for each, of_stem in zip(
            stem.compress(partly).tolist(), form.compress(partly).tolist(), strict=True
        ):
            docs, values = self._of_stem(each, of_stem)
            if part:
                docs = docs.compress((values - np.uint8(1)) & np.uint8(part) != 0)
            holders[docs] = True


def _united(one: Array, other: Array) -> Array:
    """Frequencies of a word under two stems as one: both their bits."""
    both = (one - np.uint8(1)) | (other - np.uint8(1))
    return np.where(other == 0, one, both + np.uint8(1)).astype(np.uint8)


def _merged(parts: list[tuple[Docs, Array]]) -> tuple[Docs, Array]:
    docs = np.concatenate([np.empty(0, np.uint32), *(each for each, _ in parts)])
    bits = np.concatenate([np.empty(0, np.uint8), *(values for _, values in parts)]) - np.uint8(1)
    order = np.argsort(docs, kind="stable")
    docs, bits = docs.take(order), bits.take(order)
    if not len(docs):
        return docs, bits
    starts = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))
    return docs.take(starts), np.bitwise_or.reduceat(bits, starts) + np.uint8(1)
