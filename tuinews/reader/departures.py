"""Owns where the reader left an archive last: what was listed, and at which article."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tuinews.reader.database import Database, archive_path, number_of_archive

_SAVE = """
INSERT INTO departures (archive, query, filters, sort, article, is_open)
SELECT archive, ?, ?, ?, number, ? FROM articles WHERE archive = ? AND id = ?
ON CONFLICT (archive) DO UPDATE SET
    query = excluded.query, filters = excluded.filters, sort = excluded.sort,
    article = excluded.article, is_open = excluded.is_open
"""
_FIND = """
SELECT query, filters, sort, id, is_open FROM departures
JOIN articles ON articles.number = article
JOIN archives ON archives.number = departures.archive WHERE path = ?
"""


@dataclass(frozen=True, slots=True)
class Departure:
    """What a session showed when it ended.

    Attributes:
        query: What was searched for; empty where everything was listed.
        filters: What the list was narrowed to: fields and values, in order.
        article_id: The article under the cursor or, when `is_open`, the one that was read.
    """

    query: str
    filters: tuple[tuple[str, str], ...]
    sort: str
    article_id: str
    is_open: bool


class Departures:
    """The last departure from one archive, of whichever session ended last."""

    def __init__(self, database: Database, archive: Path) -> None:
        self._database = database
        self._path = archive_path(archive)

    def save(self, departure: Departure) -> bool:
        """Keep a departure in place of the one before; returns whether it is written."""
        import json

        key = os.fsencode(departure.article_id)
        query = departure.query.encode("utf-8", "replace").decode()
        filters = json.dumps(departure.filters)
        try:
            with self._database.writing() as connection:
                number = number_of_archive(connection, self._path)
                connection.execute(
                    "INSERT OR IGNORE INTO articles (archive, id) VALUES (?, ?)", (number, key)
                )
                values = (query, filters, departure.sort, departure.is_open, number, key)
                connection.execute(_SAVE, values)
        except sqlite3.Error:
            return False
        return self._database.keeps

    def find(self) -> Departure | None:
        """The last departure; None where there was none."""
        import json

        try:
            found = self._database.read(_FIND, self._path)
        except sqlite3.Error:
            return None
        if not found:
            return None
        query, filters, sort, key, is_open = found[0]
        taken = tuple((field, value) for field, value in json.loads(filters))
        return Departure(query, taken, sort, os.fsdecode(key), bool(is_open))
