"""Owns the right to write an index: one process at a time, known by name to the others."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tuinews.errors import IndexBusyError, IndexUnreadableError

NAME: Final = "lock"
_LOOKS: Final = 20
_MOMENT: Final = 0.005
"""Seconds between two looks for the name of who has just begun to write."""
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
            raise IndexBusyError(
                f"{index_dir}: the index is being written by {_holder(descriptor)}"
            ) from error
        except OSError as error:
            raise IndexUnreadableError(
                f"{index_dir}: cannot be locked: {error.strerror}"
            ) from error
        # Written over the last holder's name, it needs no room on a full disk.
        name = f"process {os.getpid()} on {socket.gethostname()}\n".encode()
        os.pwrite(descriptor, name, 0)
        os.ftruncate(descriptor, len(name))
        _held.add(descriptor)
        try:
            yield
        finally:
            # Closing is not enough: a process just forked may still have the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """Who holds the right, who may just be about to say so."""
    for _ in range(_LOOKS):
        said = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
        if said:
            return said
        time.sleep(_MOMENT)
    return "another process"


def leave_to_parent() -> None:
    """In a process just forked: have the right end with the parent alone, however it ends."""
    while _held:
        os.close(_held.pop())
