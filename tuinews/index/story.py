"""Owns what says that two articles are versions of one story; `threads` says when they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.errors import ArticleIdError, UnreadableArticleError
from tuinews.index.analysis import SURFACE, Part, analyser, tokens
from tuinews.index.catalogue import Catalogue
from tuinews.index.folding import fold
from tuinews.index.stemming import stemmed_as

ALIKE: Final = 0.8
"""Jaccard similarity of versions."""
APART: Final = 72 * 3600
"""Seconds between versions, at most."""
_RUN: Final = 5
_HEADLINES_ALIKE: Final = 0.5
_VERSION: Final = re.compile(
    r"\s*(?:\(?(?:"
    r"update|wrapup|rpt|refile|corrected|correction|correcting|recasts?|adds?|clarifies"
    r"|urgent|alert|snap|lead|ld|writethru|developing|"
    r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth)\s+(?:lead|ld|writethru|update)"
    r")(?:\s*\d+)?\)?\s*(?:[-:–—/]+\s*))+",
    re.IGNORECASE,
)

_NAME_VERSION: Final = re.compile(
    r"(?<=[-_. ])(?:update|upd|corrected|correction|rpt|version|rev|v|lead|ld|wrapup)[-_. ]?\d*$",
    re.IGNORECASE,
)


class Headline(NamedTuple):
    """A headline in a language of `stemming`."""

    headline: str
    language: str

    @property
    def headline_stems(self) -> tuple[str, ...]:
        """The stems of its words without marks of a version."""
        return _stems(without_version(self.headline), self.language)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """What of an article says which story it is.

    Attributes:
        language: What its words are stemmed as.
        body: Its words in order.
        words: The same, folded.
        runs: All runs of five of them.
    """

    row: int
    seconds: int
    headline: str
    name: str
    language: str
    slugline: str
    body: tuple[Part, ...]
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    headline_stems: tuple[str, ...]
    slugline_stems: tuple[str, ...]
    slugline_terms: tuple[str, ...]

    @classmethod
    def read(cls, catalogue: Catalogue, archive: Path, row: int) -> Story | None:
        """Read the article of a row; None when that cannot be done any more."""
        try:
            entry = stat_entry(archive, catalogue.rows.id(row))
            article = read_article(archive, entry)
        except (ArticleIdError, UnreadableArticleError):
            return None
        language = stemmed_as(article.language)
        analyse = analyser(language)
        body = tuple(
            part
            for text in _texts(article)
            for surface in SURFACE.findall(text)
            for part in analyse(surface).parts
        )
        words = tuple(part.word for part in body)
        return cls(
            row=row,
            seconds=int(catalogue.rows.values("published")[row]),
            headline=article.headline,
            name=PurePosixPath(article.id).stem,
            language=language,
            slugline=" ".join(fold(article.slugline or "").split()),
            words=words,
            runs=frozenset(runs_of(body)),
            body=body,
            headline_stems=_stems(without_version(article.headline), language),
            slugline_stems=_stems(article.slugline or "", language),
            slugline_terms=tuple(map(folded_stem, _parts(article.slugline or "", language))),
        )


def runs_of(body: tuple[Part, ...]) -> dict[tuple[str, ...], tuple[Part, ...]]:
    """All runs of five words, or the one of all when there are fewer, and where one stands."""
    length = max(1, min(_RUN, len(body)))
    words = [part.word for part in body]
    places = zip(*(body[at:] for at in range(length)), strict=False)
    return dict(zip(zip(*(words[at:] for at in range(length)), strict=False), places, strict=True))


def _texts(article: Article) -> Iterator[str]:
    for section in article.sections:
        for paragraph in section.paragraphs:
            yield paragraph.text


def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(part.stem for part in _parts(text, language))


def _parts(text: str, language: str) -> Iterator[Part]:
    for token in tokens(text, language):
        yield from token.analysed.parts


def folded_stem(part: Part) -> str:
    """The stem that a word has with its accents and without."""
    return part.plain or part.stem


def without_version(headline: str) -> str:
    """A headline without the marks that it is a version: `UPDATE 2-Rates rise` is `Rates rise`."""
    rest = _VERSION.sub("", headline, count=1) if _VERSION.match(headline) else headline
    return rest or headline


def are_versions(one: Story, other: Story) -> bool:
    if one.words and one.words == other.words:
        return True
    if abs(one.seconds - other.seconds) > APART:
        return False
    if one.slugline and one.slugline == other.slugline:
        return True
    if share_headline(one, other) or share_name(one.name, other.name):
        return True
    return likeness(one, other) >= ALIKE


def share_headline(one: Story, other: Story | Headline) -> bool:
    if not (_VERSION.match(one.headline) or _VERSION.match(other.headline)):
        return False
    mine, theirs = set(one.headline_stems), set(other.headline_stems)
    both = mine | theirs
    return bool(both) and len(mine & theirs) >= _HEADLINES_ALIKE * len(both)


def share_name(one: str, other: str) -> bool:
    if not (_NAME_VERSION.search(one) or _NAME_VERSION.search(other)):
        return False
    mine, theirs = (re.findall(r"[^\W\d_]+", _NAME_VERSION.sub("", each)) for each in (one, other))
    return len(mine) > 1 and mine == theirs


def likeness(one: Story, other: Story) -> float:
    """Jaccard similarity of two bodies."""
    either = len(one.runs) + len(other.runs)
    both = len(one.runs & other.runs)
    return both / (either - both) if either else 0.0
