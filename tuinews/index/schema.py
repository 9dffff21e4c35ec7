"""Owns what of an article is indexed: which texts make up which field, and what a row holds.

`body` holds every word an article has, wherever it stands, so that one field decides whether an
article matches a plain word and a phrase. `headline`, `crosshead` and `lede` repeat their own
words: a query asks them by name, and a plain word earns what their weight adds to the body's.
Beside each of these fields stands one of the words as written (folded, not stemmed), for exact
forms, prefixes, wildcards and fuzzy words.

Byline, place, source, desk, keywords, language, dates and counts are columns of the rows, not
fields of the index: there are few values, and matching them needs no postings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from tuinews.articles.article import Article
from tuinews.articles.folder import Entry
from tuinews.index.analysis import count_words
from tuinews.index.rows import Row

TextField = Literal["body", "headline", "crosshead", "lede"]
TEXT_FIELDS: Final[tuple[TextField, ...]] = ("body", "headline", "crosshead", "lede")
WEIGHTS: Final[dict[TextField, float]] = {
    "body": 1.0,
    "headline": 3.0,
    "crosshead": 2.0,
    "lede": 1.5,
}
"""What a word counts in each field; see `search.md`, Ranking."""
LEDE_PARAGRAPHS: Final = 3
"""How many paragraphs before the first crosshead are the lede."""

VERSION: Final = 2
"""Part of the fingerprint: raise it when fields or analysis change, and indexes are rebuilt."""


def exact(field: str) -> str:
    """The field that holds the words of `field` as written."""
    return f"{field}_exact"


def fingerprint() -> str:
    """What an index must have been built with to be searched by this tuinews."""
    return f"tuinews-{VERSION}:{','.join(TEXT_FIELDS)}"


def texts(article: Article) -> dict[TextField, tuple[str, ...]]:
    """The article's words by field, in chunks that no phrase reaches across."""
    crossheads = tuple(each.crosshead for each in article.sections if each.crosshead)
    lede: tuple[str, ...] = ()
    if article.sections and article.sections[0].crosshead is None:
        lede = tuple(each.text for each in article.sections[0].paragraphs[:LEDE_PARAGRAPHS])
    return {
        "body": tuple(_everything(article)),
        "headline": (article.headline,),
        "crosshead": crossheads,
        "lede": lede,
    }


def _everything(article: Article) -> Iterator[str]:
    yield article.headline
    for text in (
        article.dateline and article.dateline.text, article.byline, article.summary,
        article.slugline, article.located, article.source, article.desk,
    ):  # fmt: skip
        if text:
            yield text
    yield from article.keywords
    for section in article.sections:
        if section.crosshead:
            yield section.crosshead
        for paragraph in section.paragraphs:
            yield paragraph.text
    yield from article.notes


def row(article: Article, entry: Entry, digest: bytes) -> Row:
    """What a list shows of the article and filters it by."""
    return Row(
        id=entry.id,
        headline=article.headline,
        published=article.published,
        size=entry.size,
        mtime_ns=entry.mtime_ns,
        digest=digest,
        words=sum(
            count_words(paragraph.text)
            for section in article.sections
            for paragraph in section.paragraphs
        ),
        desk=article.desk or "",
        source=article.source or (article.dateline and article.dateline.source) or "",
        place=article.place or "",
        byline=article.byline or "",
        language=article.language or "",
        keywords=tuple(dict.fromkeys(each for each in article.keywords if each)),
    )
