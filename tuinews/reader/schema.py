"""Owns the tables of a reader's database, and how those of older versions become these.

An article is known by its archive and id, and found again by its digest; everything that is kept
of it points at its row in `articles`, so that it is moved by one change. Ids and paths are bytes,
since names need not be text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from tuinews.reader.transaction import transaction

VERSION = 4

_TABLES = (
    "CREATE TABLE archives (number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE)",
    """CREATE TABLE articles (
        number  INTEGER PRIMARY KEY,
        archive INTEGER NOT NULL,
        id      BLOB NOT NULL,
        digest  BLOB,
        UNIQUE (archive, id)
    )""",
    # kind: read, starred (value ''), tag, note (value: its text).
    """CREATE TABLE marks (
        article INTEGER NOT NULL,
        kind    TEXT NOT NULL,
        value   TEXT NOT NULL,
        PRIMARY KEY (article, kind, value)
    ) WITHOUT ROWID""",
    """CREATE TABLE positions (
        article   INTEGER PRIMARY KEY,
        section   INTEGER NOT NULL,
        paragraph INTEGER NOT NULL,
        digest    BLOB NOT NULL
    )""",
    # turn: counts up, since clocks are set back.
    """CREATE TABLE history (
        archive INTEGER NOT NULL,
        query   TEXT NOT NULL,
        turn    INTEGER NOT NULL,
        PRIMARY KEY (archive, query)
    ) WITHOUT ROWID""",
    """CREATE TABLE searches (
        number  INTEGER PRIMARY KEY,
        archive INTEGER NOT NULL,
        name    TEXT NOT NULL,
        query   TEXT NOT NULL,
        created TEXT NOT NULL,
        UNIQUE (archive, name)
    )""",
    # register: seen (in the browser), told (by alerts).
    """CREATE TABLE met (
        search   INTEGER NOT NULL,
        register TEXT NOT NULL,
        id       BLOB NOT NULL,
        digest   BLOB NOT NULL,
        turn     INTEGER NOT NULL,
        PRIMARY KEY (search, register, id)
    ) WITHOUT ROWID""",
)
_SINCE_THIRD = (
    # Not of one archive: what articles are piped to is the same in all.
    "CREATE TABLE commands (command TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID",
)
_SINCE_FOURTH = (
    # filters: JSON, a list of fields and values.
    """CREATE TABLE departures (
        archive INTEGER PRIMARY KEY,
        query   TEXT NOT NULL,
        filters TEXT NOT NULL,
        sort    TEXT NOT NULL,
        article INTEGER NOT NULL,
        is_open INTEGER NOT NULL
    )""",
)
_FROM_FIRST = (
    "INSERT OR IGNORE INTO archives (path) SELECT DISTINCT archive FROM marks_1",
    """INSERT INTO articles (archive, id)
        SELECT archives.number, marks_1.id FROM marks_1 JOIN archives ON path = archive
        WHERE read OR starred""",
    *(
        f"""INSERT INTO marks SELECT articles.number, '{kind}', ''
        FROM marks_1 JOIN archives ON path = marks_1.archive
        JOIN articles ON articles.archive = archives.number AND articles.id = marks_1.id
        WHERE {kind}"""  # noqa: S608 - of the two names below
        for kind in ("read", "starred")
    ),
    "DROP TABLE marks_1",
)


class NewerSchemaError(Exception):
    """The database was written by a later version of tuinews."""


def migrate(connection: sqlite3.Connection) -> None:
    """Make the tables what this version needs; all of it happens, or nothing.

    Raises:
        NewerSchemaError: They are of a later version.
        sqlite3.Error: The database cannot be read, or not written although it must be.
    """
    if _version(connection) == VERSION:
        return
    with transaction(connection):
        # Asked again, since another session may just have done it.
        version = _version(connection)
        if version > VERSION:
            raise NewerSchemaError(f"written by a later tuinews (version {version})")
        if version < VERSION:
            _rebuild(connection.execute, version)


def _rebuild(execute: Callable[[str], sqlite3.Cursor], version: int) -> None:
    """Version 1 had one table, `marks (archive, id, read, starred)`, and no number."""
    if version < 2:
        first = execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'marks'")
        if has_first := first.fetchone() is not None:
            execute("ALTER TABLE marks RENAME TO marks_1")
        for table in _TABLES:
            execute(table)
        if has_first:
            for statement in _FROM_FIRST:
                execute(statement)
    for table in (*(_SINCE_THIRD if version < 3 else ()), *_SINCE_FOURTH):
        execute(table)
    execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
