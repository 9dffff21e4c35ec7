"""Owns the archives that tests of the index are made on: real files in a temporary folder."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import sync
from tuinews.index.progress import Summary
from tuinews.index.querylang import parse
from tuinews.index.results import Results
from tuinews.index.search import search

TODAY = dt.date(2021, 11, 10)


@dataclass(frozen=True)
class Archive:
    """A folder of articles and its index."""

    folder: Path
    index: Path

    def write(self, article_id: str, body: str, headline: str = "", **front: object) -> None:
        """Write one article as Markdown with front matter."""
        lines = [f"{key}: {value}" for key, value in front.items()]
        title = headline or f"Untitled {Path(article_id).stem}"
        text = "\n".join(["---", f'title: "{title}"', *lines, "---", "", body, ""])
        path = self.folder / article_id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def sync(self, **options: bool) -> Summary:
        """Bring the index in step."""
        return sync(self.folder, self.index, **options)

    def open(self) -> Catalogue:
        """Open the live generation."""
        return Catalogue.open(self.index)

    def search(self, text: str, **options: object) -> Results:
        """Answer a query on the tests' day."""
        catalogue = self.open()
        try:
            return search(catalogue, parse(text, today=TODAY), **options)
        finally:
            catalogue.close()

    def found(self, text: str) -> list[str]:
        """The ids that match, without suffix, sorted."""
        return sorted(Path(hit.id).stem for hit in self.search(text, limit=10_000).hits)

    def read(self, article_id: str) -> Article:
        """Read one article."""
        return read_article(self.folder, stat_entry(self.folder, article_id))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    folder = tmp_path / "archive"
    folder.mkdir()
    return Archive(folder, tmp_path / "index")


def touch(path: Path, seconds: int) -> None:
    """Set a file's time of change, in seconds since 1970."""
    os.utime(path, (seconds, seconds))
