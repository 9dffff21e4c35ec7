"""Owns how texts of rows lie in a file: ids by folder, headlines deflated, names as they are."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.recent import Recent

_A_BLOCK: Final = 16
_BLOCKS_KEPT: Final = 2048
_DICTIONARY: Final = 1 << 14
"""Bytes of headlines that every block may refer to."""
_RAW: Final = -15
"""Deflated data without a header, from a window that holds block and dictionary."""
_MEMORY: Final = 5
"""How much zlib looks back with; more costs more to begin a block than it saves."""
_AT_ONCE: Final = 10_000
_BYTES_AT_ONCE: Final = 1 << 20
_FEW_FOLDERS: Final = 4096
"""Of so many folders the first ids are kept at hand."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after another, each with a zero byte after it; text i begins at `start[i]`."""

    blob: memoryview
    start: Array

    def get(self, place: int) -> bytes:
        """One text."""
        return bytes(self.blob[int(self.start[place]) : int(self.start[place + 1]) - 1])

    def all(self) -> list[bytes]:
        """Every text, in order."""
        blob, starts = bytes(self.blob), self.start.tolist()
        return [blob[a : b - 1] for a, b in pairwise(starts)]

    def __iter__(self) -> Iterator[bytes]:
        """Every text, in order, without holding all of them."""
        blob = self.blob
        for first in range(0, len(self.start) - 1, _AT_ONCE):
            for a, b in pairwise(self.start[first : first + _AT_ONCE + 1].tolist()):
                yield bytes(blob[a : b - 1])

    def take(self, places: Array) -> Texts:
        """Some of them, in the order given."""
        starts = self.start.astype(np.int64)
        lengths = np.diff(starts)[places]
        data = np.frombuffer(self.blob, np.uint8)
        into = ragged.offsets(lengths)
        blob = np.empty(int(into[-1]), np.uint8)
        # An index to every byte takes eight of them.
        for at in range(0, len(places), _AT_ONCE):
            end = min(at + _AT_ONCE, len(places))
            taken = ragged.indices(starts[places[at:end]], lengths[at:end])
            data.take(taken, out=blob[into[at] : into[end]], mode="clip")
        return Texts(blob.data, into)


def texts_together(several: Sequence[Texts]) -> Texts:
    """The texts of one after those of another."""
    if len(several) == 1:
        return several[0]
    lengths = [np.diff(each.start) for each in several]
    blob = b"".join(each.blob for each in several)
    return Texts(memoryview(blob), ragged.offsets(np.concatenate(lengths)))


def texts_of(texts: Sequence[bytes]) -> Texts:
    """Texts one after another."""
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    blob = b"\0".join([*texts, b""]) if texts else b""
    return Texts(memoryview(blob), ragged.offsets(lengths))


def gathered(texts: Iterable[bytes]) -> Texts:
    """Texts one after another, taken one by one."""
    blob, ends = bytearray(), array("q", [0])
    for text in texts:
        blob += text
        blob.append(0)
        ends.append(len(blob))
    return Texts(memoryview(blob), np.frombuffer(ends, np.int64))


def write_names(file: SegmentWriter, name: str, texts: Texts) -> None:
    """Write texts as they are."""
    file.write(name, np.frombuffer(texts.blob, np.uint8))
    file.write(f"{name}.length", narrow(np.diff(texts.start)))


def read_names(file: SegmentFile, name: str) -> Texts:
    """Texts as they were written."""
    return Texts(file.blob(name), ragged.offsets(file.array(f"{name}.length")))


def narrow(values: Array) -> Array:
    """Whole numbers from 0 on, in the narrowest type that holds them."""
    return values.astype(ragged.smallest_unsigned(int(values.max(initial=0))))


def write_ids(file: SegmentWriter, name: str, ids: Iterable[bytes]) -> None:
    """Write ids; those that follow each other in one folder with one ending share both."""
    around: list[bytes] = []
    starts: list[int] = []
    names, lengths = bytearray(), array("Q")
    last: tuple[bytes, bytes] | None = None
    for place, each in enumerate(ids):
        folder, slash, base = each.rpartition(b"/")
        stem, dot, ending = base.rpartition(b".")
        if not stem:
            stem, dot, ending = base, b"", b""
        if (folder + slash, dot + ending) != last:
            last = folder + slash, dot + ending
            around += last
            starts.append(place)
        names += stem
        lengths.append(len(stem))
    file.write(name, np.frombuffer(names, np.uint8))
    file.write(f"{name}.length", narrow(np.array(lengths, np.int64)))
    write_names(file, f"{name}.around", texts_of(around))
    file.write(f"{name}.first", narrow(np.array(starts, np.int64)))


