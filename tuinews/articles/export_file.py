"""Owns writing an export: a whole new file or none, never over another unless that is asked for."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tuinews.articles.sanitise import show_name
from tuinews.errors import UsageError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# What link(2) says on file systems that have no hard links.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def write_export(path: Path, chunks: Iterable[str], *, archive: Path, force: bool = False) -> int:
    """Write texts, as UTF-8, to a file that is there whole or not at all.

    Args:
        path: The file.
        chunks: Its content.
        archive: Where it must not lie, since nothing but import writes there.
        force: Replace a file of that name.

    Returns:
        Its size in bytes.

    Raises:
        UsageError: It lies in the archive, is there already, or cannot be written.
    """
    name = show_name(os.fspath(path))
    # Through a link the file it leads to is replaced, not the link.
    target = Path(os.path.realpath(path))
    if target.is_relative_to(os.path.realpath(archive)):
        raise UsageError(f"{name}: lies in the archive, which is not written to; name another file")
    try:
        _check(path, target, name, force=force)
        beside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(8)}.part")
        descriptor = os.open(beside, _NEW, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    file.write(chunk.encode("utf-8"))
                size = file.tell()
                file.flush()
                os.fsync(file.fileno())
            if force:
                beside.replace(target)
            else:
                _take_name(beside, target)
        finally:
            with suppress(FileNotFoundError):  # it is gone where it was renamed
                beside.unlink()
    except FileExistsError:
        raise UsageError(f"{name}: is there already; name another file, or add --force") from None
    except OSError as error:
        raise UsageError(f"{name}: cannot be written: {error.strerror}") from error
    return size


def _check(path: Path, target: Path, name: str, *, force: bool) -> None:
    """Say what is in the way before anything is read for the export."""
    if not os.path.lexists(path):
        return
    if not force:
        raise FileExistsError
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        raise UsageError(f"{name}: is no file that could be replaced; name another")


def _take_name(beside: Path, target: Path) -> None:
    """Give the finished file its name, unless there is one of that name."""
    try:
        os.link(beside, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Without hard links the name is taken first, empty, and what is renamed over is our own.
        os.close(os.open(target, _NEW, 0o666))
        beside.replace(target)
