"""Owns phrases: which articles hold words side by side, from the words' positions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import TermNode
from tuinews.index.columnar.segment import GAP, Field

_WINDOW = 1 << 20
_FEW = 30_000


class PhraseNode:
    """Articles where each word stands at most `slop` after the one before it, in order.

    The score is the sum of the words' scores, as Whoosh's `SpanNear2` has it.
    """

    def __init__(self, field: Field, words: Sequence[TermNode], slop: int) -> None:
        self._field, self._words, self._slop = field, words, slop
        self.size = min(word.size for word in words)
        self._docs: Docs | None = None

    def docs(self) -> Docs:
        """The matching articles, found once."""
        if self._docs is None:
            self._docs = self._find_docs()
        return self._docs

    def _find_docs(self) -> Docs:
        candidates = common(self._words)
        if not len(candidates):
            return candidates
        mask = np.zeros(self._field.postings.articles, np.bool_)
        mask[candidates] = True
        places = {word.term: places_of(self._field, word, mask) for word in self._words}
        if self._slop == 1:
            keys = _side_by_side([places[word.term] for word in self._words])
        else:
            keys = places[self._words[0].term]
            for word in self._words[1:]:
                keys = following(self._field, keys, places[word.term], self._slop)
        return owners(self._field, keys)

    def find(self) -> Found:
        docs = self.docs()
        _, score = self._score(docs)
        return Found(self._field.postings.articles, docs=docs, score=score.astype(np.float32))

    def _score(self, docs: Array) -> tuple[Bools, Floats]:
        score = np.zeros(len(docs))
        for word in self._words:
            _, more = word.at(docs)
            score += more
        return np.ones(len(docs), np.bool_), score

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        mine = self.docs()
        if not len(mine):
            return np.zeros(len(docs), np.bool_), np.zeros(len(docs))
        place = np.searchsorted(mine, docs)
        place[place == len(mine)] = 0
        held = mine[place] == docs
        score = np.zeros(len(docs))
        _, score[held] = self._score(docs[held])
        return held, score


def common(words: Sequence[TermNode]) -> Docs:
    """The articles that hold all of some words."""
    ordered = sorted({word.term: word for word in words}.values(), key=lambda word: word.size)
    docs, _ = ordered[0].postings()
    for word in ordered[1:]:
        docs = docs[word.frequencies(docs) != 0]
    return docs


def places_of(field: Field, word: TermNode, mask: Bools) -> Docs:
    """Where a word stands in the articles of a mask, all articles laid out on one line."""
    docs, tf = word.postings()
    positions = field.postings.positions(word.term)
    inside = mask[docs]
    kept = int(np.count_nonzero(inside))
    if kept < len(docs):
        if kept * 4 < len(docs) * 3:
            chosen = np.flatnonzero(inside)
            start = np.cumsum(tf, dtype=np.int64) - tf
            docs, tf = docs[chosen], tf[chosen]
            positions = positions[ragged.indices(start[chosen], tf)]
        else:
            positions = positions[np.repeat(inside, tf)]
            docs, tf = docs[inside], tf[inside]
    places = np.repeat(field.bases()[docs], tf)
    places += positions
    return places


def owners(field: Field, places: Array) -> Docs:
    """The articles in which places of the one line lie, ascending, each once."""
    if not len(places):
        return np.empty(0, np.uint32)
    bases = field.bases()
    if len(places) * 4 > len(bases):
        first = np.searchsorted(places, bases)
        return np.flatnonzero(first[1:] > first[:-1]).astype(np.uint32)
    docs = np.searchsorted(bases, places, side="right") - 1
    return docs[np.append(True, docs[1:] != docs[:-1])].astype(np.uint32)


def _side_by_side(places: Sequence[Docs]) -> Docs:
    """Where the words start that stand exactly side by side."""
    # Counted from one after the first word's place, so that no place falls below 0.
    shifted = [
        (len(held), held + np.uint32(len(places) - offset)) for offset, held in enumerate(places)
    ]
    shifted.sort(key=lambda pair: pair[0])
    keys = shifted[0][1]
    for _, other in shifted[1:]:
        keys = both(keys, other)
    return keys - np.uint32(len(places))


def both(few: Docs, many: Docs) -> Docs:
    """The numbers that stand in both of two ascending arrays, `few` the shorter one."""
    if len(few) * 16 < len(many) or len(many) < _FEW:
        place = np.searchsorted(many, few)
        place[place == len(many)] = 0
        return few[many[place] == few] if len(many) else few[:0]
    # A window of the line at a time is marked in a table that stays in the processor's cache.
    table = np.zeros(_WINDOW, np.bool_)
    edges = np.arange(0, int(max(few[-1], many[-1])) + _WINDOW, _WINDOW, dtype=np.int64)
    few_at, many_at = np.searchsorted(few, edges), np.searchsorted(many, edges)
    kept = []
    for window in range(len(edges) - 1):
        part = few[few_at[window] : few_at[window + 1]]
        other = many[many_at[window] : many_at[window + 1]]
        if len(part) and len(other):
            base = np.uint32(edges[window])
            other = other - base
            table[other] = True
            kept.append(part[table[part - base]])
            table[other] = False
    return np.concatenate(kept) if kept else few[:0]


def following(field: Field, before: Docs, places: Docs, slop: int) -> Docs:
    """The places that stand 1 to `slop` after some place of `before`, in the same article."""
    if not len(before) or not len(places):
        return places[:0]
    at = np.searchsorted(before, places)
    last = before[np.maximum(at - 1, 0)]
    near = (at > 0) & (places - last <= slop)
    if slop >= GAP:
        bases = field.bases()
        start = bases[np.searchsorted(bases, places, side="right") - 1]
        near &= last >= start
    return places[near]
