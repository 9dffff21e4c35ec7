"""Owns what hangs on the terminal until the browser can draw: the page it began with last time.

Reads, checks and draws it with next to nothing imported, so that it is there at once. A page is
kept by the words of the command, the folder it was typed in, and the terminal it was drawn on.
What is in its file is text and numbers; the escape sequences are made here.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import termios
import zlib
from collections.abc import Iterable, Sequence
from types import FrameType
from typing import Any

from tuinews import __version__

Run = tuple[str, int, str]
"""Text with how it looks (codes of SGR, ECMA-48 8.3.117) and the column it starts in, from 0."""

_LARGEST = 1 << 18
"""Bytes of a page."""
_MOST_CELLS = 500
"""Columns and rows of the largest terminal that pages are kept for."""
_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "COLORFGBG", "TMUX", "STY")
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_CODES = frozenset("0123456789;")
_RAISED = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
_GONE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"


class Curtain:
    """One page that is kept, and whether it is on the terminal now.

    Attributes:
        is_down: Whether it is what the terminal shows.
        modes: The terminal's modes before, when it was let down.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Find where the page of a command is kept, for the terminal there is."""
        self.is_down = False
        self.modes: list[Any] | None = None
        self._leaves_screen = False
        self._said = repr((__version__, _cwd(), *words, *_surroundings()))
        number = zlib.crc32(self._said.encode("utf-8", "surrogateescape"))
        self._folder = os.path.join(_cache(), "pages")
        self._number = f"{number:08x}"

    def let_down(self) -> None:
        """Draw the page that is kept, if there is one that fits and can be trusted."""
        size = _size()
        if size is None or not _is_ours_to_draw():
            return
        rows = self._read(*size)
        if rows is None:
            return
        self.modes = _quieten()
        if self.modes is None:
            return
        self.is_down = self._leaves_screen = True
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._end)
        _write(_RAISED + "".join(map(_draw, range(1, len(rows) + 1), rows)))

    def raised(self) -> None:
        """Learn that the browser draws from now on."""
        self.is_down = False

    def handed_over(self) -> None:
        """Learn that the browser has the terminal, and leaves its screen when it ends."""
        self._leaves_screen = False

    def take_away(self) -> None:
        """Leave the terminal as it was found; what the browser drew it has taken away itself."""
        if self._leaves_screen:
            _write(_GONE)
        self.is_down = self._leaves_screen = False
        if self.modes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def keep(self, rows: Iterable[Iterable[Run]], size: tuple[int, int]) -> None:
        """Keep a page for the next time; a folder that cannot be written is none of its business.

        Args:
            rows: Its runs, row by row.
            size: Columns and rows of the terminal it was drawn on.
        """
        lines = ["\t".join(f"{codes}\t{at}\t{_plain(text)}" for codes, at, text in row)
                 for row in rows]  # fmt: skip
        data = "\n".join((self._said, *lines)).encode("utf-8", "surrogateescape")
        if len(data) > _LARGEST:
            return
        file = self._file(*size)
        beside = f"{file}.{os.getpid()}"
        with contextlib.suppress(OSError):
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(data)
            os.replace(beside, file)

    def _read(self, columns: int, rows: int) -> list[list[Run]] | None:
        """The page for a terminal of this size, when its file is ours and is what it should be."""
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(self._file(columns, rows), flags), "rb") as file:
                status = os.fstat(file.fileno())
                ours = status.st_uid == os.geteuid() and not status.st_mode & 0o022
                if not ours or not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
                    return None
                said, *lines = file.read(_LARGEST).decode("utf-8", "surrogateescape").split("\n")
            page = [_runs(line) for line in lines]
        except (OSError, ValueError):
            return None
        fits = said == self._said and len(page) == rows
        return page if fits and all(_is_safe(row, columns) for row in page) else None

    def _file(self, columns: int, rows: int) -> str:
        name = f"{self._number}-{columns}x{rows}"
        return os.path.join(self._folder, name)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """End by a signal that came before the browser watches for it."""
        self.take_away()
        os._exit(128 + number)


def _runs(line: str) -> list[Run]:
    parts = line.split("\t")
    return [
        (codes, int(at), text)
        for codes, at, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def _is_safe(row: list[Run], columns: int) -> bool:
    """Whether a row is numbers and printable text, nothing of it an escape sequence."""
    return all(
        _CODES.issuperset(codes)
        and 0 <= at < columns
        and text.translate(_JOINERS).isprintable()
        and len(text) <= 4 * columns
        for codes, at, text in row
    )


def _plain(text: str) -> str:
    """Text as a page holds it: without what some terminal might not show as a character."""
    if text.translate(_JOINERS).isprintable():
        return text
    return "".join(each for each in text if each.isprintable() or each in "\u200c\u200d")


def _draw(number: int, row: list[Run]) -> str:
    """The bytes of a row; each run is put at its column, whatever the terminal made of the last."""
    drawn = (f"\x1b[{number};{at + 1}H\x1b[0;{codes}m{text}" for codes, at, text in row)
    return "".join(drawn) + "\x1b[0m"


def _cwd() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _cache() -> str:
    """The folder of `tuinews.paths.cache_dir`, without what that imports."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.cache")
    return os.path.join(base, "tuinews")


def _surroundings() -> tuple[object, ...]:
    """What else decides how a page looks: the terminal's kind, and the reader's settings."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.config")
    try:
        changed = os.stat(f"{base}/tuinews/tuinews.yaml").st_mtime_ns
    except OSError:
        changed = 0
    return (*map(os.environ.get, _VARIABLES), changed)


def _size() -> tuple[int, int] | None:
    """Columns and rows of the terminal that is drawn on; None where there is none to draw on."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return None
    try:
        columns, rows = os.get_terminal_size(2)
        terminals = {os.ttyname(descriptor) for descriptor in range(3)}
    except OSError:
        return None
    fits = 0 < columns <= _MOST_CELLS and 0 < rows <= _MOST_CELLS
    return (columns, rows) if fits and len(terminals) == 1 else None


def _is_ours_to_draw() -> bool:
    """Whether this is the terminal's program in the foreground."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def _quieten() -> list[Any] | None:
    """Have keys wait for the browser, unseen and as they are; returns the modes there were."""
    try:
        before = termios.tcgetattr(0)
        modes = termios.tcgetattr(0)
        modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        modes[6][termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, modes)
    except termios.error:
        return None
    return before


def _write(text: str) -> None:
    data = text.encode("utf-8", "replace")
    sys.stderr.flush()
    with contextlib.suppress(OSError):
        while data:
            data = data[os.write(2, data) :]
