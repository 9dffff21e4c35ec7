"""Owns how parts of a query combine: and, or, not, best of, with, without."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.nodes import Node, RangeNode

_WIDE_FROM = 8
"""Where one article in so many matches, going through all is faster than through those."""
_FEW = 12
_SPARSE = 4

InTime = Callable[[], bool]
"""Whether there is time left; once false, what was found so far is the answer."""


def add(score: Array | None, other: Array | None) -> Array | None:
    """The sum of two arrays of scores, where None is 0; `score` may be reused."""
    if score is None or other is None:
        return other if score is None else score
    score += other
    return score


def listed(node: Node, found: Found) -> tuple[Docs, Floats]:
    """What a node found as ascending numbers, with exact scores."""
    docs = found.numbers()
    if found.score is None:
        return docs, np.full(len(docs), found.constant)
    if found.docs is None:
        return docs, node.at(docs)[1]
    return docs, found.score + found.constant


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
        score: Floats = np.zeros(len(docs))
        for part in self._parts:
            score += part.at(docs)[1]
        return Found(self._articles, docs=docs, score=score)

    def _find_wide(self, held: Bools) -> Found:
        score, constant = None, 0.0
        for part in self._parts:
            if not self._in_time():
                return nothing(self._articles)
            found = part.find().widened()
            score = add(score, found.score)
            constant += found.constant
        if score is not None:
            score *= held
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
                if found.score is not None or found.constant:
                    score[found.docs] += listed(part, found)[1].astype(np.float32)
            else:
                held |= found.mask()
                if found.score is not None:
                    score += found.score
                if found.constant:
                    score += found.mask() * np.float32(found.constant)
        return Found(self._articles, held=held, score=score)

    def _find_few(self) -> Found:
        docs, scores = [np.empty(0, np.uint32)], [np.zeros(0)]
        for part in self.parts:
            if not self._in_time():
                break
            numbers, score = listed(part, part.find())
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
        return Found(self._articles, docs=every.take(starts), score=summed)

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
            docs = found.docs.compress(stays)
            return Found(found.articles, docs, None, score, found.constant)
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
            _, exact = listed(self._part, found)
            return Found(found.articles, docs=found.docs, score=self._with(found.docs, exact))
        held = found.mask()
        score = np.zeros(found.articles, np.float32) if found.score is None else found.score
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
