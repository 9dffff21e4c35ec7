"""Owns writing with Whoosh's stock codec: batches of articles become segments, segments merge."""

from __future__ import annotations

import contextlib
import os
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tuinews.index import stock
from tuinews.index.analysis import invert
from tuinews.index.quiet import filestore, index, reading, writing
from tuinews.index.schema import TEXT_FIELDS, TextField, exact

_SEGMENTS_A_TIER: Final = 10
_TIER: Final = 8


@dataclass(frozen=True, slots=True)
class Committed:
    """What a batch left in the folder, not yet named by any manifest.

    Attributes:
        contents: The file that says which segments there are.
        files: It and every segment's file.
        docs: How many numbers have been given out.
        renumber: From an article's number before the batch to its number now.
        first: The number of the first article that the batch added; the rest follow.
    """

    contents: str
    files: tuple[str, ...]
    docs: int
    renumber: Callable[[int], int]
    first: int


class Batch:
    """Articles to add and numbers to delete, written as one new segment."""

    def __init__(self, folder: Path, generation: int, contents: str | None) -> None:
        """Start a batch upon the segments that the file `contents` names, or upon none."""
        self._folder = folder
        storage = filestore.FileStorage(os.fspath(folder))
        if contents is None:
            toc = index.TOC(stock.schema(), [], generation - 1)
        else:
            toc = index.TOC.read(
                storage, stock.INDEX_NAME, stock.generation_of(contents), stock.schema()
            )
            toc.generation = generation - 1
        self._old = tuple(toc.segments)
        self._writer = _Writer(_Live(storage, toc), codec=stock.Codec(), _lk=False)

    def add(self, texts: Mapping[TextField, Sequence[str]]) -> None:
        """Add an article; an error leaves nothing of it behind."""
        values = {}
        for name in TEXT_FIELDS:
            inverted = invert(texts[name])
            if inverted.length:
                values[name] = values[exact(name)] = inverted
        self._writer.add_document(**values)

    def delete(self, doc: int) -> None:
        """Delete the article that had this number before the batch."""
        self._writer.delete_document(doc)

    def commit(self) -> Committed:
        """Write the segment and the contents. No file of an earlier generation is touched."""
        self._writer.commit(mergetype=_merge)
        segments = self._writer.finished
        offsets, docs = {}, 0
        for segment in segments:
            offsets[segment.segment_id()] = docs
            docs += segment.doc_count_all()
        new = self._writer.newsegment.segment_id()
        contents = index.TOC._filename(stock.INDEX_NAME, self._writer.generation)
        return Committed(
            contents=contents,
            files=(contents, *(f"{segment.segment_id()}.seg" for segment in segments)),
            docs=docs,
            renumber=self._renumbering(offsets, offsets.get(new, docs)),
            first=offsets.get(new, docs),
        )

    def cancel(self) -> None:
        """Drop the batch; what it wrote is swept later, also what cannot be closed any more."""
        if not self._writer.is_closed:
            with contextlib.suppress(OSError):
                self._writer.cancel()

    def _renumbering(self, offsets: Mapping[str, int], new: int) -> Callable[[int], int]:
        starts: list[int] = []
        moves: list[tuple[int, Mapping[int, int] | None]] = []
        docs = 0
        for segment in self._old:
            starts.append(docs)
            name = segment.segment_id()
            if name in offsets:
                moves.append((offsets[name] - docs, None))
            else:
                base, order = self._writer.merged[name]
                moves.append((new + base - docs, order))
            docs += segment.doc_count_all()

        def renumber(doc: int) -> int:
            at = bisect_right(starts, doc) - 1
            move, order = moves[at]
            return doc + move if order is None else new + int(order[doc - starts[at]])

        return renumber


class _Live(index.FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """An index as one table of contents has it, never "the latest" in the folder."""

    def __init__(self, storage: Any, toc: Any) -> None:
        self.storage = storage
        self.indexname = stock.INDEX_NAME
        self._toc = toc

    def _read_toc(self) -> Any:
        return self._toc


class _Writer(writing.SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, which remembers where merged articles went and deletes no file."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.merged: dict[str, tuple[int, Mapping[int, int] | None]] = {}
        self.finished: list[Any] = []
        super().__init__(*arguments, **options)

    def write_per_doc(self, fieldnames: Any, reader: Any) -> Any:
        base = self.docnum
        moved = super().write_per_doc(fieldnames, reader)
        self.merged[reader.segment().segment_id()] = base, moved
        return moved

    def _commit_toc(self, segments: list[Any]) -> None:
        self.finished = segments
        index.TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)


def _merge(writer: _Writer, segments: list[Any]) -> list[Any]:
    """Merge the segments of a tier when it is full, and those that are mostly deleted."""
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        tier, size = 0, segment.doc_count() // 100
        while size:
            tier, size = tier + 1, size // _TIER
        tiers.setdefault(tier, []).append(segment)
    merged: set[str] = set()
    for peers in tiers.values():
        if len(peers) >= _SEGMENTS_A_TIER:
            merged.update(segment.segment_id() for segment in peers)
    for segment in segments:
        if segment.deleted_count() * 2 > segment.doc_count_all():
            merged.add(segment.segment_id())
    for segment in segments:
        if segment.segment_id() in merged:
            reader = reading.SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment.segment_id() not in merged]
