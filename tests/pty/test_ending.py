"""How the program ends when nobody presses a key: signals, and a terminal that is gone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.endings import CASES, End, Places, Situation, faults, outcome
from tests.pty.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.pty


def children(terminal: Terminal) -> list[int]:
    """The processes that the program started."""
    file = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children")
    return [int(pid) for pid in file.read_text().split()]


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until_gone(pids: list[int]) -> None:
    """Wait for processes to end."""
    end = time.monotonic() + PATIENCE
    while not all(gone(pid) for pid in pids):
        assert time.monotonic() < end, "a process that was started is still there"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """What sessions find."""
    return Places.make(tmp_path_factory.mktemp("places"))


@pytest.mark.parametrize(
    ("situation", "end"), CASES, ids=[f"{end.name}-{situation.name}" for situation, end in CASES]
)
def test_a_session_ends_with_its_status_its_marks_and_the_terminal_as_it_was(
    places: Places, tmp_path: Path, situation: Situation, end: End
) -> None:
    seen = outcome(situation, end, places, tmp_path / "home")
    print(f"gone after {seen.seconds:.2f} s")
    assert faults(situation, end, seen) == []


def test_killing_the_program_takes_the_process_that_indexes_with_it(
    archive: Path, launch: Launch
) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    started = children(terminal)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.exit_status() == -signal.SIGKILL
    wait_until_gone(started)


def test_ctrl_c_quits_and_the_index_is_left_whole(archive: Path, launch: Launch) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.send("/harb\x03")
    assert terminal.exit_status() == 0
    again = launch(archive)
    again.wait("44 of 44")
