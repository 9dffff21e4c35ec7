"""The line that README.md gives for a single key, word for word, in a real `authorized_keys`."""

from __future__ import annotations

import re
import shlex
import stat
import sys
from pathlib import Path

import pytest

from tests.pty.ssh.conftest import Connect
from tests.pty.ssh.server import FORCED, Server
from tests.pty.ssh.test_forced_command import OPENINGS, ask
from tests.pty.terminal import PROJECT
from tests.tui.browsing import build_index

pytestmark = pytest.mark.pty

PROGRAM, SETTINGS, KEY = "/opt/tuinews/bin/tuinews", "/etc/tuinews.yaml", "ssh-ed25519 …"


@pytest.fixture
def single(server: Server, archive: Path, tmp_path: Path) -> Server:
    """A server that knows one key, by README's line, in which but files have other names."""
    line = re.search(r"^`(restrict,.*)`", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert line is not None
    build_index(archive, tmp_path / "wire-index")
    settings, program = tmp_path / "tuinews.yaml", tmp_path / "tuinews"
    settings.write_text(f"articles: {archive}\nindex: {tmp_path / 'wire-index'}\n", "utf-8")
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tuinews "$@"\n', "utf-8")
    program.chmod(0o755)
    stated = line[1]
    public = (server.folder / f"{FORCED}.pub").read_text("utf-8").strip()
    for name, real in ((PROGRAM, str(program)), (SETTINGS, str(settings)), (KEY, public)):
        assert stated.count(name) == 1
        stated = stated.replace(name, real)
    (server.folder / "authorized_keys").write_text(f"{stated}\n", "utf-8")
    return server


def test_the_key_opens_a_restricted_browser_and_nothing_else(
    single: Server, connect: Connect, environ: dict[str, str]
) -> None:
    home = Path(environ["HOME"])
    client = connect(f"touch {home}/owned", key=FORCED)
    client.wait("44 of 44")
    client.wait("Harbour board")
    for keys in OPENINGS:
        client.send(keys.format(home=home))
        client.settle()
        commands = single.processes().values()
        assert all(" -m tuinews --restricted " in command for command in commands), commands
        client.send("\x1b\x1b\x1b")
        client.settle()
    client.send("s")
    client.settle()
    client.send("Q")
    assert client.exit_status() == 0
    single.wait_until_empty()
    assert not (home / "owned").exists()
    kept = [path for path in (home / "state").rglob("*") if path.is_file()]
    assert kept
    assert not any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in kept)


def test_the_key_copies_no_file_and_forwards_no_port(single: Server) -> None:
    sftp = ask(single, "sftp", options=("-s",))
    assert (sftp.returncode, sftp.stdout) == (2, "")
    there = f"127.0.0.1:{single.port}"
    assert ask(single, options=("-T", "-W", there)).returncode != 0
    strictly = ("-T", "-o", "ExitOnForwardFailure=yes")
    assert ask(single, options=(*strictly, "-R", f"0:{there}")).returncode == 255


def test_no_other_key_is_let_in(single: Server) -> None:
    refused = ask(single, "id", key="free")
    assert refused.returncode == 255
    assert "Permission denied" in refused.stderr
