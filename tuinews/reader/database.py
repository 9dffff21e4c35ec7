"""Owns the reader's database: one SQLite file in the state folder, or memory where that fails."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from tuinews.reader.journal import begin_delete, begin_wal, is_of_many_hosts
from tuinews.reader.schema import NewerSchemaError, migrate
from tuinews.reader.transaction import transaction

FILE = "marks.sqlite3"
PATIENCE = 5.0
"""Seconds to wait for another session that is writing."""

_Result = TypeVar("_Result")


class Database:
    """What one reader keeps, open for a session; may be used from several threads.

    Attributes:
        notice: Why nothing is kept after this session, or None.
    """

    def __init__(self, connection: sqlite3.Connection, notice: str | None) -> None:
        """Take over a connection whose tables are in order."""
        self.notice = notice
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, state_dir: Path) -> Database:
        """Open the database of a state folder; never fails, see `notice`.

        Where it cannot be written, what can be read of it is copied into memory.
        """
        file = state_dir / FILE
        try:
            _make_private(state_dir, file)
            return cls(_patiently(lambda: _connect(file)), None)
        except (OSError, sqlite3.Error, NewerSchemaError) as error:
            notice = f"marks are kept for this session only: {file}: {error}"
            return cls(_copy(file), notice)

    @property
    def keeps(self) -> bool:
        """Whether what is written is there in the next session."""
        return self.notice is None

    def read(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement selects.

        Raises:
            sqlite3.Error: The database cannot be read.
        """
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: when it ends all of it has been made to last, or nothing has changed.

        Raises:
            sqlite3.Error: It cannot be written.
        """
        with self._lock, transaction(self._connection):
            yield self._connection

    def version(self) -> int:
        """A number that differs once another session has written.

        Raises:
            sqlite3.Error: The database cannot be read.
        """
        return int(self.read("PRAGMA data_version")[0][0])

    def close(self) -> None:
        """Let go of the file; everything written is there already."""
        with self._lock:
            self._connection.close()


def number_of_archive(connection: sqlite3.Connection, path: bytes) -> int:
    """The number that an archive's real path has in the tables, given now if it had none."""
    connection.execute("INSERT OR IGNORE INTO archives (path) VALUES (?)", (path,))
    found = connection.execute("SELECT number FROM archives WHERE path = ?", (path,)).fetchone()
    return int(found[0])


def archive_path(archive: Path) -> bytes:
    """What an archive is known by: its real path, whatever it was opened as."""
    return os.fsencode(os.path.realpath(archive))


def _make_private(folder: Path, file: Path) -> None:
    """Make folder and file, for nobody but the reader."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if stat.S_IMODE(status.st_mode) & 0o077 and status.st_uid == os.geteuid():
        folder.chmod(0o700)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o600))


def _connect(file: Path) -> sqlite3.Connection:
    if not is_of_many_hosts(file.parent):
        try:
            return _begin(file, begin_wal)
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                raise
    return _begin(file, begin_delete)


def _begin(file: Path, begin_journal: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = _bare(os.fspath(file))
    try:
        begin_journal(connection)
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")  # whoever may only read is told now
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def _bare(database: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        database, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=uri
    )
    # Whoever could write the file must not thereby have the reader run functions of SQLite's.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _patiently(work: Callable[[], _Result]) -> _Result:
    """Do it again while other sessions are in the way: a change of journal does not wait."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # ours have none
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _copy(file: Path) -> sqlite3.Connection:
    """A database in memory, with what can be read of the file."""
    for options in ("mode=ro", "mode=ro&immutable=1"):
        memory = _bare(":memory:")
        try:
            address = f"file:{quote(os.fsencode(file))}?{options}"
            with closing(_bare(address, uri=True)) as source:
                source.backup(memory)
            if memory.execute("PRAGMA quick_check").fetchall() == [("ok",)]:
                migrate(memory)
                return memory
        except (OSError, sqlite3.Error, NewerSchemaError):
            pass
        memory.close()
    memory = _bare(":memory:")
    migrate(memory)
    return memory
