"""Owns how marks stay with an article whose file is moved or corrected.

An article is the file of its id, whatever becomes of its bytes. Once that file is gone, it is the
file that has the bytes it had when they were last seen.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tuinews.articles.folder import stat_entry
from tuinews.errors import ArticleIdError
from tuinews.reader.database import Database, archive_path

_FEW = 16
"""Ids are looked up one by one while they are fewer than the rows by this factor."""


class Rows(Protocol):
    """What an index says of the articles of an archive."""

    def __len__(self) -> int: ...

    def keys(self) -> Iterable[bytes]:
        """The ids of all rows, in order, as bytes."""

    def find(self, id: str, /) -> int | None:  # noqa: A002 - an article's id is called id
        """The row of an article, or None."""

    def digest(self, row: int, /) -> bytes:
        """The digest of the article's file."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An article of which something is kept."""

    number: int
    key: bytes
    digest: bytes | None


def follow(database: Database, archive: Path, rows: Rows) -> int:
    """Learn the articles' digests, and move what is kept of those whose file was moved.

    Args:
        database: The reader's.
        archive: The folder of articles.
        rows: Its index, which need not be complete: that a file is gone says the folder.

    Returns:
        How many articles were moved.

    Raises:
        sqlite3.Error: The database cannot be read or written.
    """
    known = [
        _Known(*row)
        for row in database.read(
            "SELECT articles.number, id, digest FROM articles "
            "JOIN archives ON archives.number = archive WHERE path = ?",
            archive_path(archive),
        )
    ]
    places = _find_all([each.key for each in known], rows)
    learnt = [
        (digest, each.number, each.key)
        for each in known
        if (row := places.get(each.key)) is not None and (digest := rows.digest(row)) != each.digest
    ]
    missing = [each for each in known if each.key not in places and each.digest]
    moved = list(_find_moved(archive, missing, rows))
    if learnt or moved:
        with database.writing() as connection:
            connection.executemany(
                "UPDATE articles SET digest = ? WHERE number = ? AND id = ?", learnt
            )
            for each, key in moved:
                _move(connection, each, key)
    return len(moved)


def _find_all(keys: list[bytes], rows: Rows) -> dict[bytes, int]:
    """The rows of those articles that have one."""
    if len(keys) * _FEW < len(rows):
        found = ((key, rows.find(os.fsdecode(key))) for key in keys)
        return {key: row for key, row in found if row is not None}
    wanted = set(keys)
    return {key: row for row, key in enumerate(rows.keys()) if key in wanted}


def _find_moved(archive: Path, missing: list[_Known], rows: Rows) -> Iterator[tuple[_Known, bytes]]:
    """Each of the missing articles whose file is gone and is elsewhere, with its new id."""
    wanted = {each.digest for each in missing}
    if not wanted:
        return
    found: dict[bytes, list[bytes]] = {}
    for row, key in enumerate(rows.keys()):
        digest = rows.digest(row)
        if digest in wanted:
            found.setdefault(digest, []).append(key)
    for each in missing:
        places = found.get(each.digest or b"")
        if places and _is_gone(archive, each.key):
            name = each.key.rpartition(b"/")[2]
            same_name = (key for key in places if key.rpartition(b"/")[2] == name)
            yield each, next(same_name, places[0])


def _is_gone(archive: Path, key: bytes) -> bool:
    try:
        stat_entry(archive, os.fsdecode(key))
    except ArticleIdError:
        return True
    return False


def _move(connection: sqlite3.Connection, article: _Known, key: bytes) -> None:
    """Give an article its new id; what is kept there already is joined by what comes."""
    row = connection.execute(
        "SELECT archive FROM articles WHERE number = ? AND id = ?", (article.number, article.key)
    ).fetchone()
    if row is None:
        return  # another session has moved it
    there = connection.execute(
        "SELECT number FROM articles WHERE archive = ? AND id = ?", (row[0], key)
    ).fetchone()
    if there is None:
        connection.execute("UPDATE articles SET id = ? WHERE number = ?", (key, article.number))
        return
    for table in ("marks", "positions", "departures"):
        connection.execute(
            f"UPDATE OR IGNORE {table} SET article = ? WHERE article = ?",  # noqa: S608 - as above
            (there[0], article.number),
        )
        connection.execute(
            f"DELETE FROM {table} WHERE article = ?",  # noqa: S608 - as above
            (article.number,),
        )
    connection.execute("DELETE FROM articles WHERE number = ?", (article.number,))
