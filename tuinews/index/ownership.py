"""Owns which folders and files an index may be read from: what nobody else could have written.

What is said to be trusted is read whosever it is, but only files: nobody is waited for.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tuinews.errors import IndexUnreadableError


def refuse_others(index_dir: Path) -> None:
    """See that the folder of an index is this account's alone.

    Raises:
        IndexUnreadableError: It is not there, or not so; the message says what to do.
    """
    try:
        status = index_dir.stat()
    except FileNotFoundError as error:
        raise IndexUnreadableError("no index here yet; run: tuinews index") from error
    except OSError as error:
        raise IndexUnreadableError(f"cannot be opened: {error.strerror}") from error
    _refuse(status, "the folder")


def open_regular(path: Path, *, trusted: bool) -> tuple[int, os.stat_result]:
    """Open a file of an index for reading; a pipe that nobody writes would be waited for.

    Returns:
        Its descriptor, and what was found out of it.

    Raises:
        FileNotFoundError: It is not there.
        IndexUnreadableError: It is no file, cannot be opened, or could be somebody else's work.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if trusted else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise IndexUnreadableError(f"{path.name} cannot be opened: {error.strerror}") from error
    status = os.fstat(descriptor)
    try:
        if not trusted:
            _refuse(status, path.name)
        if not stat.S_ISREG(status.st_mode):
            raise IndexUnreadableError(f"{path.name} is no file; remove it")
    except IndexUnreadableError:
        os.close(descriptor)
        raise
    return descriptor, status


def _refuse(status: os.stat_result, what: str) -> None:
    if status.st_uid != os.geteuid():
        raise IndexUnreadableError(
            f"{what} belongs to another account (uid {status.st_uid}); "
            "set trust_index to use it all the same"
        )
    if status.st_mode & 0o022:
        raise IndexUnreadableError(
            f"{what} can be written by others; run: chmod go-w on it and tuinews index --rebuild"
        )
