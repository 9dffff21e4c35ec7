"""Owns a terminal to run the real program in: a pty, a screen, and every byte that came."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

PROJECT = Path(__file__).parents[2]
PATIENCE = 90.0
"""Seconds to wait for what should come at once; the machine may be slow, no test may be hasty."""


class Terminal:
    """A program on a pty, with pyte as its screen.

    Attributes:
        raw: Every byte the program sent.
        flags_before: The terminal's local modes before the program changed them.
    """

    def __init__(
        self,
        command: list[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        cwd: Path = PROJECT,
        ignore_hangup: bool = False,
    ) -> None:
        self.raw = bytearray()
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._deaf = threading.Event()
        self._status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            # A shell has its background commands ignore the first two, nohup the third, and so
            # all that they start.
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, dict(environ if environ is not None else os.environ))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.flags_before = self.local_flags()
        self.listen()

    def listen(self) -> None:
        """Take what the program sends; again, after `stop_reading`."""
        self._deaf.clear()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        watch = select.poll()  # `select` takes no descriptor above 1,023
        watch.register(self.fd, select.POLLIN)
        while not self._deaf.is_set():
            if not watch.poll(50):
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            if not data:
                return
            with self._lock:
                self.raw += data
                self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """What the screen shows."""
        with self._lock:
            return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """What the screen shows, as one string."""
        return "\n".join(self.lines)

    def send(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, rows: int) -> None:
        """Change the terminal's size."""
        with self._lock:
            self._screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait(
        self, for_what: str | Callable[[Terminal], bool], *, patience: float = PATIENCE
    ) -> None:
        """Wait until the screen shows a text, or until a condition holds."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if for_what in self.text if isinstance(for_what, str) else for_what(self):
                return
            time.sleep(0.01)
        raise AssertionError(f"waited in vain for {for_what!r}; the screen shows:\n{self.text}")

    def settle(self, seconds: float = 0.4) -> int:
        """Wait until nothing came for a while; how many bytes there are then."""
        end = time.monotonic() + PATIENCE
        seen, since = len(self.raw), time.monotonic()
        while time.monotonic() - since < seconds and time.monotonic() < end:
            time.sleep(0.01)
            if len(self.raw) != seen:
                seen, since = len(self.raw), time.monotonic()
        return seen

    def spent(self, keys: str) -> int:
        """How many bytes came in answer to `keys`."""
        before = self.settle()
        self.send(keys)
        return self.settle() - before

    def local_flags(self) -> int:
        """The terminal's local modes: whether it echoes, edits lines, sends signals."""
        flags: int = termios.tcgetattr(self.fd)[3]
        return flags

    def stop_reading(self) -> None:
        """Take nothing any more of what the program sends, as a stopped terminal does."""
        self._deaf.set()
        self._reader.join()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as a connection that drops does."""
        self.stop_reading()
        os.close(self.fd)
        self.fd = -1

    def exit_status(self) -> int:
        """Wait for the program's end; its exit status, negative for the signal that ended it."""
        end = time.monotonic() + PATIENCE
        while self._status is None and time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
                # What it sent at last may not have been read yet.
                self._reader.join(1.0 if self.fd >= 0 else 0.0)
                return self._status
            time.sleep(0.01)
        if self._status is None:
            raise AssertionError(f"the program still runs; the screen shows:\n{self.text}")
        return self._status

    def close(self) -> None:
        """End the program whatever it does."""
        if self._status is None:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        if self.fd >= 0:
            self.stop_reading()
            with contextlib.suppress(OSError):
                os.close(self.fd)


def tuinews(*arguments: str) -> list[str]:
    """The command that runs the program under test."""
    return [sys.executable, "-m", "tuinews", *arguments]


def reader_environ(home: Path) -> dict[str, str]:
    """Variables of a terminal of many colours, and of a reader at home in a new folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    for name in ("NO_COLOR", "COLORFGBG", "TERM_PROGRAM", "COLUMNS", "LINES"):
        kept.pop(name, None)
    home.mkdir()
    return kept | {
        "HOME": os.fspath(home),
        "XDG_CONFIG_HOME": os.fspath(home / "config"),
        "XDG_STATE_HOME": os.fspath(home / "state"),
        "XDG_CACHE_HOME": os.fspath(home / "cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }
