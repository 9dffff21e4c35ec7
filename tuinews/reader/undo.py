"""Owns taking back: what the reader changed in this session, last first, whatever it was."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MOST = 1000
"""How many changes can be taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be taken back: what it was, and which articles it was about.

    `says` completes "Undone: ", as in `starred` or `12 articles marked as read`.
    """

    says: str
    article_ids: tuple[str, ...]
    take_back: Callable[[], object]


class Undo:
    """The changes of one session; may be used from several threads."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=MOST)
        self._lock = threading.Lock()

    def remember(
        self, says: str, article_ids: tuple[str, ...], take_back: Callable[[], object]
    ) -> None:
        """Keep how a change is taken back."""
        with self._lock:
            self._steps.append(Step(says, article_ids, take_back))

    def undo(self) -> Step | None:
        """Take the last change back; returns it, or None when there is none left.

        Raises:
            sqlite3.Error: It cannot be done now; it stays the last change.
        """
        with self._lock:
            step = self._steps.pop() if self._steps else None
        if step is not None:
            try:
                step.take_back()
            except BaseException:
                with self._lock:
                    self._steps.append(step)
                raise
        return step
