"""Owns merging segments: one new segment of their living articles, by copying arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import widths_for
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.breaks import BREAKS, Breaks, write_breaks
from tuinews.index.columnar.columns import write_numbers, write_ordinals, write_texts
from tuinews.index.columnar.exact import ExactPostings
from tuinews.index.columnar.fieldwriter import write_field
from tuinews.index.columnar.ledes import write_ledes
from tuinews.index.columnar.lexicon import narrow, write_lexicon
from tuinews.index.columnar.postings import FieldPostings, Postings
from tuinews.index.columnar.runs import compact
from tuinews.index.columnar.segment import Field, Segment, write_lengths
from tuinews.index.columnar.wordbook import WordBook, WordsOfSource

_BLOCK = 250_000


def merge(segments: Sequence[Segment], path: Path) -> list[Array]:
    """Write the living articles of some segments, in their order, as one segment.

    The segments have the same fields: they were written with one schema.

    Returns:
        For each segment, int64[articles]: every article's new number, -1 where it was deleted.
    """
    kept = renumber(segments)
    articles = sum(segment.living for segment in segments)
    living = [np.flatnonzero(numbers >= 0) for numbers in kept]
    meta: dict[str, Any] = {"articles": articles, "fields": {}}
    with SegmentWriter(path) as file:
        for name in segments[0].names("text", "words"):
            meta["fields"] |= _merge_field(file, name, segments, kept, living, articles)
        for name in segments[0].names("number"):
            columns = [segment.numbers(name) for segment in segments]
            values = np.concatenate(
                [
                    column.values(chosen)
                    for column, chosen in zip(columns, living, strict=True)
                    if column is not None
                ]
            )
            meta["fields"][name] = {"kind": "number"} | write_numbers(file, name, values)
        for name in segments[0].stored():
            texts = [segment.texts(name) for segment in segments]
            pairs = [
                (each, chosen)
                for each, chosen in zip(texts, living, strict=True)
                if each is not None
            ]
            write_texts(file, f"stored:{name}", pairs)
        file.close(meta)
    return kept


def renumber(segments: Sequence[Segment]) -> list[Array]:
    """The numbers that the articles of some segments get where these are merged.

    Returns:
        For each segment, int64[articles]: every article's new number, -1 where it is deleted.
    """
    kept: list[Array] = []
    articles = 0
    for segment in segments:
        numbers = np.arange(segment.articles, dtype=np.int64)
        alive = segment.alive()
        if alive is not None:
            numbers = np.where(alive, np.cumsum(alive) - 1, -1)
        kept.append(np.where(numbers >= 0, numbers + articles, -1))
        articles += segment.living
    return kept


class _Part:
    """The postings of a field in one segment, as a source of the merged field."""

    def __init__(
        self, file: SegmentFile, postings: FieldPostings, kept: Array, *, deletions: bool
    ) -> None:
        self._file, self._postings, self._kept = file, postings, kept
        self.highest_tf = postings.highest_tf
        self.df = postings.df.astype(np.int64)
        if deletions:
            self.df = self._living_df()
        self.held = np.flatnonzero(self.df)
        words = postings.lexicon.all_words()
        self.words = [words[place] for place in self.held.tolist()]
        self.places = np.full(postings.size, -1, np.int64)

    def _living_df(self) -> Array:
        df = np.zeros(self._postings.size, np.int64)
        at = ragged.offsets(self.df)
        first = 0
        while first < len(df):
            after = max(int(np.searchsorted(at, at[first] + _BLOCK, side="right")) - 1, first + 1)
            block = compact(self._postings.block(first, after, positions=False), self._kept)
            df[block.terms] = block.df
            first = after
        return df

    def place(self, ranks: dict[bytes, int]) -> None:
        """Learn the places of this segment's terms in the merged lexicon."""
        self.places[self.held] = np.fromiter(map(ranks.__getitem__, self.words), np.int64)
        self._ranks = self.places[self.held]
        self.words.clear()

    def written(self, exact: Field) -> WordsOfSource:
        """The words as written that this segment knows; none where no article has them now."""
        words = self._postings.words
        if words is None:
            raise IndexUnreadableError(f"{exact.name}: the words of a segment are not there")
        lexicon = exact.postings.lexicon
        known: list[bytes | None] = [*lexicon.all_words(), None]
        stems = np.repeat(self.places, np.diff(words.start))
        return WordsOfSource(
            stems, list(map(known.__getitem__, words.word.tolist())), words.df.astype(np.int64)
        )

    def block(self, first: int, after: int, *, positions: bool = True) -> Postings:
        """The living postings of the merged terms in [first, after)."""
        low, high = np.searchsorted(self._ranks, [first, after]).tolist()
        start, end = 0, 0
        if low < high:
            start, end = int(self.held[low]), int(self.held[high - 1]) + 1
        block = compact(self._postings.block(start, end, positions=positions), self._kept)
        # A merge goes through each segment once: what lies behind need not stay in memory.
        self._file.let_go()
        return replace(block, terms=self.places[block.terms])


