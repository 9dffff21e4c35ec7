"""Owns the terminal's driver: sends what is new, takes keys as they come, stops and goes on."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from codecs import getincrementaldecoder
from io import TextIOWrapper
from typing import Any, Protocol, runtime_checkable

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tuinews.tui.abilities import abilities
from tuinews.tui.curtain import Curtain
from tuinews.tui.letters import Letters
from tuinews.tui.shadow import Shadow
from tuinews.tui.typed import Typed, pause_after_escape

_ALTERNATE_SCREEN = "\x1b[?1049h"
_LETTERS = Letters(os.environ)
_TYPED_IN = "utf-8" if _LETTERS.codeset == "ascii" else _LETTERS.codeset
"""The encoding of keys; a terminal whose locale is not told may well send UTF-8."""
_PAUSE = 0.1
"""Seconds between two looks whether the driver is to stop, while a page has the keys."""


@runtime_checkable
class Behind(Protocol):
    """A program that begins behind a curtain."""

    curtain: Curtain | None


class ThriftyDriver(LinuxDriver):
    """Textual's, but that it sends only what is new, and puts together what comes in parts."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        # Stopped while the terminal is half taken over, it would be left so, and taken over twice.
        self._is_changing, self._is_up = True, False
        self._is_to_stop = self._is_stopped = False
        self._bell, self._bell_rope = os.pipe()
        os.set_blocking(self._bell, False)
        super().__init__(*arguments, **named)
        # A host may lack the terminal's locale; Python goes by another one then.
        if isinstance(self._file, TextIOWrapper):
            self._file.reconfigure(encoding=_LETTERS.codeset, errors="replace")
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

    def start_application_mode(self) -> None:
        """Take the terminal over, and only then stop if that was asked for meanwhile."""
        self._is_changing = True
        super().start_application_mode()  # type: ignore[no-untyped-call] # Textual's is untyped
        self._is_changing, self._is_up = False, True
        if self._is_to_stop:
            self._is_to_stop = False
            os.kill(os.getpid(), signal.SIGTSTP)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._is_changing = True
        super().stop_application_mode()
        self._is_changing = self._is_up = False

    def _sigtstp_application(self, *_: object) -> None:
        if self._is_changing:
            self._is_to_stop = True
            return
        if self._is_up:
            self._is_stopped = True
            super()._sigtstp_application()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._is_changing:
            return
        if self._is_up:
            # Stopped without being asked; a shell had the terminal meanwhile.
            self._is_stopped = True
            self.suspend_application_mode()
        if self._is_stopped:
            self._is_stopped = False
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Turn what is typed into events, as long as the terminal is there."""
        typed = Typed(XTermParser(self._debug), pause_after_escape(os.environ))
        decode = getincrementaldecoder(_TYPED_IN)("replace").decode
        data = self._typed_before()
        while True:
            for event in typed.take(decode(data)):
                self.process_message(event)
            # Woken by nothing else: many sessions that rest share a host.
            ready = select.select([self.fileno, self._bell], [], [], typed.patience)[0]
            if self._bell in ready:
                return
            data = os.read(self.fileno, 4096) if ready else b""
            if ready and not data:
                return

    def disable_input(self) -> None:
        """Read no key any more."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._bell_rope, b"\n")
        super().disable_input()
        with contextlib.suppress(BlockingIOError):
            os.read(self._bell, 64)  # not heard: the terminal was gone

    def _typed_before(self) -> bytes:
        """What was typed before, and has no answer yet."""
        return b""


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

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        if isinstance(self._app, Behind) and self._app.curtain is not None:
            self._is_to_stop |= self._app.curtain.is_to_stop
            self._app.curtain.is_to_stop = False
        super().start_application_mode()

    def _typed_before(self) -> bytes:
        """What was typed to the page and is not its business."""
        curtain = self._app.curtain if isinstance(self._app, Behind) else None
        while curtain is not None and not self.exit_event.is_set():
            typed = curtain.typed(_PAUSE)
            if typed is not None:
                return typed
        return b""
