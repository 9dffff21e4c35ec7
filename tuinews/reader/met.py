"""Owns which hits of a saved search were met before, by the reader or by who is told of them.

A hit is met by its id and by its bytes: an article that is moved or corrected is not new again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

Register = Literal["seen", "told"]
"""Who has met a hit: the reader in the browser, or whoever alerts were printed for."""
REGISTERS: tuple[Register, ...] = get_args(Register)
Hit = tuple[str, bytes]
"""An article's id, and the digest of its file."""

LOST = 50_000
"""How many hits that are none at present are remembered, lest they are new when they return."""

_READ = "SELECT id, digest FROM met WHERE search = ? AND register = ? ORDER BY turn"
_TURN = "SELECT COALESCE(MAX(turn), 0) + 1 FROM met WHERE search = ? AND register = ?"
_MEET = """
INSERT INTO met (search, register, id, digest, turn) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (search, register, id) DO UPDATE SET digest = excluded.digest
"""
_FORGET = "DELETE FROM met WHERE search = ? AND register = ? AND id = ?"


def new_among(hits: Sequence[Hit], met: Iterable[tuple[bytes, bytes]]) -> list[int]:
    """Which of the hits, as indices, were not met.

    `met` are ids, as bytes, and digests.
    """
    ids: set[str] = set()
    digests: set[bytes] = set()
    for key, digest in met:
        ids.add(os.fsdecode(key))
        digests.add(digest)
    return [n for n, (name, digest) in enumerate(hits) if name not in ids and digest not in digests]


def meet(
    connection: sqlite3.Connection, search: int, register: Register, hits: Sequence[Hit]
) -> None:
    """Remember the hits of a search; of those it had and has no more the last `LOST`.

    Raises:
        sqlite3.Error: They cannot be written.
    """
    met = dict(connection.execute(_READ, (search, register)).fetchall())
    present = {os.fsencode(name): digest for name, digest in hits}
    turn = connection.execute(_TURN, (search, register)).fetchone()[0]
    learnt = [
        (search, register, key, digest, turn)
        for key, digest in present.items()
        if met.get(key) != digest
    ]
    connection.executemany(_MEET, learnt)
    lost = [key for key in met if key not in present]
    connection.executemany(_FORGET, [(search, register, key) for key in lost[:-LOST]])
