"""Owns packed positions: a byte each while an article is short, more only where it is long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.segmentfile import Paged, SegmentFile, SegmentWriter

_FAR = 255
_STRIDE = 1024
_WORTH_UP_TO = 0.4


@dataclass(frozen=True, slots=True)
class Packing:
    """How the positions of a field are kept.

    Attributes:
        kind: Type that holds any position of the field.
        split: Positions from 255 on stand apart, and 255 in their place.
    """

    kind: np.dtype[Any]
    split: bool

    @classmethod
    def of(cls, lengths: Array) -> Packing:
        """The smaller way for articles of these lengths: int64[articles]."""
        kind = np.dtype(ragged.smallest_unsigned(max(int(lengths.max(initial=0)) - 1, 0)))
        far = int(np.maximum(lengths - _FAR, 0).sum())
        split = kind.itemsize > 1 and far <= _WORTH_UP_TO * int(lengths.sum())
        return cls(kind, split)


class PackedWriter:
    """Writes one list of positions."""

    def __init__(self, file: SegmentWriter, name: str, packing: Packing) -> None:
        self._file, self._name, self._packing = file, name, packing
        self._count = 0
        self._far_places: list[Array] = []
        file.declare(name, np.uint8 if packing.split else packing.kind)
        if packing.split:
            file.declare(f"{name}.far", packing.kind)

    def append(self, positions: Array) -> None:
        """Add positions at the end."""
        if self._packing.split and positions.dtype.itemsize > 1:
            far = np.flatnonzero(positions >= _FAR)
            self._file.append(f"{self._name}.far", positions[far])
            self._far_places.append(far + self._count)
            self._file.append(self._name, np.minimum(positions, _FAR))
        elif self._packing.split:
            self.append(positions.astype(self._packing.kind))
            return
        else:
            self._file.append(self._name, positions)
        self._count += len(positions)

    def finish(self) -> None:
        """Write how many far positions stand before every stride."""
        if self._packing.split:
            places = np.concatenate([np.empty(0, np.int64), *self._far_places])
            strides = np.arange(0, self._count + _STRIDE, _STRIDE)
            before = np.searchsorted(places, strides)
            self._file.write(f"{self._name}.before", before.astype(np.uint32))


class Packed:
    """Reads one list of positions."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._near = file.paged(name)
        self._far: Paged | None = None
        self.kind = self._near.dtype
        if f"{name}.far" in file:
            self._far = file.paged(f"{name}.far")
            self._before = file.array(f"{name}.before")
            self.kind = self._far.dtype

    def slice(self, first: int, after: int) -> Array:
        """The positions [first, after) of the list."""
        near = self._near[first:after]
        if self._far is None:
            return near
        positions = near.astype(self.kind)
        places = np.flatnonzero(near == _FAR)
        if len(places):
            stride = first // _STRIDE
            rest = np.count_nonzero(self._near[stride * _STRIDE : first] == _FAR)
            start = int(self._before[stride]) + rest
            positions[places] = self._far[start : start + len(places)]
        return positions
