"""Owns what changes a part of a query: not, with, without, perhaps, times a factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import Node, listed

_SPARSE = 4


class NotNode:
    """Articles that do not match a part, each with score 1 as Whoosh gives it."""

    def __init__(self, part: Node, articles: int) -> None:
        self._part, self._articles = part, articles
        self.size = articles

    def find(self) -> Found:
        return Found(self._articles, held=~self._part.match().mask(), constant=1.0)

    match = find

    def has(self, docs: Array) -> Bools:
        return ~self._part.has(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = self.has(docs)
        return held, held.astype(np.float64)


class FilteredNode:
    """Articles that match `part`, by its scores, and also match `by`, or do not (`without`)."""

    def __init__(self, part: Node, by: Node, *, without: bool) -> None:
        self._part, self._by, self._without = part, by, without
        self.size = part.size if without else min(part.size, by.size)

    def find(self) -> Found:
        return self._filtered(self._part.find())

    def match(self) -> Found:
        return self._filtered(self._part.match())

    def _filtered(self, found: Found) -> Found:
        if found.docs is not None:
            held = self._by.has(found.docs)
            stays = ~held if self._without else held
            score = None if found.score is None else found.score.compress(stays)
            return replace(found, docs=found.docs.compress(stays), score=score)
        mask = self._by.match().mask()
        return found.only(~mask if self._without else mask)

    def has(self, docs: Array) -> Bools:
        held, by = self._part.has(docs), self._by.has(docs)
        return held & (~by if self._without else by)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        by = self._by.has(docs)
        held = held & (~by if self._without else by)
        return held, score * held


class MaybeNode:
    """Articles that match `part`; where they also match `extras`, their scores are added."""

    def __init__(self, part: Node, extras: Sequence[Node]) -> None:
        self._part, self._extras = part, extras
        self.size = part.size

    def find(self) -> Found:
        found = self._part.find()
        if found.docs is not None:
            score = self._with(found.docs, found.scores())
            return Found(found.articles, docs=found.docs, score=score, rough=found.rough)
        held = found.mask()
        score = np.zeros(found.articles, np.float32) if found.score is None else found.score
        if not score.flags.writeable:
            score = score.copy()
        beyond = False
        for extra in self._extras:
            more = extra.find()
            if more.docs is not None:
                docs, worth = listed(extra, more)
                score[docs] += (worth * held.take(docs)).astype(np.float32)
                continue
            if more.score is not None:
                score += more.score
            if more.constant:
                score += more.mask() * np.float32(more.constant)
            beyond = beyond or bool(np.greater(more.mask(), held).any())
        if beyond:
            score *= held
        return Found(found.articles, held=held, score=score, constant=found.constant)

    def _with(self, docs: Array, score: Floats) -> Floats:
        """The scores of some articles, with those of the extras added."""
        for extra in self._extras if len(docs) else ():
            if extra.size * _SPARSE > len(docs):
                score = score + extra.at(docs)[1]
                continue
            numbers, worth = listed(extra, extra.find())
            place = np.searchsorted(docs, numbers)
            place[place == len(docs)] = 0
            both = docs.take(place) == numbers
            score[place.compress(both)] += worth.compress(both)
        return score

    def match(self) -> Found:
        return self._part.match()

    def has(self, docs: Array) -> Bools:
        return self._part.has(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        return held, self._with(docs, score) * held


class BoostedNode:
    """A part with its scores multiplied."""

    def __init__(self, part: Node, factor: float) -> None:
        self._part, self._factor = part, factor
        self.size = part.size

    def find(self) -> Found:
        return self._part.find().scaled(self._factor)

    def match(self) -> Found:
        return self._part.match()

    def has(self, docs: Array) -> Bools:
        return self._part.has(docs)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        return held, score * self._factor
