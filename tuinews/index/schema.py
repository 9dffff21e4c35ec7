"""Owns what of an article is indexed: which texts make up which field, and what a row holds.

`body` holds every word an article has, wherever it stands, so that one field decides whether an
article matches a plain word and a phrase. `headline` and `crosshead`, which are short, repeat
their own words: a query asks them by name, and a plain word earns what their weight adds to the
body's. The lede is no field: it is a range of the body's positions. One more field, `EXACT`, has
the body's words as written (folded, not stemmed), for exact forms, prefixes, wildcards and fuzzy
words, each with the parts of the article (`PARTS`) that it stands in.

Byline, place, source, desk, keywords, language, dates and counts are columns of the rows, not
fields of the index: there are few values, and matching them needs no postings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from tuinews.articles.article import Article
from tuinews.articles.folder import Entry
from tuinews.index import stemming
from tuinews.index.folding import fold
from tuinews.index.row import Row

TextField = Literal["body", "headline", "crosshead", "lede"]
TEXT_FIELDS: Final[tuple[TextField, ...]] = ("body", "headline", "crosshead")
"""The fields that the index has; the lede is a part of `body`."""
EXACT: Final = "body_exact"
PARTS: Final[dict[TextField, int]] = {"body": 0, "lede": 1, "crosshead": 2, "headline": 4}
"""Parts of an article as bits, by what they weigh; the body's own is none."""
WEIGHTS: Final[dict[TextField, float]] = {
    "body": 1.0,
    "headline": 1.3,
    "crosshead": 1.1,
    "lede": 1.1,
}
"""What a word counts in each field: what is above 1 is added, times its score there, to the body's.

With these, and `translate.EXACT_WEIGHT`, no collection of `tests/benchmarks/relevance.py` is
ranked worse than by plain BM25. Weights like 3 and 2 lose on most: a short field's scores are
high by themselves, for there every word is rare.
"""
LEDE_PARAGRAPHS: Final = 3
"""How many paragraphs before the first crosshead are the lede."""

VERSION: Final = 4
"""Part of the fingerprint: raise it when fields or analysis change, and indexes are rebuilt."""


def fingerprint() -> str:
    """What an index must have been built with to be searched by this tuinews."""
    return f"tuinews-{VERSION}:{','.join(TEXT_FIELDS)}:{stemming.VERSION}"


class Chunk(NamedTuple):
    """A text of an article that no phrase reaches out of, and the part that it belongs to."""

    part: TextField
    text: str


def chunks(article: Article) -> list[Chunk]:
    """All words of an article, in order."""
    found = [Chunk("headline", article.headline)]
    found += [Chunk("body", text) for text in _about(article) if text]
    for number, section in enumerate(article.sections):
        if section.crosshead:
            found.append(Chunk("crosshead", section.crosshead))
        lede = 0 if number or section.crosshead is not None else LEDE_PARAGRAPHS
        for place, paragraph in enumerate(section.paragraphs):
            found.append(Chunk("lede" if place < lede else "body", paragraph.text))
    found += [Chunk("body", note) for note in article.notes]
    return found


def _about(article: Article) -> Iterator[str | None]:
    yield from (
        article.dateline.text if article.dateline else None, article.byline, article.summary,
        article.slugline, article.located, article.source, article.desk,
    )  # fmt: skip
    yield from article.keywords


def row(article: Article, entry: Entry, digest: bytes) -> Row:
    """What a list shows of the article and filters it by."""
    # Not sooner: whoever opens an index imports this module, and counts nothing.
    from tuinews.index.analysis import count_words

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
        keywords=_once(article.keywords),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Names without those that are one of them in other letters: each article counts once."""
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(fold(name), name)
    return tuple(found.values())
