"""Owns writing the postings of a field: gathers them from their sources, block by block of terms.

Sources are what a field is made of: the runs of a writer, or the segments of a merge. They hold
disjoint articles, each later source later ones, so that a term's postings are those of the
sources one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.lexicon import write_lexicon
from tuinews.index.columnar.packed import PackedWriter, Packing
from tuinews.index.columnar.postings import (
    CHUNK_BITS,
    Postings,
    chunks_of,
    is_dense,
    rare_below,
)
from tuinews.index.columnar.segmentfile import SegmentWriter

_BLOCK = 500_000


class Source(Protocol):
    """Where postings come from; terms are ordinals of the field being written."""

    def block(self, first: int, after: int) -> Postings:
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
    packing: Packing | None,
    search: bool,
    suffixes: bool = False,
) -> None:
    """Write lexicon and postings of a field.

    Args:
        words: The field's terms, sorted and distinct; each has df over 0.
        df: int64[len(words)].
        articles: How many articles the segment holds.
        highest_tf: No frequency is above it; at 1, frequencies are not written.
        packing: How positions are kept; None when they are not.
        search: Whether fuzzy search runs on these terms.
        suffixes: Whether they are also looked up by how they end.
    """
    write_lexicon(file, f"{name}/terms", words, search=search, suffixes=suffixes)
    file.write(f"{name}/df", df.astype(ragged.smallest_unsigned(int(df.max(initial=0)))))
    writer = _FieldWriter(file, name, df, articles, highest_tf, packing)
    at = ragged.offsets(df)
    first = 0
    while first < len(words):
        after = int(np.searchsorted(at, at[first] + _BLOCK, side="right")) - 1
        after = max(after, first + 1)
        parts = [source.block(first, after) for source in sources]
        writer.add(interleave(parts, first, after))
        first = after
    writer.finish()


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
    fill = ragged.offsets(df)[:-1]
    position_fill = ragged.offsets(cf)[:-1]
    for part in parts:
        places = part.terms - first
        into = ragged.indices(fill[places], part.df)
        docs[into] = part.docs
        tf[into] = part.tf
        fill[places] += part.df
        if positions is not None and part.positions is not None:
            positions[ragged.indices(position_fill[places], part.cf)] = part.positions
            position_fill[places] += part.cf
    return Postings(np.arange(first, after, dtype=np.int64), df, docs, tf, cf, positions)


class _FieldWriter:
    """Sorts the postings of blocks into the three ways of `postings`."""

    def __init__(
        self,
        file: SegmentWriter,
        name: str,
        df: Array,
        articles: int,
        highest_tf: int,
        packing: Packing | None,
    ) -> None:
        self._file, self._name, self._articles = file, name, articles
        self._dense = is_dense(df, articles)
        self._chunked = ~self._dense & (df >= rare_below(articles))
        self._rare = ~self._dense & ~self._chunked
        self._chunks = chunks_of(articles) if self._chunked.any() else 0
        self._keep_tf = highest_tf > 1
        tf_kind = ragged.smallest_unsigned(highest_tf)
        file.write(f"{name}/dense.terms", np.flatnonzero(self._dense).astype(np.uint32))
        file.write(f"{name}/chunk.terms", np.flatnonzero(self._chunked).astype(np.uint32))
        file.declare(f"{name}/dense", tf_kind)
        file.declare(f"{name}/rare.docs", np.uint32)
        for chunk in range(self._chunks):
            file.declare(f"{name}/chunk.docs.{chunk}", np.uint16)
        ways = ["rare.{}", *(f"chunk.{{}}.{chunk}" for chunk in range(self._chunks))]
        if self._keep_tf:
            for way in ways:
                file.declare(_array(name, way, "tf"), tf_kind)
        self._positions: dict[str, PackedWriter] = {}
        if packing is not None:
            for way in [*ways, "dense.{}"]:
                array = _array("", way, "positions")[1:]
                self._positions[array] = PackedWriter(file, f"{name}/{array}", packing)
        self._rare_df: list[Array] = [df[self._rare]]
        self._rare_cf: list[Array] = []
        self._dense_cf: list[Array] = []
        self._chunk_df: list[Array] = []
        self._chunk_cf: list[Array] = []

    def add(self, block: Postings) -> None:
        """Write the next block of terms."""
        first, after = int(block.terms[0]), int(block.terms[-1]) + 1
        self._add_dense(block, np.flatnonzero(self._dense[first:after]))
        rare = self._rare[first:after]
        if rare.all():
            self._add_rare(block)
        elif rare.any():
            self._add_rare(_select(block, np.flatnonzero(rare)))
        chunked = self._chunked[first:after]
        if chunked.any():
            self._add_chunked(_select(block, np.flatnonzero(chunked)))

    def _add_dense(self, block: Postings, places: Array) -> None:
        start, at = ragged.offsets(block.df), ragged.offsets(block.cf)
        for place in places.tolist():
            row = np.zeros(self._articles, block.tf.dtype)
            span = slice(start[place], start[place + 1])
            row[block.docs[span]] = block.tf[span]
            self._append("dense", row)
            if block.positions is not None:
                held = block.positions[at[place] : at[place + 1]]
                self._positions["dense.positions"].append(held)
        self._dense_cf.append(block.cf[places])

    def _add_rare(self, block: Postings) -> None:
        self._append("rare.docs", block.docs)
        if self._keep_tf:
            self._append("rare.tf", block.tf)
        if block.positions is not None:
            self._positions["rare.positions"].append(block.positions)
        self._rare_cf.append(block.cf)

    def _add_chunked(self, block: Postings) -> None:
        terms = np.repeat(np.arange(len(block.df)), block.df)
        chunk_of = (block.docs >> CHUNK_BITS).astype(np.uint16)
        order = np.argsort(chunk_of, kind="stable")
        bounds = np.searchsorted(chunk_of[order], np.arange(self._chunks + 1))
        low = (block.docs & np.uint32((1 << CHUNK_BITS) - 1)).astype(np.uint16)
        start = ragged.offsets(block.tf)[:-1] if block.positions is not None else None
        df = np.empty((self._chunks, len(block.df)), np.int64)
        cf = np.zeros((self._chunks, len(block.df)), np.int64)
        for chunk in range(self._chunks):
            chosen = order[bounds[chunk] : bounds[chunk + 1]]
            tf = block.tf[chosen]
            df[chunk] = np.bincount(terms[chosen], minlength=len(block.df))
            self._append(f"chunk.docs.{chunk}", low[chosen])
            if self._keep_tf:
                self._append(f"chunk.tf.{chunk}", tf)
            if start is not None and block.positions is not None:
                cf[chunk] = np.bincount(terms[chosen], weights=tf, minlength=len(block.df))
                into = ragged.indices(start[chosen], tf)
                self._positions[f"chunk.positions.{chunk}"].append(block.positions[into])
        self._chunk_df.append(df)
        self._chunk_cf.append(cf)

    def _append(self, array: str, values: Array) -> None:
        self._file.append(f"{self._name}/{array}", values)

    def finish(self) -> None:
        """Write where everything starts."""
        if len(self._rare_df[0]) and int(self._rare_df[0].max()) > 1:
            self._write_starts("rare.start", self._rare_df)
        terms = int(self._chunked.sum())
        self._write_chunk_starts("chunk.start", self._chunk_df, terms)
        if self._positions:
            for packed in self._positions.values():
                packed.finish()
            self._write_starts("rare.at", self._rare_cf)
            self._write_starts("dense.at", self._dense_cf)
            self._write_chunk_starts("chunk.at", self._chunk_cf, terms)

    def _write_starts(self, array: str, counts: list[Array]) -> None:
        flat = np.concatenate([np.empty(0, np.int64), *counts])
        self._file.write(f"{self._name}/{array}", ragged.offsets(flat).astype(np.uint32))

    def _write_chunk_starts(self, array: str, counts: list[Array], terms: int) -> None:
        starts = np.zeros((self._chunks, terms + 1), np.uint32)
        if counts:
            np.cumsum(np.concatenate(counts, axis=1), axis=1, out=starts[:, 1:])
        self._file.write(f"{self._name}/{array}", starts)


def _array(name: str, way: str, what: str) -> str:
    return f"{name}/{way.format(what)}"


def _select(block: Postings, places: Array) -> Postings:
    """The postings of some terms of a block."""
    df, cf = block.df[places], block.cf[places]
    chosen = ragged.indices(ragged.offsets(block.df)[places], df)
    positions = block.positions
    if positions is not None:
        positions = positions[ragged.indices(ragged.offsets(block.cf)[places], cf)]
    return Postings(block.terms[places], df, block.docs[chosen], block.tf[chosen], cf, positions)
