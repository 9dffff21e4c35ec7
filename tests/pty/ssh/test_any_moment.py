"""Connections that end at any moment of a session: nothing is left running, whatever it was doing.

TUINEWS_HANGUPS=100 has so many end each way; a few are enough to notice what breaks it often.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.pty.processes import MARK, wait_until_empty
from tests.pty.ssh.conftest import Connect
from tests.pty.ssh.server import Server
from tests.pty.terminal import PROJECT, Terminal

pytestmark = pytest.mark.pty

TIMES = int(os.environ.get("TUINEWS_HANGUPS", "6"))
KEYS = ("/harb", "\r", "j", "J", "\x1b", "?", "+", "f", "T", "s", ",", "|\r", "sleep 60\r", "Q")
"""Search, read, move, dialogs, facets, a command that has the terminal, and quitting."""


def live(terminal: Terminal, chance: random.Random) -> None:
    """Press some keys, from whichever moment of the start on."""
    time.sleep(chance.uniform(0.0, 1.2))
    for key in chance.choices(KEYS, k=chance.randrange(6)):
        terminal.send(key)
        time.sleep(chance.uniform(0.0, 0.15))


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_connection_that_ends_at_any_moment_leaves_no_process(
    connect: Connect, server: Server, seed: int
) -> None:
    chance = random.Random(seed)
    client = connect()
    live(client, chance)
    if seed % 2:
        client.signal(signal.SIGKILL)
    else:
        client.hang_up()
    print(f"gone after {server.wait_until_empty():.2f} s")


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_terminal_that_hangs_up_at_any_moment_leaves_no_process(
    opening: list[str], environ: dict[str, str], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    mark = f"any-moment-{os.getpid()}-{seed}"
    # What is exported meanwhile goes where it is started.
    variables = {**environ, MARK: mark, "PYTHONPATH": os.fspath(PROJECT)}
    terminal = Terminal(opening, environ=variables, cwd=tmp_path, ignore_hangup=bool(seed % 2))
    try:
        live(terminal, chance)
        terminal.hang_up()
        begun = time.monotonic()
        terminal.exit_status()
        wait_until_empty(mark)
        print(f"gone after {time.monotonic() - begun:.2f} s")
    finally:
        terminal.close()
