"""Owns the way from an entry of the folder to an Article."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.articles.decode import decode
from tuinews.articles.folder import Entry, read_bytes
from tuinews.articles.sanitise import sanitise, sanitise_line
from tuinews.errors import ArticleIdError, UnreadableArticleError

LIMIT = 8 << 20
"""How many bytes of one file are read."""


def read_article(archive: Path, entry: Entry) -> Article:
    """Read one file of the archive.

    Raises:
        UnreadableArticleError: It cannot become an article; the message is the reason.
    """
    return read_digest(archive, entry)[0]


def read_digest(archive: Path, entry: Entry) -> tuple[Article, bytes]:
    """Read one file of the archive, and the BLAKE2b-128 of the bytes read."""
    try:
        data = read_bytes(archive, entry.id, LIMIT + 1)
    except ArticleIdError as error:
        raise UnreadableArticleError(str(error)) from error
    if b"\0" in data[:8192]:
        raise UnreadableArticleError("binary, not text")
    decoded = decode(data[:LIMIT])
    lines = sanitise(decoded.text).split("\n\n")
    paragraphs = tuple(Paragraph(sanitise_line(line).strip()) for line in lines if line.strip())
    headline = paragraphs[0].text[:90] if paragraphs else sanitise_line(entry.id)
    article = Article(
        id=entry.id,
        format="text",
        encoding=decoded.encoding,
        headline=headline,
        headline_derived=True,
        published=dt.datetime.fromtimestamp(entry.mtime_ns / 1e9, dt.UTC),
        published_from="mtime",
        sections=(Section(None, paragraphs),),
        warnings=decoded.warnings,
    )
    return article, hashlib.blake2b(data, digest_size=16).digest()
