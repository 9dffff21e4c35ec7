"""Owns where in each article the reader stopped: by paragraph, so that no resize moves it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

from tuinews.articles.article import Article
from tuinews.reader.database import Database, archive_path, number_of_archive

Position = tuple[int, int]
"""Section and paragraph, from 0."""

_SAVE = """
INSERT INTO positions (article, section, paragraph, digest)
SELECT number, ?, ?, ? FROM articles WHERE archive = ? AND id = ?
ON CONFLICT (article) DO UPDATE SET
    section = excluded.section, paragraph = excluded.paragraph, digest = excluded.digest
"""
_FIND = """
SELECT section, paragraph, positions.digest FROM positions
JOIN articles ON articles.number = article
JOIN archives ON archives.number = archive WHERE path = ? AND id = ?
"""


class Positions:
    """The positions in the articles of one archive."""

    def __init__(self, database: Database, archive: Path) -> None:
        self._database = database
        self._path = archive_path(archive)

    def save(self, article: Article, position: Position) -> bool:
        """Keep where the reader is in an article; returns whether it is written."""
        section, paragraph = position
        key = os.fsencode(article.id)
        digest = _digest(_paragraphs(article).get(position, ""))
        try:
            with self._database.writing() as connection:
                number = number_of_archive(connection, self._path)
                connection.execute(
                    "INSERT OR IGNORE INTO articles (archive, id) VALUES (?, ?)", (number, key)
                )
                connection.execute(_SAVE, (section, paragraph, digest, number, key))
        except sqlite3.Error:
            return False
        return self._database.keeps

    def find(self, article: Article) -> Position | None:
        """Where the reader was in an article, as it is now; None when nowhere.

        The paragraph is the one with the same text, the nearest of several; where that text is
        gone the one in its place.
        """
        try:
            found = self._database.read(_FIND, self._path, os.fsencode(article.id))
        except sqlite3.Error:
            return None
        paragraphs = _paragraphs(article)
        if not found or not paragraphs:
            return None
        section, paragraph, digest = found[0]
        places = list(paragraphs)
        before = sum(place < (section, paragraph) for place in places)
        same = [n for n, place in enumerate(places) if _digest(paragraphs[place]) == digest]
        if same:
            return places[min(same, key=lambda n: abs(n - before))]
        return places[min(before, len(places) - 1)]


def _paragraphs(article: Article) -> dict[Position, str]:
    return {
        (number, place): paragraph.text
        for number, section in enumerate(article.sections)
        for place, paragraph in enumerate(section.paragraphs)
    }


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
