"""Owns the terminal's driver: it sends what is new to the terminal, in letters that it has."""

from __future__ import annotations

import os
import select
import threading
from codecs import getincrementaldecoder
from typing import Any, Protocol, runtime_checkable

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tuinews.tui.abilities import abilities
from tuinews.tui.curtain import Curtain
from tuinews.tui.letters import Letters
from tuinews.tui.shadow import Shadow

_ALTERNATE_SCREEN = "\x1b[?1049h"
_LETTERS = Letters(os.environ)
_PAUSE = 0.1
"""Seconds between two looks whether the driver is to stop, as in Textual's own."""


@runtime_checkable
class Behind(Protocol):
    """A program that begins behind a curtain."""

    curtain: Curtain | None


class ThriftyDriver(LinuxDriver):
    """Textual's, but that it sends only what is new, and what there are letters for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._shadow = Shadow(abilities(os.environ))
        # A signal's handler writes too, maybe in the midst of this thread's writing.
        self._one_at_a_time = threading.RLock()

    def write(self, data: str) -> None:
        """Send what is new of it."""
        with self._one_at_a_time:
            columns, rows = self._app.size
            new = self._shadow.sent(_LETTERS.shown(data), (columns, rows))
            if new:
                super().write(new)

    def saw(self, drawn: str, size: tuple[int, int]) -> None:
        """Learn what the terminal, of so many columns and rows, was sent by another."""
        with self._one_at_a_time:
            self._shadow.saw(drawn, size)

    def forget(self) -> None:
        """Learn that the terminal may show something else than what was sent to it."""
        with self._one_at_a_time:
            self._shadow.forget()


class CurtainedDriver(ThriftyDriver):
    """Textual's, but for two things.

    It begins in the alternate screen, which some terminals clear when it is entered; where it
    comes back after a command had the terminal, it enters it as any other does. And it reads no
    key before the page that is shown has no answer to one.
    """

    _has_begun = False

    def write(self, data: str) -> None:
        """Send everything else."""
        if data != _ALTERNATE_SCREEN or self._has_begun:
            super().write(data)
        self._has_begun = True

    def run_input_thread(self) -> None:
        """Turn what is typed into events: first what the page was not for, then what comes."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        typed = self._left_by_page()
        while True:
            text = decode(typed)
            for event in (*(parser.feed(text) if text else ()), *parser.tick()):
                self.process_message(event)
            if self.exit_event.is_set():
                return
            typed = b""
            if select.select([self.fileno], [], [], _PAUSE)[0]:
                typed = os.read(self.fileno, 4096)
                if not typed:
                    return

    def _left_by_page(self) -> bytes:
        curtain = self._app.curtain if isinstance(self._app, Behind) else None
        while curtain is not None and not self.exit_event.is_set():
            typed = curtain.typed(_PAUSE)
            if typed is not None:
                return typed
        return b""
