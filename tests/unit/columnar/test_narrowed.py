"""Whole numbers of any width come back from a file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index.arrays.narrowed import read_narrow, write_narrow
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter


@settings(max_examples=60, deadline=None)
@given(values=st.integers(0, 63).flatmap(lambda bits: st.lists(st.integers(0, 2**bits - 1))))
def test_numbers_come_back(values: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("narrow") / "x.segment"
    with SegmentWriter(path) as file:
        write_narrow(file, "n", np.array(values, np.int64))
        file.close({})
    assert read_narrow(SegmentFile(path), "n").tolist() == values
