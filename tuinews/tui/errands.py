"""Owns the threads that work while the screen stays alive.

A lane is one thread that takes its errands in order. A newer errand replaces one of the same kind
that still waits, so that typing fast never queues up searches nobody wants any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

Errand = Callable[[], Message | None]
"""Work whose answer is a message for the screen; it must not touch a widget."""


@dataclass
class ErrandFailed(Message):
    """An errand raised what it should not have: a bug, shown as one."""

    error: Exception


class Lane:
    """One thread with its waiting errands, and where their answers go."""

    def __init__(self, name: str, deliver: Callable[[Message], object]) -> None:
        self._deliver = deliver
        self._waiting: dict[str, Errand] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=f"tuinews-{name}", daemon=True)
        self._thread.start()

    def send(self, kind: str, errand: Errand) -> None:
        """Have `errand` run behind those that wait, in place of a waiting one of its kind."""
        with self._changed:
            self._waiting.pop(kind, None)
            self._waiting[kind] = errand
            self._changed.notify()

    def close(self, seconds: float) -> None:
        """Take no more errands, and wait so long at most for those that wait already."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(seconds)

    def _work(self) -> None:
        while (errand := self._next()) is not None:
            try:
                answer = errand()
            except Exception as error:  # noqa: BLE001 - the screen's thread raises it again
                answer = ErrandFailed(error)
            if answer is not None:
                self._deliver(answer)

    def _next(self) -> Errand | None:
        with self._changed:
            while not self._waiting:
                if self._closed:
                    return None
                self._changed.wait()
            return self._waiting.pop(next(iter(self._waiting)))
