"""Owns knowing that a command was interrupted, whatever else a library made of that.

What is interrupted while numpy is imported, say, fails with an ImportError.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether Ctrl-C was pressed while it was watched for."""

    def __init__(self) -> None:
        self.came = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take note of Ctrl-C, which raises KeyboardInterrupt as it does otherwise."""
        before = signal.getsignal(signal.SIGINT)
        is_usual = before is signal.default_int_handler
        if not is_usual or threading.current_thread() is not threading.main_thread():
            yield
            return
        signal.signal(signal.SIGINT, self._note)
        try:
            yield
        finally:
            if signal.getsignal(signal.SIGINT) == self._note:
                signal.signal(signal.SIGINT, before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.default_int_handler(number, frame)
