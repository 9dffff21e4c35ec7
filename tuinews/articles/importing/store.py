"""Owns the writing into the archive: new files, whole or not at all, never over another.

Like reading, writing goes down from the archive's own descriptor one name at a time and follows no
link, so that nothing lands outside. This is the only code that writes into an archive.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tuinews.articles.dates import as_date
from tuinews.articles.importing.draft import Draft
from tuinews.articles.importing.render import render
from tuinews.articles.importing.slugs import slug
from tuinews.articles.sanitise import show_name
from tuinews.errors import ArchiveError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_TRIES = 10_000
# What link(2) says on file systems that have no hard links.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class Store:
    """An archive open for new files, locked against a second import; a context manager."""

    def __init__(self, archive: Path) -> None:
        """Open the archive.

        Raises:
            ArchiveError: It is not there, or another import is writing to it.
        """
        self._name = show_name(os.fspath(archive))
        try:
            self._root = os.open(archive, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise self._error(error) from error
        self._changed: set[tuple[str, ...]] = set()
        try:
            fcntl.flock(self._root, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._root)
            raise ArchiveError(f"{self._name}: another import is writing there; wait") from None
        except OSError:
            pass  # a network file system without locks; no file is replaced there either

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            for parts in sorted(self._changed, key=len):
                folder = self._folder(parts)
                os.fsync(folder)
                os.close(folder)
        except OSError as fault:
            if error is None:
                raise self._error(fault) from fault
        finally:
            os.close(self._root)

    def write(self, draft: Draft, version: int, *, today: dt.date) -> str:
        """Write a tidied draft under the day it was published, else under `today`.

        Returns:
            The id of the new article, `YYYY/MM/DD-slug.md`.

        Raises:
            ArchiveError: The file cannot be written, or its folder is a link.
        """
        day = as_date(draft.published or draft.updated or today)
        words = draft.headline or " ".join(block.text for block in draft.blocks[:3])[:400]
        name = f"{day:%d}-{slug(words)}" + (f"-v{version}" if version > 1 else "")
        parts = (f"{day.year:04d}", f"{day.month:02d}")
        try:
            folder = self._folder(parts, make=True)
            try:
                made = _write_new(folder, name, render(draft, version).encode())
            finally:
                os.close(folder)
        except OSError as error:
            raise self._error(error, *parts) from error
        self._changed.add(parts)
        return "/".join((*parts, made))

    def _folder(self, parts: tuple[str, ...], *, make: bool = False) -> int:
        descriptor = os.dup(self._root)
        for depth, name in enumerate(parts):
            try:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(name, dir_fd=descriptor)
                        self._changed.add(parts[:depth])
                below = os.open(name, _FOLDER, dir_fd=descriptor)
            finally:
                os.close(descriptor)
            descriptor = below
        return descriptor

    def _error(self, error: OSError, *parts: str) -> ArchiveError:
        where = "/".join((self._name, *parts))
        if parts and error.errno in (errno.ELOOP, errno.ENOTDIR):
            return ArchiveError(f"{where}: a link or a file stands where a folder must be")
        return ArchiveError(f"{where}: cannot be written to: {os.strerror(error.errno or 0)}")


def _write_new(folder: int, stem: str, data: bytes) -> str:
    """Write `stem.md`, or `stem-2.md` and so on where that exists; returns the name taken."""
    beside = f".import-{secrets.token_hex(8)}.tmp"
    descriptor = os.open(beside, _NEW, 0o666, dir_fd=folder)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        for number in range(1, _TRIES):
            name = f"{stem}.md" if number == 1 else f"{stem}-{number}.md"
            try:
                _take_name(folder, beside, name)
            except FileExistsError:
                continue
            return name
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    finally:
        with suppress(FileNotFoundError):  # it is gone where it was renamed
            os.unlink(beside, dir_fd=folder)


def _take_name(folder: int, beside: str, name: str) -> None:
    """Give the finished file its name, unless there is one of that name."""
    try:
        os.link(beside, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Without hard links the name is taken first, empty, and what is renamed over is our own.
        os.close(os.open(name, _NEW, 0o666, dir_fd=folder))
        os.rename(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