class Ids:
    """Ids in a file."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._names = file.blob(name)
        self._start = ragged.kept_offsets(file.array(f"{name}.length"))
        around = read_names(file, f"{name}.around").all()
        self._around = list(zip(around[::2], around[1::2], strict=True))
        self._first: list[int] = file.array(f"{name}.first").tolist()

    def get(self, place: int) -> bytes:
        """One id."""
        folder, ending = self._around[bisect_right(self._first, place) - 1]
        start, end = self._start[place : place + 2].tolist()
        return folder + bytes(self._names[start:end]) + ending

    def place_of(self, key: bytes) -> int:
        """The first place whose id is `key` or comes after it."""
        low, high = 0, len(self._start) - 1
        if len(self._first) <= _FEW_FOLDERS:
            number = bisect_right(self._heads, key)
            low = self._first[number - 1] if number else 0
            high = self._first[number] if number < len(self._first) else high
        return bisect_left(range(high), key, low, high, key=self.get)

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first id of each folder and ending."""
        return list(map(self.get, self._first))

    def is_at(self, place: int, key: bytes) -> bool:
        """Whether an id is at a place, which may be one beyond all."""
        return place < len(self._start) - 1 and self.get(place) == key

    def place(self, key: bytes) -> int:
        """The place of an id, -1 when it is not there."""
        place = self.place_of(key)
        return place if self.is_at(place, key) else -1

    def some(self, places: Array) -> list[bytes]:
        """Several ids."""
        starts, ends = self._start.take(places).tolist(), self._start.take(places + 1).tolist()
        names, first, found = self._names, self._first, []
        for place, start, end in zip(places.tolist(), starts, ends, strict=True):
            folder, ending = self._around[bisect_right(first, place) - 1]
            found.append(folder + bytes(names[start:end]) + ending)
        return found

    def __iter__(self) -> Iterator[bytes]:
        """Every id, in order, without holding all of them."""
        spans = pairwise([*self._first, len(self._start) - 1])
        for (folder, ending), (first, after) in zip(self._around, spans, strict=True):
            for at in range(first, after, _AT_ONCE):
                starts = self._start[at : min(at + _AT_ONCE, after) + 1].tolist()
                names = bytes(self._names[starts[0] : starts[-1]])
                for a, b in pairwise(starts):
                    yield folder + names[a - starts[0] : b - starts[0]] + ending

    def all(self) -> list[bytes]:
        """Every id, in order."""
        return list(self)


def write_headlines(file: SegmentWriter, name: str, headlines: Texts) -> None:
    """Write headlines, deflated some at a time with a dictionary of others."""
    count = len(headlines.start) - 1
    step = max(1, len(headlines.blob) // _DICTIONARY)
    dictionary = b"\0".join(map(headlines.get, range(0, count, step) if step > 1 else ()))
    begun = zlib.compressobj(6, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, dictionary)
    data: list[bytes] = []
    starts = [*headlines.start[:-1:_A_BLOCK].tolist(), len(headlines.blob)]
    for start, end in pairwise(starts):
        deflate = begun.copy()
        data.append(deflate.compress(headlines.blob[start : end - 1]) + deflate.flush())
    file.write_bytes(f"{name}.dictionary", dictionary)
    file.write_bytes(name, b"".join(data))
    file.write(f"{name}.size", narrow(np.fromiter(map(len, data), np.int64, len(data))))


class Headlines:
    """Headlines in a file."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._blob = file.blob(name)
        self._dictionary = bytes(file.blob(f"{name}.dictionary"))
        self._size = file.array(f"{name}.size")
        self._known = Recent[int, list[bytes]](_BLOCKS_KEPT)

    @cached_property
    def _start(self) -> list[int]:
        starts: list[int] = ragged.offsets(self._size).tolist()
        return starts

    def _block(self, number: int) -> list[bytes]:
        known = self._known.get(number)
        if known is None:
            known = self._inflate(number).split(b"\0")
            self._known.put(number, known)
        return known

    def _inflate(self, number: int) -> bytes:
        data = self._blob[self._start[number] : self._start[number + 1]]
        return zlib.decompressobj(_RAW, self._dictionary).decompress(data)

    def get(self, place: int) -> bytes:
        """One headline."""
        return self._block(place // _A_BLOCK)[place % _A_BLOCK]

    def all(self) -> Texts:
        """Every headline, in order."""
        blob = bytearray()
        for number in range(len(self._size)):
            blob += self._inflate(number)
            blob.append(0)
        data = np.frombuffer(blob, np.uint8)
        ends = [
            np.flatnonzero(data[at : at + _BYTES_AT_ONCE] == 0) + at + 1
            for at in range(0, len(data), _BYTES_AT_ONCE)
        ]
        return Texts(memoryview(blob), np.concatenate([np.zeros(1, np.int64), *ends]))
