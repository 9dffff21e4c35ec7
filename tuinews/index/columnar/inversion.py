"""Owns inversion: from the terms of articles in their order to the articles of each term."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array, Bools
from tuinews.index.columnar.layout import NOTHING, SENTENCE_END, BulkAnalyzer, Reading
from tuinews.index.columnar.ledes import ledes
from tuinews.index.columnar.postings import Postings

CHUNK_GAP = 2
CHUNK_END, SENTENCE_ENDS, BREAKS_KNOWN = 0, 1, 2
_RUN = 500_000


class Vocabulary(dict[str, int]):
    """Surface form -> number of what it stands for; grows as it is asked.

    Number 0 stands for the gap between two chunks of a text, which no phrase reaches across, number
    1 for the end of a sentence.

    Attributes:
        terms: Term -> its number.
        words: Word as written -> number of the term it stands for.
        exact: Word as written -> its own number.
    """

    def __init__(self, analyzer: BulkAnalyzer | None = None) -> None:
        super().__init__()
        self.terms: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self.exact: dict[str, int] = {}
        self._read = analyzer.reading if analyzer is not None else _as_it_is
        self._readings = 0
        self._widths, self._advances, self._lengths = array("i"), array("i"), array("i")
        self._flat, self._offsets, self._exact_flat = array("i"), array("i"), array("i")
        self._note(Reading((), (), CHUNK_GAP, 0))
        self[SENTENCE_END] = self._note(NOTHING)

    def __missing__(self, form: str) -> int:
        number = self[form] = self._note(self._read(form))
        return number

    def _note(self, reading: Reading) -> int:
        for (term, offset), word in zip(reading.terms, reading.words, strict=True):
            number = self.terms.setdefault(term, len(self.terms))
            self._flat.append(number)
            self._offsets.append(offset)
            self.words[word] = number
            self._exact_flat.append(self.exact.setdefault(word, len(self.exact)))
        self._widths.append(len(reading.terms))
        self._advances.append(reading.advance)
        self._lengths.append(reading.length)
        self._readings += 1
        return self._readings - 1

    def tables(self, *, exact: bool = False) -> Tables:
        """What the numbers stand for, as arrays: terms, or the words as written (`exact`)."""
        widths = np.array(self._widths, np.int64)
        return Tables(
            widths,
            ragged.offsets(widths)[:-1],
            np.array(self._advances, np.int64),
            np.array(self._lengths, np.int64),
            np.array(self._exact_flat if exact else self._flat, np.int32),
            np.array(self._offsets, np.int64),
        )


def _as_it_is(form: str) -> Reading:
    return Reading(((form, 0),), (form,), 1, 1)


class Numbering(dict[str, int]):
    """Word -> its number, for fields whose words are indexed as they are; grows as it is asked."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    @property
    def terms(self) -> dict[str, int]:
        """The words are the terms."""
        return self

    def tables(self, *, exact: bool = False) -> Tables:
        """Each number is one term, the one of that number."""
        ones = np.ones(len(self), np.int64)
        numbers = np.arange(len(self))
        return Tables(ones, numbers, ones, ones, numbers.astype(np.int32), ones - 1)


@dataclass(frozen=True, slots=True)
class Tables:
    """Readings by number: how many terms, where they start in `flat`, and the rest.

    `plain` says that every reading is one term that takes one position, or nothing at all.
    """

    widths: Array
    starts: Array
    advances: Array
    lengths: Array
    flat: Array
    offsets: Array

    @property
    def plain(self) -> bool:
        widths = self.widths
        return bool(
            widths.max(initial=0) <= 1
            and (self.lengths == widths).all()
            and (self.advances[BREAKS_KNOWN:] == widths[BREAKS_KNOWN:]).all()
            and not self.offsets.any()
        )


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
        self.exact_runs: list[Run] = []
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
        inverted = invert(numbers, counts, tables, self._first, positions=self._positions)
        if len(inverted.run.terms):
            self.runs.append(inverted.run)
        if self._exact:
            parts = np.frombuffer(self._parts, np.uint8) if len(self._parts) else _NO_PARTS
            self._all_parts.append(parts)
            if len(inverted.run.terms):
                words = self._vocabulary.tables(exact=True)
                ends = numbers == CHUNK_END
                marks = np.append(parts, np.uint8(0)).take(np.cumsum(ends) - ends)
                exact = invert(numbers, counts, words, self._first, positions=False, marks=marks)
                self.exact_runs.append(exact.run)
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


