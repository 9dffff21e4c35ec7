"""Owns reading an article together with the SHA-256 of the very file it was read from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tuinews.articles.article import Article
from tuinews.articles.folder import read_bytes, stat_entry
from tuinews.articles.reading import LIMIT, read_article, read_digest
from tuinews.errors import ArticleChangedError

LONGEST = 64 << 20
"""Bytes of the longest file that a SHA-256 is made of."""
_TRIES = 3


def read_cited(archive: Path, id: str) -> tuple[Article, str | None]:  # noqa: A002 - as it is called
    """Read an article, and the SHA-256 of its whole file in hexadecimal digits.

    None in its place where the file has over 64 MiB, or is changed faster than it is read.

    Raises:
        ArticleIdError: `id` names no article.
        UnreadableArticleError: The file cannot become an article.
    """
    for _ in range(_TRIES):
        try:
            article, digest = read_digest(archive, stat_entry(archive, id))
        except ArticleChangedError:
            continue
        data = read_bytes(archive, id, LONGEST + 1)
        read = hashlib.blake2b(data[: LIMIT + 1], digest_size=16).digest()
        if read == digest and len(data) <= LONGEST:
            return article, hashlib.sha256(data).hexdigest()
        if len(data) > LONGEST:
            break
    return read_article(archive, stat_entry(archive, id)), None
