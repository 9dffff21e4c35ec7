"""Owns the bytes of a segment: named, aligned, checksummed arrays in one memory-mapped file.

Layout: arrays, each filled up to a multiple of 64 bytes, little-endian; then the CRC-32 of every
block of 64 KiB of every array; then a JSON directory; then a footer of fixed size that holds the
directory's length, its CRC-32 and a magic with the format version. Whoever opens a file checks
footer, directory, bounds and the table of checksums, which are small. A block of an array is
compared with its checksum when a process first looks at it, so that no answer comes from a
damaged page and opening costs the same however large the index is.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.durable import BESIDE, close_to_others

FORMAT = 3
BLOCK = 1 << 16
"""Bytes that share a checksum."""
_ALIGN = 64
_SPOOL_FROM = 1 << 20
_MAGIC = b"tuinews\x03"
_FOOTER = struct.Struct("<QI4x8s")
_MOST_REMEMBERED = 4096
_seen: dict[tuple[int, int, int, int], bytearray] = {}
"""Which blocks of a file this process has compared: device, inode, size, mtime_ns -> 1 if so."""


class SegmentWriter:
    """Writes one segment file; arrays may grow in pieces and side by side.

    What is appended waits in memory or in unnamed temporary files beside `path`, so that memory
    stays bounded. Nothing stands under `path` until `close` has written everything, fsynced and
    renamed; a writer left by an exception leaves nothing behind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + BESIDE)
        self._arrays: dict[str, _Growing] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for growing in self._arrays.values():
            growing.discard()
        self._arrays.clear()

    def declare(self, name: str, dtype: np.dtype[Any] | type) -> None:
        """Say that an array exists, empty until something is appended to it."""
        self._arrays[name] = _Growing(np.dtype(dtype).newbyteorder("<"), self._path.parent)

    def append(self, name: str, values: Array) -> None:
        """Add items to a declared array; they are cast to its type."""
        self._arrays[name].append(values)

    def write(self, name: str, values: Array) -> None:
        """Write a whole array, in its own type."""
        self.declare(name, values.dtype)
        self.append(name, values.reshape(-1))

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a whole array of bytes."""
        self.write(name, np.frombuffer(data, np.uint8))

    def close(self, meta: Mapping[str, Any]) -> None:
        """Finish the file: arrays, directory, footer, fsync, and its name."""
        directory: dict[str, Any] = {}
        sums: list[int] = []
        descriptor = os.open(self._partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
                close_to_others(descriptor)
                for name, growing in self._arrays.items():
                    start = file.tell()
                    directory[name] = [growing.dtype.str, start, growing.count, len(sums)]
                    growing.pour(file)
                    file.write(bytes(-file.tell() % _ALIGN))
                    file.flush()
                    sums += _sums(descriptor, start, file.tell())
                table = np.array(sums, "<u4").tobytes()
                content = {
                    "format": FORMAT,
                    "meta": dict(meta),
                    "arrays": directory,
                    "sums": [file.tell(), len(sums), zlib.crc32(table)],
                }
                file.write(table)
                text = json.dumps(content).encode()
                file.write(text + _FOOTER.pack(len(text), zlib.crc32(text), _MAGIC))
                file.flush()
                os.fsync(file.fileno())
            self._partial.rename(self._path)
        except BaseException:
            self._partial.unlink(missing_ok=True)
            raise


def _sums(descriptor: int, start: int, end: int) -> list[int]:
    """The checksum of each block of what stands in [start, end) of a file."""
    return [
        zlib.crc32(os.pread(descriptor, min(BLOCK, end - at), at))
        for at in range(start, end, BLOCK)
    ]


class _Growing:
    """An array on its way into a file."""

    def __init__(self, dtype: np.dtype[Any], folder: Path) -> None:
        self.dtype = dtype
        self.count = 0
        self._folder = folder
        self._waiting: list[bytes | memoryview] = []
        self._waiting_size = 0
        self._spool: IO[bytes] | None = None

    def append(self, values: Array) -> None:
        data = np.ascontiguousarray(values, self.dtype).reshape(-1).view(np.uint8).data
        self.count += len(values)
        self._waiting.append(data)
        self._waiting_size += len(data)
        if self._waiting_size > _SPOOL_FROM:
            if self._spool is None:
                # Lives as long as the array; `discard` closes it.
                self._spool = tempfile.TemporaryFile(  # noqa: SIM115
                    dir=self._folder, buffering=0
                )
            self._write_waiting(self._spool)

    def _write_waiting(self, file: IO[bytes]) -> None:
        for data in self._waiting:
            file.write(data)
        self._waiting.clear()
        self._waiting_size = 0

    def pour(self, file: IO[bytes]) -> None:
        """Write the whole array to where `file` stands."""
        if self._spool is not None:
            self._spool.seek(0)
            shutil.copyfileobj(self._spool, file, 1 << 20)
        self._write_waiting(file)
        self.discard()

    def discard(self) -> None:
        if self._spool is not None:
            self._spool.close()
            self._spool = None
        self._waiting.clear()


class SegmentFile:
    """One open segment file; arrays are views of the map and live as long as anyone holds them.

    Raises:
        IndexUnreadableError: The file is missing, cut, foreign, of another version or damaged
            where opening it looks (footer and directory).
    """

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        self.path = path
        try:
            if descriptor is not None:
                self._map, status = _mapped(descriptor)
            else:
                with path.open("rb") as file:
                    self._map, status = _mapped(file.fileno())
        except (OSError, ValueError) as error:
            raise IndexUnreadableError(f"{path.name}: cannot be opened ({error})") from None
        self.size = len(self._map)
        self.meta: dict[str, Any] = {}
        self._view = memoryview(self._map)
        self._arrays: dict[str, _Entry] = {}
        self._read_directory()
        key = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
        if len(_seen) > _MOST_REMEMBERED:
            _seen.clear()
        self._seen = _seen.setdefault(key, bytearray(len(self._sums)))
        if len(self._seen) != len(self._sums):
            self._seen = bytearray(len(self._sums))

    def _read_directory(self) -> None:
        end = self.size - _FOOTER.size
        if end < 0:
            raise self._trouble("too short to be a segment")
        length, crc, magic = _FOOTER.unpack_from(self._map, end)
        if magic != _MAGIC:
            raise self._trouble("no file of this version")
        text = self._map[max(0, end - length) : end]
        if len(text) != length or zlib.crc32(text) != crc:
            raise self._trouble("its directory is damaged")
        content = json.loads(text)
        if content.get("format") != FORMAT:
            raise self._trouble(f"format {content.get('format')}")
        self.meta = content["meta"]
        start, count, checksum = content["sums"]
        table = self._view[start : start + 4 * count]
        if len(table) != 4 * count or zlib.crc32(table) != checksum:
            raise self._trouble("its checksums are damaged")
        self._sums: list[int] = np.frombuffer(table, "<u4").tolist()
        for name, (kind, offset, items, first) in content["arrays"].items():
            dtype = np.dtype(kind)
            size = items * dtype.itemsize
            entry = _Entry(dtype, offset, items, size + -size % _ALIGN, first)
            blocks = -(-entry.bytes // BLOCK)
            if min(offset, items, first) < 0 or offset + entry.bytes > end - length:
                raise self._trouble(f"array {name} lies outside")
            if first + blocks > count:
                raise self._trouble(f"array {name} has no checksums")
            self._arrays[name] = entry

    def _trouble(self, what: str) -> IndexUnreadableError:
        return IndexUnreadableError(f"{self.path.name}: {what}; run: tuinews index --rebuild")

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def names(self) -> list[str]:
        """The arrays of the file, as written."""
        return list(self._arrays)

    def _entry(self, name: str) -> _Entry:
        entry = self._arrays.get(name)
        if entry is None:
            raise self._trouble(f"it has no {name}")
        return entry

    def check(self, name: str, start: int, end: int) -> None:
        """Compare the blocks of an array that its bytes [start, end) lie in, each once a process.

        Raises:
            IndexUnreadableError: One is not as it was written.
        """
        entry = self._arrays[name]
        after = entry.first_sum - (-min(end, entry.bytes) // BLOCK)
        place = self._seen.find(0, entry.first_sum + start // BLOCK, after)
        while place >= 0:
            at = entry.offset + (place - entry.first_sum) * BLOCK
            block = self._view[at : min(at + BLOCK, entry.offset + entry.bytes)]
            if zlib.crc32(block) != self._sums[place]:
                raise self._trouble(f"array {name} is damaged")
            self._seen[place] = 1
            place = self._seen.find(0, place + 1, after)

    def array(self, name: str) -> Array:
        """An array as a read-only view of the file, all of it compared with its checksums.

        Raises:
            IndexUnreadableError: There is none of that name, or it is damaged.
        """
        entry = self._entry(name)
        self.check(name, 0, entry.bytes)
        return self._unchecked(entry)

    def _unchecked(self, entry: _Entry) -> Array:
        if not entry.count:
            return np.empty(0, entry.dtype)
        return np.frombuffer(self._map, entry.dtype, entry.count, entry.offset)

    def paged(self, name: str) -> Paged:
        """An array too large to be read through before its first use."""
        return Paged(self, name, self._unchecked(self._entry(name)))

    def blob(self, name: str) -> memoryview:
        """An array of bytes as a view of the file."""
        entry = self._entry(name)
        self.check(name, 0, entry.bytes)
        return self._view[entry.offset : entry.offset + entry.count]

    def let_go(self) -> None:
        """Give back the memory that looking at the file has taken; arrays stay good."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read everything and compare checksums.

        Raises:
            IndexUnreadableError: An array differs from what was written; the message names it.
        """
        for name, entry in self._arrays.items():
            self.check(name, 0, entry.bytes)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where an array lies in its file, and the number of its first block's checksum.

    `bytes` counts what fills up to the next array.
    """

    dtype: np.dtype[Any]
    offset: int
    count: int
    bytes: int
    first_sum: int


class Paged:
    """An array whose blocks are compared with their checksums as slices of it are asked for."""

    def __init__(self, file: SegmentFile, name: str, values: Array) -> None:
        self._file, self._name, self._values = file, name, values
        self.dtype: np.dtype[Any] = values.dtype
        self._width = values.dtype.itemsize

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, span: slice) -> Array:
        start = 0 if span.start is None else int(span.start)
        stop = len(self._values) if span.stop is None else int(span.stop)
        if start < stop:
            self._file.check(self._name, start * self._width, stop * self._width)
        return self._values[start:stop]


def _mapped(descriptor: int) -> tuple[mmap.mmap, os.stat_result]:
    return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ), os.fstat(descriptor)
