"""Owns what a reader marked: which articles were read and which are starred."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (
    archive BLOB NOT NULL,
    id      BLOB NOT NULL,
    read    INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (archive, id)
) WITHOUT ROWID
"""
_SET_READ = """
INSERT INTO marks (archive, id, read) VALUES (?, ?, ?)
ON CONFLICT (archive, id) DO UPDATE SET read = excluded.read
"""
_SET_STARRED = """
INSERT INTO marks (archive, id, starred) VALUES (?, ?, ?)
ON CONFLICT (archive, id) DO UPDATE SET starred = excluded.starred
"""


class Marks:
    """The marks of one archive, kept in the reader's own database as they are set.

    Article ids and the archive's path are kept as bytes, since names need not be text.
    When the database cannot be used the marks live in memory and `notice` says why; a mark that
    could not be written is kept for the session and `notice` says so too.
    """

    def __init__(self, database: sqlite3.Connection, archive: Path, notice: str | None) -> None:
        self.notice = notice
        self._database = database
        self._archive = os.fsencode(os.path.realpath(archive))
        self._version = -1
        self._read: set[str] = set()
        self._starred: set[str] = set()
        self.refresh()

    @classmethod
    def open(cls, state_dir: Path, archive: Path) -> Marks:
        """Open the marks of `archive`; never fails, see `notice`."""
        file = state_dir / "marks.sqlite3"
        try:
            state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(_connect(os.fspath(file)), archive, None)
        except (OSError, sqlite3.Error) as error:
            notice = f"marks are kept for this session only: {file}: {error}"
            return cls(_connect(":memory:"), archive, notice)

    def is_read(self, article_id: str) -> bool:
        """Whether the article was read."""
        return article_id in self._read

    def is_starred(self, article_id: str) -> bool:
        """Whether the article is starred."""
        return article_id in self._starred

    def set_read(self, article_id: str, value: bool) -> None:
        """Mark the article as read, or as unread."""
        self._set(_SET_READ, self._read, [article_id], value)

    def set_all_read(self, article_ids: Iterable[str], value: bool) -> None:
        """Mark many articles at once: all of them or, after a crash, none."""
        self._set(_SET_READ, self._read, list(article_ids), value)

    def set_starred(self, article_id: str, value: bool) -> None:
        """Star the article, or take its star away."""
        self._set(_SET_STARRED, self._starred, [article_id], value)

    def refresh(self) -> bool:
        """Take in what other sessions of the reader marked; True when something may differ."""
        try:
            version = self._database.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return False
            rows = self._database.execute(
                "SELECT id, read, starred FROM marks WHERE archive = ?", (self._archive,)
            ).fetchall()
        except sqlite3.Error as error:
            self.notice = f"marks of other sessions are not shown: {error}"
            return False
        self._version = version
        self._read = {os.fsdecode(name) for name, read, _ in rows if read}
        self._starred = {os.fsdecode(name) for name, _, starred in rows if starred}
        return True

    def close(self) -> None:
        """Let go of the database; everything set is already written."""
        self._database.close()

    def _set(self, statement: str, marked: set[str], ids: list[str], value: bool) -> None:
        if value:
            marked.update(ids)
        else:
            marked.difference_update(ids)
        try:
            with self._database:
                self._database.executemany(
                    statement, [(self._archive, os.fsencode(i), int(value)) for i in ids]
                )
        except sqlite3.Error as error:
            self.notice = f"a mark could not be written: {error}"


def _connect(database: str) -> sqlite3.Connection:
    """Open `database` so that an acknowledged write survives a crash of the machine."""
    connection = sqlite3.connect(database, timeout=5.0, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(_SCHEMA)
    connection.commit()
    return connection
