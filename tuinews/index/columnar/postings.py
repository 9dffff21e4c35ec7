"""Owns how the postings of one field lie on disk, and reads them: who holds a term, how often.

The articles of a term are kept in one of two ways, by how many hold it (its `df`):

- dense, df at least an eighth of the articles: a bit for every article;
- in gaps: how far each article is from the one before, in as many bits as `GAPS` has it for so
  frequent a term.

How often the term stands in each article (and as which words, `wordings`) is a symbol an article:
a number in a table of what occurs in the field, most frequent first, so that most take four
bits. Positions are one list over all terms, as many for an article as its frequency says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs
from tuinews.index.arrays.levels import BYTES, PAIRS, TWELVES, Levels, docs_of, read_small
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.stemwords import StemWords
from tuinews.index.columnar.wordings import Wordings
from tuinews.index.recent import Recent

_DENSE_SHARE = 8
_DENSE_FROM = 2048
GAPS: Final = (("wide", 0, PAIRS), ("middle", 2000, TWELVES), ("close", 300, BYTES))
"""The lists of gaps: which share of the articles a term must hold for each, and its numbers."""
_ROWS_KEPT = 24
_ENTRIES_KEPT = 1 << 20


def is_dense(df: Array, articles: int) -> Bools:
    """Which terms of these frequencies are kept dense."""
    if articles < _DENSE_FROM:
        return np.zeros(len(df), np.bool_)
    return np.asarray(df.astype(np.int64) * _DENSE_SHARE >= articles)


def gap_lists(df: Array, articles: int) -> Array:
    """Which list of `GAPS` terms of these frequencies are in, -1 for dense ones: int8[len(df)]."""
    lists = np.zeros(len(df), np.int8)
    for place, (_, share, _) in enumerate(GAPS):
        if share:
            lists[df.astype(np.int64) * share >= articles] = place
    lists[is_dense(df, articles)] = -1
    return lists


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
        wordings: As which words, of a field that knows them.
    """

    terms: Array
    df: Array
    docs: Docs
    tf: Array
    cf: Array
    positions: Array | None
    wordings: Wordings | None = None


