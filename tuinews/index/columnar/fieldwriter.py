"""Owns writing the postings of a field: gathers them from their sources, block by block of terms.

Sources are what a field is made of: the runs of a writer, or the segments of a merge. They hold
disjoint articles, each later source later ones, so that a term's postings are those of the
sources one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import LevelWriter, Widths, gaps_of, write_small
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.lexicon import write_lexicon
from tuinews.index.columnar.postings import GAPS, Postings, gap_lists
from tuinews.index.columnar.symbols import Symbols
from tuinews.index.columnar.wordbook import WordBook
from tuinews.index.columnar.wordings import Wordings

_BLOCK = 250_000
_SAMPLED = 4


class Source(Protocol):
    """Where postings come from; terms are ordinals of the field being written."""

    def block(self, first: int, after: int, *, positions: bool = True) -> Postings:
        """The postings of the terms in [first, after) that this source holds."""
        ...


def write_field(
    file: SegmentWriter,
    name: str,
    words: Sequence[bytes],
    df: Array,
    sources: Sequence[Source],
    *,
    articles: int,
    highest_tf: int,
    positions: Widths | None,
    search: bool,
    book: WordBook | None = None,
) -> dict[str, Any]:
    """Write lexicon and postings of a field; what to keep of it in the meta.

    Args:
        words: The field's terms, sorted and distinct; each has df over 0.
        df: int64[len(words)].
        articles: How many articles the segment holds.
        highest_tf: No frequency is above it; at 1, frequencies are not written.
        positions: How positions are kept; None when they are not.
        search: Whether fuzzy search runs on these terms.
        book: The words that the terms stand for, of a field that keeps them.
    """
    write_lexicon(file, f"{name}/terms", words, search=search)
    write_small(file, f"{name}/df", df)
    writer = _FieldWriter(file, name, df, articles, positions, book, has_tf=highest_tf > 1)
    at = ragged.offsets(df)
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        after = int(np.searchsorted(at, at[first] + _BLOCK, side="right")) - 1
        spans.append((first, max(after, first + 1)))
        first = spans[-1][1]
    if len(spans) > 1:
        for first, after in spans[:: -(-len(spans) // _SAMPLED)]:
            for source, part in enumerate(sources):
                writer.look(part.block(first, after, positions=False), source)
    for first, after in spans:
        parts = [
            writer.worded(source.block(first, after), number)
            for number, source in enumerate(sources)
        ]
        block = interleave(parts, first, after)
        if len(spans) == 1:
            writer.look(block, None)
        if first == 0:
            writer.settle()
        writer.add(block)
    return writer.finish()


def interleave(parts: Sequence[Postings], first: int, after: int) -> Postings:
    """Put the postings of several sources together, term by term, sources in their order."""
    if len(parts) == 1 and len(parts[0].terms) == after - first:
        return parts[0]
    df = np.zeros(after - first, np.int64)
    cf = np.zeros(after - first, np.int64)
    for part in parts:
        df[part.terms - first] += part.df
        cf[part.terms - first] += part.cf
    docs = np.empty(int(df.sum()), np.uint32)
    tf = np.empty(len(docs), max((part.tf.dtype for part in parts), key=lambda t: t.itemsize))
    kinds = [part.positions.dtype for part in parts if part.positions is not None]
    positions = None
    if kinds:
        positions = np.empty(int(cf.sum()), max(kinds, key=lambda t: t.itemsize))
    codes = None
    if any(part.wordings is not None for part in parts):
        codes = np.zeros(len(docs), np.uint32)
    fill = ragged.offsets(df)[:-1]
    position_fill = ragged.offsets(cf)[:-1]
    for part in parts:
        places = part.terms - first
        into = ragged.indices(fill[places], part.df)
        docs[into] = part.docs
        tf[into] = part.tf
        if codes is not None and part.wordings is not None:
            codes[into] = part.wordings.codes
        fill[places] += part.df
        if positions is not None and part.positions is not None:
            positions[ragged.indices(position_fill[places], part.cf)] = part.positions
            position_fill[places] += part.cf
    wordings = None if codes is None else Wordings(codes)
    return Postings(np.arange(first, after), df, docs, tf, cf, positions, wordings)


class _FieldWriter:
    """Writes blocks of postings as `postings` has them."""

    def __init__(
        self,
        file: SegmentWriter,
        name: str,
        df: Array,
        articles: int,
        positions: Widths | None,
        book: WordBook | None,
        *,
        has_tf: bool,
    ) -> None:
        self._file, self._name, self._articles, self._book = file, name, articles, book
        self._list = gap_lists(df, articles)
        file.declare(f"{name}/dense", np.uint8)
        self._gaps = [LevelWriter(file, f"{name}/{each}", widths) for each, _, widths in GAPS]
        self._symbols = Symbols() if has_tf or book is not None else None
        self._widths: dict[str, Widths] = {}
        self._of_symbols: LevelWriter | None = None
        self._positions: LevelWriter | None = None
        if positions is not None:
            self._widths["positions"] = positions
            self._positions = LevelWriter(file, f"{name}/positions", positions)
        self._cf: list[Array] = []

    def worded(self, block: Postings, source: int | None) -> Postings:
        """The postings of a source with its words named as in the field that is written."""
        if self._book is None or block.wordings is None or source is None:
            return block
        codes = self._book.renamed(block.wordings, source)
        return replace(block, wordings=Wordings(codes))

    def look(self, block: Postings, source: int | None) -> None:
        """Count what a block says, so that what is frequent gets short symbols."""
        if self._symbols is not None and len(block.docs):
            wordings = self.worded(block, source).wordings
            self._symbols.sample(block.tf, None if wordings is None else wordings.codes)

    def settle(self) -> None:
        """All that should be looked at has been."""
        if self._symbols is not None:
            widths = self._widths["symbols"] = self._symbols.settle()
            self._of_symbols = LevelWriter(self._file, f"{self._name}/symbols", widths)

    def add(self, block: Postings) -> None:
        """Write the next block of terms."""
        span = slice(int(block.terms[0]), int(block.terms[-1]) + 1)
        at = ragged.offsets(block.df)
        for term in np.flatnonzero(self._list[span] < 0).tolist():
            held = np.zeros(self._articles, np.bool_)
            held[block.docs[at[term] : at[term + 1]]] = True
            self._file.append(f"{self._name}/dense", np.packbits(held))
        for place, gaps in enumerate(self._gaps):
            chosen = self._list[span] == place
            if chosen.any():
                docs = block.docs.compress(np.repeat(chosen, block.df))
                gaps.append(gaps_of(docs, block.df.compress(chosen)))
        codes = None if block.wordings is None else block.wordings.codes
        if self._symbols is not None and self._of_symbols is not None:
            self._of_symbols.append(self._symbols.of(block.tf, codes))
        if self._book is not None and codes is not None:
            self._book.count(block.terms, block.df, codes)
        if self._positions is not None and block.positions is not None:
            self._positions.append(block.positions)
            self._cf.append(block.cf)

    def finish(self) -> dict[str, Any]:
        """Write what is known only now; what to keep in the meta."""
        for gaps in self._gaps:
            gaps.finish()
        if self._of_symbols is None and self._symbols is not None:
            self.settle()
        if self._symbols is not None and self._of_symbols is not None:
            self._of_symbols.finish()
            self._symbols.write(self._file, self._name, wordings=self._book is not None)
        if self._positions is not None:
            self._positions.finish()
            cf = np.concatenate([np.empty(0, np.int64), *self._cf])
            write_small(self._file, f"{self._name}/cf", cf)
        if self._book is not None:
            self._book.write(self._file, self._name)
        return {"widths": self._widths}
