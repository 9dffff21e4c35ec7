"""Owns everything that touches Whoosh's own storage: writing segments, opening them, matching.

Whoosh's stock codec keeps its table of contents, its segments' directories and its postings as
pickles, and unpickles them when an index is opened: whoever can write the index folder can run
code as its reader. Until the columnar codec replaces it, that is held off from outside: the
catalogue refuses folders and files that others could have written, and every file's checksum
is compared before Whoosh sees a byte of it.
"""

from __future__ import annotations

import os
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from tuinews.index.analysis import Inverted, invert
from tuinews.index.nodes import Clock, OutOfTimeError
from tuinews.index.quiet import (
    fields,
    filestore,
    formats,
    index,
    qcore,
    reading,
    scoring,
    searching,
    structfile,
    whoosh3,
    writing,
)
from tuinews.index.schema import TEXT_FIELDS, TextField, exact

INDEX_NAME: Final = "tuinews"
FILE: Final = re.compile(rf"_?{INDEX_NAME}_[0-9a-z]+\..*")
"""What the files are called that Whoosh makes, finished or not."""
TEMPORARY: Final = f"{INDEX_NAME}.tmp"
"""The folder that Whoosh sorts in while it writes."""

_SEGMENTS_A_TIER: Final = 10
_TIER: Final = 8
_LOOK_AT_CLOCK: Final = 512
"""Matches between two looks at the clock."""


class _Positions(formats.Format):  # type: ignore[misc]  # Whoosh has no types
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


class _Stems(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of stems with positions; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = _Positions()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for stem, positions in value.stems.items():
            count = len(positions)
            yield stem.encode(), count, float(count), _encode(positions)


class _Words(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of words as written, with how often they occur; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word, count in value.words.items():
            yield word.encode(), count, float(count), b""


def _schema() -> Any:
    return fields.Schema(
        **{name: _Stems() for name in TEXT_FIELDS},
        **{exact(name): _Words() for name in TEXT_FIELDS},
    )


# Writing


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
            toc = index.TOC(_schema(), [], generation - 1)
        else:
            toc = index.TOC.read(storage, INDEX_NAME, _generation(contents), _schema())
            toc.generation = generation - 1
        self._old = tuple(toc.segments)
        self._writer = _Writer(_Live(storage, toc), codec=_Codec(), _lk=False)

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
        contents = index.TOC._filename(INDEX_NAME, self._writer.generation)
        return Committed(
            contents=contents,
            files=(contents, *(f"{segment.segment_id()}.seg" for segment in segments)),
            docs=docs,
            renumber=self._renumbering(offsets, offsets.get(new, docs)),
            first=offsets.get(new, docs),
        )

    def cancel(self) -> None:
        """Drop the batch; what it wrote is swept later."""
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
        self.indexname = INDEX_NAME
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


def _generation(contents: str) -> int:
    found = index.TOC._pattern(INDEX_NAME).match(contents)
    if not found:
        raise ValueError(f"{contents} is no table of contents")
    return int(found.group(1))


# Searching


class Matches(NamedTuple):
    """Articles that match, by the engine's numbers, ascending; `complete` unless out of time."""

    docs: array[int]
    scores: array[float]
    complete: bool


class Engine:
    """The segments of one generation, open for searching."""

    def __init__(self, files: Mapping[str, int], contents: str) -> None:
        """Open the segments.

        Args:
            files: Descriptor of each file, whose content has been checked.
            contents: Which of them says what segments there are.
        """
        storage = _Held(files)
        toc = index.TOC.read(storage, INDEX_NAME, _generation(contents), _schema())
        self._codec = _Codec()
        readers = [
            reading.SegmentReader(storage, toc.schema, segment, codec=self._codec)
            for segment in toc.segments
        ]
        if not readers:
            reader = reading.EmptyReader(toc.schema)
        elif len(readers) == 1:
            reader = readers[0]
        else:
            reader = reading.MultiReader(readers)
        self._reader = reader
        self._searcher = searching.Searcher(reader, weighting=scoring.BM25F(B=0.75, K1=1.2))
        self._lexicons: dict[str, list[str]] = {}

    def matches(self, query: qcore.Query, deadline: float) -> Matches:
        """Every article that the query matches, with its score.

        Args:
            query: Any Whoosh query over the fields of `schema`.
            deadline: When to give up, on the clock of `time.monotonic`.
        """
        docs, scores = array("I"), array("d")
        clock = self._codec.clock = Clock(deadline)
        try:
            for searcher, offset in self._searcher.leaf_searchers():
                context = searching.SearchContext(
                    needs_current=True, weighting=self._searcher.weighting
                ).set(offset=offset, clock=clock)
                matcher = query.matcher(searcher, context)
                while matcher.is_active():
                    if not len(docs) % _LOOK_AT_CLOCK:
                        clock.check()
                    docs.append(matcher.id() + offset)
                    scores.append(matcher.score())
                    matcher.next()
        except OutOfTimeError:
            del docs[len(scores) :]
        finally:
            self._codec.clock = None
        return Matches(docs, scores, complete=not clock.expired)

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in the field."""
        return int(self._reader.doc_frequency(field, term.encode()))

    def words_from(self, field: str, prefix: str) -> Iterator[str]:
        """The words of an exact field that start with `prefix`, in order."""
        known = self._lexicons.get(field)
        if known is not None:
            for place in range(bisect_left(known, prefix), len(known)):
                if not known[place].startswith(prefix):
                    return
                yield known[place]
            return
        for term in self._reader.expand_prefix(field, prefix):
            yield term.decode()

    def lexicon(self, field: str) -> list[str]:
        """All words of an exact field, in order."""
        found = self._lexicons.get(field)
        if found is None:
            found = [term.decode() for term in self._reader.lexicon(field)]
            self._lexicons[field] = found
        return found

    def close(self) -> None:
        """Let go of the segments."""
        self._searcher.close()


class _Held(filestore.Storage):  # type: ignore[misc]  # Whoosh has no types
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


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's codec without compression, whose matchers look at the clock at every block."""

    length_stats = False
    clock: Clock | None = None

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        matcher = super().postings_reader(dbfile, terminfo, format_, term=term, scorer=scorer)
        if isinstance(matcher, whoosh3.W3LeafMatcher):
            matcher.__class__ = _Timed
            matcher.codec = self
        return matcher


class _Timed(whoosh3.W3LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's reader of postings, which stops when the time is over."""

    codec: _Codec

    def _goto(self, position: int) -> None:
        if self.codec.clock is not None:
            self.codec.clock.check()
        super()._goto(position)
