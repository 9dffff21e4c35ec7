"""Owns what hangs on the terminal until the browser can draw: the page it began with last time.

Reads, checks and draws it with next to nothing imported, so that it is there at once, and its
cursor moves at once. A page is kept by the words of the command, the folder it was typed in, and
the terminal it was drawn on.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import termios
import zlib
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

from tuinews import __version__
from tuinews.tui.kept_page import Page, draw, lines_of, page_of

if TYPE_CHECKING:
    from tuinews.tui.kept_cursor import KeptCursor

_LARGEST = 1 << 20
"""Bytes of a page."""
_MOST_CELLS = 500
"""Columns and rows of the largest terminal that pages are kept for."""
_VARIABLES = (
    "TERM", "COLORTERM", "NO_COLOR", "COLORFGBG", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "LANG",
)  # fmt: skip
_RAISED = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_CLEARED = "\x1b[2J"
_GONE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"


class Curtain:
    """One page that is kept, and whether it is on the terminal now.

    Attributes:
        is_down: Whether it is what the terminal shows.
        modes: The terminal's modes before, when it was let down.
        drawn: What was sent to draw it.
        size: On how many columns and rows that was.
        is_to_stop: Whether the program was asked to stop, which it can once the browser is there.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Find where the page of a command is kept, for the terminal there is."""
        self.is_down = self.is_to_stop = False
        self.modes: list[Any] | None = None
        self.drawn = ""
        self.size = (0, 0)
        self._page: Page | None = None
        self._cursor: KeptCursor | None = None
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
        page = self._read(*size)
        if page is None:
            return
        self.modes = _quieten()
        if self.modes is None:
            return
        self.is_down = self._leaves_screen = True
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                signal.signal(number, self._end)
        if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:
            signal.signal(signal.SIGTSTP, self._stop_later)
        self.size = size
        _write(_RAISED)
        self._draw(_CLEARED + "".join(map(draw, range(len(page.rows)), page.rows)))
        if page.items and not os.environ.get("TEXTUAL_DRIVER"):
            from tuinews.tui.kept_cursor import KeptCursor

            self._page = page
            self._cursor = KeptCursor(page, self._draw)
            self._cursor.begin()

    def _draw(self, text: str) -> None:
        self.drawn += _write(text)

    def raised(self) -> None:
        """Learn that the browser draws from now on."""
        self.is_down = False
        if self._cursor is not None:
            self._cursor.end()

    @property
    def has_moved(self) -> bool:
        """Whether the reader moved the page's cursor."""
        return self._cursor is not None and self._cursor.has_moved

    @property
    def stands_on(self) -> tuple[int, str] | None:
        """Where the page's cursor is: its line in the list, and `repr` of the id."""
        if self._cursor is None or self._page is None:
            return None
        return self._cursor.index, self._page.items[self._cursor.index].name

    def typed(self, seconds: float) -> bytes | None:
        """What was typed for the browser; None while its keys are answered here, after a wait."""
        return self._cursor.unanswered(seconds) if self._cursor is not None else b""

    def handed_over(self) -> None:
        """Learn that the browser has the terminal, and leaves its screen when it ends."""
        self._leaves_screen = False

    def take_away(self) -> None:
        """Leave the terminal as it was found; what the browser drew it has taken away itself."""
        if self.is_down:
            self.raised()
        if self._leaves_screen:
            _write(_GONE)
        self._leaves_screen = False
        if self.modes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self.modes)

    def keep(self, page: Page, size: tuple[int, int]) -> None:
        """Keep a page for the next time; a folder that cannot be written is none of its business.

        Args:
            page: What to begin with.
            size: Columns and rows of the terminal it was drawn on.
        """
        data = "\n".join((self._said, *lines_of(page))).encode("utf-8", "surrogateescape")
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

    def _read(self, columns: int, rows: int) -> Page | None:
        """The page for a terminal of this size, when its file is ours and is what it should be."""
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(self._file(columns, rows), flags), "rb") as file:
                status = os.fstat(file.fileno())
                ours = status.st_uid == os.geteuid() and not status.st_mode & 0o022
                if not ours or not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
                    return None
                said, *lines = file.read(_LARGEST).decode("utf-8", "surrogateescape").split("\n")
            return page_of(lines, columns, rows) if said == self._said else None
        except (OSError, ValueError, IndexError):
            return None

    def _file(self, columns: int, rows: int) -> str:
        name = f"{self._number}-{columns}x{rows}"
        return os.path.join(self._folder, name)

    def _stop_later(self, _number: int, _frame: FrameType | None) -> None:
        self.is_to_stop = True

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """End by a signal that came before the browser watches for it."""
        self.take_away()
        os._exit(128 + number)


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


def _write(text: str) -> str:
    """Send a text; returns it in the letters that the terminal has."""
    encoding = "utf-8"
    if not text.isascii():
        from tuinews.tui.letters import Letters

        letters = Letters(os.environ)
        text, encoding = letters.shown(text), letters.codeset
    data = text.encode(encoding, "replace")
    sys.stderr.flush()
    with contextlib.suppress(OSError):
        while data:
            data = data[os.write(2, data) :]
    return text
