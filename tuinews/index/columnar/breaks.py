"""Owns where the chunks (paragraphs) and sentences of a text end, article by article."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import read_small, write_small
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.vocabulary import CHUNK_END, SENTENCE_ENDS

BREAKS = {"chunks": CHUNK_END, "sentences": SENTENCE_ENDS}
"""The arrays of a text field, and the readings that they are made from."""


def write_breaks(file: SegmentWriter, name: str, counts: Array, where: Array) -> None:
    """Write how many breaks each article has, and how far each is from the one before.

    Args:
        counts: int64[articles].
        where: int64[sum(counts)], the first position after each, ascending in an article.
    """
    steps = np.diff(where, prepend=0)
    starts = ragged.offsets(counts)[:-1][counts > 0]
    steps[starts] = where[starts]
    write_small(file, f"{name}.counts", counts)
    write_small(file, f"{name}.steps", steps)


class Breaks:
    """The breaks of one kind in a field."""

    def __init__(self, file: SegmentFile, name: str, articles: int) -> None:
        self.counts = read_small(file, f"{name}.counts", articles).astype(np.int64)
        steps = read_small(file, f"{name}.steps", int(self.counts.sum()))
        where = np.cumsum(steps, dtype=np.int64)
        before = np.append(0, where)[ragged.offsets(self.counts)[:-1]]
        where -= np.repeat(before, self.counts)
        self.where = where.astype(ragged.smallest_unsigned(int(where.max(initial=0))))

    def of(self, docs: Array) -> tuple[Array, Array]:
        """Those of some articles: counts, and flat positions."""
        counts = self.counts[docs]
        return counts, self.where[ragged.indices(ragged.offsets(self.counts)[docs], counts)]
