"""Owns how parts of a query combine: and, or, best of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.nodes import Node, RangeNode, about, listed

_WIDE_FROM = 8
"""Where one article in so many matches, going through all is faster than through those."""
_FEW = 12

InTime = Callable[[], bool]
"""Whether there is time left; once false, what was found so far is the answer."""


class AndNode:
    """Articles that match all parts; their scores add up."""

    def __init__(self, parts: Sequence[Node], articles: int, in_time: InTime) -> None:
        self._articles, self._in_time = articles, in_time
        self._parts = sorted(parts, key=lambda part: (isinstance(part, RangeNode), part.size))
        self.size = min(part.size for part in parts)

    def match(self) -> Found:
        found = self._parts[0].match()
        for part in self._parts[1:]:
            if not self._in_time():
                return nothing(self._articles)
            if found.docs is None and found.count() * _WIDE_FROM > self._articles:
                held = found.mask() & part.match().mask()
                found = Found(self._articles, held=held)
            else:
                docs = found.numbers()
                if not len(docs):
                    break
                found = Found(self._articles, docs=docs.compress(part.has(docs)))
        return found

    def find(self) -> Found:
        found = self.match()
        if found.docs is None and found.count() * _WIDE_FROM > self._articles:
            return self._find_wide(found.mask())
        docs = found.numbers()
        if not len(docs):
            return nothing(self._articles)
        scores = [about(part, docs) for part in self._parts]
        score = scores[0][0]
        for more, _ in scores[1:]:
            score = score + more
        return Found(self._articles, docs=docs, score=score, rough=any(each[1] for each in scores))

    def _find_wide(self, held: Bools) -> Found:
        score: Array | None = None
        constant = 0.0
        for part in self._parts:
            if not self._in_time():
                return nothing(self._articles)
            found = part.find().widened()
            if found.score is not None:
                score = found.score if score is None else score + found.score
            constant += found.constant
        if score is not None:
            score = score * held
        return Found(self._articles, held=held, score=score, constant=constant)

    def has(self, docs: Array) -> Bools:
        held = self._parts[0].has(docs)
        for part in self._parts[1:]:
            held = held & part.has(docs)
        return held

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._parts[0].at(docs)
        for part in self._parts[1:]:
            also, more = part.at(docs)
            held = held & also
            score = score + more
        return held, score * held


class OrNode:
    """Articles that match any part; the scores of the parts they match add up."""

    def __init__(self, parts: Sequence[Node], articles: int, in_time: InTime) -> None:
        self._articles, self._in_time = articles, in_time
        self.parts = sorted(parts, key=lambda part: -part.size)
        self.size = min(sum(part.size for part in parts), articles)

    def match(self) -> Found:
        held = np.zeros(self._articles, np.bool_)
        for part in self.parts:
            if not self._in_time():
                break
            found = part.match()
            if found.docs is not None:
                held[found.docs] = True
            else:
                held |= found.mask()
        return Found(self._articles, held=held)

    def find(self) -> Found:
        if self.size * _FEW < self._articles:
            return self._find_few()
        score = np.zeros(self._articles, np.float32)
        held = np.zeros(self._articles, np.bool_)
        for part in self.parts:
            if not self._in_time():
                break
            found = part.find()
            if found.docs is not None:
                held[found.docs] = True
                if found.score is not None:
                    score[found.docs] += found.score.astype(np.float32, copy=False)
                if found.constant:
                    score[found.docs] += np.float32(found.constant)
            else:
                held |= found.mask()
                if found.score is not None:
                    score += found.score
                if found.constant:
                    score += found.mask() * np.float32(found.constant)
        return Found(self._articles, held=held, score=score)

    def _find_few(self) -> Found:
        docs, scores, rough = [np.empty(0, np.uint32)], [np.zeros(0)], False
        for part in self.parts:
            if not self._in_time():
                break
            found = part.find()
            if found.docs is None:
                numbers, score = listed(part, found)
            else:
                numbers, score = found.docs, found.scores()
            rough = rough or found.rough
            docs.append(numbers)
            scores.append(score)
        every, score = np.concatenate(docs), np.concatenate(scores)
        if not len(every):
            return nothing(self._articles)
        order = np.argsort(every, kind="stable")
        every = every.take(order)
        first = np.ones(len(every), np.bool_)
        np.not_equal(every[1:], every[:-1], out=first[1:])
        starts = np.flatnonzero(first)
        summed = np.add.reduceat(score.take(order), starts)
        return Found(self._articles, docs=every.take(starts), score=summed, rough=rough)

    def has(self, docs: Array) -> Bools:
        held = np.zeros(len(docs), np.bool_)
        for part in self.parts:
            held |= part.has(docs)
        return held

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = np.zeros(len(docs), np.bool_)
        score = np.zeros(len(docs))
        for part in self.parts:
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
            docs, more = listed(part, part.find())
            held[docs] = True
            score[docs] = np.maximum(score[docs], more)
        score[~held] = 0
        return Found(self._articles, held=held, score=score)

    match = find

    def has(self, docs: Array) -> Bools:
        return self.at(docs)[0]

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = np.zeros(len(docs), np.bool_)
        score = np.full(len(docs), -np.inf)
        for part in self._parts:
            also, more = part.at(docs)
            held |= also
            score = np.where(also, np.maximum(score, more), score)
        return held, np.where(held, score, 0.0)
