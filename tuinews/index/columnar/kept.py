"""Owns remembering what was worked out of an index, within a number of bytes."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key; what has not been asked for longest goes when they take too many bytes."""

    def __init__(self, most: int) -> None:
        """Keep `most` bytes at most. What is larger by itself is not kept."""
        self._most = most
        self._size = 0
        self._values: dict[Key, tuple[Value, int]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """What is kept under a key, or None."""
        with self._lock:
            known = self._values.pop(key, None)
            if known is None:
                return None
            self._values[key] = known
            return known[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value that takes so many bytes."""
        if size > self._most:
            return
        with self._lock:
            before = self._values.pop(key, None)
            self._size += size - (before[1] if before else 0)
            self._values[key] = value, size
            while self._size > self._most:
                _, gone = self._values.pop(next(iter(self._values)))
                self._size -= gone
