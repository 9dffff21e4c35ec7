"""A shared account: its key runs a restricted browser, whatever the client asks for and sends."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.pty.ssh.conftest import Connect
from tests.pty.ssh.server import FORCED, FREE, Server
from tests.pty.terminal import PATIENCE

pytestmark = pytest.mark.pty

OPENINGS = ("|touch {home}/owned\r", "\rL\r", "\ry", "\re", ":pipe\r", "|owned\r", "S\x13", "\x1a")
"""Keys that would start a program, or write a file, were the session not restricted."""


@pytest.fixture
def attacks(environ: dict[str, str]) -> dict[str, str]:
    """Variables that name a program or a file, each of which would leave `owned` behind."""
    home = environ["HOME"]
    owned = Path(home) / "owned.sh"
    owned.write_text(f"#!/bin/sh\ntouch {home}/owned\n")
    owned.chmod(0o755)
    (Path(home) / "owned.py").write_text(f"open({home + '/owned'!r}, 'w')\n")
    programs = ("BROWSER", "PAGER", "EDITOR", "VISUAL", "SHELL")
    return dict.fromkeys(programs, str(owned)) | {
        "LESSOPEN": f"|{owned} %s",
        "PYTHONSTARTUP": f"{home}/owned.py",
        "PYTHONINSPECT": "1",
        "TEXTUAL_DRIVER": "owned:Driver",
        "TEXTUAL_LOG": f"{home}/owned",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": home,
        "TEXTUAL_PRESS": "|,enter",
        "LD_PRELOAD": f"{home}/owned.so",
    }


def passed_on(names: dict[str, str]) -> tuple[str, ...]:
    """The client's options that send variables along."""
    return tuple(word for name in names for word in ("-o", f"SendEnv={name}"))


def ask(
    server: Server,
    *asked: str,
    key: str = FORCED,
    options: tuple[str, ...] = ("-T",),
    variables: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a client without a terminal."""
    return subprocess.run(
        server.command(*asked, key=key, options=options),
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(
    "asked",
    [
        "sh", "-c 'touch {home}/owned'", "; touch {home}/owned", "$(touch {home}/owned)",
        "`touch {home}/owned`", "| sh", "&& sh", "\n touch {home}/owned\n", "--plain", "' \" \\ *",
        "scp -t {home}", "/usr/lib/openssh/sftp-server",
    ],
)  # fmt: skip
def test_what_the_client_asks_for_is_not_run(
    server: Server, connect: Connect, environ: dict[str, str], asked: str
) -> None:
    home = environ["HOME"]
    client = connect(asked.format(home=home), key=FORCED)
    client.wait("44 of 44")
    client.send("Q")
    assert client.exit_status() == 0
    server.wait_until_empty()
    assert not (Path(home) / "owned").exists()


def test_what_the_client_sends_along_names_no_program_and_no_file(
    server: Server, connect: Connect, environ: dict[str, str], attacks: dict[str, str]
) -> None:
    client = connect(key=FORCED, options=("-tt", *passed_on(attacks)), variables=attacks)
    client.wait("44 of 44")
    client.wait("Harbour board")
    for keys in OPENINGS:
        client.send(keys.format(home=environ["HOME"]))
        client.settle()
        commands = server.processes().values()
        assert all(" -m tuinews " in command for command in commands), commands
        client.send("\x1b\x1b\x1b")
        client.settle()
    client.send("Q")
    assert client.exit_status() == 0
    server.wait_until_empty()
    home = Path(environ["HOME"])
    assert not (home / "owned").exists()
    assert not list(home.glob("*.svg"))
    assert {path.name for path in home.iterdir()} <= {"owned.sh", "owned.py", "state", "cache"}


def test_the_attacks_do_reach_a_session_that_may_run_anything(
    server: Server, attacks: dict[str, str]
) -> None:
    done = ask(server, "env", key=FREE, options=("-T", *passed_on(attacks)), variables=attacks)
    reached = {line.partition("=")[0] for line in done.stdout.splitlines()} & set(attacks)
    assert reached >= set(attacks) - {"LD_PRELOAD", "SHELL"}
    assert "LD_PRELOAD" not in reached


@pytest.mark.parametrize("asked", [(), ("list",), ("sh", "-c", "id")])
def test_without_a_terminal_it_is_refused_in_one_line(
    server: Server, asked: tuple[str, ...]
) -> None:
    done = ask(server, *asked)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr
    server.wait_until_empty()


def test_files_and_ports_are_refused(server: Server) -> None:
    sftp = ask(server, "sftp", options=("-s",))
    assert (sftp.returncode, sftp.stdout) == (2, "")
    with socket.socket() as target, socket.socket() as probe:
        target.bind(("127.0.0.1", 0))
        target.listen()
        target.settimeout(1.0)
        probe.bind(("127.0.0.1", 0))
        local = probe.getsockname()[1]
        probe.close()
        there = f"127.0.0.1:{target.getsockname()[1]}"
        refused = ask(server, options=("-T", "-W", there))
        assert refused.returncode != 0
        strictly = ("-T", "-o", "ExitOnForwardFailure=yes")
        back = ask(server, options=(*strictly, "-R", f"{local}:{there}"))
        assert back.returncode == 255
        with pytest.raises(TimeoutError):
            target.accept()
