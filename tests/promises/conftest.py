"""Owns what the tests of promises share: the hostile folder, and an empty home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.hostile import Hostile, remove_hostile_folder, write_hostile_folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """The hostile folder; nothing may write into it."""
    around = tmp_path_factory.mktemp("hostile")
    made = write_hostile_folder(around / "archive", around / "outside")
    yield made
    remove_hostile_folder(made.folder)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no settings or cache of the tester's own take part."""
    for variable in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / "home" / variable.lower()))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "home"
