"""Owns where the chunks (paragraphs) and sentences of a text end, article by article."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Docs
from tuinews.index.arrays.segmentfile import SegmentFile, SegmentWriter
from tuinews.index.columnar.vocabulary import CHUNK_END, SENTENCE_ENDS

BREAKS = {"chunks": CHUNK_END, "sentences": SENTENCE_ENDS}
"""The arrays of a text field, and the readings that they are made from."""


def write_breaks(file: SegmentWriter, name: str, counts: Array, where: Array) -> None:
    """Write how many breaks each article has, and the first position after each, if any."""
    if len(where):
        highest = max(int(counts.max()), int(where.max()))
        kind = ragged.smallest_unsigned(highest)
        file.write(f"{name}.counts", counts.astype(kind))
        file.write(f"{name}.where", where.astype(kind))


class Breaks:
    """The breaks of one kind in a field."""

    def __init__(self, file: SegmentFile, name: str, articles: int) -> None:
        self.counts = np.zeros(articles, np.int64)
        self.where = np.empty(0, np.int64)
        if f"{name}.counts" in file:
            self.counts = file.array(f"{name}.counts").astype(np.int64)
            self.where = file.array(f"{name}.where")

    def of(self, docs: Array) -> tuple[Array, Array]:
        """Those of some articles: counts, and flat positions."""
        counts = self.counts[docs]
        return counts, self.where[ragged.indices(ragged.offsets(self.counts)[docs], counts)]

    def on_line(self, docs: Array, bases: Docs) -> Docs:
        """Where new units begin on the line of all articles, for some articles; ascending.

        Every article begins one at its own base.
        """
        counts, where = self.of(docs)
        begins = np.repeat(bases[docs], counts) + where.astype(np.uint32)
        line: Docs = np.unique(np.concatenate([bases[docs], begins]))
        return line
