"""Keys typed ahead of the screen act on what they name, once everything before is answered."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal
from tuinews.reader.database import FILE

pytestmark = pytest.mark.pty


def ready(launch: Launch, archive: Path) -> Terminal:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.settle()
    return terminal


def in_bursts(terminal: Terminal, keys: str, size: int) -> None:
    """Type keys so many at a time, faster than the screen follows."""
    for at in range(0, len(keys), size):
        terminal.send(keys[at : at + size])
        time.sleep(0.003)


def starred(terminal: Terminal) -> list[str]:
    """The rows that are listed as starred."""
    terminal.send("\x1b\x1b")
    terminal.wait("44 of 44")
    terminal.send("/is:starred\r")
    terminal.wait(lambda shown: "is:starred" in shown.text and "44 of 44" not in shown.text)
    terminal.settle()
    return [line for line in terminal.lines if "*" in line.partition(" 20")[0][:6]]


@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_star_behind_a_search_goes_to_its_first_hit(
    archive: Path, launch: Launch, size: int
) -> None:
    terminal = ready(launch, archive)
    in_bursts(terminal, "/ferry line\rs", size)
    terminal.wait("Starred")
    found = starred(terminal)
    assert len(found) == 1
    assert "Ferry line" in found[0]


@pytest.mark.parametrize("size", [1, 100])
def test_a_star_behind_moves_and_opening_goes_to_what_was_opened(
    archive: Path, launch: Launch, size: int
) -> None:
    terminal = ready(launch, archive)
    in_bursts(terminal, "jjjj\rsQ", size)
    assert terminal.exit_status() == 0
    again = launch(archive)
    again.wait("44 of 44")
    again.wait("Harbour board votes")
    again.settle()
    fifth = [line for line in again.lines if line.startswith((" ", ">", "▶"))][2:][4]
    assert "*" in fifth[:6]
    assert len(starred(again)) == 1


def test_what_asks_first_takes_no_key_typed_ahead_for_its_answer_but_yes(
    archive: Path, launch: Launch
) -> None:
    terminal = ready(launch, archive)
    terminal.send("Mjs")
    terminal.settle()
    terminal.send("\x1b")
    terminal.settle()
    terminal.send("\x1b/is:read\r")
    terminal.wait("0 of 44")


def test_a_saved_search_removed_by_a_key_typed_ahead_comes_back(
    archive: Path, launch: Launch
) -> None:
    terminal = ready(launch, archive)
    terminal.send("/harbour\r")
    terminal.wait("hit 1/3")
    terminal.send("\x13")
    terminal.wait("save harbour as:")
    terminal.send("Port news\r")
    terminal.wait("Saved as Port news")
    terminal.send("Sd")
    terminal.wait(lambda shown: "Port news" not in shown.text or "u " in shown.lines[-1])
    terminal.settle()
    terminal.send("u")
    terminal.wait("Port news")


def test_keys_typed_before_anything_is_shown_mark_nothing(archive: Path, launch: Launch) -> None:
    terminal = launch(archive)
    terminal.send("sm+")
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.settle()
    terminal.send("\x1b")
    assert not starred(terminal)


def test_a_star_before_marks_are_read_waits_for_them(
    archive: Path, launch: Launch, environ: dict[str, str]
) -> None:
    first = ready(launch, archive)
    first.send("Q")
    assert first.exit_status() == 0
    kept = Path(environ["XDG_STATE_HOME"]) / "tuinews" / FILE
    other = sqlite3.connect(kept, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    again = launch(archive)
    again.wait("Harbour board votes")
    again.send("s")
    again.settle(0.5)
    assert "Starred" not in again.text
    other.execute("ROLLBACK")
    other.close()
    again.wait("Starred")
