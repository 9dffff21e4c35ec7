"""Packed lists give back what was put into them, whole and in slices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index.arrays import levels
from tuinews.index.arrays.levels import (
    BITS,
    BYTES,
    NIBBLES,
    PAIRS,
    TWELVES,
    Levels,
    LevelWriter,
    Widths,
)
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

numbers = st.lists(
    st.one_of(st.integers(0, 16), st.integers(0, 600), st.integers(0, 2**32 - 1)), max_size=60
)


@settings(max_examples=80, deadline=None)
@given(
    pieces=st.lists(numbers, max_size=5),
    widths=st.sampled_from([BITS, NIBBLES, BYTES, TWELVES, PAIRS]),
)
def test_every_slice_is_as_it_was_written(
    pieces: list[list[int]], widths: Widths, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("levels") / "x.segment"
    flat = [number for piece in pieces for number in piece]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levels, "_STRIDE", 8)
        with SegmentWriter(path) as file:
            writer = LevelWriter(file, "n", widths)
            for piece in pieces:
                writer.append(np.array(piece, np.uint32))
            writer.finish()
            file.close({})
        read = Levels(SegmentFile(path), "n", widths)
        for first in range(0, len(flat) + 1, 7):
            for after in range(first, len(flat) + 1, 5):
                assert read.slice(first, after).tolist() == flat[first:after]


@settings(max_examples=40, deadline=None)
@given(places=st.lists(st.integers(0, 700), max_size=80))
def test_a_table_is_looked_up_through_the_list(
    places: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("levels") / "x.segment"
    table = (np.arange(701) * 7 % 251).astype(np.uint8)
    with SegmentWriter(path) as file:
        writer = LevelWriter(file, "n", NIBBLES)
        writer.append(np.array(places, np.uint32))
        writer.finish()
        file.close({})
    found = Levels(SegmentFile(path), "n", NIBBLES).through(table, 0, len(places))
    assert found.tolist() == [int(table[place]) for place in places]


@given(
    st.lists(st.lists(st.integers(0, 2**32 - 2), min_size=1, max_size=9, unique=True), max_size=6)
)
def test_articles_come_back_from_their_gaps(terms: list[list[int]]) -> None:
    docs = [number for term in terms for number in sorted(term)]
    df = np.array([len(term) for term in terms], np.int64)
    if terms:
        gaps = levels.gaps_of(np.array(docs, np.uint32), df)
        assert levels.docs_of(gaps, df).tolist() == docs
