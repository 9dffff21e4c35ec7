"""Owns what a part of a query finds in a segment, and how such findings combine.

Scores of few articles are exact. Those of a whole segment's worth are float32 and only choose
candidates; whoever shows scores asks the node again for the exact ones of those that remain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Docs


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that match, as numbers or as a mask, with approximate scores.

    Attributes:
        articles: How many articles the segment holds.
        docs: uint32[n], ascending; None when `held` is given.
        held: bool[articles]; None when `docs` is given.
        score: Exact float64[n], or float32[articles] (0 where not held) beside `held`; None for 0.
            Not to be written to where it says so itself.
        constant: Added to every score.
        rough: Whether the scores beside `docs` are no more than about right, too.
    """

    articles: int
    docs: Docs | None = None
    held: Bools | None = None
    score: Array | None = None
    constant: float = 0.0
    rough: bool = False

    def count(self) -> int:
        """How many articles match."""
        if self.docs is not None:
            return len(self.docs)
        return int(np.count_nonzero(self.mask()))

    def mask(self) -> Bools:
        """The articles as bool[articles]; not to be written to."""
        if self.held is not None:
            return self.held
        mask = np.zeros(self.articles, np.bool_)
        mask[self.docs] = True
        return mask

    def numbers(self) -> Docs:
        """The articles as ascending numbers."""
        if self.docs is not None:
            return self.docs
        return np.flatnonzero(self.mask()).astype(np.uint32)

    def scores(self) -> Array:
        """The scores of `docs`, as exact as they are."""
        if self.score is None:
            return np.full(self.count(), self.constant)
        return self.score + self.constant if self.constant else self.score

    def widened(self) -> Found:
        """The same as a mask."""
        if self.docs is None:
            return self
        score = None
        if self.score is not None:
            score = np.zeros(self.articles, np.float32)
            score[self.docs] = self.score
        return Found(self.articles, held=self.mask(), score=score, constant=self.constant)

    def scaled(self, factor: float) -> Found:
        """The same with every score multiplied."""
        score = None if self.score is None else self.score * self.score.dtype.type(factor)
        return replace(self, score=score, constant=self.constant * factor)

    def only(self, mask: Bools) -> Found:
        """The part that a mask of all articles lets through."""
        if self.docs is not None:
            stays = mask.take(self.docs)
            score = None if self.score is None else self.score.compress(stays)
            return replace(self, docs=self.docs.compress(stays), score=score)
        score = None if self.score is None else self.score * mask
        return replace(self, held=self.mask() & mask, score=score)


def nothing(articles: int) -> Found:
    """Nothing found in a segment."""
    return Found(articles, docs=np.empty(0, np.uint32))
