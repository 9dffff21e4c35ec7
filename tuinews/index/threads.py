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
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.catalogue import Catalogue
from tuinews.index.hits import Hits
from tuinews.index.results import Results
from tuinews.index.stemming import stemmed_as
from tuinews.index.story import (
    ALIKE,
    APART,
    Headline,
    Story,
    are_versions,
    folded_stem,
    likeness,
    runs_of,
    share_headline,
    share_name,
)

if TYPE_CHECKING:
    from tuinews.index.candidates import Finder

CANDIDATES: Final = 20
"""Articles that are read to find a thread, at most."""
_SIGNIFICANT: Final = 25
"""Terms that related articles are looked for by."""


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

    Raises:
        IndexUnreadableError: The index has been cut short meanwhile.
    """
    rows = catalogue.rows
    row = rows.find(id)
    story = None if row is None else Story.read(catalogue, archive, row)
    if story is None:
        return ()
    found_versions = [
        Version(
            each.row,
            rows.id(each.row),
            rows.headline(each.row),
            rows.published(each.row),
            likeness(story, each),
        )
        for each in _joined(catalogue, archive, story)
    ]
    seconds = rows.values("published")
    return tuple(sorted(found_versions, key=lambda each: (-seconds[each.row], each.id)))


def _joined(catalogue: Catalogue, archive: Path, story: Story) -> list[Story]:
    """The story, and those of its candidates that a chain of pairs joins to it."""
    from tuinews.index.candidates import Finder

    finder = Finder(catalogue)
    others = _candidates(finder, story)
    read: dict[int, Story | None] = {}
    joined, waiting = [story], [story]
    while waiting:
        one = waiting.pop()
        for row in _possible(catalogue, finder, one, others):
            if row not in read:
                read[row] = Story.read(catalogue, archive, row)
            other = read[row]
            if other is not None and are_versions(one, other):
                joined.append(other)
                waiting.append(other)
        taken = {each.row for each in joined}
        others = [row for row in others if row not in taken]
    return joined


def _possible(catalogue: Catalogue, finder: Finder, one: Story, others: Sequence[int]) -> list[int]:
    """Those of other articles that may be versions, by what the index says of them.

    An article in another language, whose terms are others, may be anything.
    """
    if not others:
        return []
    rows = catalogue.rows
    rest = np.array(others)
    apart = np.abs(rows.values("published")[rest].astype(np.int64) - one.seconds) > APART
    alike = _perhaps_alike(finder, one, rest)
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
                    or share_name(one.name, PurePosixPath(rows.id(row)).stem)
                    or share_headline(one, Headline(rows.headline(row), language))
                )
            )
        ):
            found.append(row)
    return found


def _perhaps_alike(finder: Finder, one: Story, rows: Array) -> Bools:
    """Which of other articles may be versions by their words.

    A run of words that one has with a word that the other lacks is not in both; when that is so
    of over a fifth of its runs, they are none.
    """
    terms = list(dict.fromkeys(map(folded_stem, one.body)))
    lacks = finder.lacking(terms, rows)
    number = {term: place for place, term in enumerate(terms)}
    runs = np.array(
        [[number[folded_stem(part)] for part in run] for run in runs_of(one.body).values()],
        np.int64,
    )
    if not len(runs):
        return np.zeros(len(rows), np.bool_)
    lost = np.zeros((len(rows), len(runs)), np.bool_)
    for place in range(runs.shape[1]):
        lost |= lacks.take(runs[:, place], axis=1)
    return np.asarray(lost.sum(axis=1) <= len(runs) - ALIKE * len(runs))


def related(catalogue: Catalogue, archive: Path, id: str, limit: int) -> Results:  # noqa: A002
    """Articles about the same, best first; the article's own thread is left out.

    Raises:
        IndexUnreadableError: The index has been cut short meanwhile.
    """
    started = time.monotonic()
    row = catalogue.rows.find(id)
    story = None if row is None else Story.read(catalogue, archive, row)
    if story is None:
        none = Hits(catalogue.rows, np.empty(0, np.int64), np.empty(0))
        return Results(0, True, time.monotonic() - started, none, "")
    from tuinews.index.candidates import Finder

    finder = Finder(catalogue)
    terms = finder.significant(Counter(part.stem for part in story.body), _SIGNIFICANT)
    word_of = {part.stem: part.word for part in reversed(story.body)}
    versions = {each.row for each in _joined(catalogue, archive, story)}
    total, best = finder.best(terms, limit + len(versions))
    others = [(found, score) for found, score in best if found not in versions][:limit]
    rows, scores = zip(*others, strict=True) if others else ((), ())
    return Results(
        total=max(0, total - len(versions)),
        exact=True,
        took=time.monotonic() - started,
        hits=Hits(catalogue.rows, np.array(rows, np.int64), np.array(scores, np.float64)),
        parsed=" OR ".join(dict.fromkeys(word_of[term] for term in terms)),
    )


def members(catalogue: Catalogue, archive: Path, id: str) -> list[str] | None:  # noqa: A002
    """The ids of an article's thread; None when there is no such article."""
    if catalogue.rows.find(id) is None:
        return None
    return [each.id for each in thread(catalogue, archive, id)] or [id]


def _candidates(finder: Finder, story: Story) -> list[int]:
    """The rows that may be versions, likeliest first."""
    return finder.likely(
        story.row,
        terms={part.stem for part in story.body},
        headline=story.headline_stems,
        slugline=story.slugline_stems,
        apart=APART,
        most=CANDIDATES,
    )
