"""Owns how the program ends when it is not asked by a key: signals, and a terminal that is gone.

Stock Textual leaves the terminal raw on SIGTERM, and spins on a terminal that hung up.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from typing import Any

GRACE = 0.7
"""Seconds for an orderly end; after that the process ends as it is."""
_POLL = 0.3
_SIGNAL_BASE = 128
"""A shell's exit status for a process that a signal ended, less the signal's number."""


class Lifecycle:
    """Watches for the end from outside, and makes sure of it.

    Args:
        leave: Ends the program in an orderly way with an exit status; runs in the event loop.
        modes: The terminal's modes as they were found, when they are others by now.
    """

    def __init__(self, leave: Callable[[int], None], modes: list[Any] | None = None) -> None:
        self._leave = leave
        self._terminal = modes or _saved_terminal()
        self._ending = False

    def watch(self) -> None:
        """Start watching; to be called in the event loop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self.end, _SIGNAL_BASE + number)
        watcher = threading.Thread(
            target=_wait_for_hangup, args=(loop, self._hung_up), daemon=True, name="tuinews-hangup"
        )
        watcher.start()

    def end(self, status: int) -> None:
        """Leave in an orderly way, and by force when that takes too long."""
        if self._ending:
            return
        self._ending = True
        last_resort = threading.Timer(GRACE, self._end_by_force, [status])
        last_resort.daemon = True
        last_resort.start()
        self._leave(status)

    def _hung_up(self) -> None:
        self.end(_SIGNAL_BASE + signal.SIGHUP)

    def _end_by_force(self, status: int) -> None:
        """End the process with the terminal as it was found."""
        if self._terminal is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(0, termios.TCSANOW, self._terminal)
        os._exit(status)


def _saved_terminal() -> list[Any] | None:
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


def _wait_for_hangup(loop: asyncio.AbstractEventLoop, hung_up: Callable[[], None]) -> None:
    """Sleep until the terminal on standard input is gone, then call `hung_up` in the loop.

    Where there is epoll it reports a hang-up without being asked for any event, so no key wakes
    it; elsewhere the terminal is asked for its attributes now and then.
    """
    if hasattr(select, "epoll"):
        with select.epoll() as watch:
            watch.register(0, 0)
            watch.poll()
    else:
        pause = threading.Event()
        while _saved_terminal() is not None:
            pause.wait(_POLL)
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(hung_up)
