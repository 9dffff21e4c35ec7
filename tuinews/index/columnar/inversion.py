"""Owns inversion: from the terms of articles in their order to the articles of each term."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array, Bools
from tuinews.index.columnar.layout import BulkAnalyzer
from tuinews.index.columnar.postings import Postings

_RUN = 2_000_000


class Vocabulary(dict[str, int]):
    """Word -> number of its term, -1 for a word that is not indexed; grows as it is asked."""

    def __init__(self, analyzer: BulkAnalyzer | None = None) -> None:
        super().__init__()
        self.terms: dict[str, int] = {}
        self._term = analyzer.term if analyzer is not None else None

    def __missing__(self, word: str) -> int:
        term = self._term(word) if self._term is not None else word
        number = -1 if term is None else self.terms.setdefault(term, len(self.terms))
        self[word] = number
        return number


class FieldBuffer:
    """The terms of a field's articles, inverted whenever enough have come together."""

    def __init__(self, *, positions: bool) -> None:
        self._positions = positions
        self._numbers = array("i")
        self._counts = array("I")
        self._first = 0
        self.runs: list[Run] = []
        self._lengths: list[Array] = []

    def add(self, numbers: Iterable[int]) -> None:
        """Add the next article, by the numbers of its terms; -1 is passed over."""
        before = len(self._numbers)
        self._numbers.extend(numbers)
        self._counts.append(len(self._numbers) - before)
        if len(self._numbers) > _RUN:
            self.invert()

    def invert(self) -> None:
        """Turn what has come together into a run."""
        if not len(self._counts):
            return
        numbers = np.frombuffer(self._numbers, np.int32) if len(self._numbers) else _NOTHING
        counts = np.frombuffer(self._counts, np.uint32)
        run, lengths = invert(numbers, counts, self._first, positions=self._positions)
        if len(run.terms):
            self.runs.append(run)
        self._lengths.append(lengths)
        self._first += len(counts)
        self._numbers, self._counts = array("i"), array("I")

    def lengths(self) -> Array:
        """How many terms each article has: int64[articles]."""
        return np.concatenate([np.empty(0, np.int64), *self._lengths])


_NOTHING = np.empty(0, np.int32)


class Run:
    """The postings of some articles in a row, by the writer's own numbers of terms."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self.terms = postings.terms
        self._start = ragged.offsets(postings.df)
        self._at = ragged.offsets(postings.cf)
        self._order = np.arange(len(self.terms))
        self._ranks = self.terms

    def df(self, size: int) -> Array:
        """Articles per term: int64[size]."""
        return np.bincount(self.terms, weights=self._postings.df, minlength=size).astype(np.int64)

    @property
    def highest_tf(self) -> int:
        """The highest frequency of any term in an article."""
        return int(self._postings.tf.max(initial=1))

    def keep(self, kept: Array) -> None:
        """Leave out articles: `kept` is each article's new number, -1 when it goes."""
        self.__init__(compact(self._postings, kept))  # type: ignore[misc]

    def rank(self, ranks: Array) -> None:
        """Give the terms their places in the sorted lexicon."""
        mine = ranks[self.terms]
        self._order = np.argsort(mine)
        self._ranks = mine[self._order]

    def block(self, first: int, after: int) -> Postings:
        """The postings of the terms with ranks in [first, after)."""
        low, high = np.searchsorted(self._ranks, [first, after]).tolist()
        chosen = self._order[low:high]
        whole = self._postings
        df, cf = whole.df[chosen], whole.cf[chosen]
        into = ragged.indices(self._start[chosen], df)
        positions = whole.positions
        if positions is not None:
            positions = positions[ragged.indices(self._at[chosen], cf)]
        return Postings(
            self._ranks[low:high], df, whole.docs[into], whole.tf[into], cf, positions
        )


def invert(
    numbers: Array, counts: Array, first: int, *, positions: bool
) -> tuple[Run, Array]:
    """Invert articles that lie one after another.

    Args:
        numbers: int32, the numbers of all terms of all articles; -1 is passed over.
        counts: uint32[articles], how many of them each article has.
        first: The number of the first article.

    Returns:
        The run, and int64[articles]: how many terms each article has without those at -1.
    """
    article = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    indexed = numbers >= 0
    if not indexed.all():
        numbers, article = numbers[indexed], article[indexed]
    lengths = np.bincount(article, minlength=len(counts))
    begin = (ragged.offsets(lengths)[:-1]).astype(np.uint32)
    keys = numbers.astype(np.int64) << 32
    keys |= np.arange(len(numbers), dtype=np.int64)
    keys.sort()
    place = (keys & 0xFFFFFFFF).astype(np.uint32)
    term = (keys >> 32).astype(np.int32)
    article = article[place]
    new = np.ones(len(term), np.bool_)
    new[1:] = (term[1:] != term[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(new)
    tf = np.diff(np.append(starts, len(term)))
    docs = article[starts]
    posting_term = term[starts]
    term_starts = np.flatnonzero(_changes(posting_term))
    terms = posting_term[term_starts].astype(np.int64)
    df = np.diff(np.append(term_starts, len(posting_term)))
    cf = np.add.reduceat(tf, term_starts) if len(tf) else np.empty(0, np.int64)
    where = None
    if positions:
        where = place - begin[article]
        where = where.astype(ragged.smallest_unsigned(int(where.max(initial=0))))
    tf = tf.astype(ragged.smallest_unsigned(int(tf.max(initial=1))))
    docs = docs + np.uint32(first)
    return Run(Postings(terms, df, docs, tf, cf, where)), lengths


def _changes(values: Array) -> Bools:
    changes = np.ones(len(values), np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def compact(postings: Postings, kept: Array) -> Postings:
    """Postings without some articles: `kept` is each article's new number, -1 when it goes."""
    numbers = kept[postings.docs]
    stays = numbers >= 0
    if stays.all():
        docs = numbers.astype(np.uint32)
        return Postings(
            postings.terms, postings.df, docs, postings.tf, postings.cf, postings.positions
        )
    term = np.repeat(np.arange(len(postings.terms)), postings.df)[stays]
    df = np.bincount(term, minlength=len(postings.terms))
    tf = postings.tf[stays]
    cf = np.bincount(term, weights=tf, minlength=len(postings.terms)).astype(np.int64)
    positions = postings.positions
    if positions is not None:
        positions = positions[np.repeat(stays, postings.tf)]
    left = df > 0
    docs = numbers[stays].astype(np.uint32)
    return Postings(postings.terms[left], df[left], docs, tf, cf[left], positions)
