"""Owns whole numbers in as few bytes each as the highest takes, three, five, six or seven too."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

_ODD = (3, 5, 6, 7)


def write_narrow(file: SegmentWriter, name: str, values: Array) -> None:
    """Write whole numbers from 0 on; of an odd width the lowest bytes of all come first."""
    highest = int(values.max(initial=0))
    width = -(-highest.bit_length() // 8)
    if width in _ODD:
        wide = values.astype("<u8").view(np.uint8).reshape(-1, 8)
        file.write(f"{name}:{width}", np.ascontiguousarray(wide[:, :width].T))
    else:
        file.write(name, values.astype(ragged.smallest_unsigned(highest)))


def read_narrow(file: SegmentFile, name: str) -> Array:
    """Numbers as `write_narrow` wrote them; not to be written to."""
    for width in _ODD:
        if f"{name}:{width}" in file:
            planes = file.array(f"{name}:{width}").reshape(width, -1)
            values = np.zeros((planes.shape[1], 4 if width < 4 else 8), np.uint8)
            values[:, :width] = planes.T
            return values.view("<u4" if width < 4 else "<u8").reshape(-1)
    return file.array(name)
