"""Owns how the postings of one field lie on disk, and reads them: who holds a term, how often.

A term is kept in one of three ways, by how many articles hold it (its `df`), so that every way is
both small and quick to use:

- dense, df at least an eighth of the articles: its frequency in every article, one row of a
  matrix, 0 where it is absent;
- chunked, df at least `rare_below`: articles are taken in chunks of 65,536, a chunk keeps the low
  16 bits of its articles and their frequencies, term after term, so that a range of terms (a
  prefix) is one slice a chunk;
- rare: article numbers in full, term after term.

Positions are kept beside in the same order, as many for an article as its frequency says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs
from tuinews.index.arrays.segmentfile import Paged, SegmentFile
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.packed import Packed

CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS
_RARE_LEAST = 16
_RARE_A_CHUNK = 8
_DENSE_SHARE = 8
_DENSE_FROM = 2048


def chunks_of(articles: int) -> int:
    """How many chunks that many articles take."""
    return -(-articles // CHUNK)


def rare_below(articles: int) -> int:
    """The df from which a term is worth its places in the tables of all chunks."""
    return max(_RARE_LEAST, _RARE_A_CHUNK * chunks_of(articles))


def is_dense(df: Array, articles: int) -> Bools:
    """Which terms of these frequencies are kept dense."""
    if articles < _DENSE_FROM:
        return np.zeros(len(df), np.bool_)
    return np.asarray(df.astype(np.int64) * _DENSE_SHARE >= articles)


def _stands_in(frequencies: Array, part: int) -> Bools:
    """Whether exact words of these frequencies stand in a part; see `layout.Exact`."""
    kind = frequencies.dtype.type
    return np.asarray((frequencies - kind(1)) & kind(part) != 0)


def _among(terms: Array, known: Array) -> Bools:
    """Which of some terms are among ascending others."""
    if not len(known):
        return np.zeros(len(terms), np.bool_)
    place = np.minimum(np.searchsorted(known, terms), len(known) - 1)
    return np.asarray(known.take(place) == terms)


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of several terms, term after term, articles ascending within a term.

    Attributes:
        terms: int64[k], ascending.
        df: int64[k], articles per term.
        docs: uint32[sum(df)].
        tf: unsigned[sum(df)], times in the article.
        cf: int64[k], times in all: the sum of tf per term.
        positions: unsigned[sum(cf)], ascending within an article; None when not kept.
    """

    terms: Array
    df: Array
    docs: Docs
    tf: Array
    cf: Array
    positions: Array | None


class FieldPostings:
    """The postings of a field in one segment."""

    def __init__(self, file: SegmentFile, name: str, articles: int) -> None:
        self.name = name
        self.articles = articles
        self.lexicon = Lexicon(file, f"{name}/terms")
        self.size = self.lexicon.size
        self.df = file.array(f"{name}/df")
        self.has_positions = f"{name}/rare.positions" in file
        self.has_tf = f"{name}/rare.tf" in file
        self._dense_terms = file.array(f"{name}/dense.terms")
        self._chunk_terms = file.array(f"{name}/chunk.terms")
        self._rare_docs = file.paged(f"{name}/rare.docs")
        if f"{name}/rare.start" in file:
            self._rare_start = file.array(f"{name}/rare.start")
        else:
            self._rare_start = np.arange(len(self._rare_docs) + 1, dtype=np.uint32)
        self._dense = file.paged(f"{name}/dense")
        self._rare_below = rare_below(articles)
        self.chunks = chunks_of(articles) if len(self._chunk_terms) else 0
        self._chunk_docs = [file.paged(f"{name}/chunk.docs.{i}") for i in range(self.chunks)]
        terms = len(self._chunk_terms) + 1
        self._chunk_start = file.array(f"{name}/chunk.start").reshape(-1, terms)
        if self.has_tf:
            self._rare_tf = file.paged(f"{name}/rare.tf")
            self._chunk_tf = [file.paged(f"{name}/chunk.tf.{i}") for i in range(self.chunks)]
        if self.has_positions:
            self._rare_positions = Packed(file, f"{name}/rare.positions")
            self._rare_at = file.array(f"{name}/rare.at")
            self._chunk_positions = [
                Packed(file, f"{name}/chunk.positions.{i}") for i in range(self.chunks)
            ]
            self._chunk_at = file.array(f"{name}/chunk.at").reshape(-1, terms)
            self._dense_positions = Packed(file, f"{name}/dense.positions")
            self._dense_at = file.array(f"{name}/dense.at")
        self._dense_row = {int(term): row for row, term in enumerate(self._dense_terms)}
        self._ones = np.ones(0, np.uint8)

    def dense_row(self, term: int) -> Array | None:
        """A dense term's frequency in every article; None for other terms."""
        row = self._dense_row.get(term)
        return None if row is None else self._dense_at_row(row)

    def _dense_at_row(self, row: int) -> Array:
        return self._dense[row * self.articles : (row + 1) * self.articles]

    @property
    def highest_tf(self) -> int:
        """No frequency is above it."""
        return int(np.iinfo(self._dense.dtype).max) if self.has_tf else 1

    def _rare_place(self, term: int) -> int:
        before = np.searchsorted(self._chunk_terms, term) + np.searchsorted(self._dense_terms, term)
        return term - int(before)

    def docs_and_tf(self, term: int) -> tuple[Docs, Array]:
        """The articles that hold a term, ascending, and how often each does."""
        row = self.dense_row(term)
        if row is not None:
            held = np.flatnonzero(row)
            numbers: Docs = held.astype(np.uint32)
            return numbers, row.take(held)
        df = int(self.df[term])
        if df < self._rare_below:
            place = self._rare_place(term)
            span = slice(int(self._rare_start[place]), int(self._rare_start[place + 1]))
            return self._rare_docs[span], self._rare_tf[span] if self.has_tf else self._unit(df)
        place = int(np.searchsorted(self._chunk_terms, term))
        docs = np.empty(df, np.uint32)
        tf = np.empty(df, self._chunk_tf[0].dtype) if self.has_tf else self._unit(df)
        at = 0
        for chunk, starts in enumerate(self._chunk_start[:, place : place + 2].tolist()):
            first, after = starts
            end = at + after - first
            np.add(
                self._chunk_docs[chunk][first:after], np.uint32(chunk << 16), out=docs[at:end],
                dtype=np.uint32,
            )  # fmt: skip
            if self.has_tf:
                tf[at:end] = self._chunk_tf[chunk][first:after]
            at = end
        return docs, tf

    def _unit(self, count: int) -> Array:
        if len(self._ones) < count:
            self._ones = np.ones(count, np.uint8)
        return self._ones[:count]

    def positions(self, term: int) -> Array:
        """A term's positions, article after article."""
        row = self._dense_row.get(term)
        if row is not None:
            return self._dense_positions.slice(*self._dense_at[row : row + 2].tolist())
        if self.df[term] < self._rare_below:
            place = self._rare_place(term)
            return self._rare_positions.slice(*self._rare_at[place : place + 2].tolist())
        place = int(np.searchsorted(self._chunk_terms, term))
        spans = self._chunk_at[:, place : place + 2].tolist()
        return np.concatenate(
            [self._chunk_positions[chunk].slice(a, b) for chunk, (a, b) in enumerate(spans)]
        )

    def mark(self, holders: Bools, first: int, after: int, part: int = 0) -> None:
        """Set `holders` for every article that holds a term of the range [first, after).

        With `part`, of a field of exact words, only for articles that have it in that part.
        """
        bounds = np.array([first, after])
        dense = np.searchsorted(self._dense_terms, bounds)
        chunk = np.searchsorted(self._chunk_terms, bounds)
        rare = bounds - dense - chunk
        for row in range(*dense.tolist()):
            held = self._dense_at_row(row)
            holders |= (held != 0) & _stands_in(held, part) if part else held != 0
        start, end = self._rare_start[rare].tolist()
        docs = self._rare_docs[start:end]
        if part:
            docs = docs[_stands_in(self._rare_tf[start:end], part)] if self.has_tf else docs[:0]
        holders[docs] = True
        if chunk[0] < chunk[1]:
            for number, (start, end) in enumerate(self._chunk_start[:, chunk].tolist()):
                chunk_holders = holders[number << CHUNK_BITS : (number + 1) << CHUNK_BITS]
                docs = self._chunk_docs[number][start:end]
                if part:
                    tf = self._chunk_tf[number][start:end] if self.has_tf else docs[:0]
                    docs = docs[_stands_in(tf, part)] if self.has_tf else docs[:0]
                chunk_holders[docs] = True

    def mark_each(self, holders: Bools, terms: Array, part: int = 0) -> None:
        """The same for many terms here and there: int64, ascending."""
        before_dense = np.searchsorted(self._dense_terms, terms)
        before_chunk = np.searchsorted(self._chunk_terms, terms)
        dense, chunked = _among(terms, self._dense_terms), _among(terms, self._chunk_terms)
        for row in before_dense.compress(dense).tolist():
            held = self._dense_at_row(row)
            holders |= (held != 0) & _stands_in(held, part) if part else held != 0
        rare = ~(dense | chunked)
        places = (terms - before_dense - before_chunk).compress(rare)
        found = self._holding(
            self._rare_start.take(places),
            self._rare_start.take(places + 1),
            self._rare_docs,
            self._rare_tf if self.has_tf else None,
            part,
        )
        holders[found] = True
        places = before_chunk.compress(chunked)
        for number in range(self.chunks if len(places) else 0):
            found = self._holding(
                self._chunk_start[number].take(places),
                self._chunk_start[number].take(places + 1),
                self._chunk_docs[number],
                self._chunk_tf[number] if self.has_tf else None,
                part,
            )
            holders[number << CHUNK_BITS : (number + 1) << CHUNK_BITS][found] = True

    @staticmethod
    def _holding(starts: Array, ends: Array, docs: Paged, tf: Paged | None, part: int) -> Array:
        """What stands in some runs of `docs`; with `part`, only where `tf` says so."""
        if not len(starts) or (part and tf is None):
            return docs[0:0]
        first, after = int(starts[0]), int(ends[-1])
        starts = starts.astype(np.int64)
        at = ragged.indices(starts - first, ends - starts)
        found = docs[first:after].take(at)
        if part and tf is not None:
            found = found.compress(_stands_in(tf[first:after].take(at), part))
        return found

    def block(self, first: int, after: int, *, positions: bool = True) -> Postings:
        """All postings of a range of terms, as values that merging can work on."""
        terms = np.arange(first, after, dtype=np.int64)
        df = self.df[first:after].astype(np.int64)
        docs = np.empty(int(df.sum()), np.uint32)
        tf = np.ones(len(docs), self._dense.dtype)
        start = ragged.offsets(df)
        cf = df.copy()
        bounds = np.array([first, after])
        dense = np.searchsorted(self._dense_terms, bounds)
        chunk = np.searchsorted(self._chunk_terms, bounds)
        rare = bounds - dense - chunk
        for row in range(*dense.tolist()):
            place = int(self._dense_terms[row]) - first
            held = np.flatnonzero(self._dense_at_row(row))
            docs[start[place] : start[place + 1]] = held
            tf[start[place] : start[place + 1]] = self._dense_at_row(row)[held]
        chunk_places = self._chunk_terms[chunk[0] : chunk[1]].astype(np.int64) - first
        others = np.ones(after - first, np.bool_)
        others[chunk_places] = False
        others[self._dense_terms[dense[0] : dense[1]].astype(np.int64) - first] = False
        rare_places = np.flatnonzero(others)
        span = slice(*self._rare_start[rare].tolist())
        into = ragged.indices(start[rare_places], df[rare_places])
        docs[into] = self._rare_docs[span]
        if self.has_tf:
            tf[into] = self._rare_tf[span]
        fill = start[chunk_places]
        posting_targets = []
        for number in range(self.chunks if chunk[0] < chunk[1] else 0):
            begin = self._chunk_start[number, chunk[0] : chunk[1] + 1].astype(np.int64)
            counts = np.diff(begin)
            into = ragged.indices(fill, counts)
            span = slice(int(begin[0]), int(begin[-1]))
            docs[into] = self._chunk_docs[number][span] + np.uint32(number << CHUNK_BITS)
            if self.has_tf:
                tf[into] = self._chunk_tf[number][span]
            fill = fill + counts
            posting_targets.append(into)
        if len(docs):
            cf = np.add.reduceat(tf, start[:-1], dtype=np.int64)
        if not self.has_positions or not positions:
            return Postings(terms, df, docs, tf, cf, None)
        places = np.empty(int(cf.sum()), self._rare_positions.kind)
        at = ragged.offsets(cf)
        for row in range(*dense.tolist()):
            place = int(self._dense_terms[row]) - first
            held = self._dense_positions.slice(*self._dense_at[row : row + 2].tolist())
            places[at[place] : at[place + 1]] = held
        into = ragged.indices(at[rare_places], cf[rare_places])
        places[into] = self._rare_positions.slice(*self._rare_at[rare].tolist())
        fill = at[chunk_places]
        for number in range(len(posting_targets)):
            begin = self._chunk_at[number, chunk[0] : chunk[1] + 1].astype(np.int64)
            counts = np.diff(begin)
            held = self._chunk_positions[number].slice(int(begin[0]), int(begin[-1]))
            places[ragged.indices(fill, counts)] = held
            fill = fill + counts
        return Postings(terms, df, docs, tf, cf, places)
