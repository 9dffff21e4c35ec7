"""Articles piped to commands on a real terminal: lent, given back, and nothing of them obeyed."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal
from tests.pty.test_ending import wait_until_gone

pytestmark = pytest.mark.pty

WAITS = "press a key to go back"


@pytest.fixture
def opened(archive: Path, launch: Launch) -> Terminal:
    """The program with its list on the screen, and `sh` as the reader's shell."""
    terminal = launch(archive, variables={"SHELL": "/bin/sh"})
    terminal.wait("Harbour board votes")
    terminal.settle()
    return terminal


def type_command(terminal: Terminal, command: str, *, downs: int = 0) -> None:
    """Pipe to a typed command; each of `downs` goes on to another line of the menu."""
    terminal.send("|")
    terminal.wait("Pipe to a command")
    terminal.send("j" * downs + "\r")
    terminal.wait(" to:")
    terminal.send(f"{command}\r")


def is_lent(terminal: Terminal) -> bool:
    """Whether a command has the terminal."""
    return terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l")


def come_back(terminal: Terminal, said: str) -> None:
    """Let the command's output go, and see what the browser says of it."""
    terminal.wait(WAITS)
    terminal.send("x")
    terminal.wait(said)
    terminal.wait("Harbour board votes")
    terminal.wait(lambda screen: WAITS not in screen.text)


def test_the_article_is_given_as_text_or_markdown_and_the_terminal_comes_back(
    opened: Terminal, tmp_path: Path
) -> None:
    modes = opened.local_flags()
    type_command(opened, f"cat > {tmp_path}/one.txt")
    come_back(opened, "1 article piped to cat")
    assert (tmp_path / "one.txt").read_text().startswith("Harbour board votes to dredge")
    type_command(opened, f"cat > {tmp_path}/one.md; stty raw -echo < /dev/tty", downs=1)
    come_back(opened, "1 article piped to cat")
    assert "## Background and recognition" in (tmp_path / "one.md").read_text()
    type_command(opened, f"cat > {tmp_path}/all.txt", downs=2)
    come_back(opened, "44 articles piped to cat")
    assert "Two men walk on the moon" in (tmp_path / "all.txt").read_text()
    assert opened.local_flags() == modes
    opened.send("jj\r")
    opened.wait("Line 1 of the note")
    opened.send("Q")
    assert opened.exit_status() == 0
    assert opened.local_flags() == opened.flags_before
    assert opened.raw.count(b"\x1b[?1049h") == opened.raw.count(b"\x1b[?1049l") == 4


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("false", "Failed with status 1: false"),
        ("exit 7", "Failed with status 7: exit 7"),
        ("no-such-command-here", "There is no such command: no-such-command-here"),
        ("kill -TERM $$", "Ended by SIGTERM: kill -TERM $$"),
    ],
)
def test_how_a_command_ended_is_said_in_one_line(opened: Terminal, command: str, said: str) -> None:
    type_command(opened, command)
    come_back(opened, said)


def test_a_command_that_does_not_read_all_it_is_given_is_no_error(opened: Terminal) -> None:
    type_command(opened, "head -n 1", downs=2)
    opened.wait("Harbour board votes to dredge the northern channel")
    come_back(opened, "Done without taking all it was given: head -n 1")


def test_a_pager_has_the_keyboard_and_the_whole_screen(opened: Terminal) -> None:
    type_command(opened, "less", downs=2)
    opened.wait("Ships have waited outside for days")
    opened.send("G")
    opened.wait("(END)")
    opened.send("q")
    come_back(opened, "44 articles piped to less")


def test_ctrl_c_ends_the_command_and_not_the_browser(opened: Terminal) -> None:
    type_command(opened, "sleep 60")
    opened.wait(is_lent)
    opened.settle()
    opened.send("\x03")
    come_back(opened, "Ended by SIGINT: sleep 60")
    opened.send("j")
    opened.wait("2/44")


def test_ctrl_c_is_a_key_like_any_other_where_one_is_waited_for(opened: Terminal) -> None:
    type_command(opened, "cat")
    opened.wait(WAITS)
    opened.settle()
    opened.send("\x03")
    opened.wait("1 article piped to cat")
    opened.send("j")
    opened.wait("2/44")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_meanwhile_ends_command_and_browser(opened: Terminal, number: int) -> None:
    type_command(opened, "exec sleep 60")
    opened.wait(is_lent)
    opened.settle()
    file = Path(f"/proc/{opened.pid}/task/{opened.pid}/children")
    started = [
        int(pid)
        for tid in file.parents[1].iterdir()
        for pid in (tid / "children").read_text().split()
    ]
    assert any(b"sleep" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in started)
    opened.signal(number)
    assert opened.exit_status() == 128 + number
    assert opened.local_flags() == opened.flags_before
    wait_until_gone(started)


def test_a_signal_while_a_key_is_waited_for_restores_the_terminal(opened: Terminal) -> None:
    type_command(opened, "true")
    opened.wait(WAITS)
    opened.settle()
    opened.signal(signal.SIGTERM)
    assert opened.exit_status() == 128 + signal.SIGTERM
    assert opened.local_flags() == opened.flags_before


def test_no_text_of_an_article_reaches_the_command_line(tmp_path: Path, launch: Launch) -> None:
    folder = tmp_path / "arch"
    folder.mkdir()
    payload = "$(touch owned) `touch owned` ; touch owned | '\" \n"
    (folder / "$(touch owned).txt").write_text(payload + "\n" + payload)
    terminal = launch(folder, variables={"SHELL": "/bin/sh"})
    terminal.wait("1 of 1")
    terminal.settle()
    type_command(terminal, f"cd {tmp_path} && cat > got")
    terminal.wait(WAITS)
    terminal.send("x")
    terminal.wait("1 article piped")
    assert "$(touch owned)" in (tmp_path / "got").read_text()
    assert not list(tmp_path.rglob("owned"))


def test_commands_are_remembered_and_named_ones_are_a_key_away(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    settings = tmp_path / "own.yaml"
    settings.write_text(
        f"pipes:\n  keep:\n    command: cat > {tmp_path}/kept\n"
        "    format: markdown\n    wait: off\n"
    )
    terminal = launch(archive, "--settings", str(settings), variables={"SHELL": "/bin/sh"})
    terminal.wait("Harbour board votes")
    terminal.settle()
    terminal.send("|")
    terminal.wait("this article to keep")
    terminal.send("\r")
    terminal.wait("1 article piped to cat")
    assert (tmp_path / "kept").read_text().startswith("# Harbour")
    type_command(terminal, "wc -l", downs=2)
    come_back(terminal, "1 article piped to wc -l")
    terminal.send("q")
    assert terminal.exit_status() == 0
    again = launch(archive, variables={"SHELL": "/bin/sh"})
    again.wait("Harbour board votes")
    again.settle()
    again.send("|\r")
    again.wait(" to:")
    again.send("\x1b[A")
    again.wait("wc -l")


def test_restricted_no_command_is_run(archive: Path, launch: Launch) -> None:
    terminal = launch(archive, "--restricted")
    terminal.wait("Harbour board votes")
    terminal.settle()
    terminal.send("|")
    terminal.wait("With --restricted no command is run")
