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
        yield
    finally:
        os.close(descriptor)
