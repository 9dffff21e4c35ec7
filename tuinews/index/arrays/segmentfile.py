"""Owns reading a segment file: its arrays as views of one memory map, each block checked once.

Whoever opens a file checks footer, directory, bounds and the table of checksums, which are small.
A block of an array is compared with its checksum when a process first looks at it, so that no
answer comes from a damaged page and opening costs the same however large the index is.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.filelayout import ALIGN, BLOCK, FOOTER, FORMAT, MAGIC

_MOST_REMEMBERED: Final = 4096
Identity = tuple[int, int, int, int]
"""What tells a file's content from every other's: device, inode, size, mtime_ns."""
_seen: dict[Identity, bytearray] = {}
"""Which blocks of a file this process has compared, 1 if so."""
_MOST_DIRECTORIES: Final = 64
_directories: dict[Identity, _Directory] = {}
"""What files hold that were opened lately: a generation shares nearly all with the last one."""


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
        self.identity = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
        self._view = memoryview(self._map)
        known = _directories.get(self.identity)
        if known is None:
            known = self._read_directory()
            if len(_directories) >= _MOST_DIRECTORIES:
                _directories.clear()
            _directories[self.identity] = known
        self.meta, self._arrays, self._sums = known.meta, known.arrays, known.sums
        if len(_seen) > _MOST_REMEMBERED:
            _seen.clear()
        self._seen = _seen.setdefault(self.identity, bytearray(len(self._sums)))
        if len(self._seen) != len(self._sums):
            self._seen = bytearray(len(self._sums))

    def _read_directory(self) -> _Directory:
        end = self.size - FOOTER.size
        if end < 0:
            raise self._trouble("too short to be a segment")
        length, crc, magic = FOOTER.unpack_from(self._map, end)
        if magic != MAGIC:
            raise self._trouble("no file of this version")
        text = self._map[max(0, end - length) : end]
        if len(text) != length or zlib.crc32(text) != crc:
            raise self._trouble("its directory is damaged")
        content = json.loads(text)
        if content.get("format") != FORMAT:
            raise self._trouble(f"format {content.get('format')}")
        start, count, checksum = content["sums"]
        table = self._view[start : start + 4 * count]
        if len(table) != 4 * count or zlib.crc32(table) != checksum:
            raise self._trouble("its checksums are damaged")
        arrays: dict[str, _Entry] = {}
        for name, (kind, offset, items, first) in content["arrays"].items():
            dtype = np.dtype(kind)
            size = items * dtype.itemsize
            entry = _Entry(dtype, offset, items, size + -size % ALIGN, first)
            blocks = -(-entry.bytes // BLOCK)
            if min(offset, items, first) < 0 or offset + entry.bytes > end - length:
                raise self._trouble(f"array {name} lies outside")
            if first + blocks > count:
                raise self._trouble(f"array {name} has no checksums")
            arrays[name] = entry
        return _Directory(content["meta"], arrays, np.frombuffer(table, "<u4").tolist())

    def _trouble(self, what: str) -> IndexUnreadableError:
        return IndexUnreadableError(f"{self.path.name}: {what}; run: tuinews index --rebuild")

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def names(self) -> list[str]:
        """The arrays of the file, as written."""
        return list(self._arrays)

    def ensure_whole(self) -> None:
        """See that nobody has cut the file since: to look beyond its end would end the process.

        Raises:
            IndexUnreadableError: Somebody has.
        """
        if self._map.size() < self.size:
            raise self._trouble("it has been cut short")

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
        self.ensure_whole()
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


@dataclass(frozen=True, slots=True)
class _Directory:
    """What a file holds: its meta, its arrays by name, and the checksum of every block."""

    meta: dict[str, Any]
    arrays: dict[str, _Entry]
    sums: list[int]


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
