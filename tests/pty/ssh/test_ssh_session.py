"""A reader over SSH: searches, reads, resizes, quits; and every way the connection can end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.ssh.conftest import Connect
from tests.pty.ssh.server import Server
from tests.pty.terminal import Terminal
from tuinews.reader.reader import Reader

pytestmark = pytest.mark.pty


def star(client: Terminal) -> None:
    """Star the first article, and move on in the third."""
    client.wait("44 of 44")
    client.wait("Harbour board")
    client.send("s")
    client.wait(lambda screen: "*" in screen.lines[2][:5])


def is_starred(environ: dict[str, str], archive: Path) -> bool:
    """Whether the first article is starred by what was kept."""
    reader = Reader.open(Path(environ["XDG_STATE_HOME"]) / "tuinews", archive)
    return reader.marks.is_starred("world/harbour.md")


def test_a_reader_searches_reads_resizes_and_quits(
    connect: Connect, server: Server, environ: dict[str, str], archive: Path
) -> None:
    client = connect()
    star(client)
    client.send("/harbour")
    client.wait("3 of 44")
    client.send("\r")
    client.wait("hit 1/3")
    client.send("\r")
    client.wait(lambda screen: screen.lines[0].startswith(" Harbour board"))
    client.resize(130, 40)
    client.wait(lambda screen: bool(screen.lines[39]))
    client.resize(60, 20)
    client.wait(lambda screen: bool(screen.lines[19]))
    client.wait("Harbour board")
    client.send("Q")
    assert client.exit_status() == 0
    assert client.local_flags() == client.flags_before
    server.wait_until_empty()
    assert is_starred(environ, archive)


def kill_client(client: Terminal, _server: Server) -> None:
    client.signal(signal.SIGKILL)


def close_terminal(client: Terminal, _server: Server) -> None:
    client.hang_up()


def stop_session(_client: Terminal, server: Server) -> None:
    server.hang_up()


def escape(client: Terminal, _server: Server) -> None:
    client.send("\r~.")


@pytest.mark.parametrize("end", [kill_client, close_terminal, stop_session, escape])
@pytest.mark.parametrize("inside", ["", "\r", "/harb", "?"], ids=["list", "reader", "box", "help"])
def test_a_connection_that_ends_leaves_no_process_and_every_mark(
    connect: Connect,
    server: Server,
    environ: dict[str, str],
    archive: Path,
    end: Callable[[Terminal, Server], None],
    inside: str,
) -> None:
    client = connect(options=("-tt", "-e", "~"))
    star(client)
    client.send(inside)
    client.settle()
    assert len(server.processes()) >= 2, "the browser and the process that indexes"
    end(client, server)
    print(f"gone after {server.wait_until_empty():.2f} s")
    assert is_starred(environ, archive)


def test_a_connection_that_ends_while_nothing_is_taken_leaves_no_process(
    connect: Connect, server: Server, environ: dict[str, str], archive: Path
) -> None:
    client = connect()
    star(client)
    client.stop_reading()
    for _press in range(200):
        client.send(" b")
    client.signal(signal.SIGSTOP)
    server.hang_up()
    server.wait_until_empty()
    client.signal(signal.SIGCONT)
    assert is_starred(environ, archive)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_the_browser_reaches_the_client_as_its_status(
    connect: Connect, server: Server, environ: dict[str, str], archive: Path, number: int
) -> None:
    client = connect()
    star(client)
    os.kill(min(server.processes()), number)
    assert client.exit_status() == 128 + number
    assert client.raw.rindex(b"\x1b[?1049l") > client.raw.rindex(b"\x1b[?1049h")
    server.wait_until_empty()
    assert is_starred(environ, archive)
