"""Plain browsing as a program: on a terminal, in a pipe, and ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.payloads import OBEYED
from tests.pty.conftest import Launch
from tests.pty.terminal import tuinews
from tests.pty.test_safety import write_hostile_articles
from tuinews.reader.reader import Reader

pytestmark = pytest.mark.pty


@pytest.fixture
def piped(archive: Path, environ: dict[str, str], tmp_path: Path) -> subprocess.Popen[str]:
    """Plain browsing with its standard streams in pipes."""
    command = tuinews("-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index"), "--plain")
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", env=environ, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def kept(environ: dict[str, str], archive: Path) -> Reader:
    """What was kept."""
    return Reader.open(Path(environ["XDG_STATE_HOME"]) / "tuinews", archive)


@pytest.mark.parametrize("term", ["dumb", "xterm-256color", ""])
def test_on_a_terminal_nothing_is_sent_but_lines(archive: Path, launch: Launch, term: str) -> None:
    terminal = launch(archive, "--plain", columns=60, variables={"TERM": term})
    terminal.wait("Enter goes on")
    terminal.send("/harbour\n")
    terminal.wait("3 of 44 articles")
    terminal.send("1\n")
    terminal.wait("Match")
    terminal.send("n\nj\ns\nq\n")
    terminal.wait("; read; starred")
    terminal.send("q\n")
    assert terminal.exit_status() == 0
    sent = bytes(terminal.raw).decode()
    assert "\x1b" not in sent
    assert not OBEYED.search(sent.replace("\r\n", "\n"))
    assert max(len(line.replace("> ", "")) for line in sent.split("\r\n")) < 60
    assert terminal.local_flags() == terminal.flags_before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_all_kept(
    archive: Path, launch: Launch, environ: dict[str, str], number: int
) -> None:
    terminal = launch(archive, "--plain")
    terminal.wait("Enter goes on")
    terminal.send("s\n1\n]\n")
    terminal.wait("§ 2 of 4")
    terminal.signal(number)
    assert terminal.exit_status() == 128 + number
    reader = kept(environ, archive)
    assert reader.marks.is_starred("world/harbour.md")
    again = launch(archive, "--plain")
    again.wait("Enter goes on")
    again.send("1\n")
    again.wait("Where you stopped reading")


@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_terminal_that_hangs_up_ends_it(
    archive: Path, launch: Launch, environ: dict[str, str], ignore_hangup: bool
) -> None:
    terminal = launch(archive, "--plain", ignore_hangup=ignore_hangup)
    terminal.wait("Enter goes on")
    terminal.send("s\n")
    terminal.wait("Starred")
    terminal.hang_up()
    terminal.exit_status()
    assert kept(environ, archive).marks.is_starred("world/harbour.md")


def test_end_of_input_and_ctrl_c_end_it(archive: Path, launch: Launch) -> None:
    for key, status in (("\x04", 0), ("\x03", 130)):
        terminal = launch(archive, "--plain")
        terminal.wait("Enter goes on")
        terminal.settle()
        terminal.send(key)
        assert terminal.exit_status() == status


def test_in_a_pipe_every_answer_is_a_line(piped: subprocess.Popen[str]) -> None:
    out, err = piped.communicate("/harbour\nstar\n1\n\n")
    assert piped.returncode == 0
    assert err == ""
    lines = out.splitlines()
    assert "Starred" in lines
    assert "> " not in out
    assert any(line.startswith("1. Harbour board votes to dredge the northern channel; 9 Nov")
               or "Harbour board votes to dredge" in line for line in lines)  # fmt: skip


def test_a_reader_of_its_output_that_is_gone_ends_it(piped: subprocess.Popen[str]) -> None:
    assert piped.stdout is not None
    assert piped.stdin is not None
    piped.stdout.readline()
    piped.stdout.close()
    piped.stdin.write("?\n" * 100)
    piped.stdin.close()
    assert piped.wait(60) == 128 + signal.SIGPIPE
    assert piped.stderr is not None
    assert piped.stderr.read() == ""


def test_no_payload_of_an_archive_is_sent_as_a_control(tmp_path: Path, launch: Launch) -> None:
    folder = tmp_path / "arch\x1b[31mive\u202e"
    folder.mkdir()
    count = write_hostile_articles(folder)
    terminal = launch(folder, "--plain")
    terminal.wait("Enter goes on")
    for number in range(1, count, 7):
        terminal.send(f"{number}\n\nI\nq\n")
    terminal.send("/needle\nf\n1\nn\nn\nquit\n")
    assert terminal.exit_status() == 0
    assert not OBEYED.search(bytes(terminal.raw).decode().replace("\r\n", "\n"))


def test_an_index_that_cannot_be_written_is_read_all_the_same(
    archive: Path, launch: Launch, tmp_path: Path
) -> None:
    (tmp_path / "index").write_text("no folder")
    terminal = launch(archive, "--plain")
    terminal.wait("The index may be behind")
    terminal.wait("Enter goes on")
    terminal.send("1\n")
    terminal.wait("paragraphs")
