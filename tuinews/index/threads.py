"""Owns threads: which articles are versions of one story, and which others are about the same.

Two articles are versions of one story when

- the words of their bodies are the same, whenever they were published; or they were published at
  most 72 hours apart, and
- they have the same slugline; or
- a headline is marked as a version (`UPDATE 2-`, `CORRECTED-`, `2nd LEAD` ...), and without such
  marks at least half of all words of both headlines are in both; or
- a file's name is marked as a version (`tonga-eruption-update-2.txt`), and without such marks and
  numbers both names are the same two words or more; or
- the Jaccard similarity of their bodies is at least 0.8: of all runs of five words (folded, in
  order, across paragraphs) that either has, so many are in both.

The thread of an article is it and all that a chain of such pairs joins to it, among its
candidates: the `CANDIDATES` articles that share most of its rarest terms, of its headline's
words, or its slugline. They are read anew, so nothing of this is kept in the index; but those
that cannot be versions, for so many of the words they lack, are not read at all.

Related to an article are those that score best for any of its most significant terms: those
whose frequency in it, times their inverse document frequency, is highest.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.errors import ArticleIdError, UnreadableArticleError
from tuinews.index.analysis import SURFACE, Part, analyser, tokens
from tuinews.index.arrays.arraytypes import Bools
from tuinews.index.catalogue import Catalogue
from tuinews.index.folding import fold
from tuinews.index.results import Hit, Results
from tuinews.index.stemming import stemmed_as

if TYPE_CHECKING:
    from tuinews.index.candidates import Finder

ALIKE: Final = 0.8
"""Jaccard similarity of versions."""
APART: Final = 72 * 3600
"""Seconds between versions, at most."""
CANDIDATES: Final = 20
"""Articles that are read to find a thread, at most."""
_RUN: Final = 5
_HEADLINES_ALIKE: Final = 0.5
_SIGNIFICANT: Final = 25
"""Terms that related articles are looked for by."""
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


@dataclass(frozen=True, slots=True)
class Version:
    """One article of a thread.

    Attributes:
        row: Its place in the catalogue's rows.
        likeness: Jaccard similarity of its body with that of the article asked about, 0 to 1.
    """

    row: int
    id: str
    headline: str
    published: dt.datetime | dt.date
    likeness: float


def thread(catalogue: Catalogue, archive: Path, id: str) -> tuple[Version, ...]:  # noqa: A002
    """The versions of the story that an article is one of, newest first, itself among them.

    Empty when the article is not in the catalogue, or cannot be read any more.
    """
    rows = catalogue.rows
    row = rows.find(id)
    story = None if row is None else _Story.read(catalogue, archive, row)
    if story is None:
        return ()
    found_versions = [
        Version(
            each.row,
            rows.id(each.row),
            rows.headline(each.row),
            rows.published(each.row),
            _likeness(story, each),
        )
        for each in _joined(catalogue, archive, story)
    ]
    seconds = rows.column("published")
    return tuple(sorted(found_versions, key=lambda each: (-seconds[each.row], each.id)))


def _joined(catalogue: Catalogue, archive: Path, story: _Story) -> list[_Story]:
    """The story, and those of its candidates that a chain of pairs joins to it."""
    from tuinews.index.candidates import Finder

    finder = Finder(catalogue)
    others = _candidates(finder, story)
    read: dict[int, _Story | None] = {}
    joined, waiting = [story], [story]
    while waiting:
        one = waiting.pop()
        for row in _possible(catalogue, finder, one, others):
            if row not in read:
                read[row] = _Story.read(catalogue, archive, row)
            other = read[row]
            if other is not None and _are_versions(one, other):
                joined.append(other)
                waiting.append(other)
        taken = {each.row for each in joined}
        others = [row for row in others if row not in taken]
    return joined


def _possible(
    catalogue: Catalogue, finder: Finder, one: _Story, others: Sequence[int]
) -> list[int]:
    """Those of other articles that may be versions, by what the index says of them.

    A run of words that one has with a word that the other lacks is in both of them nowhere; when
    that is so of over a fifth of its runs, they are no versions by their words. An article in
    another language, whose terms are others, may be anything.
    """
    if not others:
        return []
    rows = catalogue.rows
    rest = np.array(others)
    apart = np.abs(rows.column("published")[rest].astype(np.int64) - one.seconds) > APART
    terms = list(dict.fromkeys(map(_folded_stem, one.body)))
    lacks = finder.lacking(terms, rest)
    number = {term: place for place, term in enumerate(terms)}
    runs = np.array(
        [[number[_folded_stem(part)] for part in run] for run in _runs(one.body).values()],
        np.int64,
    )
    alike: Bools = np.zeros(len(rest), np.bool_)
    if len(runs):
        lost = np.zeros((len(rest), len(runs)), np.bool_)
        for place in range(runs.shape[1]):
            lost |= lacks.take(runs[:, place], axis=1)
        alike = np.asarray(lost.sum(axis=1) <= len(runs) - ALIKE * len(runs))
    about = finder.lacking(one.slugline_terms, rest)
    named = [bool(one.slugline) and not each for each in np.any(about, axis=1)]
    found = []
    for place, row in enumerate(others):
        language = stemmed_as(rows.language(row))
        if (
            alike[place]
            or language != one.language
            or (
                not apart[place]
                and (
                    named[place]
                    or _share_name(one.name, PurePosixPath(rows.id(row)).stem)
                    or _share_headline(one, _Headline(rows.headline(row), language))
                )
            )
        ):
            found.append(row)
    return found


def related(catalogue: Catalogue, archive: Path, id: str, limit: int) -> Results:  # noqa: A002
    """Articles about the same, best first; the article's own thread is left out."""
    started = time.monotonic()
    row = catalogue.rows.find(id)
    story = None if row is None else _Story.read(catalogue, archive, row)
    if story is None:
        return Results(0, True, time.monotonic() - started, (), "")
    from tuinews.index.candidates import Finder

    finder = Finder(catalogue)
    terms = finder.significant(Counter(part.stem for part in story.body), _SIGNIFICANT)
    word_of = {part.stem: part.word for part in reversed(story.body)}
    versions = {each.row for each in _joined(catalogue, archive, story)}
    total, best = finder.best(terms, limit + len(versions))
    hits = [Hit(found, catalogue.rows.id(found), score) for found, score in best]
    return Results(
        total=max(0, total - len(versions)),
        exact=True,
        took=time.monotonic() - started,
        hits=tuple(hit for hit in hits if hit.row not in versions)[:limit],
        parsed=" OR ".join(dict.fromkeys(word_of[term] for term in terms)),
    )


