"""Owns how parts of a query combine: and, or, not, best of, with, without."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuinews.index.columnar.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.nodes import Node, RangeNode

_WIDE_FROM = 12
_FEW = 64


def add(score: Array | None, other: Array | None) -> Array | None:
    """The sum of two arrays of scores, where None is 0; `score` may be reused."""
    if score is None or other is None:
        return other if score is None else score
    score += other
    return score


class AndNode:
    """Articles that match all parts; their scores add up."""

    def __init__(self, parts: Sequence[Node], articles: int) -> None:
        self._articles = articles
        self._parts = sorted(parts, key=lambda part: (isinstance(part, RangeNode), part.size))
        self.size = min(part.size for part in parts)

    def find(self) -> Found:
        found = self._parts[0].find()
        score = found.score
        if found.docs is None and found.count() * _WIDE_FROM > self._articles:
            return self._find_wide(found)
        docs, constant = found.numbers(), found.constant
        if found.docs is None and score is not None:
            score = score.take(docs)
        for part in self._parts[1:]:
            if not len(docs):
                return nothing(self._articles)
            held, more = part.at(docs)
            docs = docs.compress(held)
            more = more.compress(held).astype(np.float32)
            score = more if score is None else add(score.compress(held), more)
        return Found(self._articles, docs=docs, score=score, constant=constant)

    def _find_wide(self, found: Found) -> Found:
        held, score, constant = found.mask(), found.score, found.constant
        for part in self._parts[1:]:
            other = part.find().widened()
            held = held & other.mask()
            score = add(score, other.score)
            constant += other.constant
        if score is not None:
            score *= held
        return Found(self._articles, held=held, score=score, constant=constant)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._parts[0].at(docs)
        for part in self._parts[1:]:
            also, more = part.at(docs)
            held = held & also
            score = score + more
        return held, score * held


class OrNode:
    """Articles that match any part; the scores of the parts they match add up."""

    def __init__(self, parts: Sequence[Node], articles: int) -> None:
        self._articles, self._parts = articles, parts
        self.size = min(sum(part.size for part in parts), articles)

    def find(self) -> Found:
        if self.size * _FEW < self._articles:
            return self._find_few()
        score = np.zeros(self._articles, np.float32)
        held = np.zeros(self._articles, np.bool_)
        for part in sorted(self._parts, key=lambda part: -part.size):
            found = part.find()
            if found.docs is not None:
                held[found.docs] = True
                if found.score is not None or found.constant:
                    more: Array | float = found.constant
                    if found.score is not None:
                        more = found.score + np.float32(found.constant)
                    score[found.docs] += more
            else:
                held |= found.mask()
                if found.score is not None:
                    score += found.score
                if found.constant:
                    score += found.mask() * np.float32(found.constant)
        return Found(self._articles, held=held, score=score)

    def _find_few(self) -> Found:
        docs, scores = [np.empty(0, np.uint32)], [np.empty(0, np.float32)]
        for part in self._parts:
            found = part.find()
            numbers = found.numbers()
            score = np.full(len(numbers), found.constant, np.float32)
            if found.score is not None:
                score += found.score if found.docs is not None else found.score.take(numbers)
            docs.append(numbers)
            scores.append(score)
        every, score = np.concatenate(docs), np.concatenate(scores)
        if not len(every):
            return nothing(self._articles)
        order = np.argsort(every, kind="stable")
        every = every[order]
        starts = np.flatnonzero(np.append(True, every[1:] != every[:-1]))
        summed = np.add.reduceat(score[order], starts)
        return Found(self._articles, docs=every[starts], score=summed)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = np.zeros(len(docs), np.bool_)
        score = np.zeros(len(docs))
        for part in self._parts:
            also, more = part.at(docs)
            held |= also
            score += more
        return held, score


class BestOfNode:
    """Articles that match any part, with the best score of the parts they match."""

    def __init__(self, parts: Sequence[Node], articles: int) -> None:
        self._articles, self._parts = articles, parts
        self.size = min(sum(part.size for part in parts), articles)

    def find(self) -> Found:
        score = np.full(self._articles, -np.inf, np.float32)
        held = np.zeros(self._articles, np.bool_)
        for part in self._parts:
            found = part.find()
            docs = found.numbers()
            held[docs] = True
            more = np.full(len(docs), found.constant, np.float32)
            if found.score is not None:
                more += found.score if found.docs is not None else found.score[docs]
            score[docs] = np.maximum(score[docs], more)
        score[~held] = 0
        return Found(self._articles, held=held, score=score)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = np.zeros(len(docs), np.bool_)
        score = np.full(len(docs), -np.inf)
        for part in self._parts:
            also, more = part.at(docs)
            held |= also
            score = np.where(also, np.maximum(score, more), score)
        return held, np.where(held, score, 0.0)


class NotNode:
    """Articles that do not match a part, each with score 1 as Whoosh gives it."""

    def __init__(self, part: Node, articles: int) -> None:
        self._part, self._articles = part, articles
        self.size = articles

    def find(self) -> Found:
        return Found(self._articles, held=~self._part.find().mask(), constant=1.0)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, _ = self._part.at(docs)
        return ~held, (~held).astype(np.float64)


class FilteredNode:
    """Articles that match `part`, by its scores, and also match `by`, or do not (`without`)."""

    def __init__(self, part: Node, by: Node, *, without: bool) -> None:
        self._part, self._by, self._without = part, by, without
        self.size = part.size if without else min(part.size, by.size)

    def find(self) -> Found:
        found = self._part.find()
        if found.docs is not None:
            held, _ = self._by.at(found.docs)
            stays = ~held if self._without else held
            score = None if found.score is None else found.score.compress(stays)
            docs = found.docs.compress(stays)
            return Found(found.articles, docs, None, score, found.constant)
        mask = self._by.find().mask()
        return found.only(~mask if self._without else mask)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        by, _ = self._by.at(docs)
        held = held & (~by if self._without else by)
        return held, score * held


class MaybeNode:
    """Articles that match `part`; where they also match `maybe`, its score is added."""

    def __init__(self, part: Node, maybe: Node) -> None:
        self._part, self._maybe = part, maybe
        self.size = part.size

    def find(self) -> Found:
        found = self._part.find()
        docs = found.numbers()
        _, score = self._maybe.at(docs)
        more = score.astype(np.float32)
        if found.score is not None:
            more += found.score if found.docs is not None else found.score[docs]
        return Found(found.articles, docs=docs, score=more, constant=found.constant)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        _, more = self._maybe.at(docs)
        return held, (score + more) * held


class BoostedNode:
    """A part with its scores multiplied."""

    def __init__(self, part: Node, factor: float) -> None:
        self._part, self._factor = part, factor
        self.size = part.size

    def find(self) -> Found:
        return self._part.find().scaled(self._factor)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._part.at(docs)
        return held, score * self._factor
