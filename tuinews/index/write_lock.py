"""Owns the right to write an index: one process at a time, known by name to the others."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tuinews.errors import IndexBusyError, IndexUnreadableError

NAME: Final = "lock"
_held: set[int] = set()
"""Descriptors through which this process holds a right."""


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the right to write the index. The kernel takes it back when the process dies.

    Raises:
        IndexBusyError: Another process holds it; the message says which.
        IndexUnreadableError: The folder cannot be written.
    """
    try:
        descriptor = os.open(
            index_dir / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
        )
    except OSError as error:
        raise IndexUnreadableError(f"{index_dir}: cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
            raise IndexBusyError(
                f"{index_dir}: the index is being written by {holder or 'another process'}"
            ) from error
        except OSError as error:
            raise IndexUnreadableError(
                f"{index_dir}: cannot be locked: {error.strerror}"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        _held.add(descriptor)
        try:
            yield
        finally:
            # Closing is not enough: a process just forked may still have the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def leave_to_parent() -> None:
    """In a process just forked: have the right end with the parent alone, however it ends."""
    while _held:
        os.close(_held.pop())
