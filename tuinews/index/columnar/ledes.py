"""Owns which positions of each article's text are its lede."""

from __future__ import annotations

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import read_small, write_small
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.schema import PARTS

LEDE = PARTS["lede"]


def write_ledes(file: SegmentWriter, name: str, first: Array, after: Array) -> None:
    """Write which positions [first, after) of each article are its lede."""
    write_small(file, f"{name}/lede.first", first)
    write_small(file, f"{name}/lede.after", after)


def read_ledes(file: SegmentFile, name: str, articles: int) -> tuple[Array, Array]:
    """The positions [first, after) of each article's lede; none where both are equal."""
    first = read_small(file, f"{name}/lede.first", articles)
    return first, read_small(file, f"{name}/lede.after", articles)


def ledes(counts: Array, where: Array, parts: Array) -> tuple[Array, Array]:
    """The positions of each article's lede, whose chunks stand in a row.

    Args:
        counts: int64[articles], chunks per article.
        where: int64[sum(counts)], the first position after each chunk.
        parts: uint8[sum(counts)], bits of the part that each chunk belongs to.
    """
    first, after = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
    chosen = np.flatnonzero(parts & LEDE)
    if len(chosen):
        starts = np.zeros(len(where), np.int64)
        starts[1:] = where[:-1]
        starts[ragged.offsets(counts)[:-1][counts > 0]] = 0
        article = np.repeat(np.arange(len(counts)), counts)[chosen]
        held, begins = np.unique(article, return_index=True)
        ends = np.append(begins[1:], len(chosen)) - 1
        first[held] = starts[chosen[begins]]
        after[held] = where[chosen[ends]]
    return first, after
