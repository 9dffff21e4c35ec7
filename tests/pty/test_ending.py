"""How the program ends when nobody presses a key: signals, and a terminal that is gone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import PATIENCE, Terminal
from tuinews.reader.reader import Reader

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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_and_restores_the_terminal(
    archive: Path, launch: Launch, number: signal.Signals
) -> None:
    terminal = launch(archive)
    modes = terminal.local_flags()
    terminal.wait("44 of 44")
    started = children(terminal)
    assert started
    terminal.signal(number)
    assert terminal.exit_status() == 128 + number
    assert terminal.local_flags() == modes
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    wait_until_gone(started)


@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_terminal_that_hangs_up_ends_the_program(
    archive: Path, launch: Launch, ignore_hangup: bool
) -> None:
    terminal = launch(archive, ignore_hangup=ignore_hangup)
    terminal.wait("44 of 44")
    started = children(terminal)
    terminal.hang_up()
    assert terminal.exit_status() != 0
    wait_until_gone(started)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_the_terminal_takes_nothing_still_ends_the_program_in_order(
    archive: Path, launch: Launch, environ: dict[str, str], number: signal.Signals
) -> None:
    terminal = launch(archive)
    terminal.wait("44 of 44")
    terminal.wait(lambda screen: screen.lines[2].startswith("▶ • 09 Nov 2021"))
    terminal.settle()
    terminal.send("s")
    terminal.wait(lambda screen: "*" in screen.lines[2][:5])
    terminal.stop_reading()
    for _press in range(200):
        terminal.send(" ")
        terminal.send("b")
        time.sleep(0.002)  # typed by hand, each key is answered, and none of the answers taken
    terminal.signal(number)
    assert terminal.exit_status() == 128 + number
    assert terminal.local_flags() == terminal.flags_before
    terminal.listen()
    terminal.wait(
        lambda screen: screen.raw.rfind(b"\x1b[?1049l") > screen.raw.rfind(b"\x1b[?1049h")
    )
    assert b"\x1b[?1000l" in terminal.raw[terminal.raw.rfind(b"\x1b[?1000h") :]
    reader = Reader.open(Path(environ["XDG_STATE_HOME"]) / "tuinews", archive)
    assert reader.marks.is_starred("world/harbour.md")


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
