"""Owns what a query matches: how many articles, which, and the best or first of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.paging import candidates, first_in_order, highest, lowest

_FEW = 4096
"""So many matches are put in order by their ranks; of more, the first are looked for."""


@dataclass(frozen=True, slots=True)
class Matched:
    """All matches of a query.

    Attributes:
        complete: Whether time sufficed.
    """

    _found: Found
    complete: bool
    _exact: Callable[[Array], Floats]
    total: int = field(init=False)
    """How many there are."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self._found.count())

    def docs(self) -> Array:
        """uint32[total], the numbers of the matches, ascending."""
        return self._found.numbers()

    def kept(self) -> Found:
        """Which they are, without their scores: to hold on to."""
        found = self._found
        return Found(found.articles, found.docs, found.held, None, found.constant)

    def mask(self) -> Bools:
        """The matches by number; not to be written to."""
        return self._found.mask()

    def scores(self, docs: Array) -> Floats:
        """float64, the exact scores of some matches, in any order."""
        order = np.argsort(docs)
        scores = np.empty(len(docs))
        scores[order] = self._exact(docs.take(order))
        return scores

    def approximate(self) -> Array:
        """float32 or float64[total], the scores of all matches, good for adding them up."""
        found = self._found
        if found.score is None:
            return np.full(self.total, found.constant, np.float32)
        score = found.score if found.docs is not None else found.score.take(found.numbers())
        return np.asarray(score + score.dtype.type(found.constant))

    def best(self, k: int, order: Array, rank: Array) -> tuple[Array, Floats]:
        """The k best matches, by exact score, and their scores.

        Args:
            order: All articles in the order that equal scores are given in.
            rank: The place of each article in it, by number.
        """
        found, k = self._found, min(k, self.total)
        if found.score is None or not k:
            docs = self.first(k, order, rank)
            return docs, np.full(len(docs), found.constant)
        if found.docs is not None:
            places = candidates(found.score, k)
            docs = found.docs.take(places)
            exact = found.score.take(places) + found.constant
            scores = self._exact(docs) if found.rough else exact
        else:
            docs = candidates(found.score, k, found.held)
            scores = self._exact(docs)
        chosen = highest(scores, rank.take(docs), k)
        return docs.take(chosen), scores.take(chosen)

    def first(self, k: int, order: Array, rank: Array) -> Array:
        """The first k matches in an order of all articles, given as for `best`."""
        found = self._found
        if found.docs is not None and self.total < _FEW:
            return found.docs.take(lowest(rank.take(found.docs), min(k, self.total)))
        return first_in_order(order, found.mask(), self.total, k)


def selected(held: Bools) -> Matched:
    """Articles given by number, as if a query had matched them with the score 0."""
    return Matched(Found(len(held), held=held), True, lambda docs: np.zeros(len(docs)))


def scored(docs: Docs, scores: Floats, *, articles: int, complete: bool) -> Matched:
    """Articles with scores given for each of all `articles`, as if a query had matched them."""
    found = Found(articles, docs=docs, score=scores.take(docs))
    return Matched(found, complete, scores.take)
