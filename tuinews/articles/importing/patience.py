"""Owns how long somebody else's parser may work on somebody else's file."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tuinews.articles.importing.draft import SourceError


class _OutOfPatience(BaseException):
    """Not an Exception, so that no parser's own catch-all keeps it."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Give up on what is inside after that many seconds.

    Signals reach the main thread alone, so elsewhere there is no limit.

    Raises:
        SourceError: It took too long.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise _OutOfPatience

    before = signal.signal(signal.SIGALRM, give_up)
    try:
        # Once more every second, should a bare `except:` in the parser have swallowed the first.
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _OutOfPatience:
        raise SourceError(f"takes longer than {seconds:g} s to make sense of") from None
    finally:
        signal.signal(signal.SIGALRM, before)
