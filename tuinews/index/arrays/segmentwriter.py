"""Owns writing a segment file: arrays that grow side by side, and how the file is finished."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.filelayout import ALIGN, BLOCK, FOOTER, FORMAT, MAGIC
from tuinews.index.durable import BESIDE, close_to_others

_SPOOL_FROM: Final = 1 << 20


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
        self._arrays[name] = _Growing(_little(np.dtype(dtype)), self._path.parent)

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
                    if (whole := growing.whole()) is not None:
                        whole += bytes(-len(whole) % ALIGN)
                        file.write(whole)
                        sums += [
                            zlib.crc32(memoryview(whole)[at : at + BLOCK])
                            for at in range(0, len(whole), BLOCK)
                        ]
                        continue
                    growing.pour(file)
                    file.write(bytes(-file.tell() % ALIGN))
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
                file.write(text + FOOTER.pack(len(text), zlib.crc32(text), MAGIC))
                file.flush()
                os.fsync(file.fileno())
            self._partial.rename(self._path)
        except BaseException:
            self._partial.unlink(missing_ok=True)
            raise


@cache
def _little(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return dtype.newbyteorder("<")


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
            # An unbuffered file takes less than it is given where the room ends.
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
        self._waiting.clear()
        self._waiting_size = 0

    def whole(self) -> bytes | None:
        """All of it, where it is small enough to have waited in memory."""
        if self._spool is not None:
            return None
        whole = b"".join(self._waiting)
        self.discard()
        return whole

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
