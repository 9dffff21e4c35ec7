"""Owns what was decoded a short while ago, up to a size."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """Values by key; the one asked for longest ago goes first when they are too large together."""

    def __init__(self, most: int, size: Callable[[_Value], int] = lambda _: 1) -> None:
        """Keep up to `most`, where `size` says what each counts."""
        self._most, self._size = most, size
        self._held = 0
        self._values: dict[_Key, _Value] = {}
        self._lock = Lock()

    def get(self, key: _Key) -> _Value | None:
        """The value, which is the most recent one from now on."""
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
            return value

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value, unless it is too large by itself."""
        size = self._size(value)
        if size > self._most:
            return
        with self._lock:
            if key in self._values:
                self._held -= self._size(self._values[key])
            self._values[key] = value
            self._held += size
            while self._held > self._most:
                oldest = next(iter(self._values))
                self._held -= self._size(self._values.pop(oldest))