class Run:
    """The postings of some articles in a row, by the writer's own numbers of terms."""

    def __init__(self, postings: Postings) -> None:
        self._take(postings)

    def _take(self, postings: Postings) -> None:
        self._postings = postings
        self.terms = postings.terms
        self._start = ragged.offsets(postings.df)
        self._at = ragged.offsets(postings.cf)
        self._order = np.arange(len(self.terms))
        self._ranks = self.terms

    def df(self, size: int) -> Array:
        """Articles per term: int64[size]."""
        return np.bincount(self.terms, weights=self._postings.df, minlength=size).astype(np.int64)

    @property
    def highest_tf(self) -> int:
        """The highest frequency of any term in an article."""
        return int(self._postings.tf.max(initial=1))

    def keep(self, kept: Array) -> None:
        """Leave out articles: `kept` is each article's new number, -1 when it goes."""
        self._take(compact(self._postings, kept))

    def rank(self, ranks: Array) -> None:
        """Give the terms their places in the sorted lexicon."""
        mine = ranks[self.terms]
        self._order = np.argsort(mine)
        self._ranks = mine[self._order]

    def block(self, first: int, after: int) -> Postings:
        """The postings of the terms with ranks in [first, after)."""
        low, high = np.searchsorted(self._ranks, [first, after]).tolist()
        chosen = self._order[low:high]
        whole = self._postings
        df, cf = whole.df[chosen], whole.cf[chosen]
        into = ragged.indices(self._start[chosen], df)
        positions = whole.positions
        if positions is not None:
            positions = positions[ragged.indices(self._at[chosen], cf)]
        return Postings(self._ranks[low:high], df, whole.docs[into], whole.tf[into], cf, positions)


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
        marks: uint8, bits of each reading; a term's frequency in an article is then 1 and the
            bits of all its readings there.
    """
    ends = np.cumsum(counts, dtype=np.int64)
    article = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    widths = tables.widths.take(numbers)
    if tables.plain and not (numbers == CHUNK_END).any():
        lengths = spans = _per_article(widths, ends)
        kept = np.flatnonzero(widths)
        term = tables.flat.take(tables.starts.take(numbers.take(kept)))
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
    if mark is not None and len(starts):
        tf = 1 + np.bitwise_or.reduceat(mark.take(order), starts).astype(np.int64)
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
    return Inverted(Run(Postings(terms, df, docs, tf, cf, where)), lengths, spans)


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


def compact(postings: Postings, kept: Array) -> Postings:
    """Postings without some articles: `kept` is each article's new number, -1 when it goes."""
    numbers = kept[postings.docs]
    stays = numbers >= 0
    if stays.all():
        docs = numbers.astype(np.uint32)
        return Postings(
            postings.terms, postings.df, docs, postings.tf, postings.cf, postings.positions
        )
    term = np.repeat(np.arange(len(postings.terms)), postings.df)[stays]
    df = np.bincount(term, minlength=len(postings.terms))
    tf = postings.tf[stays]
    cf = np.bincount(term, weights=tf, minlength=len(postings.terms)).astype(np.int64)
    positions = postings.positions
    if positions is not None:
        positions = positions[np.repeat(stays, postings.tf)]
    left = df > 0
    docs = numbers[stays].astype(np.uint32)
    return Postings(postings.terms[left], df[left], docs, tf, cf[left], positions)
