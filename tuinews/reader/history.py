"""Owns the searches that were made: each once, the last one first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tuinews.reader.database import Database, archive_path, number_of_archive

MOST = 1000
"""How many searches of an archive are kept."""

_ADD = """
INSERT INTO history (archive, query, turn)
VALUES (?1, ?2, (SELECT COALESCE(MAX(turn), 0) + 1 FROM history WHERE archive = ?1))
ON CONFLICT (archive, query) DO UPDATE SET turn = excluded.turn
"""
_CUT = """
DELETE FROM history WHERE archive = ?1 AND turn <= (
    SELECT turn FROM history WHERE archive = ?1 ORDER BY turn DESC LIMIT 1 OFFSET ?2
)
"""
_RECENT = """
SELECT query FROM history JOIN archives ON number = archive
WHERE path = ? ORDER BY turn DESC
"""


class History:
    """The searches that were made in one archive, in all sessions."""

    def __init__(self, database: Database, archive: Path) -> None:
        self._database = database
        self._path = archive_path(archive)

    def add(self, query: str) -> bool:
        """Keep a search as the last one; returns whether it is written."""
        query = query.strip().encode("utf-8", "replace").decode()
        if not query:
            return self._database.keeps
        try:
            with self._database.writing() as connection:
                number = number_of_archive(connection, self._path)
                connection.execute(_ADD, (number, query))
                connection.execute(_CUT, (number, MOST))
        except sqlite3.Error:
            return False
        return self._database.keeps

    def recent(self) -> tuple[str, ...]:
        """The searches, the last one first."""
        try:
            return tuple(query for (query,) in self._database.read(_RECENT, self._path))
        except sqlite3.Error:
            return ()
