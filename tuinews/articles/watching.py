"""Owns noticing that something in an archive changed, without looking through it.

The system tells of changes in folders it is asked to watch. Every real folder of the archive is,
one by one: a link is never followed, wherever it leads. Where the system cannot tell (a network
file system tells of no other host's changes, and the number of watched folders is limited), that
is said, and whoever wants to know has to look now and then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuinews.imports import import_alone

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError
else:
    # Its package would also import what starts processes: two megabytes beside every browser.
    _notify = import_alone("watchfiles", "_rust_notify")
    RustNotify = _notify.RustNotify
    WatchfilesRustInternalError = _notify.WatchfilesRustInternalError

MOST_FOLDERS: Final = 20_000
"""Folders that are watched at most; each costs the kernel about a kilobyte."""
QUIET: Final = 400
"""Milliseconds without a change after which a burst of changes is over."""
LONGEST_BURST: Final = 10_000
"""Milliseconds after which a burst is told of though it goes on."""
_TRIES: Final = 20
"""How often watching begins anew because folders changed while it did."""
_ADDED: Final = 1
_DELETED: Final = 3
_REMOTE: Final = frozenset({
    "9p", "acfs", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse",
    "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs",
    "pvfs2", "smb2", "smb3", "smbfs", "v9fs", "vboxsf", "virtiofs", "vmhgfs",
})  # fmt: skip
"""File systems that others change without this system's knowing, as mountinfo names them."""
_MOUNTS: Final = Path("/proc/self/mountinfo")
_ESCAPED: Final = re.compile(rb"\\([0-7]{3})")


class NotWatchableError(Exception):
    """The system cannot tell of changes here; the message says why."""


class Watch:
    """The folders of an archive, watched from now on."""

    def __init__(self, archive: Path, leave_out: Collection[Path] = ()) -> None:
        """Start watching.

        Args:
            archive: The folder of articles.
            leave_out: Folders in it that are none of its articles, such as the index.

        Raises:
            NotWatchableError: The system cannot tell of its changes.
        """
        self._archive = os.path.realpath(archive)
        self._leave_out = frozenset(os.path.realpath(path) for path in leave_out)
        if not is_local(self._archive):
            raise NotWatchableError("it is on a network file system")
        self._folders: set[str] = set()
        self._watcher = self._begin()

    def _begin(self) -> RustNotify:
        """Watch every folder there is; none that is made meanwhile is missed."""
        watcher: RustNotify | None = None
        for _ in range(_TRIES):
            folders = self._list()
            if watcher is not None:
                if folders == self._folders:
                    return watcher
                watcher.close()
            self._folders = folders
            try:
                watcher = RustNotify(sorted(folders), False, False, 0, False, False)
            except FileNotFoundError:
                watcher = None  # a folder that went away meanwhile
            except (OSError, ValueError, WatchfilesRustInternalError) as error:
                raise NotWatchableError(str(error)) from error
        raise NotWatchableError("its folders come and go")

    def _list(self) -> set[str]:
        if not Path(self._archive).is_dir():
            raise NotWatchableError("it is gone")
        found = {self._archive}
        waiting = [self._archive]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as listing:
                    folders = [
                        item.path
                        for item in listing
                        if not item.name.startswith(".") and item.is_dir(follow_symlinks=False)
                    ]
            except OSError:
                continue  # what cannot be listed has no articles that can be read
            for path in folders:
                if path not in self._leave_out and os.access(path, os.R_OK | os.X_OK):
                    found.add(path)
                    waiting.append(path)
            if len(found) > MOST_FOLDERS:
                raise NotWatchableError(f"it has more than {MOST_FOLDERS:,} folders")
        return found

    def changes(self) -> Iterator[None]:
        """Yield after every burst of changes; blocks, and never ends by itself.

        Raises:
            NotWatchableError: The system can no longer tell.
        """
        while True:
            found = self._watcher.watch(LONGEST_BURST, QUIET, 0, None)
            if isinstance(found, str):
                continue
            paths = [(kind, path) for kind, path in found if self._matters(path)]
            if any(self._is_about_folders(kind, path) for kind, path in paths):
                self._watcher.close()
                self._folders.clear()
                self._watcher = self._begin()
            if paths:
                yield

    def _matters(self, path: str) -> bool:
        return not Path(path).name.startswith(".") and path not in self._leave_out

    def _is_about_folders(self, kind: int, path: str) -> bool:
        if kind == _DELETED:
            return path in self._folders
        return kind == _ADDED and Path(path).is_dir()

    def close(self) -> None:
        """Stop watching."""
        self._watcher.close()


def is_local(folder: str, mounts: bytes | None = None) -> bool:
    """Whether a folder and all that is mounted below it are changed through this system alone.

    Args:
        folder: A real, absolute path.
        mounts: What proc_pid_mountinfo(5) describes; this system's, where it has any.
    """
    if mounts is None:
        try:
            mounts = _MOUNTS.read_bytes()
        except OSError:
            return True
    where = os.fsencode(folder).rstrip(b"/") + b"/"
    longest, is_remote = b"", False
    for line in mounts.splitlines():
        before, _, after = line.partition(b" - ")
        fields, kinds = before.split(), after.split()
        if len(fields) < 5 or not kinds:
            continue
        point = _ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 255]), fields[4])
        point = point.rstrip(b"/") + b"/"
        kind = kinds[0].decode("ascii", "replace")
        remote = kind in _REMOTE or kind.startswith("fuse.")
        if where.startswith(point):
            # Of several on one place the last one covers the others.
            if len(point) >= len(longest):
                longest, is_remote = point, remote
        elif point.startswith(where) and remote:
            return False
    return not is_remote
