"""The container file: arrays come back as they were written, and damage never goes unnoticed."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays.segmentfile import BLOCK, SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

LARGE = np.arange(5 * BLOCK // 4 + 7, dtype=np.uint32)


def write(path: Path) -> None:
    with SegmentWriter(path) as file:
        file.write("docs", LARGE)
        file.write_bytes("heap", b"some text")
        file.write("none", np.empty(0, np.int64))
        file.close({"wasted": 3})


def test_arrays_and_meta_come_back(tmp_path: Path) -> None:
    write(tmp_path / "x")
    file = SegmentFile(tmp_path / "x")
    assert (file.array("docs") == LARGE).all()
    assert bytes(file.blob("heap")) == b"some text"
    assert len(file.array("none")) == 0
    assert file.meta == {"wasted": 3}
    assert "docs" in file
    assert "other" not in file


def test_arrays_start_at_multiples_of_64(tmp_path: Path) -> None:
    write(tmp_path / "x")
    assert (tmp_path / "x").read_bytes().index(b"some text") % 64 == 0


@given(
    values=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50),
    small=st.lists(st.integers(0, 2**16 - 1), max_size=50),
)
def test_any_numbers_come_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], small: list[int]
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "x"
    with SegmentWriter(path) as file:
        file.write("a", np.array(values, np.int64))
        file.write("b", np.array(small, np.uint16))
        file.close({})
    found = SegmentFile(path)
    assert found.array("a").tolist() == values
    assert found.array("b").tolist() == small


def test_a_file_stays_readable_when_its_name_is_gone(tmp_path: Path) -> None:
    write(tmp_path / "x")
    file = SegmentFile(tmp_path / "x")
    (tmp_path / "x").unlink()
    assert file.array("docs")[999] == 999


def content(path: Path, names: Iterable[str]) -> dict[str, bytes] | None:
    try:
        file = SegmentFile(path)
        return {name: bytes(file.array(name)) for name in names}
    except IndexUnreadableError:
        return None


def test_every_damaged_byte_is_noticed_or_is_padding(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write(path)
    whole = path.read_bytes()
    expected = {name: bytes(SegmentFile(path).array(name)) for name in ("docs", "heap", "none")}
    generator = random.Random(7)
    for place in generator.sample(range(len(whole)), 200):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << generator.randrange(8)
        replace(path, damaged)
        assert content(path, expected) in (expected, None)


def test_a_damaged_page_is_noticed_where_it_is_looked_at_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write(path)
    damaged = bytearray(path.read_bytes())
    damaged[4 * BLOCK + 5] ^= 1
    replace(path, damaged)
    docs = SegmentFile(path).paged("docs")
    assert (docs[0:BLOCK] == LARGE[:BLOCK]).all()
    with pytest.raises(IndexUnreadableError, match="docs is damaged"):
        docs[BLOCK : BLOCK + 10]
    with pytest.raises(IndexUnreadableError, match="docs is damaged"):
        SegmentFile(path).verify()


def test_what_was_compared_is_not_compared_again_in_a_process(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write(path)
    SegmentFile(path).verify()
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    SegmentFile(path).verify()


def test_a_file_cut_short_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write(path)
    whole = path.read_bytes()
    for length in (0, 1, 40, 64, 100, len(whole) // 2, len(whole) - 1):
        replace(path, whole[:length])
        with pytest.raises(IndexUnreadableError):
            SegmentFile(path).verify()


def test_another_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write(path)
    data = bytearray(path.read_bytes())
    data[-1] = 99
    replace(path, data)
    with pytest.raises(IndexUnreadableError, match="no file of this version"):
        SegmentFile(path)


def test_a_missing_array_and_a_missing_file_say_so(tmp_path: Path) -> None:
    write(tmp_path / "x")
    with pytest.raises(IndexUnreadableError, match="no other"):
        SegmentFile(tmp_path / "x").array("other")
    with pytest.raises(IndexUnreadableError, match="cannot be opened"):
        SegmentFile(tmp_path / "missing")


def replace(path: Path, data: bytes | bytearray) -> None:
    """Put other bytes in a file's place, as another file."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)
