"""Owns how the program ends when it is not asked by a key: signals, and a terminal that is gone.

Stock Textual leaves the terminal raw on SIGTERM, and spins on a terminal that hung up. Its event
loop, which would hear of a signal, stands still while the terminal takes nothing: a connection
that stalls, a stopped multiplexer. So a thread hears of both, asks the loop to leave, and does
without it when it does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

PATIENCE = 0.35
"""Seconds for an orderly end with the terminal; after that what is left to show goes nowhere."""
GRACE = 0.7
"""Seconds for an orderly end; after that the process ends as it is."""
_POLL = 0.3
_PAUSE = 0.01
_SIGNAL_BASE = 128
"""A shell's exit status for a process that a signal ended, less the signal's number."""
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_BY_HANDLER = 0x80
"""Added to what a handler tells the thread, to be known from what the interpreter does."""
_FROM_KEYBOARD = (signal.SIGINT, signal.SIGQUIT)
_HEARD = frozenset({*_ENDING, *(_BY_HANDLER | number for number in _FROM_KEYBOARD)})
_RESTORED = (
    b"\x1b\\\x1b[?2026l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l"
    b"\x1b[0m\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Ends a sequence that was cut off, then undoes what Textual's driver asks of a terminal."""


class Lifecycle:
    """Watches for the end from outside, and makes sure of it.

    Args:
        leave: Ends the program in an orderly way with an exit status; runs in the event loop.
        modes: The terminal's modes as they were found, when they are others by now.
    """

    def __init__(self, leave: Callable[[int], None], modes: list[Any] | None = None) -> None:
        self._leave = leave
        self._modes = modes or _modes()
        self._device = _device()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears, self._voice = os.pipe()

    def watch(self) -> None:
        """Start watching; to be called in the main thread, before the terminal is taken over."""
        os.set_blocking(self._voice, False)
        # The interpreter itself writes there, whatever the main thread is waiting for.
        signal.set_wakeup_fd(self._voice, warn_on_full_buffer=False)
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _leave_to_the_thread)
        for number in _FROM_KEYBOARD:
            if signal.getsignal(number) is not signal.SIG_IGN:
                # By its handler alone, which a command that has the terminal puts away for a while.
                signal.signal(number, self._interrupted)
        threading.Thread(target=self._see_to_the_end, daemon=True, name="tuinews-end").start()

    def begun(self) -> None:
        """Learn that the event loop, in which this is called, can end the program from now on."""
        self._loop = asyncio.get_running_loop()

    def _interrupted(self, number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._voice, bytes([_BY_HANDLER | number]))

    def _see_to_the_end(self) -> None:
        status = _SIGNAL_BASE + _wait_for_end(self._ears)
        begun = time.monotonic()
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has been closed: the end is near
                self._loop.call_soon_threadsafe(self._leave, status)
            time.sleep(PATIENCE)
            _cut_off(self._device, begun + GRACE)
            time.sleep(max(0.0, begun + GRACE - time.monotonic()))
        else:
            _cut_off(self._device, begun + PATIENCE)
        if self._modes is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(0, termios.TCSANOW, self._modes)
        os._exit(status)


def _wait_for_end(ears: int) -> int:
    """Sleep until a signal asks for the end or standard input's terminal is gone; its number.

    Where there is epoll it reports a hang-up without being asked for any event, so no key wakes
    it; elsewhere the terminal is asked for its attributes now and then.
    """
    with contextlib.ExitStack() as stack:
        watch = None
        if hasattr(select, "epoll"):
            watch = stack.enter_context(select.epoll())
            watch.register(0, 0)
            watch.register(ears, select.EPOLLIN)
        while True:
            if watch is not None:
                ready = [descriptor for descriptor, _event in watch.poll()]
            else:
                ready = select.select([ears], [], [], _POLL)[0]
            heard = os.read(ears, 64) if ears in ready else b""
            for number in heard:
                if number in _HEARD:
                    return number & ~_BY_HANDLER
            if (0 in ready) if watch is not None else (_modes() is None):
                return signal.SIGHUP


def _cut_off(device: str | None, until: float) -> None:
    """Have nothing wait for the terminal any more, and show it as it was, as far as it takes that.

    What the program sends from now on goes nowhere, and what the terminal has not taken yet is
    dropped: a piece at a time, since a write that waits goes on with its next one.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    if device is None:
        return
    with contextlib.suppress(termios.error, OSError):
        # Opened anew, since not to wait would hold for everybody who shares what is open.
        terminal = os.open(device, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        while time.monotonic() < until:
            termios.tcflush(0, termios.TCOFLUSH)
            # Stopped and started, Linux looks again whether there is room.
            termios.tcflow(0, termios.TCOOFF)
            termios.tcflow(0, termios.TCOON)
            with contextlib.suppress(BlockingIOError):
                if os.write(terminal, _RESTORED) == len(_RESTORED):
                    return
            time.sleep(_PAUSE)


def _modes() -> list[Any] | None:
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


def _device() -> str | None:
    """Where the terminal is found that is drawn on."""
    try:
        return os.ttyname(2)
    except OSError:
        return None


def _leave_to_the_thread(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; that there is a handler is what has the interpreter tell of the signal."""
