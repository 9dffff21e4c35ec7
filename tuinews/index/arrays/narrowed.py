"""Owns whole numbers in as few bits each as the highest takes, to one, two or four of a byte."""

from __future__ import annotations

from typing import Final

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

_PLAIN: Final = (8, 16, 32, 64)
_WIDTHS: Final = tuple(
    8 * whole + part for whole in range(8) for part in (1, 2, 4, 8) if 8 * whole + part >= 8
)


def write_narrow(file: SegmentWriter, name: str, values: Array) -> None:
    """Write whole numbers from 0 on; of an odd width the lowest bytes of all come first."""
    highest = int(values.max(initial=0))
    width = next(each for each in _WIDTHS if each >= highest.bit_length())
    if width in _PLAIN:
        file.write(name, values.astype(ragged.smallest_unsigned(highest)))
        return
    whole, part = divmod(width, 8)
    planes = values.astype("<u8").view(np.uint8).reshape(-1, 8).T
    packed = planes[:whole].reshape(-1)
    if part:
        bits = np.unpackbits(planes[whole][:, None], axis=1, count=part, bitorder="little")
        packed = np.concatenate([packed, np.packbits(bits, bitorder="little")])
    file.write(f"{name}:{width}", packed)


def read_narrow(file: SegmentFile, name: str) -> Array:
    """Numbers as `write_narrow` wrote them; not to be written to."""
    for width in _WIDTHS:
        if f"{name}:{width}" in file:
            return _unpacked(file.array(f"{name}:{width}"), width)
    return file.array(name)


def _unpacked(packed: Array, width: int) -> Array:
    whole, part = divmod(width, 8)
    # What fills up the last byte is less than one number takes.
    count = len(packed) * 8 // width
    values = np.zeros((count, 4 if width < 32 else 8), np.uint8)
    for place in range(whole):
        values[:, place] = packed[place * count : (place + 1) * count]
    if part:
        last = packed[whole * count :]
        parts = np.empty((len(last), 8 // part), np.uint8)
        for place in range(8 // part):
            parts[:, place] = last >> (place * part) & ((1 << part) - 1)
        values[:, whole] = parts.reshape(-1)[:count]
    return values.view("<u4" if width < 32 else "<u8").reshape(-1)
