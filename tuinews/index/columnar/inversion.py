"""Owns inversion: from the terms of articles in their order to the articles of each term."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.columnar.ledes import ledes
from tuinews.index.columnar.postings import Postings
from tuinews.index.columnar.runs import Run
from tuinews.index.columnar.vocabulary import (
    CHUNK_END,
    SENTENCE_ENDS,
    Numbering,
    Tables,
    Vocabulary,
)
from tuinews.index.columnar.wordings import PART_BITS, gather

_RUN = 100_000


class FieldBuffer:
    """The readings of a field's articles, inverted whenever enough have come together."""

    def __init__(
        self, vocabulary: Vocabulary | Numbering, *, positions: bool, exact: bool = False
    ) -> None:
        self._vocabulary, self._positions, self._exact = vocabulary, positions, exact
        self._numbers = array("i")
        self._counts = array("I")
        self._parts = array("B")
        self._all_parts: list[Array] = []
        self._first = 0
        self.runs: list[Run] = []
        self._lengths: list[Array] = []
        self._spans: list[Array] = []
        self._breaks: dict[int, tuple[list[Array], list[Array]]] = {
            CHUNK_END: ([], []),
            SENTENCE_ENDS: ([], []),
        }

    def add(self, numbers: Sequence[int], parts: Sequence[int] = ()) -> None:
        """Add the next article, by the numbers of its readings in order.

        Args:
            numbers: With a `CHUNK_END` after each chunk.
            parts: Bits of the part of the article that each chunk belongs to; none at all is 0.
        """
        self._numbers.extend(numbers)
        if self._exact:
            self._parts.extend(parts or bytes(numbers.count(CHUNK_END)))
        self._counts.append(len(numbers))
        if len(self._numbers) > _RUN:
            self.invert()

    def invert(self) -> None:
        """Turn what has come together into a run."""
        if not len(self._counts):
            return
        numbers = np.frombuffer(self._numbers, np.int32) if len(self._numbers) else _NOTHING
        counts = np.frombuffer(self._counts, np.uint32)
        tables = self._vocabulary.tables()
        marks = None
        if self._exact:
            parts = np.frombuffer(self._parts, np.uint8) if len(self._parts) else _NO_PARTS
            self._all_parts.append(parts)
            ends = numbers == CHUNK_END
            marks = np.append(parts, np.uint8(0)).take(np.cumsum(ends) - ends)
        inverted = invert(
            numbers, counts, tables, self._first, positions=self._positions, marks=marks
        )
        if len(inverted.run.terms):
            self.runs.append(inverted.run)
        self._lengths.append(inverted.lengths)
        self._spans.append(inverted.spans)
        if self._positions:
            for kind, (per_article, where) in self._breaks.items():
                found = breaks(numbers, counts, tables, kind)
                per_article.append(found[0])
                where.append(found[1])
        self._first += len(counts)
        self._numbers, self._counts, self._parts = array("i"), array("I"), array("B")

    def ledes(self) -> tuple[Array, Array]:
        """The positions of each article's lede: first, and after the last."""
        counts, where = self.breaks(CHUNK_END)
        parts = np.concatenate([_NO_PARTS, *self._all_parts])
        if not self._exact:
            parts = np.zeros(len(where), np.uint8)
        return ledes(counts, where, parts)

    def lengths(self) -> Array:
        """How many terms each article has, as they count for its length: int64[articles]."""
        return np.concatenate([np.empty(0, np.int64), *self._lengths])

    def breaks(self, kind: int) -> tuple[Array, Array]:
        """Where chunks or sentences end, per article: counts, and the first positions after."""
        per_article, where = self._breaks[kind]
        nothing = np.empty(0, np.int64)
        return np.concatenate([nothing, *per_article]), np.concatenate([nothing, *where])

    def spans(self) -> Array:
        """How many positions each article takes: int64[articles]."""
        return np.concatenate([np.empty(0, np.int64), *self._spans])


_NOTHING = np.empty(0, np.int32)
_NO_PARTS = np.empty(0, np.uint8)