class FieldPostings:
    """The postings of a field in one segment."""

    def __init__(self, file: SegmentFile, name: str, articles: int) -> None:
        self.name = name
        self.articles = articles
        self._file = file
        self.lexicon = Lexicon(file, f"{name}/terms")
        self.size = self.lexicon.size
        self.df = read_small(file, f"{name}/df", self.size)
        self.has_positions = f"{name}/positions" in file
        self.has_tf = f"{name}/symbols" in file
        self.words: StemWords | None = None
        if f"{name}/symbol.wording" in file:
            self.words = StemWords(file, name, self.size)
        self._list = gap_lists(self.df, articles)
        self._dense = self._list < 0
        self._rows = file.paged(f"{name}/dense")
        self._gaps = [Levels(file, f"{name}/{each}", widths) for each, _, widths in GAPS]
        widths = file.meta["fields"][name]["widths"]
        if self.has_tf:
            self._tf = file.array(f"{name}/symbol.tf")
            self._symbols = Levels(file, f"{name}/symbols", widths["symbols"])
        if self.has_positions:
            self._positions = Levels(file, f"{name}/positions", widths["positions"])
        self._dense_rows = Recent[int, Array](_ROWS_KEPT)
        self._read = Recent[int, tuple[Docs, Array]](_ENTRIES_KEPT, lambda pair: len(pair[0]))

    @cached_property
    def starts(self) -> Array:
        """Where each term's postings start: as `kept_offsets`, [size + 1]."""
        return ragged.kept_offsets(self.df)

    @cached_property
    def _position_starts(self) -> Array:
        return ragged.kept_offsets(read_small(self._file, f"{self.name}/cf", self.size))

    @cached_property
    def _gap_starts(self) -> list[Array]:
        """Where the gaps of each term start in each list."""
        return [
            ragged.kept_offsets(np.where(self._list == place, self.df, 0))
            for place in range(len(GAPS))
        ]

    @cached_property
    def _dense_places(self) -> Array:
        return np.cumsum(self._dense)

    def is_dense(self, term: int) -> bool:
        """Whether a term is in so many articles that a row over all of them is quickest."""
        return bool(self._dense[term])

    def _bits(self, term: int) -> Bools:
        """Which articles hold a dense term."""
        width = -(-self.articles // 8)
        start = (int(self._dense_places[term]) - 1) * width
        bits = np.unpackbits(self._rows[start : start + width], count=self.articles)
        return bits.view(np.bool_)

    def dense_row(self, term: int) -> Array | None:
        """A dense term's frequency in every article; None for other terms."""
        return self.row_of(term, self._tf_table) if self._dense[term] else None

    @property
    def _tf_table(self) -> Array | None:
        return self._tf if self.has_tf else None

    def row_of(self, term: int, table: Array | None) -> Array:
        """What a table says of a dense term's symbol in every article, 0 without the term."""
        key = term if table is self._tf_table else -1
        row = self._dense_rows.get(key)
        if row is None:
            held = self._bits(term)
            values = self._through(term, table)
            row = np.zeros(self.articles, values.dtype)
            row[held] = values
            if key >= 0:
                self._dense_rows.put(key, row)
        return row

    def _through(self, term: int, table: Array | None) -> Array:
        first, after = self.starts[term : term + 2].tolist()
        if table is None:
            return np.ones(after - first, np.uint8)
        return self._symbols.through(table, first, after)

    @property
    def highest_tf(self) -> int:
        """The highest frequency of a term in an article."""
        return int(self._tf.max(initial=1)) if self.has_tf else 1

    def docs(self, term: int) -> Docs:
        """The articles that hold a term, ascending."""
        if self._dense[term]:
            held = np.flatnonzero(self._bits(term))
            numbers: Docs = held.astype(np.uint32)
            return numbers
        place = int(self._list[term])
        first, after = self._gap_starts[place][term : term + 2].tolist()
        return docs_of(self._gaps[place].slice(first, after), (after - first,))

    def docs_and_tf(self, term: int) -> tuple[Docs, Array]:
        """The articles that hold a term, ascending, and how often each does."""
        known = self._read.get(term)
        if known is None:
            known = self.docs(term), self._through(term, self._tf_table)
            self._read.put(term, known)
        return known

    def docs_and_values(self, term: int, table: Array) -> tuple[Docs, Array]:
        """The articles that hold a term, and what a table says of its symbol in each."""
        docs, _ = self.docs_and_tf(term)
        return docs, self._through(term, table)

    def positions(self, term: int) -> Array:
        """A term's positions, article after article."""
        return self._positions.slice(*self._position_starts[term : term + 2].tolist())

    def mark(self, holders: Bools, first: int, after: int, part: int = 0) -> None:
        """Set `holders` for every article that holds a term of the range [first, after).

        With `part`, only for articles that have one of its words in that part.
        """
        for term in (first + np.flatnonzero(self._dense[first:after])).tolist():
            if not part:
                holders |= self._bits(term)
            elif self.words is not None:
                stand = self._through(term, self.words.standing_in(part)).view(np.bool_)
                holders[self.docs(term).compress(stand)] = True
        if part and self.words is not None:
            start, end = self.starts[[first, after]].tolist()
            stand = self._symbols.through(self.words.standing_in(part), start, end).view(np.bool_)
            stand = stand[np.repeat(~self._dense[first:after], self.df[first:after])]
            holders[self._docs_of_range(first, after, dense=False).compress(stand)] = True
        for place, gaps in enumerate(self._gaps if not part else ()):
            starts = self._gap_starts[place]
            start, end = starts[[first, after]].tolist()
            if start < end:
                df = np.diff(starts[first : after + 1])
                holders[docs_of(gaps.slice(start, end), df[df > 0])] = True

    def _docs_of_range(self, first: int, after: int, *, dense: bool = True) -> Docs:
        """The articles of a range of terms, perhaps without dense ones, term after term."""
        df = self.df[first:after].astype(np.int64)
        if not dense:
            df[self._dense[first:after]] = 0
        docs = np.empty(int(df.sum()), np.uint32)
        at = ragged.offsets(df)
        for place, gaps in enumerate(self._gaps):
            starts = self._gap_starts[place][first : after + 1]
            counts = np.diff(starts)
            found = docs_of(gaps.slice(int(starts[0]), int(starts[-1])), counts[counts > 0])
            docs[ragged.indices(at[:-1], counts)] = found
        for term in np.flatnonzero(self._dense[first:after]).tolist() if dense else ():
            docs[at[term] : at[term + 1]] = np.flatnonzero(self._bits(first + term))
        return docs

    def mark_each(self, holders: Bools, terms: Array, part: int = 0) -> None:
        """The same for many terms here and there: int64, ascending."""
        for first, after in ragged.runs(terms):
            self.mark(holders, first, after, part)

    def block(self, first: int, after: int, *, positions: bool = True) -> Postings:
        """All postings of a range of terms, as values that merging can work on."""
        terms = np.arange(first, after, dtype=np.int64)
        df = self.df[first:after].astype(np.int64)
        docs = self._docs_of_range(first, after)
        start, end = self.starts[[first, after]].tolist()
        wordings = None
        if self.has_tf:
            symbols = self._symbols.slice(start, end)
            tf = self._tf.take(symbols)
            if self.words is not None:
                wordings = self.words.wordings(terms, df, symbols)
        else:
            tf = np.ones(end - start, np.uint8)
        cf = np.add.reduceat(tf, ragged.offsets(df)[:-1], dtype=np.int64) if len(df) else df
        places = None
        if self.has_positions and positions:
            places = self._positions.slice(*self._position_starts[[first, after]].tolist())
        return Postings(terms, df, docs, tf, cf, places, wordings)
