"""Owns phrases: which articles hold words side by side, from the words' positions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.joinedfield import GAP, JoinedField, Line
from tuinews.index.columnar.nodes import TermNode

_WINDOW = 1 << 20
_FEW = 20_000
_REMEMBERED = 1_500_000
"""Places of a word that are remembered, at most."""


class PlacedNode:
    """Articles found by where words stand in them: once, and scored by these words."""

    size: int

    def __init__(self, field: JoinedField, words: Sequence[TermNode], boost: float = 1.0) -> None:
        self._field, self._words, self._boost = field, words, boost
        self._docs: Docs | None = None

    def _find_docs(self) -> Docs:
        """The matching articles, ascending."""
        raise NotImplementedError

    def docs(self) -> Docs:
        """The same, found once."""
        if self._docs is None:
            self._docs = self._find_docs()
        return self._docs

    def find(self) -> Found:
        docs = self.docs()
        return Found(self._field.articles, docs=docs, score=self._score(docs))

    def match(self) -> Found:
        return Found(self._field.articles, docs=self.docs())

    def has(self, docs: Array) -> Bools:
        return stand_among(docs, self.docs())

    def _score(self, docs: Array) -> Floats:
        score = np.zeros(len(docs))
        for word in self._words:
            _, more = word.at(docs)
            score += more
        return score * self._boost

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        held = self.has(docs)
        score = np.zeros(len(docs))
        score[held] = self._score(docs.compress(held))
        return held, score


class PhraseNode(PlacedNode):
    """Articles where each word stands at most `slop` after the one before it, in order.

    The score is the sum of the words' scores, as Whoosh's `SpanNear2` has it.
    """

    def __init__(self, field: JoinedField, words: Sequence[TermNode], slop: int) -> None:
        super().__init__(field, words)
        self._slop = slop
        self.size = min(word.size for word in words)

    def _find_docs(self) -> Docs:
        line = self._lines()
        if not line:
            return np.empty(0, np.uint32)
        if self._slop == 1:
            rarest, chosen = side_by_side(line)
            return line[rarest].docs_of(chosen)
        before = line[0].at
        chosen = np.ones(len(before), np.bool_)
        for word in line[1:]:
            chosen = follow(self._field, before, word.at, self._slop)
            before = word.at.compress(chosen)
        return line[-1].docs_of(chosen)

    def _lines(self) -> list[Line]:
        """Where each word stands; nothing when no article has them all."""
        known = {word.term: word for word in self._words}
        lines = {term: line_of(self._field, word) for term, word in known.items()}
        if not all(lines.values()):
            mask = common(self._words, self._field.articles)
            if not mask.any():
                return []
            lines = {term: places_of(self._field, word, mask) for term, word in known.items()}
        return [line for word in self._words if (line := lines[word.term]) is not None]


def stand_among(docs: Array, mine: Docs) -> Bools:
    """Which of some articles are among ascending others."""
    if not len(mine):
        return np.zeros(len(docs), np.bool_)
    place = np.searchsorted(mine, docs)
    place[place == len(mine)] = 0
    return np.asarray(mine.take(place) == docs)


def common(words: Sequence[TermNode], articles: int) -> Bools:
    """The articles that hold all of some words, as a mask."""
    ordered = sorted({word.term: word for word in words}.values(), key=lambda word: word.size)
    rows = [word.row for word in ordered if word.row is not None]
    if len(rows) < len(ordered):
        docs, _ = ordered[0].postings()
        for word in ordered[1:]:
            docs = docs.compress(word.has(docs))
        mask = np.zeros(articles, np.bool_)
        mask[docs] = True
        return mask
    held: Bools = rows[0] != 0
    for row in rows[1:]:
        held &= row != 0
    return held


def line_of(field: JoinedField, word: TermNode) -> Line | None:
    """Where a word stands in all articles, where that is remembered."""
    return field.lines.get(word.term.places)


def places_of(field: JoinedField, word: TermNode, mask: Bools) -> Line:
    """Where a word stands in the articles of a mask, and perhaps in others.

    Leaving the others out is worth its while only where they are many, and not with a word whose
    places can be remembered.
    """
    known = line_of(field, word)
    if known is not None:
        return known
    docs, tf = word.postings()
    positions = field.positions(word.term)
    whole = len(positions) <= _REMEMBERED
    if not whole:
        inside = mask.take(docs)
        if np.count_nonzero(inside) * 3 < len(docs) * 2:
            start = np.cumsum(tf, dtype=np.int64)
            start -= tf
            docs, tf, start = docs.compress(inside), tf.compress(inside), start.compress(inside)
            positions = positions.take(ragged.indices(start, tf))
    ends = np.cumsum(tf, dtype=np.int64)
    at = ragged.spread(field.bases.take(docs), ends)
    at += positions
    line = Line(docs, ends, at)
    if whole:
        field.lines.put(word.term.places, line, docs.nbytes + ends.nbytes + at.nbytes)
    return line


def side_by_side(line: Sequence[Line]) -> tuple[int, Bools]:
    """Where the words of a line stand exactly side by side.

    Returns:
        Which word of the line is the rarest, and for each of its places whether it is one.
    """
    rarest = min(range(len(line)), key=lambda place: len(line[place].at))
    first = line[rarest]
    chosen = np.ones(len(first.at), np.bool_)
    # Counted from beyond the first word's place, so that no place falls below 0.
    for offset in sorted(range(len(line)), key=lambda place: len(line[place].at)):
        if offset != rarest:
            left = np.flatnonzero(chosen)
            kind = first.at.dtype.type
            few = first.at.take(left) + kind(len(line) + offset - rarest)
            chosen[left] = stand_in(few, line[offset].at + kind(len(line)))
    return rarest, chosen


def stand_in(few: Docs, many: Docs) -> Bools:
    """Which of some ascending numbers also stand among `many` ascending ones."""
    if not len(many) or not len(few):
        return np.zeros(len(few), np.bool_)
    if len(few) * 8 < len(many) or len(many) < _FEW:
        place = np.searchsorted(many, few)
        place[place == len(many)] = 0
        return np.asarray(many.take(place) == few)
    # A window of the line at a time is marked in a table that stays in the processor's cache.
    table = np.zeros(_WINDOW, np.bool_)
    held = np.zeros(len(few), np.bool_)
    edges = np.arange(0, int(few[-1]) + _WINDOW, _WINDOW, dtype=np.int64)
    few_at, many_at = np.searchsorted(few, edges).tolist(), np.searchsorted(many, edges).tolist()
    for window in range(len(edges) - 1):
        part = slice(few_at[window], few_at[window + 1])
        other = slice(many_at[window], many_at[window + 1])
        if part.start < part.stop and other.start < other.stop:
            base = few.dtype.type(edges[window])
            marks = np.subtract(many[other], base, dtype=np.intp)
            table[marks] = True
            held[part] = table.take(np.subtract(few[part], base, dtype=np.intp))
            table[marks] = False
    return held


def follow(field: JoinedField, before: Docs, places: Docs, slop: int) -> Bools:
    """Which places stand 1 to `slop` after some place of `before`, in the same article."""
    if not len(before) or not len(places):
        return np.zeros(len(places), np.bool_)
    at = np.searchsorted(before, places)
    last = before.take(np.maximum(at - 1, 0))
    near = (at > 0) & (places - last <= slop)
    if slop >= GAP:
        bases = field.bases
        near &= last >= bases.take(np.searchsorted(bases, places, side="right") - 1)
    return near
