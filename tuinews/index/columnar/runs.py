"""Owns runs: the postings of articles in a row, in memory, by the writer's numbers of terms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.columnar.postings import Postings
from tuinews.index.columnar.wordings import PART_BITS, SEVERAL


class Run:
    """The postings of some articles in a row, by the writer's own numbers of terms."""

    def __init__(self, postings: Postings) -> None:
        self._take(postings)

    def _take(self, postings: Postings) -> None:
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
        self._take(compact(self._postings, kept))

    def rank(self, ranks: Array) -> None:
        """Give the terms their places in the sorted lexicon."""
        mine = ranks[self.terms]
        self._order = np.argsort(mine)
        self._ranks = mine[self._order]

    def words(self, size: int) -> Array:
        """In about how many articles each word is, by its number: int64[size]."""
        wordings = self._postings.wordings
        if wordings is None:
            return np.zeros(size, np.int64)
        alone = wordings.codes[wordings.codes < SEVERAL]
        flat = np.concatenate([alone, wordings.rows.flat]) >> np.uint32(PART_BITS)
        return np.bincount(flat, minlength=size)

    def block(self, first: int, after: int, *, positions: bool = True) -> Postings:
        """The postings of the terms with ranks in [first, after)."""
        low, high = np.searchsorted(self._ranks, [first, after]).tolist()
        chosen = self._order[low:high]
        whole = self._postings
        df, cf = whole.df[chosen], whole.cf[chosen]
        into = ragged.indices(self._start[chosen], df)
        places = whole.positions if positions else None
        if places is not None:
            places = places[ragged.indices(self._at[chosen], cf)]
        wordings = None if whole.wordings is None else whole.wordings.take(into)
        docs, tf = whole.docs[into], whole.tf[into]
        return Postings(self._ranks[low:high], df, docs, tf, cf, places, wordings)


def compact(postings: Postings, kept: Array) -> Postings:
    """Postings without some articles: `kept` is each article's new number, -1 when it goes."""
    numbers = kept[postings.docs]
    stays = numbers >= 0
    if stays.all():
        return replace(postings, docs=numbers.astype(np.uint32))
    term = np.repeat(np.arange(len(postings.terms)), postings.df)[stays]
    df = np.bincount(term, minlength=len(postings.terms))
    tf = postings.tf[stays]
    cf = np.bincount(term, weights=tf, minlength=len(postings.terms)).astype(np.int64)
    positions = postings.positions
    if positions is not None:
        positions = positions[np.repeat(stays, postings.tf)]
    wordings = None if postings.wordings is None else postings.wordings.take(stays)
    left = df > 0
    docs = numbers[stays].astype(np.uint32)
    return Postings(postings.terms[left], df[left], docs, tf, cf[left], positions, wordings)
