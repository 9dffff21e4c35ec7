"""Owns what tests of reading share: an archive in a folder of its own, and files in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article

Read = Callable[..., Article]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def read(archive: Path) -> Read:
    """Write a file into the archive and read it as an article."""

    def read(content: str | bytes, id: str = "wire.txt") -> Article:  # noqa: A002 - an id
        path = archive / id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_article(archive, stat_entry(archive, id))

    return read
