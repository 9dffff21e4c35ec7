"""Owns writing a generation's segments: what a batch of changes adds and takes away.

The contents of a generation are one small file that names its segments in order and holds the
numbers of their deleted articles.
"""

from __future__ import annotations

import re
import secrets
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.layout import LANGUAGE, Layout, Parted
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.newsfields import schema
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.tiers import to_merge, to_merge_at_last
from tuinews.index.columnar.writer import SegmentBuilder
from tuinews.index.schema import PARTS, TEXT_FIELDS, Chunk
from tuinews.index.stemming import stemmed_as

FILE: Final = re.compile(r"_?tuinews_[0-9a-z]+\..*")
"""What the files are called that are made here, finished or not."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What a batch left in the folder, not yet named by any manifest.

    Attributes:
        contents: The file that says which segments there are.
        files: It and every segment's file.
        docs: How many numbers have been given out.
        renumbered: int64, for each number given out before the batch the number now, -1 where the
            article is gone.
        first: The number of the first article that the batch added; the rest follow.
    """

    contents: str
    files: tuple[str, ...]
    docs: int
    renumbered: Array
    first: int


class SegmentOfChunks:
    """Articles on their way into one segment of a folder."""

    def __init__(self, folder: Path, after: SegmentOfChunks | None = None) -> None:
        """Begin a segment; one that comes `after` another need not learn its words again."""
        self._folder = folder
        if after is None:
            self._builder = SegmentBuilder(Layout.of(schema()))
        else:
            self._builder = after._builder.next()

    def add(self, chunks: Sequence[Chunk], language: str | None = None) -> None:
        """Add an article in a language, if it says which; an error leaves nothing of it behind."""
        texts = [text for _, text in chunks]
        parts = [PARTS[part] for part, _ in chunks]
        values: dict[str, Any] = {
            name: [text for part, text in chunks if part == name] for name in TEXT_FIELDS
        }
        values |= {"body": Parted(texts, parts), LANGUAGE: stemmed_as(language)}
        self._builder.add(values)

    def is_full(self) -> bool:
        """Whether it had better be written now, for the sake of memory."""
        return self._builder.is_full()

    def write(self) -> str:
        """Write the segment; the name of its file, "" when there is no article."""
        if not len(self._builder):
            return ""
        name = _segment_name()
        self._builder.write(self._folder / name)
        return name


WriteMore = Callable[[SegmentWriter, Array, int], dict[str, Any]]


def _nothing_more(file: SegmentWriter, renumbered: Array, first: int) -> dict[str, Any]:
    return {}


class Batch:
    """Articles to add and numbers to delete, written as one new segment (or few)."""

    def __init__(self, folder: Path, generation: int, contents: str | None) -> None:
        """Start a batch upon the segments that the file `contents` names, or upon none."""
        self._folder, self._generation = folder, generation
        self._old = (
            [] if contents is None else list(open_segments(SegmentFile(folder / contents), folder))
        )
        self._starts = np.cumsum([0, *(segment.articles for segment in self._old)]).tolist()
        self._deleted: list[set[int]] = [set() for _ in self._old]
        self._segment = SegmentOfChunks(folder)
        self._new: list[str] = []

    def add(self, chunks: Sequence[Chunk], language: str | None = None) -> None:
        """Add an article in a language, if it says which; an error leaves nothing of it behind."""
        self._segment.add(chunks, language)
        if self._segment.is_full():
            self._flush()

    def adopt(self, name: str) -> None:
        """Add the articles of a segment that was written into the folder, after those so far."""
        self._flush()
        self._new.append(name)

    def delete(self, doc: int) -> None:
        """Delete the article that had this number before the batch."""
        place = bisect_right(self._starts, doc) - 1
        self._deleted[place].add(doc - self._starts[place])

    def _flush(self) -> None:
        name = self._segment.write()
        if name:
            self._new.append(name)
            self._segment = SegmentOfChunks(self._folder, self._segment)

    def commit(self, write_more: WriteMore = _nothing_more, *, built: int = 0) -> Committed:
        """Write the segments and the contents. No file of an earlier generation is touched.

        Args:
            built: With how many articles a build ends here; 0 in its midst and for few changes.
            write_more: Given the numbers now of all numbers before, and of the first article that
                was added, writes what else belongs into the contents.
        """
        self._flush()
        segments = [
            segment.with_deleted(_united(segment.deleted, gone))
            for segment, gone in zip(self._old, self._deleted, strict=True)
        ]
        sizes = [(segment.articles, len(segment.deleted)) for segment in segments]
        merging = to_merge(sizes)
        old = len(segments)
        if built:
            segments += [Segment(self._folder / name) for name in self._new]
            merging = [*to_merge_at_last(sizes, built), *range(old, len(segments))]
        renumbered = np.full(self._starts[-1], -1, np.int64)
        final: list[Segment] = []
        docs = 0
        for place, segment in enumerate(segments):
            if place not in merging:
                begin = self._starts[place]
                renumbered[begin : begin + segment.articles] = docs + np.arange(segment.articles)
                renumbered[begin + segment.deleted.astype(np.int64)] = -1
                final.append(segment)
                docs += segment.articles
        merged = [segments[place] for place in merging]
        first = docs
        if any(segment.living for segment in merged):
            path = self._folder / _segment_name()
            numbers = merge(merged, path)
            for place, moved in zip(merging, numbers, strict=True):
                if place < old:
                    begin = self._starts[place]
                    renumbered[begin : begin + len(moved)] = np.where(moved < 0, -1, moved + docs)
                    first += int((moved >= 0).sum())
            final.append(Segment(path))
            docs += final[-1].articles
        if not built:
            first = docs
            for name in self._new:
                final.append(Segment(self._folder / name))
                docs += final[-1].articles
        contents = f"tuinews_{self._generation}.contents"
        with SegmentWriter(self._folder / contents) as file:
            for place, segment in enumerate(final):
                file.write(f"deleted.{place}", segment.deleted.astype(np.uint32))
            more = write_more(file, renumbered, first)
            file.close({"segments": [segment.file.path.name for segment in final]} | more)
        files = (contents, *(segment.file.path.name for segment in final))
        return Committed(contents, files, docs, renumbered, first)

    def cancel(self) -> None:
        """Drop the batch; what it wrote is swept later."""
        self._segment = SegmentOfChunks(self._folder)


def _segment_name() -> str:
    return f"tuinews_{secrets.token_hex(8)}.segment"


def _united(deleted: Array, more: set[int]) -> Array:
    return np.union1d(deleted, np.array(sorted(more), np.uint32)).astype(np.uint32)


def open_segments(
    contents: SegmentFile, folder: Path, files: Mapping[str, int] | None = None
) -> Iterator[Segment]:
    """The segments that a contents file names, by name in `folder` or by descriptor."""
    for place, name in enumerate(contents.meta["segments"]):
        deleted = contents.array(f"deleted.{place}")
        descriptor = None if files is None else files[name]
        yield Segment(folder / name, deleted, descriptor=descriptor)
