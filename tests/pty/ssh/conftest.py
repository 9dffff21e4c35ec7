"""Owns readers who come over SSH: a server, an archive behind it, and clients on terminals."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.pty.ssh.server import FREE, Server, obstacle, serving
from tests.pty.terminal import PROJECT, Terminal, tuinews
from tests.tui.browsing import build_index

Connect = Callable[..., Terminal]

ACCEPTED = "LANG LC_* COLORTERM NO_COLOR PYTHON* PAGER EDITOR VISUAL BROWSER LESS* TEXTUAL* SHELL"
"""What a careless administrator lets clients set; Debian's own sshd takes the first two."""


@pytest.fixture(scope="session", autouse=True)
def _can_serve() -> None:
    reason = obstacle()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def opening(archive: Path, tmp_path: Path) -> list[str]:
    """The command that opens the archive, its index built."""
    build_index(archive, tmp_path / "index")
    return tuinews("-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index"))


@pytest.fixture
def server(opening: list[str], environ: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server whose sessions are at home in a folder of the test's own."""
    variables = {name: environ[name] for name in environ if name.startswith("XDG_")}
    variables |= {"HOME": environ["HOME"], "PYTHONPATH": os.fspath(PROJECT), "LC_ALL": "C.UTF-8"}
    with serving(
        tmp_path / "sshd",
        forced=shlex.join([*opening, "--restricted"]),
        variables=variables,
        accept=ACCEPTED,
    ) as started:
        yield started


@pytest.fixture
def connect(server: Server, opening: list[str], environ: dict[str, str]) -> Iterator[Connect]:
    """Open the archive there, or run `asked`, from a client on a terminal."""
    clients: list[Terminal] = []

    def start(
        *asked: str,
        key: str = FREE,
        options: tuple[str, ...] = ("-tt",),
        port: int | None = None,
        variables: Mapping[str, str] | None = None,
        **how: Any,
    ) -> Terminal:
        command = server.command(*(asked or opening), key=key, options=options, port=port)
        client = Terminal(command, environ={**environ, **(variables or {})}, **how)
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.close()
