"""Owns the commands that articles were piped to: each once, the last one first."""

from __future__ import annotations

import sqlite3

from tuinews.reader.database import Database

MOST = 200
"""How many commands are kept."""

_ADD = """
INSERT INTO commands (command, turn)
VALUES (?, (SELECT COALESCE(MAX(turn), 0) + 1 FROM commands))
ON CONFLICT (command) DO UPDATE SET turn = excluded.turn
"""
_CUT = """
DELETE FROM commands WHERE turn <= (
    SELECT turn FROM commands ORDER BY turn DESC LIMIT 1 OFFSET ?
)
"""
_RECENT = "SELECT command FROM commands ORDER BY turn DESC"


class Commands:
    """The commands of one reader, whatever the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, command: str) -> bool:
        """Keep a command as the last one; returns whether it is written."""
        command = command.encode("utf-8", "replace").decode()
        try:
            with self._database.writing() as connection:
                connection.execute(_ADD, (command,))
                connection.execute(_CUT, (MOST,))
        except sqlite3.Error:
            return False
        return self._database.keeps

    def recent(self) -> tuple[str, ...]:
        """The commands, the last one first."""
        try:
            return tuple(command for (command,) in self._database.read(_RECENT))
        except sqlite3.Error:
            return ()
