"""Owns an OpenSSH server of a test's own: its keys, its configuration, and what its sessions run.

It listens on loopback only, as the present user, and trusts two keys that were made for it: the
first may run anything, the second what the server has decided.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.pty.processes import MARK, marked, wait_until_empty
from tests.pty.terminal import PATIENCE

FREE, FORCED = "free", "forced"
_SSHD = "/usr/sbin/sshd"


@dataclass(slots=True)
class Server:
    """A server that listens.

    Attributes:
        port: Where it listens.
        folder: Its keys and its log.
        mark: The value of `MARK` in what its sessions run.
    """

    port: int
    folder: Path
    mark: str

    def command(
        self,
        *words: str,
        key: str = FREE,
        options: tuple[str, ...] = ("-tt",),
        port: int | None = None,
    ) -> list[str]:
        """The client's command line that runs `words` there, through a proxy's `port` maybe."""
        return [
            "ssh", "-F", "none", "-p", str(port or self.port), "-i", str(self.folder / key),
            "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR",
            "-o", "StrictHostKeyChecking=yes", "-o", "HostKeyAlias=tuinews-test",
            "-o", f"UserKnownHostsFile={self.folder / 'known_hosts'}",
            # Newer clients send keys that nobody pressed, to hide when others were.
            "-o", "IgnoreUnknown=ObscureKeystrokeTiming", "-o", "ObscureKeystrokeTiming=no",
            *options, "--", f"{getpass.getuser()}@127.0.0.1", shlex.join(words),
        ]  # fmt: skip

    def processes(self) -> dict[int, str]:
        """What its sessions run now: the process ids, each with its command line."""
        return marked(self.mark)

    def wait_until_empty(self) -> float:
        """Wait until no session runs anything; returns the seconds that took."""
        return wait_until_empty(self.mark)

    def hang_up(self) -> None:
        """End the servers of all sessions, as an administrator or a restart does."""
        ends = {parent for pid in self.processes() if (parent := _session_above(pid))}
        assert ends, "there is no session"
        for pid in ends:
            os.kill(pid, signal.SIGTERM)


@contextlib.contextmanager
def serving(
    folder: Path, *, forced: str, variables: Mapping[str, str], accept: str = "LANG LC_*"
) -> Iterator[Server]:
    """A server that runs as long as the block.

    Args:
        folder: A new folder for what it needs.
        forced: What the second key runs, whatever its client asks for.
        variables: What the server adds to the environment of every session.
        accept: Which variables of the client it passes on.
    """
    folder.mkdir(mode=0o700)
    for name in ("host", FREE, FORCED):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name))
    public = {name: (folder / f"{name}.pub").read_text() for name in ("host", FREE, FORCED)}
    (folder / "known_hosts").write_text(f"tuinews-test {public['host']}")
    quoted = forced.replace('"', '\\"')
    (folder / "authorized_keys").write_text(
        f'{public[FREE]}restrict,pty,command="{quoted}" {public[FORCED]}'
    )
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    stated = " ".join(f'"{name}={value}"' for name, value in {**variables, MARK: mark}.items())
    port = _free_port()
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\n"
        f"AuthorizedKeysFile {folder / 'authorized_keys'}\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
        "PrintMotd no\nPrintLastLog no\nSubsystem sftp internal-sftp\nMaxStartups 100\n"
        f"AcceptEnv {accept}\nSetEnv {stated}\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd insists, and its unit makes it
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [_SSHD, "-D", "-e", "-f", str(config)], stdin=subprocess.DEVNULL, stderr=log
        )
    server = Server(port, folder, mark)
    try:
        _wait_for(port, process, folder / "log")
        yield server
    finally:
        process.terminate()
        process.wait()
        for pid in server.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def obstacle() -> str | None:
    """Why no server can be had here, or None."""
    missing = [name for name in (_SSHD, "ssh", "ssh-keygen") if shutil.which(name) is None]
    if missing:
        return f"OpenSSH is not installed here: {', '.join(missing)}"
    if not Path("/proc/self/environ").exists():
        return "processes cannot be found by their environment here"
    return None


def _session_above(pid: int) -> int | None:
    """The process of sshd that a process belongs to."""
    while pid > 1:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
        pid = int(after_name.split()[1])
        if Path(f"/proc/{pid}/comm").read_text().startswith("sshd"):
            return pid
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
        time.sleep(0.02)
    raise AssertionError(f"sshd does not listen: {log.read_text()}")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
