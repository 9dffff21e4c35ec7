"""Owns the cursor on a kept page: keys that only move it are answered before the browser is there.

A thread reads the terminal until a key comes that the page has no answer to, or until the browser
draws. What it has read and not answered the browser gets, in order.
"""

from __future__ import annotations

import _thread
import os
import re
import select
from collections.abc import Callable

from tuinews.tui.kept_page import Page, draw

_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[@-~])")
_BEGUN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|O)?")
_NAMED = {b"A": "up", b"B": "down", b"H": "home", b"1~": "home", b"7~": "home"}
_UNICODE = re.compile(rb"\x1b\[(\d{2,7})(?:;1?(?:;[\d:]*)?)?u")
"""A key of kitty's keyboard protocol, without any modifier held."""
_REPORT = re.compile(rb"\x1b\[(?:\?[\d;]*\$y|\?[\d;]*[uc]|[IO]|48;[\d;:]*t|<(\d+);\d+;\d+[Mm])")
"""What a terminal says by itself: modes, focus, size, the mouse's moves."""
_MOUSE_MOVES = 32
_REST = 50
"""Milliseconds within which the rest of a sequence comes that was read in part."""


class KeptCursor:
    """The cursor of one page that is on the terminal.

    Attributes:
        index: Which of the page's articles it is on.
        has_moved: Whether it was ever moved.
    """

    def __init__(self, page: Page, write: Callable[[str], None], source: int = 0) -> None:
        """Take over a page that was drawn; `write` sends to the terminal, `source` is read."""
        self.index = 0
        self.has_moved = False
        self._page = page
        self._write = write
        self._source = source
        self._unanswered = b""
        self._wake, self._waker = os.pipe()
        self._at_work = _thread.allocate_lock()

    def begin(self) -> None:
        """Answer keys from now on."""
        self._at_work.acquire()
        _thread.start_new_thread(self._work, ())

    def end(self) -> None:
        """Answer no more keys, and draw nothing any more."""
        os.write(self._waker, b"\n")
        with self._at_work:
            os.close(self._wake)
            os.close(self._waker)

    def unanswered(self, seconds: float) -> bytes | None:
        """What was typed for the browser; None while keys are answered here, after a wait."""
        if not self._at_work.acquire(timeout=seconds):
            return None
        self._at_work.release()
        return self._unanswered

    def _work(self) -> None:
        try:
            awaited = select.poll()
            for each in (self._source, self._wake):
                awaited.register(each, select.POLLIN)
            while self._wake not in dict(awaited.poll()):
                if not self._read() or not self._answer():
                    break
            awaited.unregister(self._wake)
            while _BEGUN.fullmatch(self._unanswered[self._unanswered.rfind(b"\x1b") :]):
                if not awaited.poll(_REST) or not self._read():
                    break
        except OSError:
            # A terminal that is gone is the browser's to find out.
            pass
        finally:
            self._at_work.release()

    def _read(self) -> bool:
        data = os.read(self._source, 4096)
        self._unanswered += data
        return bool(data)

    def _answer(self) -> bool:
        """Answer what was read; False when something is left that is not to be answered here."""
        typed, passed = self._unanswered, b""
        while typed:
            sequence = _SEQUENCE.match(typed)
            key = sequence.group() if sequence else typed[:1]
            if sequence is None and _BEGUN.fullmatch(typed):
                break
            if not _is_report(key) and not self._move(_name(key)):
                self._unanswered = passed + typed
                return False
            if _is_report(key):
                passed += key
            typed = typed[len(key) :]
        self._unanswered = passed + typed
        return True

    def _move(self, name: str) -> bool:
        """Do what a key does; False when that is none of a page's business."""
        down, up, top = self._page.keys
        index = self.index
        if name in down:
            index += 1
        elif name in up:
            index -= 1
        elif name in top:
            index = 0
        else:
            return False
        items = self._page.items
        if not 0 <= index < len(items):
            return index < 0
        if index != self.index:
            left, chosen = items[self.index], items[index]
            drawn = draw(left.at, left.bare) + draw(chosen.at, chosen.chosen)
            if chosen.status_at >= 0:
                drawn += draw(chosen.status_at, chosen.status)
            self.index, self.has_moved = index, True
            self._write(drawn)
        return True


def _name(key: bytes) -> str:
    """Textual's name of a key, "" for one that can do nothing here."""
    unicode = _UNICODE.fullmatch(key)
    if unicode:
        return chr(min(int(unicode[1]), 0x10FFFF))
    if key.startswith(b"\x1b"):
        return _NAMED.get(key[2:], "")
    return key.decode("ascii", "replace")


def _is_report(key: bytes) -> bool:
    report = _REPORT.fullmatch(key)
    return report is not None and (report[1] is None or bool(int(report[1]) & _MOUSE_MOVES))