def _merge_field(
    file: SegmentWriter,
    name: str,
    segments: Sequence[Segment],
    kept: Sequence[Array],
    living: Sequence[Array],
    articles: int,
) -> dict[str, Any]:
    fields = [_field(segment, name) for segment in segments]
    parts = [
        _part(segment, field, numbers)
        for segment, field, numbers in zip(segments, fields, kept, strict=True)
    ]
    words, df = _together(parts)
    meta = segments[0].file.meta["fields"]
    is_text = fields[0].kind == "text"
    exact = meta[name].get("exact")
    written = write_field(
        file,
        name,
        words,
        df,
        parts,
        articles=articles,
        highest_tf=max(part.highest_tf for part in parts),
        positions=widths_for(_of_each([f.spans() for f in fields], living)) if is_text else None,
        search=is_text and meta[name]["searched"],
        book=None if exact is None else _words_written(exact, len(words), segments, parts),
    )
    file.write(
        f"{name}/length",
        np.concatenate(
            [field.length[numbers] for field, numbers in zip(fields, living, strict=True)]
        ),
    )
    if not is_text:
        return {
            name: {"kind": "words"}
            | written
            | _merge_ordinals(file, name, words, fields, parts, living)
        }
    _merge_beside(file, name, segments, fields, living)
    if meta[name]["raw"]:
        _merge_raw(file, name, fields, parts)
    length = int(_of_each([field.exact_lengths() for field in fields], living).sum())
    merged = {name: meta[name] | {"length": length} | written}
    if exact is not None:
        merged[exact] = meta[exact] | {"length": length}
    return merged


def _field(segment: Segment, name: str) -> Field:
    field = segment.field(name)
    if field is None:
        raise IndexUnreadableError(f"{segment.file.path.name}: it has no {name}")
    return field


def _part(segment: Segment, field: Field, kept: Array) -> _Part:
    if isinstance(field.postings, ExactPostings):
        raise IndexUnreadableError(f"{field.name}: words as written have no postings of their own")
    return _Part(segment.file, field.postings, kept, deletions=segment.alive() is not None)


def _together(parts: Sequence[_Part]) -> tuple[list[bytes], Array]:
    """The terms of all parts, sorted, and in how many articles each is: int64."""
    words = sorted(set().union(*(part.words for part in parts)))
    ranks = {word: rank for rank, word in enumerate(words)}
    df = np.zeros(len(words), np.int64)
    for part in parts:
        part.place(ranks)
        df[part.places[part.held]] += part.df[part.held]
    return words, df


def _words_written(
    name: str, stems: int, segments: Sequence[Segment], parts: Sequence[_Part]
) -> WordBook:
    """The words as written, of the field `name`, that so many stems stand for."""
    fields = [segment.field(name) for segment in segments]
    known = (part.written(field) for part, field in zip(parts, fields, strict=True) if field)
    return WordBook(name, stems, known)


def _merge_ordinals(
    file: SegmentWriter,
    name: str,
    words: Sequence[bytes],
    fields: Sequence[Field],
    parts: Sequence[_Part],
    living: Sequence[Array],
) -> dict[str, Any]:
    """Write which words each article has; what to keep of it in the meta."""
    counts: list[Array] = []
    ordinals: list[Array] = []
    for field, part, chosen in zip(fields, parts, living, strict=True):
        if field.ordinals is None:
            raise IndexUnreadableError(f"{name}: it is words in one segment, not in another")
        count, flat = field.ordinals.lists()
        starts = ragged.offsets(count)[chosen]
        counts.append(count[chosen])
        ordinals.append(part.places[flat[ragged.indices(starts, count[chosen])]])
    count, flat = np.concatenate(counts), np.concatenate(ordinals)
    return {"length": int(count.sum())} | write_ordinals(file, name, count, flat, len(words))


def _merge_beside(
    file: SegmentWriter,
    name: str,
    segments: Sequence[Segment],
    fields: Sequence[Field],
    living: Sequence[Array],
) -> None:
    """Write what each article has in a text field beside its postings."""
    spans = _of_each([field.spans() for field in fields], living)
    exact = _of_each([field.exact_lengths() for field in fields], living)
    write_lengths(file, name, spans, exact)
    for name_of in BREAKS:
        parts_of = [
            Breaks(segment.file, f"{name}/{name_of}", segment.articles).of(chosen)
            for segment, chosen in zip(segments, living, strict=True)
        ]
        counted, where = (np.concatenate(each) for each in zip(*parts_of, strict=True))
        write_breaks(file, f"{name}/{name_of}", counted, where)
    ledes = [field.ledes for field in fields]
    write_ledes(
        file,
        name,
        _of_each([first for first, _ in ledes], living),
        _of_each([after for _, after in ledes], living),
    )


def _of_each(columns: Sequence[Array | None], living: Sequence[Array]) -> Array:
    """The living articles' part of a column of every segment: int64."""
    chosen = [
        column[numbers].astype(np.int64)
        for column, numbers in zip(columns, living, strict=True)
        if column is not None
    ]
    return np.concatenate([np.empty(0, np.int64), *chosen])


def _merge_raw(
    file: SegmentWriter, name: str, fields: Sequence[Field], parts: Sequence[_Part]
) -> None:
    known: dict[bytes, int] = {}
    for field, part in zip(fields, parts, strict=True):
        if field.raw is None:
            continue
        places = part.places[field.raw.term]
        held = np.flatnonzero(places >= 0)
        known.update(zip(field.raw.lexicon.words(held), places[held].tolist(), strict=True))
    words = sorted(known)
    write_lexicon(file, f"{name}/raw", words, search=True, suffixes=True)
    file.write(f"{name}/raw.term", narrow([known[word] for word in words]))
