"""Owns the choice of the database's journal: WAL, or DELETE where WAL cannot work.

WAL shares memory between the processes that use a database, so they must be on one host
(https://sqlite.org/wal.html). Home folders on a network are used from several.
"""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_OF_MANY_HOSTS = (
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre",
    "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb3", "smbfs", "virtiofs",
    "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
)  # fmt: skip
_ESCAPED = re.compile(r"\\([0-7]{3})")


def begin_wal(connection: sqlite3.Connection) -> None:
    """Have what is committed written ahead, and made to last with each commit.

    Raises:
        sqlite3.Error: It does not work here, or cannot be begun just now.
    """
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise sqlite3.OperationalError(f"journal mode stays {mode}")
    connection.execute("PRAGMA synchronous = FULL")


def begin_delete(connection: sqlite3.Connection) -> None:
    """Have what is overwritten kept in a file that each commit deletes, and made to last.

    Raises:
        sqlite3.Error: It does not work here, or cannot be begun just now.
    """
    # Only who has a database alone can lead it out of WAL without sharing memory.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("SELECT 1 FROM sqlite_master").fetchall()
    # EXTRA makes the deletion last too; without it a power cut could take the commit back.
    connection.execute("PRAGMA synchronous = EXTRA")


def is_of_many_hosts(folder: Path) -> bool:
    """Whether the folder is on a file system that several hosts may have mounted."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return file_system(os.path.realpath(folder), mounts) in _OF_MANY_HOSTS


def file_system(path: str, mounts: str) -> str | None:
    """The type of the file system that a real path is on, by the text of `/proc/self/mountinfo`."""
    longest, found = -1, None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(" "), after.split(" ")[0]
        if len(fields) < 5 or not kind:
            continue
        top = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), fields[4]).rstrip("/")
        # Of two mounts on one folder the later one is seen.
        if (path == top or path.startswith(f"{top}/")) and len(top) >= longest:
            longest, found = len(top), kind
    return found
