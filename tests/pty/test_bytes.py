"""What the browser sends over a slow line: counted on a pty at 80x24, byte by byte."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal
from tests.tui.browsing import write_archive

pytestmark = pytest.mark.pty

TERMINALS = {
    "16 million colours": ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 300),
    "256 colours": ({"TERM": "xterm-256color", "COLORTERM": ""}, 300),
    "16 colours": ({"TERM": "xterm", "COLORTERM": ""}, 300),
}
HIT = 300
"""For a move among hits, whose rows have their matches marked."""
LIST_PAGE = 2_000
READER_PAGE = 2_000
TYPED = 120
QUIET = 10.0
"""Seconds in which nothing may be sent when nothing happens."""


@pytest.fixture(params=TERMINALS.values(), ids=TERMINALS.keys())
def opened(request: pytest.FixtureRequest, archive: Path, launch: Launch) -> tuple[Terminal, int]:
    """A browser that has come to rest, and what a move of its cursor may cost."""
    variables, move = request.param
    terminal = launch(archive, variables=variables)
    terminal.wait("44 of 44")
    terminal.settle(1.0)
    return terminal, move


def test_moves_and_pages_stay_within_their_bytes(opened: tuple[Terminal, int]) -> None:
    terminal, move = opened
    assert max(terminal.spent("j") for _press in range(10)) <= move
    assert max(terminal.spent("k") for _press in range(3)) <= move
    assert terminal.spent(" ") <= LIST_PAGE
    terminal.send("gjj\r")
    terminal.wait(" min")
    assert terminal.spent(" ") <= READER_PAGE


def test_a_character_that_changes_no_result_costs_little(opened: tuple[Terminal, int]) -> None:
    terminal, _move = opened
    terminal.send("/tranquillit")
    terminal.wait("1 of 44")
    assert terminal.spent("y") <= TYPED
    assert terminal.spent(" ") <= TYPED
    terminal.send("\x15harbour\r")
    terminal.wait("hit 1/3")
    assert terminal.spent("j") <= HIT


def test_nothing_is_sent_while_nothing_happens(archive: Path, launch: Launch) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    before = terminal.settle(1.0)
    time.sleep(QUIET)
    assert len(terminal.raw) == before


def test_a_move_costs_no_more_when_the_place_gets_a_digit_longer(
    tmp_path: Path, launch: Launch
) -> None:
    archive = write_archive(tmp_path / "many", fillers=1_100)
    terminal = launch(archive)
    terminal.wait("Note 1099 of the archive")
    terminal.wait("1,104 of 1,104")
    terminal.settle(1.0)
    sizes = [terminal.spent("j") for _press in range(10)]
    assert "11/1,104" in terminal.lines[-1]
    assert max(sizes) <= 300
