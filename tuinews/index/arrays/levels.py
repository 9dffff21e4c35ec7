"""Owns packed lists of whole numbers: small ones in few bits, larger ones in wider lists beside.

Each list has levels. A number that is too large for a level leaves the level's highest value in
its place, and what it is above that goes on in the next level. How many went on before every
stride of a level is kept, so that a slice finds its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.filelayout import ALIGN
from tuinews.index.arrays.segmentfile import Paged, SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

Widths = tuple[int, ...]
"""Bits a number in each level; the last level holds whatever comes."""
BITS: Final[Widths] = (1, 8, 16, 32)
NIBBLES: Final[Widths] = (4, 8, 16, 32)
BYTES: Final[Widths] = (8, 8, 8, 16, 32)
TWELVES: Final[Widths] = (12, 16, 32)
PAIRS: Final[Widths] = (16, 32)
_SMALL: Final = (BYTES, NIBBLES, BITS, PAIRS)
_STRIDE: Final = 512
_LAST: Final = 32


def widths_for(lengths: Array) -> Widths:
    """The smaller way to keep numbers that are spread evenly below these lengths."""
    every = int(lengths.sum()) or 1

    def share(least: int) -> float:
        return float(np.maximum(lengths - least, 0).sum()) / every

    return NIBBLES if 4 + 8 * share(15) < 8 + 8 * share(255) else BYTES


class LevelWriter:
    """Writes one list, piece by piece."""

    def __init__(self, file: SegmentWriter, name: str, widths: Widths) -> None:
        """Write under names that start with `name`; levels that stay empty are not written."""
        self._file, self._name, self._widths = file, name, widths
        self._count = 0
        self._waiting: Array = np.empty(0, np.uint16)
        self._places: list[Array] = []
        self._rest: LevelWriter | None = None
        self._width = widths[0]
        self._packed = self._width not in (8, 16, 32)
        file.declare(name, np.uint8 if self._packed else _kind(self._width))

    def append(self, numbers: Array) -> None:
        """Add whole numbers from 0 on at the end."""
        near = numbers
        if self._width < _LAST and len(numbers):
            most = (1 << self._width) - 1
            if int(numbers.max()) >= most:
                far = np.flatnonzero(numbers >= most)
                near = np.minimum(numbers, most)
                if self._rest is None:
                    self._rest = LevelWriter(self._file, f"{self._name}+", self._widths[1:])
                self._rest.append(numbers.take(far) - numbers.dtype.type(most))
                self._places.append(far + self._count)
        self._count += len(numbers)
        if self._packed:
            numbers = np.concatenate([self._waiting, near.astype(np.uint16)])
            whole = len(numbers) & -8
            self._waiting = numbers[whole:]
            near = _packed(numbers[:whole], self._width)
        self._file.append(self._name, near)

    def finish(self) -> None:
        """Write what waits, and how many numbers went on before every stride."""
        if len(self._waiting):
            even = np.append(self._waiting, np.zeros(len(self._waiting) & 1, np.uint16))
            self._file.append(self._name, _packed(even, self._width))
        if self._rest is not None:
            places = np.concatenate(self._places)
            strides = np.arange(0, self._count + _STRIDE, _STRIDE)
            before = np.searchsorted(places, strides)
            kind = ragged.smallest_unsigned(int(before[-1]))
            self._file.write(f"{self._name}+before", before.astype(kind))
            self._rest.finish()


class Levels:
    """Reads one list."""

    def __init__(self, file: SegmentFile, name: str, widths: Widths) -> None:
        self._near: Paged = file.paged(name)
        self._width = widths[0]
        self._most = (1 << self._width) - 1
        self._rest: Levels | None = None
        if f"{name}+" in file:
            self._rest = Levels(file, f"{name}+", widths[1:])
            self._before = file.paged(f"{name}+before")

    @property
    def kind(self) -> np.dtype[np.unsignedinteger]:
        """A type that holds every number."""
        if self._rest is None:
            return np.dtype(_kind(self._width))
        return np.dtype(np.uint32 if self._rest.kind.itemsize > 1 else np.uint16)

    def slice(self, first: int, after: int) -> Array:
        """The numbers [first, after); not to be written to."""
        near = self._level(first, after)
        if self._rest is None:
            return near
        places, rest = self._gone_on(near, first)
        numbers = near.astype(self.kind)
        numbers[places] += rest
        return numbers

    def through(self, table: Array, first: int, after: int) -> Array:
        """What a table says for each of the numbers [first, after)."""
        near = self._level(first, after)
        found = looked_up(table, near)
        if self._rest is not None:
            places, rest = self._gone_on(near, first)
            if len(places):
                found[places] = table.take(rest.astype(np.intp) + self._most)
        return found

    def _gone_on(self, near: Array, first: int) -> tuple[Array, Array]:
        """The places in a slice whose numbers go on in the next level, and what is there."""
        places = np.flatnonzero(near == self._most)
        if self._rest is None or not len(places):
            return places, near[:0]
        stride = first // _STRIDE
        start = int(self._before[stride : stride + 1][0])
        if stride * _STRIDE < first:
            start += int(np.count_nonzero(self._level(stride * _STRIDE, first) == self._most))
        return places, self._rest.slice(start, start + len(places))

    def _level(self, first: int, after: int) -> Array:
        if self._width == 1:
            bits = self._near[first >> 3 : (after + 7) >> 3]
            numbers: Array = np.unpackbits(bits, bitorder="little")
            return numbers[first & 7 : (first & 7) + after - first]
        if self._width == 12:
            whole = self._near[(first >> 1) * 3 : ((after + 1) >> 1) * 3].reshape(-1, 3)
            pairs = np.empty((len(whole), 2), np.uint16)
            middle = whole[:, 1].astype(np.uint16)
            pairs[:, 0] = whole[:, 0] | (middle & 15) << 8
            pairs[:, 1] = middle >> 4 | whole[:, 2].astype(np.uint16) << 4
            return pairs.reshape(-1)[first & 1 : (first & 1) + after - first]
        if self._width != 4:
            return self._near[first:after]
        halves = self._near[first >> 1 : (after + 1) >> 1].astype(np.uint16)
        high = halves << 4
        high &= 0x0F00
        halves &= 0x000F
        halves |= high
        numbers = halves.astype("<u2", copy=False).view(np.uint8)
        return numbers[first & 1 : (first & 1) + after - first]


def write_small(file: SegmentWriter, name: str, numbers: Array) -> None:
    """Write numbers from 0 on of which most are small, to be read all together."""

    def cost(widths: Widths) -> int:
        bits, rest = 0, numbers
        for width in widths:
            bits += width * len(rest)
            most = (1 << width) - 1
            rest = rest.compress(rest >= most) - most
            if not len(rest):
                break
        return bits

    widths = BYTES if len(numbers) <= ALIGN else min(_SMALL, key=cost)
    writer = LevelWriter(file, f"{name}:{widths[0]}", widths)
    writer.append(numbers.astype(np.uint32))
    writer.finish()


def holds_small(file: SegmentFile, name: str) -> bool:
    """Whether there are numbers under a name that `write_small` wrote."""
    return any(f"{name}:{widths[0]}" in file for widths in _SMALL)


def read_small(file: SegmentFile, name: str, count: int) -> Array:
    """So many numbers, as `write_small` wrote them; not to be written to."""
    widths = next((each for each in _SMALL if f"{name}:{each[0]}" in file), BYTES)
    return Levels(file, f"{name}:{widths[0]}", widths).slice(0, count)


def looked_up(table: Array, numbers: Array) -> Array:
    """`table[numbers]` for numbers of any level; those beyond the table give its first value."""
    if table.dtype == np.uint8 and numbers.dtype == np.uint8:
        text = table[:256].tobytes().ljust(256, b"\0")
        return np.frombuffer(bytearray(numbers.tobytes().translate(text)), np.uint8)
    return table.take(np.where(numbers < len(table), numbers, 0))


def _packed(numbers: Array, width: int) -> Array:
    """An even number of numbers of one, four or twelve bits, as bytes."""
    if width == 1:
        bits: Array = np.packbits(numbers.astype(np.uint8), bitorder="little")
        return bits
    one, other = numbers[::2], numbers[1::2]
    if width == 4:
        halves: Array = (one | other << 4).astype(np.uint8)
        return halves
    three = [one & 255, one >> 8 | (other & 15) << 4, other >> 4]
    return np.stack(three, 1).astype(np.uint8).reshape(-1)


def _kind(width: int) -> type[np.unsignedinteger]:
    return ragged.smallest_unsigned((1 << width) - 1)


def gaps_of(docs: Array, df: Array) -> Array:
    """How far each article is from the one before it in its term, less one: uint32[len(docs)].

    Args:
        docs: uint32, ascending within each term.
        df: How many of them each term has; none is 0.
    """
    gaps = docs.copy()
    gaps[1:] -= docs[:-1]
    gaps -= np.uint32(1)
    starts = np.cumsum(df[:-1])
    gaps[starts] = docs[starts]
    gaps[:1] = docs[:1]
    return gaps


def docs_of(gaps: Array, df: Sequence[int] | Array) -> Array:
    """The articles behind gaps: uint32[len(gaps)].

    Args:
        df: How many of them each term has; none is 0.
    """
    steps = gaps.astype(np.uint32)
    steps += np.uint32(1)
    if len(df) > 1:
        starts = ragged.offsets(np.asarray(df))[:-1]
        # A term begins from nothing: what the one before it has come to is taken back.
        steps[starts[1:]] -= np.add.reduceat(steps, starts)[:-1]
    steps[:1] -= np.uint32(1)
    docs: Array = np.cumsum(steps, out=steps, dtype=np.uint32)
    return docs
