"""Owns a change of marks: setting or taking marks of articles, written as one and taken back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tuinews.reader.database import number_of_archive

Kind = Literal["read", "starred", "tag", "note"]

_LEARN = """
INSERT INTO articles (archive, id, digest) VALUES (?, ?, ?)
ON CONFLICT (archive, id) DO UPDATE SET digest = COALESCE(excluded.digest, digest)
"""
_SET = """
INSERT OR IGNORE INTO marks (article, kind, value)
SELECT number, ?, ? FROM articles WHERE archive = ? AND id = ?
"""
_TAKE = """
DELETE FROM marks WHERE kind = ? AND value = ?
AND article = (SELECT number FROM articles WHERE archive = ? AND id = ?)
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of one article: `value` is the tag or the note, and "" for read and starred."""

    article_id: str
    kind: Kind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that is set, or taken away."""

    mark: Mark
    is_set: bool

    def reversed(self) -> Change:
        """The change that takes this one back."""
        return replace(self, is_set=not self.is_set)


def write_changes(
    connection: sqlite3.Connection,
    archive: bytes,
    changes: Iterable[Change],
    digest_of: Callable[[str], bytes | None],
) -> None:
    """Write changes in the transaction that `connection` is in.

    Args:
        connection: Of the reader's database.
        archive: The archive's real path.
        changes: What to write; of a mark set and taken away the last counts.
        digest_of: The digest of an article's file as it was indexed, None where it was not.

    Raises:
        sqlite3.Error: They cannot be written.
    """
    number = number_of_archive(connection, archive)
    last = {change.mark: change.is_set for change in changes}
    keys = {mark: os.fsencode(mark.article_id) for mark in last}
    taken = [mark for mark, is_set in last.items() if not is_set]
    given = [mark for mark, is_set in last.items() if is_set]
    connection.executemany(_TAKE, [(m.kind, m.value, number, keys[m]) for m in taken])
    connection.executemany(_LEARN, [(number, keys[m], digest_of(m.article_id)) for m in given])
    connection.executemany(_SET, [(m.kind, m.value, number, keys[m]) for m in given])
