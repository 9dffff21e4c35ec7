"""Owns the bytes of a segment: named, aligned, checksummed arrays in one memory-mapped file.

Layout: arrays, each at a multiple of 64 bytes, little-endian; then a JSON directory; then a
footer of fixed size that holds the directory's length, its CRC-32 and a magic with the format
version. Whoever opens a file checks footer, directory and bounds at once (they are small) and
the arrays' own checksums when it calls `verify`.
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
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

from tuinews.errors import IndexUnreadableError
from tuinews.index.columnar.arraytypes import Array

FORMAT = 1
_ALIGN = 64
_SPOOL_FROM = 1 << 20
_MAGIC = b"tuinews\x01"
_FOOTER = struct.Struct("<QI4x8s")


class SegmentWriter:
    """Writes one segment file; arrays may grow in pieces and side by side.

    What is appended waits in memory or in unnamed temporary files beside `path`, so that memory
    stays bounded. Nothing stands under `path` until `close` has written everything, fsynced and
    renamed; a writer left by an exception leaves nothing behind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".partial")
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
        descriptor = os.open(self._partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
                for name, growing in self._arrays.items():
                    file.write(bytes(-file.tell() % _ALIGN))
                    entry = [growing.dtype.str, file.tell(), growing.count, growing.crc]
                    directory[name] = entry
                    growing.pour(file)
                content = {"format": FORMAT, "meta": dict(meta), "arrays": directory}
                text = json.dumps(content).encode()
                file.write(text + _FOOTER.pack(len(text), zlib.crc32(text), _MAGIC))
                file.flush()
                os.fsync(file.fileno())
            self._partial.rename(self._path)
        except BaseException:
            self._partial.unlink(missing_ok=True)
            raise


class _Growing:
    """An array on its way into a file."""

    def __init__(self, dtype: np.dtype[Any], folder: Path) -> None:
        self.dtype = dtype
        self.count = self.crc = 0
        self._folder = folder
        self._waiting: list[bytes | memoryview] = []
        self._waiting_size = 0
        self._spool: IO[bytes] | None = None

    def append(self, values: Array) -> None:
        data = np.ascontiguousarray(values, self.dtype).reshape(-1).view(np.uint8).data
        self.count += len(values)
        self.crc = zlib.crc32(data, self.crc)
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
                self._map = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
            else:
                with path.open("rb") as file:
                    self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexUnreadableError(f"{path.name}: cannot be opened ({error})") from None
        self.size = len(self._map)
        self.meta: dict[str, Any] = {}
        self._arrays: dict[str, tuple[np.dtype[Any], int, int, int]] = {}
        self._read_directory()

    def _read_directory(self) -> None:
        end = self.size - _FOOTER.size
        if end < 0:
            raise IndexUnreadableError(f"{self.path.name}: too short to be a segment")
        length, crc, magic = _FOOTER.unpack_from(self._map, end)
        if magic != _MAGIC:
            raise IndexUnreadableError(f"{self.path.name}: no segment of this version")
        text = self._map[max(0, end - length) : end]
        if len(text) != length or zlib.crc32(text) != crc:
            raise IndexUnreadableError(f"{self.path.name}: its directory is damaged")
        content = json.loads(text)
        if content.get("format") != FORMAT:
            raise IndexUnreadableError(f"{self.path.name}: format {content.get('format')}")
        self.meta = content["meta"]
        for name, (kind, offset, count, checksum) in content["arrays"].items():
            dtype = np.dtype(kind)
            if offset < 0 or count < 0 or offset + count * dtype.itemsize > end - length:
                raise IndexUnreadableError(f"{self.path.name}: array {name} lies outside")
            self._arrays[name] = (dtype, offset, count, checksum)

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def names(self) -> list[str]:
        """The arrays of the file, as written."""
        return list(self._arrays)

    def array(self, name: str) -> Array:
        """An array as a read-only view of the file."""
        dtype, offset, count, _ = self._arrays[name]
        if not count:
            return np.empty(0, dtype)
        return np.frombuffer(self._map, dtype, count, offset)

    def blob(self, name: str) -> memoryview:
        """An array of bytes as a view of the file."""
        _, offset, count, _ = self._arrays[name]
        return memoryview(self._map)[offset : offset + count]

    def verify(self) -> None:
        """Read everything and compare checksums.

        Raises:
            IndexUnreadableError: An array differs from what was written; the message names it.
        """
        for name, (dtype, offset, count, checksum) in self._arrays.items():
            data = memoryview(self._map)[offset : offset + count * dtype.itemsize]
            if zlib.crc32(data) != checksum:
                raise IndexUnreadableError(f"{self.path.name}: array {name} is damaged")
