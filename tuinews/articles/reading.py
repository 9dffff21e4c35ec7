"""Owns the way from an entry of the folder to an Article."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tuinews.articles.article import Article
from tuinews.articles.folder import Entry, read_file
from tuinews.articles.formats import pick_format
from tuinews.articles.source import Source
from tuinews.errors import ArticleChangedError, ArticleIdError, UnreadableArticleError

LIMIT = 8 << 20
"""How many bytes of one file are read."""


def read_article(archive: Path, entry: Entry) -> Article:
    """Read one file of the archive.

    Raises:
        UnreadableArticleError: It cannot become an article; the message is the reason.
    """
    return _read(entry, _file(archive, entry)[0])


def read_digest(archive: Path, entry: Entry) -> tuple[Article, bytes]:
    """Read one file of the archive once, for its Article and its digest.

    Returns:
        The Article and the BLAKE2b digest, 16 bytes, of the file's first 8 MiB and one byte.

    Raises:
        ArticleChangedError: The file has changed since the entry was made.
        UnreadableArticleError: It cannot become an article; the message is the reason.
    """
    data, as_read = _file(archive, entry)
    if as_read != entry:
        raise ArticleChangedError("it is being changed")
    return _read(entry, data), hashlib.blake2b(data, digest_size=16).digest()


def _file(archive: Path, entry: Entry) -> tuple[bytes, Entry]:
    try:
        return read_file(archive, entry.id, LIMIT + 1)
    except ArticleIdError as error:
        raise UnreadableArticleError(str(error)) from error


def _read(entry: Entry, data: bytes) -> Article:
    source = Source(entry.id, data[:LIMIT], entry.mtime_ns, len(data) > LIMIT)
    return pick_format(source).read(source)
