"""Owns parts of a query that each match among articles of their own: by language, by segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tuinews.index.arrays.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import Node, Rough, about, listed


class ApartNode(Rough):
    """What each of several parts matches in a set of articles of its own.

    Nearly all articles are in one of the sets as a rule; the others are looked at one by one.
    """

    def __init__(self, parts: Sequence[tuple[Node, Bools]], articles: int) -> None:
        """Take each part with its set, the largest first; no two sets share an article."""
        self._articles = articles
        self._main, self._held = parts[0]
        self._others = [
            (part, held, np.flatnonzero(held).astype(np.uint32))
            for part, held in parts[1:]
            if part.size
        ]
        self.size = min(sum(part.size for part, _ in parts), articles)

    def find(self) -> Found:
        found = self._main.find()
        if found.docs is not None:
            return self._with_others(found)
        found = found.only(self._held)
        if not self._others:
            return found
        mask = found.mask()
        score = np.zeros(self._articles, np.float32) if found.score is None else found.score
        if found.constant:
            score += mask * np.float32(found.constant)
        for part, _, docs in self._others:
            mask[docs], score[docs] = part.at(docs)
        return Found(self._articles, held=mask, score=score)

    def _with_others(self, found: Found) -> Found:
        docs, score = found.numbers(), found.scores()
        stays = self._held.take(docs)
        if not stays.all():
            docs, score = docs.compress(stays), score.compress(stays)
        for part, _, others in self._others:
            held, more = part.at(others)
            if held.any():
                others, more = others.compress(held), more.compress(held)
                places = np.searchsorted(docs, others)
                docs, score = np.insert(docs, places, others), np.insert(score, places, more)
        return Found(self._articles, docs=docs, score=score, rough=found.rough)

    def match(self) -> Found:
        found = self._main.match().only(self._held)
        if not self._others:
            return found
        mask = found.mask().copy()
        for part, _, docs in self._others:
            mask[docs] = part.has(docs)
        if found.docs is not None:
            return Found(self._articles, docs=np.flatnonzero(mask).astype(np.uint32))
        return Found(self._articles, held=mask)

    def has(self, docs: Array) -> Bools:
        held = self._held.take(docs)
        held &= self._main.has(docs)
        for part, places, theirs in self._theirs(docs):
            held[places] = part.has(theirs)
        return held

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = self._main.at(docs)
        mine = self._held.take(docs)
        held, score = held & mine, score * mine
        for part, places, theirs in self._theirs(docs):
            held[places], score[places] = part.at(theirs)
        return held, score

    def about(self, docs: Array) -> tuple[Array, bool]:
        found, rough = about(self._main, docs)
        score = found * self._held.take(docs)
        for part, places, theirs in self._theirs(docs):
            score[places] = part.at(theirs)[1]
        return score, rough

    def _theirs(self, docs: Array) -> Iterator[tuple[Node, Array, Array]]:
        """The other parts, the places of their articles among some, and these articles."""
        for part, held, others in self._others:
            if len(others) < len(docs):
                place = np.searchsorted(docs, others)
                place[place == len(docs)] = 0
                places = place.compress(docs.take(place) == others)
            else:
                places = np.flatnonzero(held.take(docs))
            if len(places):
                yield part, places, docs.take(places)


class SplitNode:
    """Parts that each match articles of one segment, one segment after another."""

    def __init__(self, parts: Sequence[Node], offsets: Sequence[int], articles: int) -> None:
        self._parts, self._offsets, self._articles = parts, offsets, articles
        self.size = sum(part.size for part in parts)

    def find(self) -> Found:
        each_found = [part.find() for part in self._parts]
        if len({(found.score is None, found.constant) for found in each_found}) == 1 and (
            each_found[0].score is None
        ):
            held = np.concatenate([found.mask() for found in each_found])
            return Found(self._articles, held=held, constant=each_found[0].constant)
        found = [listed(part, each) for part, each in zip(self._parts, each_found, strict=True)]
        docs = [
            each.astype(np.uint32) + np.uint32(offset)
            for (each, _), offset in zip(found, self._offsets, strict=True)
        ]
        score = np.concatenate([each for _, each in found])
        return Found(self._articles, docs=np.concatenate(docs), score=score)

    match = find

    def has(self, docs: Array) -> Bools:
        return self.at(docs)[0]

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held, score = np.zeros(len(docs), np.bool_), np.zeros(len(docs))
        bounds = np.searchsorted(docs, [*self._offsets, self._articles]).tolist()
        for part, offset, first, after in zip(
            self._parts, self._offsets, bounds, bounds[1:], strict=False
        ):
            if first < after:
                mine = docs[first:after] - docs.dtype.type(offset)
                held[first:after], score[first:after] = part.at(mine)
        return held, score