class Inverted(NamedTuple):
    """A run, and of its articles: int64[articles] lengths, and positions taken."""

    run: Run
    lengths: Array
    spans: Array


def invert(
    numbers: Array,
    counts: Array,
    tables: Tables,
    first: int,
    *,
    positions: bool,
    marks: Array | None = None,
) -> Inverted:
    """Invert articles that lie one after another.

    Args:
        numbers: int32, the readings of all articles.
        counts: uint32[articles], how many of them each article has.
        tables: What the readings stand for.
        first: The number of the first article.
        marks: uint8, bits of each reading's part; then wordings are kept too.
    """
    ends = np.cumsum(counts, dtype=np.int64)
    article = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    widths = tables.widths.take(numbers)
    if tables.plain and not (numbers == CHUNK_END).any():
        lengths = spans = _per_article(widths, ends)
        kept = np.flatnonzero(widths)
        chosen = tables.starts.take(numbers.take(kept))
        term = tables.flat.take(chosen)
        article = article.take(kept)
        place = np.arange(len(kept))
        mark = None if marks is None else marks.take(kept)
    else:
        lengths = _per_article(tables.lengths.take(numbers), ends)
        advance = tables.advances.take(numbers)
        spans = _per_article(advance, ends)
        place = np.cumsum(advance)
        place -= advance
        kept = np.repeat(np.arange(len(numbers)), widths)
        chosen = ragged.indices(tables.starts.take(numbers), widths)
        term = tables.flat.take(chosen)
        article = article.take(kept)
        mark = None if marks is None else marks.take(kept)
        place = place.take(kept)
        place += tables.offsets.take(chosen)
    before = ragged.offsets(spans)[:-1]
    keys = term.astype(np.int64) << 32
    keys |= np.arange(len(term), dtype=np.int64)
    keys.sort()
    order = keys & 0xFFFFFFFF
    term = (keys >> 32).astype(np.int32)
    article = article.take(order)
    new = np.ones(len(term), np.bool_)
    new[1:] = (term[1:] != term[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(new)
    tf = np.diff(np.append(starts, len(term)))
    wordings = None
    if mark is not None:
        words = tables.pairs.take(chosen) << np.uint32(PART_BITS) | mark
        wordings = gather(words.take(order), starts)
    docs = article.take(starts)
    posting_term = term.take(starts)
    term_starts = np.flatnonzero(_changes(posting_term))
    terms = posting_term[term_starts].astype(np.int64)
    df = np.diff(np.append(term_starts, len(posting_term)))
    cf = np.add.reduceat(tf, term_starts) if len(tf) else np.empty(0, np.int64)
    where = None
    if positions:
        where = place.take(order)
        where -= before.take(article)
        where = where.astype(ragged.smallest_unsigned(int(where.max(initial=0))))
    tf = tf.astype(ragged.smallest_unsigned(int(tf.max(initial=1))))
    docs = docs + np.uint32(first)
    return Inverted(Run(Postings(terms, df, docs, tf, cf, where, wordings)), lengths, spans)


def breaks(numbers: Array, counts: Array, tables: Tables, kind: int) -> tuple[Array, Array]:
    """Where chunks or sentences end: how many an article, and the first positions after them."""
    ends = np.cumsum(counts, dtype=np.int64)
    is_break = numbers == kind
    if not is_break.any():
        return np.zeros(len(counts), np.int64), np.empty(0, np.int64)
    advance = tables.advances.take(numbers)
    before = ragged.offsets(_per_article(advance, ends))[:-1]
    article = np.repeat(np.arange(len(counts)), counts)
    found = np.flatnonzero(is_break)
    where = np.cumsum(advance).take(found) - before.take(article.take(found))
    return _per_article(is_break, ends), where


def _per_article(values: Array, ends: Array) -> Array:
    """Sums of the values of each article, whose values end at `ends`."""
    upto = ragged.offsets(values).take(ends)
    return np.diff(upto, prepend=0)


def _changes(values: Array) -> Bools:
    changes = np.ones(len(values), np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes
