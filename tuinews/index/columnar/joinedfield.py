"""Owns reading a field of several segments as one: postings, positions and lengths over all.

Evaluating a query once over all articles, instead of once a segment, spares what every step costs
whatever its size. A term is looked up and read in each segment; all that comes after sees one
line of articles. A segment alone is read in place; of several, what scoring needs of every
article is laid side by side when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs
from tuinews.index.columnar.kept import Kept, Memory
from tuinews.index.columnar.segment import LENGTHS, Field

GAP = 8
"""Places between two articles on the line of all."""
_TERMS = 20_000
_NORMS = 8
_SMALL = 100
_MANY = 3
"""So many terms are marked together rather than one by one."""
_COMMON = 32
"""A term of fewer than one article in so many is not looked for among the common ones."""
_ON_32_BITS = 1 << 32


Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a field.

    Attributes:
        places: Its place in each segment's lexicon, -1 where no article has it.
        df: How many articles hold it, deleted ones too.
    """

    places: Places
    df: int


@dataclass(frozen=True, slots=True)
class Line:
    """Where a term stands, all articles laid out on one line.

    Attributes:
        docs: uint32[n], the articles, ascending.
        ends: int64[n], where each article's places end in `at`.
        at: uint32[m], the places, ascending; uint64 where the line is longer than that.
    """

    docs: Docs
    ends: Array
    at: Docs

    def docs_of(self, chosen: Bools) -> Docs:
        """The articles of the chosen places: `chosen` is bool[m]."""
        before = np.zeros(len(self.at) + 1, np.uint32)
        np.cumsum(chosen, out=before[1:])
        upto = before.take(self.ends)
        held = upto > 0
        held[1:] = upto[1:] != upto[:-1]
        return self.docs.compress(held)


class JoinedField:
    """A field with postings over all articles of some segments."""

    def __init__(
        self, name: str, fields: Sequence[Field | None], sizes: Sequence[int], memory: Memory
    ) -> None:
        """Join a field's parts: one a segment, None where a segment has none of that name."""
        self.name = name
        self.articles = sum(sizes)
        self._fields, self._sizes = tuple(fields), tuple(sizes)
        offsets = ragged.offsets(np.array(sizes, np.int64)).tolist()
        self._parts = [
            (place, field, offset)
            for place, (field, offset) in enumerate(zip(fields, offsets, strict=False))
            if field is not None
        ]
        self.has_positions = all(field.has_positions for _, field, _ in self._parts)
        self._terms: dict[bytes, Term | None] = {}
        self._read: Kept[tuple[Docs, Array]] = memory.of((name, "read"))
        self._rows: Kept[tuple[Array | None]] = memory.of((name, "rows"))
        self._tables: Kept[Array] = memory.of((name, "tables"))
        self.lines: Kept[Line] = memory.of((name, "lines"))
        """Where terms stand on the line of all articles, as far as remembered."""
        self._norms: dict[tuple[float, float, float], tuple[Array, Array]] = {}

    def find(self, word: bytes) -> Term | None:
        """A term by its bytes; None when no article has it."""
        if word in self._terms:
            return self._terms[word]
        places = tuple(
            -1 if field is None else field.postings.lexicon.find(word) for field in self._fields
        )
        df = sum(
            int(field.postings.df[places[place]])
            for place, field, _ in self._parts
            if places[place] >= 0
        )
        term = Term(places, df) if df else None
        if len(self._terms) < _TERMS:
            self._terms[word] = term
        return term

    def _holding(self, term: Term) -> Iterator[tuple[Field, int, int]]:
        """The parts that have a term: each with the term's place in it and its first article."""
        for place, field, offset in self._parts:
            if term.places[place] >= 0:
                yield field, term.places[place], offset

    def docs_and_tf(self, term: Term) -> tuple[Docs, Array]:
        """The articles that hold a term, ascending, and how often each does."""
        known = self._read.get(term.places)
        if known is None:
            known = self._read_docs_and_tf(term)
            self._read.put(term.places, known, sum(each.nbytes for each in known))
        return known

    def _read_docs_and_tf(self, term: Term) -> tuple[Docs, Array]:
        found = [
            (*field.postings.docs_and_tf(place), offset)
            for field, place, offset in self._holding(term)
        ]
        if len(found) == 1 and not found[0][2]:
            return found[0][0], found[0][1]
        count = sum(len(each[0]) for each in found)
        docs = np.empty(count, np.uint32)
        tf = np.empty(count, np.result_type(*[each[1].dtype for each in found]))
        at = 0
        for numbers, times, offset in found:
            end = at + len(numbers)
            np.add(numbers, np.uint32(offset), out=docs[at:end])
            tf[at:end] = times
            at = end
        return docs, tf

    def row(self, term: Term) -> Array | None:
        """A common term's frequency in every article; None for a term kept otherwise."""
        if term.df * _COMMON < self.articles:
            return None
        known = self._rows.get(term.places)
        if known is None:
            row = self._read_row(term)
            known = (row,)
            self._rows.put(term.places, known, _SMALL if row is None else row.nbytes)
        return known[0]

    def _read_row(self, term: Term) -> Array | None:
        rows = []
        for place, field, _ in self._parts:
            row = None
            if term.places[place] >= 0:
                row = field.postings.dense_row(term.places[place])
                if row is None and self._sizes[place] * 2 > self.articles:
                    return None
            rows.append(row)
        known = [row for row in rows if row is not None]
        if not known or sum(map(len, known)) * 2 < self.articles:
            return None
        if len(self._fields) == 1:
            return known[0]
        joined = np.zeros(self.articles, np.result_type(*[row.dtype for row in known]))
        for row, (place, field, offset) in zip(rows, self._parts, strict=True):
            if row is not None:
                joined[offset : offset + len(row)] = row
            elif term.places[place] >= 0:
                docs, tf = field.postings.docs_and_tf(term.places[place])
                joined[offset : offset + self._sizes[place]][docs] = tf
        return joined

    def frequencies(self, term: Term) -> Array:
        """How often a term stands in every article. Not to be written to."""
        row = self.row(term)
        if row is not None:
            return row
        known = self._tables.get(term.places)
        if known is None:
            docs, tf = self.docs_and_tf(term)
            known = np.zeros(self.articles, tf.dtype)
            known[docs] = tf
            self._tables.put(term.places, known, known.nbytes)
        return known

    def positions(self, term: Term) -> Array:
        """A term's positions, article after article."""
        found = [field.postings.positions(place) for field, place, _ in self._holding(term)]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def mark(
        self, held: Bools, ranges: Callable[[Field], Sequence[tuple[int, int]]], part: int = 0
    ) -> None:
        """Set `held` for every article that holds a term of some ranges [first, after).

        Args:
            held: bool[articles].
            ranges: Gives those of a segment's lexicon.
            part: With it, of a field of exact words, only articles that have it in that part.
        """
        for place, field, offset in self._parts:
            holders = held[offset : offset + self._sizes[place]]
            for first, after in ranges(field):
                field.postings.mark(holders, first, after, part)

    def mark_each(self, held: Bools, words: Sequence[bytes], part: int = 0) -> None:
        """Set `held` for every article that holds any of some words; as `mark` has it."""
        for place, field, offset in self._parts:
            holders = held[offset : offset + self._sizes[place]]
            terms = sorted(filter((-1).__lt__, map(field.postings.lexicon.find, words)))
            if len(terms) < _MANY:
                for term in terms:
                    field.postings.mark(holders, term, term + 1, part)
            else:
                field.postings.mark_each(holders, np.array(terms, np.int64), part)

    def _laid_out(self, arrays: Sequence[Array]) -> Array:
        """One value an article over all segments, 0 where a segment lacks the field."""
        if len(arrays) == len(self._fields) == 1:
            return arrays[0]
        joined = np.zeros(self.articles, np.result_type(*[each.dtype for each in arrays]))
        for (_, _, offset), values in zip(self._parts, arrays, strict=True):
            joined[offset : offset + len(values)] = values
        return joined

    @cached_property
    def length(self) -> Array:
        """uint8[articles], terms in the field as Whoosh's length byte."""
        return self._laid_out([field.length for _, field, _ in self._parts])

    def norms(self, average: float, b: float, k1: float) -> tuple[Array, Array]:
        """BM25's length norm, `k1 * (1 - b + b * length / average)`.

        Returns:
            float64[256], exact, for every length byte; float32[articles].
        """
        key = (average, b, k1)
        norms = self._norms.get(key)
        if norms is None:
            table = k1 * ((1 - b) + b * LENGTHS / average)
            norms = table, table.astype(np.float32).take(self.length)
            if len(self._norms) >= _NORMS:
                self._norms.clear()
            self._norms[key] = norms
        return norms

    @cached_property
    def bases(self) -> Docs:
        """Where each article starts when all are laid out one after another, `GAP` apart."""
        spans = [
            field.spans() if field.has_positions else field.length for _, field, _ in self._parts
        ]
        bases = ragged.offsets(self._laid_out(spans).astype(np.int64) + GAP)
        return bases.astype(np.uint32 if bases[-1] < _ON_32_BITS else np.uint64)

    def breaks(self, kind: str, docs: Array) -> Docs:
        """Where `chunks` or `sentences` begin on the line of all articles, for some articles.

        Every article begins one at its own base. Ascending.
        """
        starts, where = self._chunks if kind == "chunks" else self._sentences
        first = starts.take(docs)
        counts = starts.take(docs + 1) - first
        bases = self.bases.take(docs)
        begins = np.repeat(bases, counts)
        begins += where.take(ragged.indices(first, counts)).astype(bases.dtype)
        return ragged.distinct(np.concatenate([bases, begins]))

    @cached_property
    def _chunks(self) -> tuple[Array, Array]:
        return self._all_breaks("chunks")

    @cached_property
    def _sentences(self) -> tuple[Array, Array]:
        return self._all_breaks("sentences")

    def _all_breaks(self, kind: str) -> tuple[Array, Array]:
        """Where each article's breaks start in a flat array, and that array."""
        found = [field.breaks(kind) for _, field, _ in self._parts]
        counts = self._laid_out([each.counts for each in found])
        where = [each.where for each in found]
        return ragged.kept_offsets(counts), where[0] if len(where) == 1 else np.concatenate(where)

    @cached_property
    def ledes(self) -> tuple[Array, Array]:
        """Which positions [first, after) of each article are its lede."""
        found = [field.ledes for _, field, _ in self._parts]
        first, after = zip(*found, strict=True)
        return self._laid_out(first), self._laid_out(after)
