"""Owns where an article matches: by a query of the index, or by words looked for in it alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tuinews.articles.article import Article
    from tuinews.index.querylang import Query
    from tuinews.index.results import Span

HEADLINE = -1
"""As a section: the headline."""
CROSSHEAD = -1
"""As a paragraph: the crosshead of its section."""


class Match(NamedTuple):
    """Characters [start, end) of a paragraph, of a crosshead or of the headline."""

    section: int
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is opened: with its matches in order, and the one to land on."""

    article: Article
    matches: tuple[Match, ...] = ()
    landing: int = 0


def units(article: Article) -> Iterator[tuple[int, int, str]]:
    """(section, paragraph, text) of everything that can match, in order."""
    yield HEADLINE, CROSSHEAD, article.headline
    for number, section in enumerate(article.sections):
        if section.crosshead is not None:
            yield number, CROSSHEAD, section.crosshead
        for index, paragraph in enumerate(section.paragraphs):
            yield number, index, paragraph.text


def in_article(article: Article, query: Query) -> tuple[Match, ...]:
    """All that `query` matches in the article."""
    from tuinews.index.snippets import mark

    found: list[Match] = []
    for section, paragraph, text in units(article):
        field = "body"
        if paragraph == CROSSHEAD:
            field = "headline" if section == HEADLINE else "crosshead"
        found += (Match(section, paragraph, *span) for span in mark(query, text, field))
    return tuple(found)


def of_words(article: Article, words: str) -> tuple[Match, ...]:
    """All places where the article says `words`, whatever their case and accents."""
    wanted, _ = _folded(words.strip())
    if not wanted:
        return ()
    return tuple(
        Match(section, paragraph, *span)
        for section, paragraph, text in units(article)
        for span in _occurrences(text, wanted)
    )


def _occurrences(text: str, wanted: str) -> Iterator[Span]:
    folded, origin = _folded(text)
    start = folded.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        yield origin[start], origin[end - 1] + 1
        start = folded.find(wanted, end)


def _folded(text: str) -> tuple[str, range | list[int]]:
    """`text` without case, accents and curly quotes, and where each character of it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        plain = _QUOTES.get(character, character)
        for part in unicodedata.normalize("NFKD", plain).casefold():
            if not unicodedata.combining(part):
                characters.append(part)
                origin.append(index)
    return "".join(characters), origin


_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2011": "-"}
