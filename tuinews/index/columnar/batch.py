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
from tuinews.index.columnar.merge import merge, renumber
from tuinews.index.columnar.newsfields import schema
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.tiers import to_merge
from tuinews.index.columnar.writer import SegmentBuilder
from tuinews.index.schema import PARTS, TEXT_FIELDS, Chunk
from tuinews.index.stemming import stemmed_as

FILE: Final = re.compile(r"_?tuinews_[0-9a-z]+\..*")
"""What the files are called that are made here, finished or not."""
MERGED_AT_ONCE: Final = 5_000
"""Articles up to which a commit merges segments itself; more are left to `Merger`."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A segment that may take the place of others.

    Attributes:
        name: Its file.
        sources: The files of those it was made of, in order, each with the numbers of the articles
            that were deleted then and are not in it: uint32, ascending.
    """

    name: str
    sources: Mapping[str, Array]


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

    def __init__(self, folder: Path, builder: SegmentBuilder | None = None) -> None:
        """Begin a segment."""
        self._folder = folder
        self._builder = SegmentBuilder(Layout.of(schema())) if builder is None else builder

    def next(self) -> SegmentOfChunks:
        """Begin another segment, which need not learn again what words stand for."""
        return SegmentOfChunks(self._folder, self._builder.next())

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
        name = segment_name()
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
        self._merged: Merged | None = None

    def add(self, chunks: Sequence[Chunk], language: str | None = None) -> None:
        """Add an article in a language, if it says which; an error leaves nothing of it behind."""
        self._segment.add(chunks, language)
        if self._segment.is_full():
            self._flush()

    def adopt(self, name: str) -> None:
        """Add the articles of a segment that was written into the folder, after those so far."""
        self._flush()
        self._new.append(name)

    def replace(self, merged: Merged) -> bool:
        """Have a segment take the place of those it was made of; whether all are still here."""
        fits = merged.sources.keys() <= {segment.file.path.name for segment in self._old}
        if fits:
            self._merged = merged
        return fits

    def delete(self, doc: int) -> None:
        """Delete the article that had this number before the batch."""
        place = bisect_right(self._starts, doc) - 1
        self._deleted[place].add(doc - self._starts[place])

    def _flush(self) -> None:
        name = self._segment.write()
        if name:
            self._new.append(name)
            self._segment = self._segment.next()

    def commit(self, write_more: WriteMore = _nothing_more) -> Committed:
        """Write the segments and the contents. No file of an earlier generation is touched.

        Args:
            write_more: Given the numbers now of all numbers before, and of the first article that
                was added, writes what else belongs into the contents.
        """
        self._flush()
        segments = [
            segment.with_deleted(_united(segment.deleted, gone))
            for segment, gone in zip(self._old, self._deleted, strict=True)
        ]
        merging, merged, moved = self._merge(segments)
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
        if merged is not None:
            for place, numbers in zip(merging, moved, strict=True):
                begin = self._starts[place]
                renumbered[begin : begin + len(numbers)] = np.where(numbers < 0, -1, numbers + docs)
            final.append(merged)
            docs += merged.articles
        first = docs
        for name in self._new:
            final.append(Segment(self._folder / name))
            docs += final[-1].articles
        contents = f"tuinews_{self._generation}.contents"
        with SegmentWriter(self._folder / contents) as file:
            for place, segment in enumerate(final):
                file.write(f"deleted.{place}", segment.deleted.astype(np.uint32))
            more = write_more(file, renumbered, first)
            names = [segment.file.path.name for segment in final]
            file.close({"segments": names, "articles": docs} | more)
        files = (contents, *(segment.file.path.name for segment in final))
        return Committed(contents, files, docs, renumbered, first)

    def _merge(self, segments: Sequence[Segment]) -> tuple[list[int], Segment | None, list[Array]]:
        """What becomes one segment: the places, that segment, and the numbers in it of each.

        What was merged meanwhile takes its place; else few articles are merged here.
        """
        if self._merged is not None:
            places = [
                place
                for place, segment in enumerate(segments)
                if segment.file.path.name in self._merged.sources
            ]
            return places, *_put_in_place(self._merged, [segments[place] for place in places])
        places = to_merge([(segment.articles, len(segment.deleted)) for segment in segments])
        chosen = [segments[place] for place in places]
        living = sum(segment.living for segment in chosen)
        if living > MERGED_AT_ONCE:
            return [], None, []
        if not living:
            return places, None, []
        path = self._folder / segment_name()
        moved = merge(chosen, path)
        return places, Segment(path), moved

    def cancel(self) -> None:
        """Drop the batch; what it wrote is swept later."""
        self._segment = SegmentOfChunks(self._folder)


def _put_in_place(merged: Merged, sources: Sequence[Segment]) -> tuple[Segment, list[Array]]:
    """A merged segment without what was deleted since, and the numbers in it of its sources."""
    path = sources[0].file.path.with_name(merged.name)
    then = [segment.with_deleted(merged.sources[segment.file.path.name]) for segment in sources]
    numbers = renumber(then)
    gone = [
        moved[segment.deleted.astype(np.int64)]
        for segment, moved in zip(sources, numbers, strict=True)
    ]
    deleted = np.concatenate(gone)
    whole = Segment(path, np.sort(deleted[deleted >= 0]).astype(np.uint32))
    for segment, moved in zip(sources, numbers, strict=True):
        moved[segment.deleted.astype(np.int64)] = -1
    return whole, numbers


def segment_name() -> str:
    """A name for a segment's file that none has."""
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