def members(catalogue: Catalogue, archive: Path, id: str) -> list[str] | None:  # noqa: A002
    """The ids of an article's thread; None when there is no such article."""
    if catalogue.rows.find(id) is None:
        return None
    return [each.id for each in thread(catalogue, archive, id)] or [id]


class _Headline(NamedTuple):
    """A headline in a language of `stemming`."""

    headline: str
    language: str

    @property
    def headline_stems(self) -> tuple[str, ...]:
        """The stems of its words without marks of a version."""
        return _stems(without_version(self.headline), self.language)


@dataclass(frozen=True, slots=True, eq=False)
class _Story:
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
    def read(cls, catalogue: Catalogue, archive: Path, row: int) -> _Story | None:
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
            seconds=int(catalogue.rows.column("published")[row]),
            headline=article.headline,
            name=PurePosixPath(article.id).stem,
            language=language,
            slugline=" ".join(fold(article.slugline or "").split()),
            words=words,
            runs=frozenset(_runs(body)),
            body=body,
            headline_stems=_stems(without_version(article.headline), language),
            slugline_stems=_stems(article.slugline or "", language),
            slugline_terms=tuple(map(_folded_stem, _parts(article.slugline or "", language))),
        )


def _runs(body: tuple[Part, ...]) -> dict[tuple[str, ...], tuple[Part, ...]]:
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


def _folded_stem(part: Part) -> str:
    """The stem that a word has with its accents and without."""
    return part.plain or part.stem


def without_version(headline: str) -> str:
    """A headline without the marks that it is a version: `UPDATE 2-Rates rise` is `Rates rise`."""
    rest = _VERSION.sub("", headline, count=1) if _VERSION.match(headline) else headline
    return rest or headline


def _candidates(finder: Finder, story: _Story) -> list[int]:
    """The rows that may be versions, likeliest first."""
    return finder.likely(
        story.row,
        terms={part.stem for part in story.body},
        headline=story.headline_stems,
        slugline=story.slugline_stems,
        apart=APART,
        most=CANDIDATES,
    )


def _are_versions(one: _Story, other: _Story) -> bool:
    if one.words and one.words == other.words:
        return True
    if abs(one.seconds - other.seconds) > APART:
        return False
    if one.slugline and one.slugline == other.slugline:
        return True
    if _share_headline(one, other) or _share_name(one.name, other.name):
        return True
    return _likeness(one, other) >= ALIKE


def _share_headline(one: _Story, other: _Story | _Headline) -> bool:
    if not (_VERSION.match(one.headline) or _VERSION.match(other.headline)):
        return False
    mine, theirs = set(one.headline_stems), set(other.headline_stems)
    both = mine | theirs
    return bool(both) and len(mine & theirs) >= _HEADLINES_ALIKE * len(both)


def _share_name(one: str, other: str) -> bool:
    if not (_NAME_VERSION.search(one) or _NAME_VERSION.search(other)):
        return False
    mine, theirs = (re.findall(r"[^\W\d_]+", _NAME_VERSION.sub("", each)) for each in (one, other))
    return len(mine) > 1 and mine == theirs


def _likeness(one: _Story, other: _Story) -> float:
    """Jaccard similarity of two bodies."""
    either = len(one.runs) + len(other.runs)
    both = len(one.runs & other.runs)
    return both / (either - both) if either else 0.0
