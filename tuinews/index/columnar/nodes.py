"""Owns the leaves of a query, compiled for the articles of one index: terms, ranges, everything."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.columns import Numbers
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.joinedfield import JoinedField, Term

_TABLE_FROM = 8


class Node(Protocol):
    """A part of a query, compiled for some articles.

    Attributes:
        size: About how many articles match; never below the true number by design of order only.
    """

    size: int

    def find(self) -> Found:
        """All matches, with scores."""
        ...

    def match(self) -> Found:
        """All matches; what is said of their scores means nothing."""
        ...

    def has(self, docs: Array) -> Bools:
        """Which of some articles match."""
        ...

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        """Which of some articles match, and their exact scores (0 where they do not)."""
        ...


def listed(node: Node, found: Found) -> tuple[Docs, Floats]:
    """What a node found as ascending numbers, with exact scores."""
    docs = found.numbers()
    if found.score is None:
        return docs, np.full(len(docs), found.constant)
    if found.docs is None or found.rough:
        return docs, node.at(docs)[1]
    return docs, found.score + found.constant


class Rough:
    """A node that can tell faster about what articles score than what exactly."""

    def about(self, docs: Array) -> tuple[Array, bool]:
        """About what some articles score, which all match; and whether it is no more than that."""
        raise NotImplementedError


def about(node: Node, docs: Array) -> tuple[Array, bool]:
    """The same of any node; those that are not `Rough` tell it exactly."""
    return node.about(docs) if isinstance(node, Rough) else (node.at(docs)[1], False)


class TermNode:
    """One term of a field, scored by BM25F, or by its frequency where lengths do not count."""

    def __init__(
        self,
        field: JoinedField,
        term: Term,
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
        self.size = term.df
        self.row = field.row(term)
        self._weight, self._boost, self._norm = weight, boost, norm
        self.key = field.name, term.places, weight, boost, norm
        """Tells it from every other term node of an index."""
        self._held: tuple[Array, Array] | None = None
        self._table: Array | None = self.row

    def postings(self) -> tuple[Array, Array]:
        """Articles and frequencies, read once."""
        if self._held is None:
            if self.row is not None:
                held = np.flatnonzero(self.row)
                self._held = held.astype(np.uint32), self.row.take(held)
            else:
                self._held = self._field.docs_and_tf(self.term)
        return self._held

    def find(self) -> Found:
        if self.row is None:
            docs, tf = self.postings()
            return Found(self._field.articles, docs=docs, score=self._score(docs, tf))
        if self._norm is None:
            score = self.row * np.float32(self._weight * self._boost)
        else:
            average, b, k1 = self._norm
            score = self.row.astype(np.float32)
            divisor = score + self._field.norms(average, b, k1 / self._boost)[1]
            score *= np.float32(self._weight)
            score /= divisor
        return Found(self._field.articles, held=self.row != 0, score=score)

    def match(self) -> Found:
        if self.row is None:
            return Found(self._field.articles, docs=self.postings()[0])
        return Found(self._field.articles, held=self.row != 0)

    def frequencies(self, docs: Array) -> Array:
        """How often the term stands in each of some articles."""
        if self._table is None:
            held, tf = self.postings()
            if len(docs) * _TABLE_FROM < len(held):
                place = np.searchsorted(held, docs)
                place[place == len(held)] = 0
                return np.where(held.take(place) == docs, tf.take(place), 0)
            self._table = self._field.frequencies(self.term)
        return self._table.take(docs)

    def has(self, docs: Array) -> Bools:
        return np.asarray(self.frequencies(docs) != 0)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        tf = self.frequencies(docs)
        return tf != 0, self._score(docs, tf)

    def _score(self, docs: Array, tf: Array) -> Floats:
        """The exact scores of articles with these frequencies."""
        score: Floats = tf.astype(np.float64)
        if self._norm is None:
            score *= self._weight * self._boost
            return score
        # The boosted frequency is divided by its sum with the norm; here the norm is divided by
        # the boost instead, once for all articles.
        average, b, k1 = self._norm
        table, _ = self._field.norms(average, b, k1 / self._boost)
        norm = table.take(self._field.length.take(docs))
        norm += score
        score *= self._weight
        score /= norm
        return score


class SetNode:
    """A set of articles, all with the same score."""

    def __init__(self, found: Found, score: float) -> None:
        self._found = Found(found.articles, found.docs, found.held, None, score)
        self._score = score
        self._mask: Bools | None = None
        self.size = found.count()

    def find(self) -> Found:
        return self._found

    match = find

    def has(self, docs: Array) -> Bools:
        if self._mask is None:
            self._mask = self._found.mask()
        return self._mask.take(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = self.has(docs)
        return held, np.asarray(held * self._score, np.float64)


class EveryNode:
    """Every article."""

    def __init__(self, articles: int, score: float) -> None:
        self._articles, self._score = articles, score
        self.size = articles

    def find(self) -> Found:
        held = np.ones(self._articles, np.bool_)
        return Found(self._articles, held=held, constant=self._score)

    match = find

    def has(self, docs: Array) -> Bools:
        return np.ones(len(docs), np.bool_)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        return self.has(docs), np.full(len(docs), self._score)


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

    match = find

    def has(self, docs: Array) -> Bools:
        return self._numbers.within(self._first, self._after, docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = self.has(docs)
        return held, np.asarray(held * self._score, np.float64)


class ScoredNode:
    """Articles with scores that are already exact."""

    def __init__(self, articles: int, docs: Array, score: Floats) -> None:
        self._articles, self._docs, self._score = articles, docs, score
        self.size = len(docs)

    def find(self) -> Found:
        return Found(self._articles, docs=self._docs, score=self._score)

    match = find

    def has(self, docs: Array) -> Bools:
        return self.at(docs)[0]

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        if not self.size:
            return np.zeros(len(docs), np.bool_), np.zeros(len(docs))
        place = np.searchsorted(self._docs, docs)
        place[place == self.size] = 0
        held = self._docs.take(place) == docs
        return held, np.where(held, self._score.take(place), 0.0)
