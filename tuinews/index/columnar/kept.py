"""Owns remembering what was worked out of an index, within a number of bytes."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Memory:
    """Values of several kinds; when they take too much, what was not asked for longest goes."""

    def __init__(self, most: int) -> None:
        """Keep `most` bytes at most."""
        self.most = most
        self._size = 0
        self._values: dict[Hashable, tuple[Any, int]] = {}
        self._lock = threading.Lock()

    def of(self, kind: Hashable) -> Kept[Any]:
        """The values of one kind."""
        return Kept(self, kind)

    def get(self, key: Hashable) -> Any:
        with self._lock:
            known = self._values.pop(key, None)
            if known is None:
                return None
            self._values[key] = known
            return known[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        with self._lock:
            before = self._values.pop(key, None)
            self._size += size - (before[1] if before else 0)
            self._values[key] = value, size
            while self._size > self.most:
                _, gone = self._values.pop(next(iter(self._values)))
                self._size -= gone


class Kept(Generic[Value]):
    """The values of one kind in a memory, by key."""

    def __init__(self, memory: Memory, kind: Hashable) -> None:
        self._memory, self._kind = memory, kind

    def get(self, key: Hashable) -> Value | None:
        """What is kept under a key, or None."""
        found: Value | None = self._memory.get((self._kind, key))
        return found

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value that takes so many bytes; one of over half of all there are is not."""
        if size * 2 <= self._memory.most:
            self._memory.put((self._kind, key), value, size)
