"""Owns the archive that tests of the browser read, and the variables that would colour it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.browsing import build_index, write_archive


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles that no test changes."""
    return write_archive(tmp_path_factory.mktemp("archive") / "gazette")


@pytest.fixture(scope="session")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of that folder."""
    return build_index(archive, tmp_path_factory.mktemp("index") / "gazette")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A folder for what the reader marks."""
    return tmp_path / "state"


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
