"""Owns writing a file so that a crash leaves the old one or the new one, never a part of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

BESIDE = ".part"
"""How the name of a file that is still being written ends."""


def replace_file(path: Path, chunks: Iterable[bytes | memoryview]) -> None:
    """Write `chunks` beside `path`, make them last, and put them in its place.

    The folder's own entry is made last too, so when this returns the file survives a power cut.

    Raises:
        OSError: It could not be written; what was at `path` is untouched.
    """
    beside = path.with_name(path.name + BESIDE)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            close_to_others(file.fileno())
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def close_to_others(descriptor: int) -> None:
    """Take from group and others the right to write, which a lax umask gives."""
    mode = os.fstat(descriptor).st_mode
    if mode & 0o022:
        os.fchmod(descriptor, mode & 0o7755)
