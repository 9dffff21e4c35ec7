"""Owns saved searches: queries with a name, and which of their hits are new."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuinews.articles.sanitise import sanitise_line
from tuinews.reader.database import Database, archive_path, number_of_archive
from tuinews.reader.met import REGISTERS, Hit, Register, meet, new_among
from tuinews.reader.undo import Undo

LONGEST_NAME = 100

_ALL = """
SELECT name, query, created FROM searches JOIN archives ON archives.number = archive
WHERE path = ? ORDER BY searches.number
"""
_FIND = """
SELECT searches.number, searches.archive, name, query, created FROM searches
JOIN archives ON archives.number = archive WHERE path = ? AND name = ?
"""
_ADD = "INSERT INTO searches (archive, name, query, created) VALUES (?, ?, ?, ?)"
_MET = """
SELECT id, digest FROM met JOIN searches ON searches.number = search
JOIN archives ON archives.number = archive WHERE path = ? AND name = ? AND register = ?
"""


class SearchNameError(Exception):
    """A name that a saved search cannot have; the message says why."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name, and when it was saved."""

    name: str
    query: str
    created: dt.datetime


class Searches:
    """The saved searches of one archive; every method may raise sqlite3.Error."""

    def __init__(self, database: Database, archive: Path, undo: Undo | None = None) -> None:
        self.undo = Undo() if undo is None else undo
        self._database = database
        self._path = archive_path(archive)

    def all(self) -> tuple[SavedSearch, ...]:
        """The saved searches, oldest first."""
        return tuple(
            SavedSearch(name, query, dt.datetime.fromisoformat(created))
            for name, query, created in self._database.read(_ALL, self._path)
        )

    def find(self, name: str) -> SavedSearch | None:
        """The saved search of a name, or None."""
        name = tidy_name(name)
        return next((each for each in self.all() if each.name == name), None)

    def save(self, name: str, query: str, hits: Sequence[Hit] = ()) -> SavedSearch:
        """Save a search; the hits that it has now are not new.

        Raises:
            SearchNameError: The name is empty, or another search has it.
        """
        saved = SavedSearch(tidy_name(name), query.strip(), dt.datetime.now(dt.UTC))
        if not saved.name:
            raise SearchNameError("a saved search needs a name")
        with self._database.writing() as connection:
            archive = number_of_archive(connection, self._path)
            values = (archive, saved.name, saved.query, saved.created.isoformat())
            try:
                number = connection.execute(_ADD, values).lastrowid
            except sqlite3.IntegrityError:
                raise SearchNameError(f"there is a search '{saved.name}' already") from None
            for register in REGISTERS:
                meet(connection, number or 0, register, hits)
        self.undo.remember(f"search {saved.name} saved", (), lambda: self._remove(saved.name))
        return saved

    def remove(self, name: str) -> bool:
        """Remove a saved search; False when there is none of that name."""
        name = tidy_name(name)
        removed = self._remove(name)
        if removed is None:
            return False
        search, met = removed
        self.undo.remember(f"search {name} removed", (), lambda: self._restore(search, met))
        return True

    def news(self, name: str, hits: Sequence[Hit], register: Register) -> list[int]:
        """Which of the hits of a saved search are new to a register, as indices."""
        return new_among(hits, self._database.read(_MET, self._path, tidy_name(name), register))

    def meet(self, name: str, hits: Sequence[Hit], register: Register) -> None:
        """Remember that all these hits of a saved search are no longer new to a register."""
        with self._database.writing() as connection:
            found = connection.execute(_FIND, (self._path, tidy_name(name))).fetchone()
            if found is not None:
                meet(connection, found[0], register, hits)

    def _remove(self, name: str) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]] | None:
        """Remove a search; returns its rows, by which it is restored."""
        with self._database.writing() as connection:
            search = connection.execute(_FIND, (self._path, name)).fetchone()
            if search is None:
                return None
            number = search[0]
            met = connection.execute("SELECT * FROM met WHERE search = ?", (number,)).fetchall()
            connection.execute("DELETE FROM searches WHERE number = ?", (number,))
            connection.execute("DELETE FROM met WHERE search = ?", (number,))
            return search, met

    def _restore(self, search: tuple[Any, ...], met: list[tuple[Any, ...]]) -> None:
        """Put a removed search back, unless another has taken its name meanwhile."""
        _, *values = search
        with self._database.writing() as connection:
            if connection.execute(_FIND, (self._path, search[2])).fetchone() is None:
                number = connection.execute(_ADD, values).lastrowid
                rows = [(number, *rest) for _, *rest in met]
                connection.executemany("INSERT INTO met VALUES (?, ?, ?, ?, ?)", rows)


def tidy_name(name: str) -> str:
    """The name of a saved search as it is kept: one line, single spaces."""
    return " ".join(sanitise_line(name).split())[:LONGEST_NAME].strip()
