"""Owns what the tests of the reader share: a state folder, an archive, rows of an index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pytest


class Rows:
    """What an index would say of the files of a folder, by itself."""

    def __init__(self, folder: Path) -> None:
        files = [path for path in folder.rglob("*") if path.is_file()]
        found = {os.fsencode(path.relative_to(folder)): path.read_bytes() for path in files}
        self.found = sorted(found.items())

    def __len__(self) -> int:
        return len(self.found)

    def keys(self) -> Iterable[bytes]:
        return [key for key, _ in self.found]

    def find(self, id_: str) -> int | None:
        keys = list(self.keys())
        return keys.index(os.fsencode(id_)) if os.fsencode(id_) in keys else None

    def digest(self, row: int) -> bytes:
        return hashlib.blake2b(self.found[row][1], digest_size=16).digest()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder that is not there yet."""
    return tmp_path / "state"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An empty archive."""
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"
