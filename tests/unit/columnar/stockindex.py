"""Owns an index in Whoosh's stock codec with the product's fields: what results are held to."""

from __future__ import annotations

import contextlib
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import fields, formats, index, reading, scoring, searching, writing
from whoosh.codec import whoosh3
from whoosh.filedb import filestore, structfile
from whoosh.query import qcore

from tuinews.index.analysis import SURFACE, analyse
from tuinews.index.schema import EXACT, TEXT_FIELDS, Chunk

INDEX_NAME = "tuinews"
_SEGMENTS_A_TIER = 10
_TIER = 8


_GAP = 100
"""Positions left free between two chunks of a field, so that no phrase reaches across."""


class Inverted(NamedTuple):
    """One field of one article: positions of each stem, how often each folded word occurs."""

    stems: dict[str, list[int]]
    words: dict[str, int]
    length: int


def invert(chunks: Iterable[str]) -> Inverted:
    """Find where each term of a field stands. Characters of unspaced scripts count as words."""
    stems: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    position = 0
    length = 0
    for chunk in chunks:
        for surface in SURFACE.findall(chunk):
            analysed = analyse(surface)
            parts, joined, unspaced = analysed
            if joined is not None:
                stems.setdefault(joined.stem, []).append(position)
                words[joined.word] = words.get(joined.word, 0) + 1
            for part in parts:
                stems.setdefault(part.stem, []).append(position)
                word = part.word[0] if unspaced else part.word
                words[word] = words.get(word, 0) + 1
                position += 1
            length += len(parts)
        position += _GAP
    return Inverted(stems, words, length)


class _Positions(formats.Format):
    """A posting's value: the positions of a stem, as steps of 7 bits a byte. No pickle."""

    def decode_positions(self, value: bytes) -> list[int]:
        positions = []
        position = step = shift = 0
        for byte in value:
            step |= (byte & 127) << shift
            if byte > 127:
                shift += 7
            else:
                position += step
                positions.append(position)
                step = shift = 0
        return positions

    def decode_frequency(self, value: bytes) -> int:
        return sum(byte < 128 for byte in value)

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


def _encode(positions: Sequence[int]) -> bytes:
    out = bytearray()
    last = 0
    for position in positions:
        step = position - last
        last = position
        while step > 127:
            out.append(step & 127 | 128)
            step >>= 7
        out.append(step)
    return bytes(out)


class _Stems(fields.FieldType):
    """A field of stems with positions; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = _Positions()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for stem, positions in value.stems.items():
            count = len(positions)
            yield stem.encode(), count, float(count), _encode(positions)


class _Words(fields.FieldType):
    """A field of words as written, with how often they occur; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word, count in value.words.items():
            yield word.encode(), count, 1.0, b""


def schema() -> Any:
    return fields.Schema(
        **{name: _Stems() for name in TEXT_FIELDS},
        **{EXACT: _Words()},
    )


def generation_of(contents: str) -> int:
    found = index.TOC._pattern(INDEX_NAME).match(contents)
    if not found:
        raise ValueError(f"{contents} is no table of contents")
    return int(found.group(1))


class Engine:
    """The segments of one generation, open for searching."""

    def __init__(self, files: Mapping[str, int], contents: str) -> None:
        storage = _Held(files)
        toc = index.TOC.read(storage, INDEX_NAME, generation_of(contents), schema())
        readers = [
            reading.SegmentReader(storage, toc.schema, segment, codec=Codec())
            for segment in toc.segments
        ]
        if not readers:
            self._reader = reading.EmptyReader(toc.schema)
        elif len(readers) == 1:
            self._reader = readers[0]
        else:
            self._reader = reading.MultiReader(readers)
        self._searcher = searching.Searcher(self._reader, weighting=scoring.BM25F(B=0.75, K1=1.2))

    def scores(self, query: qcore.Query) -> dict[int, float]:
        """The score of every article that matches."""
        found: dict[int, float] = {}
        for searcher, offset in self._searcher.leaf_searchers():
            matcher = query.matcher(searcher, self._searcher.context())
            while matcher.is_active():
                found[matcher.id() + offset] = matcher.score()
                matcher.next()
        return found

    def close(self) -> None:
        self._searcher.close()


class _Held(filestore.Storage):
    """Files by descriptor, which stay readable when their names are gone."""

    supports_mmap = True

    def __init__(self, files: Mapping[str, int]) -> None:
        self._files = files

    def list(self) -> list[str]:
        return list(self._files)

    def file_exists(self, name: str) -> bool:
        return name in self._files

    def file_length(self, name: str) -> int:
        return os.fstat(self._files[name]).st_size

    def open_file(self, name: str, **options: Any) -> Any:
        if name not in self._files:
            raise NameError(name)
        file = os.fdopen(os.dup(self._files[name]), "rb")
        file.seek(0)
        return structfile.StructFile(file, name=name, **options)


class Codec(whoosh3.W3Codec):
    """Whoosh's codec without compression."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=0)


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
            toc = index.TOC(schema(), [], generation - 1)
        else:
            toc = index.TOC.read(storage, INDEX_NAME, generation_of(contents), schema())
            toc.generation = generation - 1
        self._old = tuple(toc.segments)
        self._writer = _Writer(_Live(storage, toc), codec=Codec(), _lk=False)

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Add an article; an error leaves nothing of it behind."""
        values = {}
        for name in TEXT_FIELDS:
            inverted = invert([text for part, text in chunks if name in ("body", part)])
            if inverted.length:
                values[name] = inverted
                if name == "body":
                    values[EXACT] = inverted
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
        contents = index.TOC._filename(INDEX_NAME, self._writer.generation)
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


class _Live(index.FileIndex):
    """An index as one table of contents has it, never "the latest" in the folder."""

    def __init__(self, storage: Any, toc: Any) -> None:
        self.storage = storage
        self.indexname = INDEX_NAME
        self._toc = toc

    def _read_toc(self) -> Any:
        return self._toc


class _Writer(writing.SegmentWriter):
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
