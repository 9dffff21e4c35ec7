"""Owns a word of a query: a term, what else it earns, and its scores over a whole index.

A word that many articles have is asked for again and again, while a query is typed and from one
query to the next. What it scores everywhere is added up once and remembered; of these scores, as
of all that are given for many articles, only the best are worked out exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

from tuinews.index.arrays.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.joined import Joined
from tuinews.index.columnar.modifiers import MaybeNode
from tuinews.index.columnar.nodes import Rough, TermNode

_COMMON = 64
"""A word that fewer than one article in so many has is scored anew each time."""


class WordNode(Rough):
    """Articles with a term, whose scores in other fields and forms are added to its own."""

    def __init__(self, joined: Joined, term: TermNode, extras: Sequence[TermNode]) -> None:
        self._joined, self._term = joined, term
        self._whole = MaybeNode(term, extras)
        self._key = (term.key, *(extra.key for extra in extras))
        self.size = term.size
        self._scores: Array | None = None

    def everywhere(self) -> Array | None:
        """About what it scores in each article, 0 where it is not: float32[articles].

        Not to be written to. None for a word that few articles have.
        """
        if self._scores is None and self.size * _COMMON >= self._joined.articles:
            self._scores = self._joined.scores.get(self._key)
            if self._scores is None:
                scores = self._whole.find().widened().score
                if scores is None:
                    raise AssertionError("a term has scores")
                scores.setflags(write=False)
                self._scores = scores
                self._joined.scores.put(self._key, scores, scores.nbytes)
        return self._scores

    def find(self) -> Found:
        scores = self.everywhere()
        if scores is None:
            return self._whole.find()
        found = self._term.match()
        if found.docs is None:
            return Found(found.articles, held=found.held, score=scores)
        return Found(found.articles, docs=found.docs, score=scores.take(found.docs), rough=True)

    def match(self) -> Found:
        return self._term.match()

    def has(self, docs: Array) -> Bools:
        return self._term.has(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        return self._whole.at(docs)

    def about(self, docs: Array) -> tuple[Array, bool]:
        scores = self.everywhere()
        if scores is None:
            return self.at(docs)[1], False
        return scores.take(docs), True
