"""Owns starting the real program on a pty, at home in a folder of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.pty.terminal import Terminal, reader_environ, tuinews
from tests.tui.browsing import write_archive

Launch = Callable[..., Terminal]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles that no test changes."""
    return write_archive(tmp_path_factory.mktemp("archive") / "gazette")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Variables of a terminal of many colours, and of a reader who has no files yet."""
    return reader_environ(tmp_path / "home")


@pytest.fixture
def launch(environ: dict[str, str], tmp_path: Path) -> Iterator[Launch]:
    """Start the program on an archive, its index in the test's own folder."""
    started: list[Terminal] = []

    def start(
        archive: Path, *options: str, variables: Mapping[str, str] | None = None, **how: Any
    ) -> Terminal:
        command = tuinews("-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index"), *options)
        terminal = Terminal(command, environ={**environ, **(variables or {})}, **how)
        started.append(terminal)
        return terminal

    yield start
    for terminal in started:
        terminal.close()
