"""The container file: arrays come back as they were written, and damage never goes unnoticed."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays import ArrayFile, write_arrays


def write(path: Path) -> None:
    arrays = {"docs": array("I", range(1000)), "heap": b"some text", "none": array("q")}
    write_arrays(path, arrays, {"wasted": 3})


def test_arrays_and_meta_come_back(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    file = ArrayFile.open(path)
    assert list(file.array("docs")) == list(range(1000))
    assert bytes(file.array("heap")) == b"some text"
    assert len(file.array("none")) == 0
    assert file.meta == {"wasted": 3}
    assert "docs" in file
    assert "other" not in file


def test_arrays_start_at_multiples_of_64(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    data = path.read_bytes()
    assert data.index(b"some text") % 64 == 0


@given(
    values=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50),
    small=st.lists(st.integers(0, 2**16 - 1), max_size=50),
)
def test_any_numbers_come_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], small: list[int]
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "x.arrays"
    write_arrays(path, {"a": array("q", values), "b": array("H", small)}, {})
    file = ArrayFile.open(path)
    assert list(file.array("a")) == values
    assert list(file.array("b")) == small


def test_a_file_stays_readable_when_its_name_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    file = ArrayFile.open(path)
    path.unlink()
    assert file.array("docs")[999] == 999


def content(path: Path, names: Iterable[str]) -> dict[str, bytes] | None:
    try:
        file = ArrayFile.open(path)
        return {name: bytes(file.array(name)) for name in names}
    except IndexUnreadableError:
        return None


def test_every_damaged_byte_is_noticed_or_is_padding(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    whole = path.read_bytes()
    expected = {name: bytes(ArrayFile.open(path).array(name)) for name in ("docs", "heap", "none")}
    generator = random.Random(7)
    for place in generator.sample(range(len(whole)), 300):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << generator.randrange(8)
        path.write_bytes(damaged)
        assert content(path, expected) in (expected, None)


def test_a_file_cut_short_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    whole = path.read_bytes()
    for length in (0, 1, 40, 64, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexUnreadableError):
            ArrayFile.open(path).verify()


def test_a_newer_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    data = bytearray(path.read_bytes())
    data[8] = 99
    path.write_bytes(data)
    with pytest.raises(IndexUnreadableError, match="version 99"):
        ArrayFile.open(path)


def test_a_missing_array_and_a_missing_file_say_so(tmp_path: Path) -> None:
    path = tmp_path / "x.arrays"
    write(path)
    with pytest.raises(IndexUnreadableError, match="no other"):
        ArrayFile.open(path).array("other")
    with pytest.raises(IndexUnreadableError, match="cannot be opened"):
        ArrayFile.open(tmp_path / "missing")
