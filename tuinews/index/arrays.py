"""Owns the container file: named, checksummed arrays that are read where they lie in the file.

Layout, all numbers little-endian:

    magic 8 bytes | format version u32 | directory length u32 | directory crc32 u32 | zeros to 64
    arrays, each starting at a multiple of 64
    directory, JSON: {"meta": {...}, "arrays": {name: [type, offset, bytes, crc32]}}, at the end
    directory offset u64 stands in the header after the crc32

A file is written once and never changed. Reading maps it: an array costs nothing until it is
first asked for, when its checksum is compared, and no copy after that.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast

from tuinews.errors import IndexUnreadableError
from tuinews.index.durable import replace_file

VERSION: Final = 1
_MAGIC: Final = b"tuinews\n"
_HEADER: Final = struct.Struct("<8sIIIQ")
_ALIGNMENT: Final = 64
_SIZES: Final = {"B": 1, "b": 1, "H": 2, "h": 2, "I": 4, "i": 4, "Q": 8, "q": 8}

Column: TypeAlias = "memoryview[int]"
"""A run of numbers in a mapped file: indexable, sliceable, `len()`; costs no objects."""


def write_arrays(
    path: Path, arrays: Mapping[str, array[int] | bytes | bytearray], meta: Mapping[str, Any]
) -> None:
    """Write named arrays as one durable file; bytes become an array of `B`.

    Raises:
        OSError: The file could not be written; what was at `path` is untouched.
    """
    chunks: list[bytes | memoryview] = [b""]
    directory: dict[str, tuple[str, int, int, int]] = {}
    offset = _ALIGNMENT
    for name, values in arrays.items():
        kind: str = values.typecode if isinstance(values, array) else "B"
        data = memoryview(_little_endian(values)).cast("B")
        directory[name] = (kind, offset, data.nbytes, zlib.crc32(data))
        padding = -data.nbytes % _ALIGNMENT
        chunks += (data, bytes(padding))
        offset += data.nbytes + padding
    listing = json.dumps({"meta": dict(meta), "arrays": directory}).encode()
    header = _HEADER.pack(_MAGIC, VERSION, len(listing), zlib.crc32(listing), offset)
    chunks[0] = header.ljust(_ALIGNMENT, b"\0")
    chunks.append(listing)
    replace_file(path, chunks)


class ArrayFile:
    """A container file, mapped. Stays readable when the file's name is removed."""

    def __init__(self, descriptor: int, name: str) -> None:
        """Map an open file, called `name` in messages, and check its directory.

        The descriptor may be closed afterwards.

        Raises:
            IndexUnreadableError: It is cut short, damaged, or of a newer version.
        """
        self.name = name
        try:
            self._map = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise self._damage("it is empty or cannot be mapped") from error
        self._view = memoryview(self._map)
        self._checked: dict[str, Column] = {}
        self._arrays, self.meta = self._read_directory()

    @classmethod
    def open(cls, path: Path) -> ArrayFile:
        """Map the file at `path`.

        Raises:
            IndexUnreadableError: As for the constructor, or the file is missing.
        """
        try:
            with path.open("rb") as file:
                return cls(file.fileno(), path.name)
        except OSError as error:
            raise IndexUnreadableError(
                f"{path.name}: cannot be opened: {error.strerror}"
            ) from error

    def _read_directory(self) -> tuple[dict[str, tuple[str, int, int, int]], dict[str, Any]]:
        try:
            magic, version, length, checksum, offset = _HEADER.unpack_from(self._view)
        except struct.error as error:
            raise self._damage("it is cut short") from error
        if magic != _MAGIC:
            raise self._damage("it is not a file of tuinews")
        if version != VERSION:
            raise self._damage(f"its format is version {version}, this tuinews reads {VERSION}")
        listing = self._view[offset : offset + length]
        if len(listing) != length or zlib.crc32(listing) != checksum:
            raise self._damage("its directory is damaged or cut short")
        try:
            found = json.loads(bytes(listing))
            arrays = {
                name: (kind, start, size, crc)
                for name, (kind, start, size, crc) in found["arrays"].items()
                if size % _SIZES[kind] == 0 and start % _ALIGNMENT == 0
            }
            return arrays, dict(found["meta"])
        except (ValueError, KeyError, TypeError) as error:
            raise self._damage("its directory makes no sense") from error

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def array(self, name: str) -> Column:
        """The numbers of one array.

        Raises:
            IndexUnreadableError: The file has no such array, or its bytes are not those written.
        """
        found = self._checked.get(name)
        if found is None:
            found = self._checked[name] = self._check(name)
        return found

    def _check(self, name: str) -> Column:
        if name not in self._arrays:
            raise self._damage(f"it has no {name}")
        kind, start, size, checksum = self._arrays[name]
        data = self._view[start : start + size]
        if len(data) != size or zlib.crc32(data) != checksum:
            raise self._damage(f"its {name} is damaged or cut short")
        if sys.byteorder == "little":
            return data.cast(_kind(kind))
        swapped = array(_kind(kind), bytes(data))
        swapped.byteswap()
        return memoryview(swapped)

    def verify(self) -> None:
        """Compare every checksum.

        Raises:
            IndexUnreadableError: Some array is not as it was written.
        """
        for name in self._arrays:
            self.array(name)

    def size(self) -> int:
        """Bytes of the whole file."""
        return len(self._map)

    def _damage(self, what: str) -> IndexUnreadableError:
        return IndexUnreadableError(f"{self.name}: {what}")


def file_checksum(path: Path) -> tuple[int, int]:
    """Size in bytes and crc32 of a whole file."""
    size = checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return size, checksum


def _kind(kind: str) -> Literal["B", "b", "H", "h", "I", "i", "Q", "q"]:
    """A type of `_SIZES`, as `array` and `memoryview` want to have it said."""
    return cast(Literal["B", "b", "H", "h", "I", "i", "Q", "q"], kind)


def _little_endian(values: array[int] | bytes | bytearray) -> array[int] | bytes | bytearray:
    if sys.byteorder == "little" or not isinstance(values, array):
        return values
    swapped = values[:]
    swapped.byteswap()
    return swapped
