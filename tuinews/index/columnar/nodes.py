"""Owns the leaves of a query, compiled for one segment: terms, ranges, everything."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from tuinews.index.columnar.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.columns import Numbers
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.segment import Field

_TABLE_FROM = 8


class Node(Protocol):
    """A part of a query, compiled for one segment.

    Attributes:
        size: About how many articles match; never below the true number by design of order only.
    """

    size: int

    def find(self) -> Found:
        """All matches, with approximate scores."""
        ...

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        """Which of some articles match, and their exact scores (0 where they do not)."""
        ...


class TermNode:
    """One term of a field, scored by BM25F, or by its frequency where lengths do not count."""

    def __init__(
        self,
        field: Field,
        term: int,
        *,
        weight: float,
        boost: float,
        norm: tuple[float, float, float] | None,
    ) -> None:
        """Args:
        weight: `idf * (k1 + 1)`, or the weight of one occurrence without `norm`.
        boost: The field's boost, which multiplies the frequency.
        norm: Average length, b and k1; None for a field that is not scored by length.
        """
        self._field = field
        self.term = term
        self.size = int(field.postings.df[term])
        self.row = field.postings.dense_row(term)
        self._weight, self._boost, self._norm = weight, boost, norm
        self._held: tuple[Array, Array] | None = None

    def postings(self) -> tuple[Array, Array]:
        """Articles and frequencies, read once."""
        if self._held is None:
            self._held = self._field.postings.docs_and_tf(self.term)
        return self._held

    def _norms(self, norm: tuple[float, float, float]) -> Array:
        average, b, k1 = norm
        return self._field.norms(average, b, k1 / self._boost)

    def find(self) -> Found:
        articles = self._field.postings.articles
        if self.row is not None:
            if self._norm is None:
                score = self.row * np.float32(self._weight * self._boost)
            else:
                score = np.add(self.row, self._norms(self._norm), dtype=np.float32)
                np.divide(self.row, score, out=score)
                score *= np.float32(self._weight)
            return Found(articles, held=self.row != 0, score=score)
        docs, tf = self.postings()
        if self._norm is None:
            return Found(articles, docs=docs, score=tf * np.float32(self._weight * self._boost))
        score = self._norms(self._norm).take(docs)
        score += tf
        np.divide(tf, score, out=score)
        score *= np.float32(self._weight)
        return Found(articles, docs=docs, score=score)

    def frequencies(self, docs: Array) -> Array:
        """How often the term stands in each of some articles."""
        row = self.row
        if row is None:
            held, tf = self.postings()
            if len(docs) * _TABLE_FROM < len(held):
                place = np.searchsorted(held, docs)
                place[place == len(held)] = 0
                return np.where(held.take(place) == docs, tf.take(place), 0)
            row = np.zeros(self._field.postings.articles, tf.dtype)
            row[held] = tf
        return row.take(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        tf = self.frequencies(docs)
        held = tf != 0
        if self._norm is None:
            return held, np.asarray(tf * (self._weight * self._boost), np.float64)
        average, b, k1 = self._norm
        norm = self._field.norm_of_byte(average, b, k1)[self._field.length.take(docs)]
        weighted = tf * self._boost
        return held, np.asarray(self._weight * weighted / (weighted + norm), np.float64)


class SetNode:
    """A set of articles, all with the same score."""

    def __init__(self, found: Found, score: float) -> None:
        self._found = Found(found.articles, found.docs, found.held, None, score)
        self._score = score
        self._mask: Bools | None = None
        self.size = found.count()

    def find(self) -> Found:
        return self._found

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        if self._mask is None:
            self._mask = self._found.mask()
        held = self._mask.take(docs)
        return held, np.asarray(held * self._score, np.float64)


class EveryNode:
    """Every article."""

    def __init__(self, articles: int, score: float) -> None:
        self._articles, self._score = articles, score
        self.size = articles

    def find(self) -> Found:
        held = np.ones(self._articles, np.bool_)
        return Found(self._articles, held=held, constant=self._score)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        return np.ones(len(docs), np.bool_), np.full(len(docs), self._score)


class RangeNode:
    """Articles whose number lies in a range."""

    def __init__(self, numbers: Numbers, low: int | None, high: int | None, score: float) -> None:
        self._numbers = numbers
        self._first, self._after = numbers.between(low, high)
        self._score = score
        self.size = len(numbers.steps)

    def find(self) -> Found:
        held = self._numbers.within(self._first, self._after)
        return Found(self.size, held=held, constant=self._score)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = self._numbers.within(self._first, self._after, docs)
        return held, np.asarray(held * self._score, np.float64)


class ScoredNode:
    """Articles with scores that are already exact."""

    def __init__(self, articles: int, docs: Array, score: Floats) -> None:
        self._articles, self._docs, self._score = articles, docs, score
        self.size = len(docs)

    def find(self) -> Found:
        return Found(self._articles, docs=self._docs, score=self._score.astype(np.float32))

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        if not self.size:
            return np.zeros(len(docs), np.bool_), np.zeros(len(docs))
        place = np.searchsorted(self._docs, docs)
        place[place == self.size] = 0
        held = self._docs[place] == docs
        return held, np.where(held, self._score[place], 0.0)
