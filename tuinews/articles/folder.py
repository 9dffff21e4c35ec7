"""Owns the way into the archive's folder: which files are articles, and safe opening of them.

No path is ever handed to the kernel whole. Every open goes from the archive's own descriptor
down one name at a time, each with O_NOFOLLOW, so that neither depth (PATH_MAX) nor a folder that
is swapped for a link meanwhile leads astray. Links are resolved here, and only taken while their
real path stays inside the archive.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tuinews import paths
from tuinews.articles.sanitise import show_name
from tuinews.errors import ArchiveError, ArticleIdError, UnreadableArticleError

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_TRAIL = 48
"""How many folders of the way down stay open while walking; deeper ones are reached again."""
_HOPS = 8
"""How many links in a row are followed."""
_LEAST_READ = 4095
_FARTHEST = 2**63 - 1
"""Nanoseconds from 1970, which is in the year 2262 or 1677."""
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file of the archive: `size` in bytes, `mtime_ns` since 1970."""

    id: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the folder that cannot be an article, and why."""

    id: str
    reason: str


def _entry(id: str, status: os.stat_result) -> Entry:  # noqa: A002 - an article's id is called id
    """A file by its status; a time that no index holds is the nearest that one does."""
    return Entry(id, status.st_size, max(-_FARTHEST, min(_FARTHEST, status.st_mtime_ns)))


class _Outside(Exception):  # noqa: N818 - a turn of the walk, never seen by a caller
    """A link that may not be followed; the message is the reason."""


def walk(archive: Path, *, leave_out: Collection[Path] = ()) -> Iterator[Entry | Skipped]:
    """Yield every file of the archive, in no order, each real folder once.

    Hidden names, the archive's own settings and `leave_out` (folders or files, such as the index)
    are passed over in silence. A link to a folder is followed after all real folders, so that a
    file's own path wins over any detour to it.

    Raises:
        ArchiveError: The archive itself is missing or cannot be listed.
    """
    with _Tree.open(archive) as tree:
        left_out = [p for path in leave_out if (p := tree.inside(os.path.realpath(path)))]
        walking = _Walk(tree, [(paths.SETTINGS_FILE,), *left_out])
        while walking.pending or walking.links:
            prefix, parts = (walking.pending or walking.links).pop()
            try:
                yield from walking.list_folder(prefix, parts)
            except OSError as error:
                if not parts:
                    raise _no_archive(archive, error) from error
                yield Skipped(prefix.rstrip("/"), _reason(error))


@dataclass(slots=True)
class _Walk:
    """What a walk has still to list, as pairs of an id with its slash and the real place.

    Links to folders wait until all real folders are listed.
    """

    tree: _Tree
    left_out: Collection[_Parts]
    pending: list[tuple[str, _Parts]] = field(default_factory=lambda: [("", ())])
    links: list[tuple[str, _Parts]] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def list_folder(self, prefix: str, parts: _Parts) -> Iterator[Entry | Skipped]:
        """Yield the files of one folder; put its folders where they wait.

        Raises:
            OSError: The folder cannot be opened or listed.
        """
        descriptor = self.tree.folder(parts)
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) in self.seen:
            return
        self.seen.add((status.st_dev, status.st_ino))
        with os.scandir(descriptor) as listing:
            for item in listing:
                if item.name.startswith(".") or self._is_left_out((*parts, item.name)):
                    continue
                try:
                    found = self._look_at(prefix + item.name, (*parts, item.name))
                except OSError as error:
                    yield Skipped(prefix + item.name, _reason(error))
                except _Outside as error:
                    yield Skipped(prefix + item.name, str(error))
                else:
                    if found:
                        yield found

    def _look_at(self, name: str, parts: _Parts) -> Entry | Skipped | None:
        # Not by the listing's DirEntry: that looks by the number of the descriptor listed, which
        # is closed where a link has been followed, and by now may be another folder's.
        folder = self.tree.folder(parts[:-1])
        status = os.stat(parts[-1], dir_fd=folder, follow_symlinks=False)
        if link := stat.S_ISLNK(status.st_mode):
            parts, status = self.tree.follow(parts)
            if self._is_left_out(parts):
                return None
        if stat.S_ISDIR(status.st_mode):
            (self.links if link else self.pending).append((f"{name}/", parts))
            return None
        if stat.S_ISREG(status.st_mode):
            return _entry(name, status)
        return Skipped(name, _kind(status))

    def _is_left_out(self, parts: _Parts) -> bool:
        return any(parts[: len(out)] == out for out in self.left_out)


def stat_entry(archive: Path, id: str) -> Entry:  # noqa: A002 - an article's id is called id
    """Find the regular file that `id` names.

    Raises:
        ArticleIdError: `id` is absolute, has `..` or a hidden name, leads out of the archive by
            a link, or names nothing or no regular file.
        ArchiveError: The archive itself is missing or cannot be listed.
    """
    with _Tree.open(archive) as tree:
        _, status = _locate(tree, id)
        return _entry(id, status)


def read_bytes(archive: Path, id: str, limit: int) -> bytes:  # noqa: A002 - as above
    """Read at most `limit` bytes from the start of the regular file that `id` names.

    Raises:
        ArticleIdError: As `stat_entry`.
        UnreadableArticleError: The file is there but the system does not let it be read.
        ArchiveError: The archive itself is missing or cannot be listed.
    """
    return read_file(archive, id, limit)[0]


def read_file(archive: Path, id: str, limit: int) -> tuple[bytes, Entry]:  # noqa: A002 - as above
    """Read a file as `read_bytes` does.

    Returns:
        The bytes, and what the file was when the last of them had been read.

    Raises:
        ArticleIdError: As `stat_entry`.
        UnreadableArticleError: The file is there but the system does not let it be read.
        ArchiveError: The archive itself is missing or cannot be listed.
    """
    with _Tree.open(archive) as tree:
        parts, _ = _locate(tree, id)
        try:
            descriptor = os.open(parts[-1], _FILE, dir_fd=tree.folder(parts[:-1]))
        except OSError as error:
            raise UnreadableArticleError(_reason(error)) from error
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ArticleIdError(f"{show_name(id)}: {_kind(status)}")
            data = _read(descriptor, limit, status.st_size)
            status = os.fstat(descriptor)
            return data, _entry(id, status)
        except OSError as error:
            raise UnreadableArticleError(_reason(error)) from error
        finally:
            os.close(descriptor)


def _read(descriptor: int, limit: int, expected: int) -> bytes:
    chunks = []
    # Room for what is not there costs as much as a small file.
    size = min(limit, max(expected, _LEAST_READ) + 1, 1 << 20)
    while limit > 0 and (chunk := os.read(descriptor, min(limit, size))):
        chunks.append(chunk)
        limit -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _locate(tree: _Tree, wanted: str) -> tuple[_Parts, os.stat_result]:
    """The real place of the regular file that an id names, and its status."""
    parts = tuple(wanted.split("/"))
    if "\0" in wanted or any(part.startswith(".") or not part for part in parts):
        raise ArticleIdError(f"{show_name(wanted) or '(nothing)'}: not an id of an article")
    try:
        parts, status = tree.follow(parts)
    except _Outside as error:
        raise ArticleIdError(f"{show_name(wanted)}: {error}") from error
    except (OSError, UnicodeEncodeError) as error:
        raise ArticleIdError(f"{show_name(wanted)}: {_reason(error)}") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArticleIdError(f"{show_name(wanted)}: {_kind(status)}")
    return parts, status


@dataclass(slots=True)
class _Tree:
    """The archive's folder, open, with the folders of the way last gone still open."""

    descriptor: int
    archive: Path
    trail: list[tuple[_Parts, int]] = field(default_factory=list)

    @classmethod
    def open(cls, archive: Path) -> _Tree:
        try:
            return cls(os.open(archive, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), archive)
        except (OSError, ValueError) as error:
            raise _no_archive(archive, error) from error

    def __enter__(self) -> _Tree:
        return self

    def __exit__(self, *_: object) -> None:
        while self.trail:
            os.close(self.trail.pop()[1])
        os.close(self.descriptor)

    def folder(self, parts: _Parts) -> int:
        """A descriptor of the folder at `parts`, owned by the trail: good until the next call."""
        while self.trail and parts[: len(self.trail[-1][0])] != self.trail[-1][0]:
            os.close(self.trail.pop()[1])
        known, descriptor = self.trail[-1] if self.trail else ((), self.descriptor)
        for depth in range(len(known), len(parts)):
            descriptor = os.open(parts[depth], _DIRECTORY, dir_fd=descriptor)
            self.trail.append((parts[: depth + 1], descriptor))
            if len(self.trail) > _TRAIL:
                os.close(self.trail.pop(0)[1])
        return descriptor

    @property
    def real(self) -> str:
        """The archive's real path, which only links need: to find it costs as much as a file."""
        return os.path.realpath(self.archive)

    def inside(self, real: str) -> _Parts | None:
        """The names that lead from the archive down to a real path, none to the archive itself;
        None when it is outside."""
        archive = self.real
        if real == archive:
            return ()
        top = archive.rstrip("/") + "/"
        return tuple(real[len(top) :].split("/")) if real.startswith(top) else None

    def follow(self, parts: _Parts) -> tuple[_Parts, os.stat_result]:
        """Where `parts` really is, links resolved, and its status.

        Raises:
            _Outside: A link on the way leads out of the archive, to nothing, or in a circle.
            OSError: Something on the way cannot be looked at.
        """
        for _ in range(_HOPS):
            if not parts:
                return (), os.fstat(self.descriptor)
            try:
                status = os.stat(parts[-1], dir_fd=self.folder(parts[:-1]), follow_symlinks=False)
            except OSError as error:
                # ELOOP or ENOTDIR: a folder on the way is a link, which realpath sees through.
                if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                    raise
                status = None
            if status is not None and not stat.S_ISLNK(status.st_mode):
                return parts, status
            try:
                real = os.path.realpath("/".join((self.real, *parts)), strict=True)
            except OSError as error:
                raise _Outside(
                    "a link to nothing" if error.errno == errno.ENOENT else _reason(error)
                ) from error
            found = self.inside(real)
            if found is None:
                raise _Outside("a link that leads out of the archive")
            parts = found
        raise _Outside("a link that never ends")


def _no_archive(archive: Path, error: Exception) -> ArchiveError:
    return ArchiveError(f"no archive at {show_name(os.fspath(archive))}: {_reason(error)}")


def _reason(error: Exception) -> str:
    text = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return text[:1].lower() + text[1:]


def _kind(status: os.stat_result) -> str:
    return f"not a file but {_KINDS.get(stat.S_IFMT(status.st_mode), 'something else')}"
