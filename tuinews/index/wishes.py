"""Owns what is wished of whoever keeps an index in step, where any of several processes hears it.

In a pipe, made before they are forked: what one has not read when it ends is there for the next.
"""

from __future__ import annotations

import contextlib
import os
import select

_VERIFY, _SYNC = b"v", b"s"


class Wishes:
    """Wishes for a sync, each with whether every file is to be read; many are as good as one."""

    def __init__(self) -> None:
        self._heard, self._told = os.pipe()
        os.set_blocking(self._heard, False)
        os.set_blocking(self._told, False)

    def put(self, *, verify: bool) -> None:
        """Wish for a sync."""
        with contextlib.suppress(BlockingIOError):  # there are thousands already
            os.write(self._told, _VERIFY if verify else _SYNC)

    def take(self, seconds: float | None = None) -> bool | None:
        """Wait for a wish; whether every file is to be read, None when there is none in time."""
        watch = select.poll()
        watch.register(self._heard, select.POLLIN)
        if not watch.poll(None if seconds is None else max(0, round(seconds * 1000))):
            return None
        with contextlib.suppress(BlockingIOError):  # another process was first
            return _VERIFY in os.read(self._heard, 65536)
        return None
