"""Owns nearness: words or phrases that stand close, in one sentence, or in one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from whoosh.query import qcore

from tuinews.index.arrays.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import TermNode
from tuinews.index.columnar.phrases import common, places_of, stand_in
from tuinews.index.columnar.segment import Field
from tuinews.index.syntax import Link

Way = tuple[str, ...]
"""Terms in a row."""
Thing = tuple[Way, ...]
"""What any of several ways says."""


class Near(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """Articles in which things stand near each other in a field.

    Each link joins a thing with the next. Within `distance` words means that so many positions
    lie between the last word of one and the first of the other, neighbours being at distance 1;
    things that overlap are not near, nor are things in different chunks of the text. Within a
    sentence or paragraph, all words of both stand in it. A thing in the middle of a chain is
    near the ones on both sides at one and the same place. At least `least` places of the last
    thing must be near so. The score is the sum of the scores of all terms that the article has.
    """

    def __init__(
        self,
        fieldname: str,
        things: Sequence[Thing],
        links: Sequence[Link] = (),
        *,
        least: int = 1,
        in_lede: bool = False,
        boost: float = 1.0,
        in_time: Callable[[], bool] = lambda: True,
    ) -> None:
        """Match `things`, joined by `links`: one fewer, or none for a thing alone.

        Args:
            in_lede: Whether all of it must stand in the lede.
            in_time: Asked between steps; once false, no more is found.
        """
        self.fieldname, self.things, self.links = fieldname, tuple(things), tuple(links)
        self.least, self.in_lede, self.boost = least, in_lede, boost
        self.in_time = in_time

    def __repr__(self) -> str:
        return f"Near({self.fieldname!r}, {self.things}, {self.links}, {self.least})"

    def is_leaf(self) -> bool:
        """It has no parts that are queries."""
        return True

    def estimate_size(self, reader: Any) -> int:
        """How many articles could match, at most."""
        return int(reader.doc_count_all())

    estimate_min_size = estimate_size

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A matcher over what the arrays say, so that Whoosh can run it too."""
        from tuinews.index.columnar.stock import matcher_of

        return matcher_of(self, searcher)


Words = Sequence[TermNode]


class _Spans(NamedTuple):
    """Where a thing stands, all articles on one line: uint32[n] each, in no order."""

    begin: Docs
    end: Docs

    def only(self, chosen: Bools) -> _Spans:
        return _Spans(self.begin.compress(chosen), self.end.compress(chosen))


class NearNode:
    """Things near each other, in one segment."""

    def __init__(self, field: Field, things: Sequence[Sequence[Words]], near: Near) -> None:
        self._field, self._things, self._near = field, things, near
        self._terms = {word.term: word for thing in things for way in thing for word in way}
        self.size = min(sum(min(word.size for word in way) for way in thing) for thing in things)
        self._docs: Docs | None = None

    def _find_docs(self) -> Docs:
        articles = self._field.postings.articles
        mask = np.ones(articles, np.bool_)
        for thing in self._things:
            held = np.zeros(articles, np.bool_)
            for way in thing:
                held |= common(way, articles)
            mask &= held
        if not mask.any() or not self._near.in_time():
            return np.empty(0, np.uint32)
        bases = self._field.bases()
        live = self._spans(self._things[0], mask)
        lines: dict[str, Docs] = {}
        for link, thing in zip(self._near.links, self._things[1:], strict=True):
            if not self._near.in_time():
                return np.empty(0, np.uint32)
            kind = "sentences" if link.unit == "sentence" else "chunks"
            if kind not in lines:
                lines[kind] = self._line(kind, np.flatnonzero(mask))
            spans = self._spans(thing, mask)
            live = spans.only(_near(live, spans, link, lines[kind]))
        begin = np.unique(live.begin)
        docs, counts = np.unique(
            np.searchsorted(bases, begin, side="right") - 1, return_counts=True
        )
        return docs[counts >= self._near.least].astype(np.uint32)

    def _line(self, kind: str, docs: Array) -> Docs:
        """Where sentences or chunks begin; a chunk's end is a sentence's."""
        bases = self._field.bases()
        line = self._field.breaks("chunks").on_line(docs, bases)
        if kind == "sentences":
            more = self._field.breaks(kind).on_line(docs, bases)
            line = np.unique(np.concatenate([line, more]))
        return line

    def _spans(self, thing: Sequence[Words], mask: Bools) -> _Spans:
        """Where a thing stands in the articles of a mask."""
        begins, ends = [], []
        for way in thing:
            places = [places_of(self._field, word, mask).at for word in way]
            rarest = min(range(len(way)), key=lambda place: len(places[place]))
            # Counted from beyond the first word's place, so that no place falls below 0.
            ahead = np.uint32(len(way))
            at = places[rarest] + ahead
            for offset in sorted(range(len(way)), key=lambda place: len(places[place])):
                if offset != rarest:
                    at = at.compress(
                        stand_in(
                            at + np.uint32(ahead + offset - rarest), places[offset] + ahead * 2
                        )
                    )
            begin = at - ahead - np.uint32(rarest)
            begins.append(begin)
            ends.append(begin + np.uint32(len(way) - 1))
        begin, end = np.concatenate(begins), np.concatenate(ends)
        bases = self._field.bases()
        docs = np.searchsorted(bases, begin, side="right") - 1
        inside = mask.take(docs)
        if self._near.in_lede:
            first, after = self._field.ledes
            place = begin - bases.take(docs)
            inside &= (place >= first.take(docs)) & (place < after.take(docs))
        return _Spans(begin, end).only(inside)

    def docs(self) -> Docs:
        """The matching articles, found once."""
        if self._docs is None:
            self._docs = self._find_docs()
        return self._docs

    def _score(self, docs: Array) -> Floats:
        score = np.zeros(len(docs))
        for word in self._terms.values():
            _, more = word.at(docs)
            score += more
        return score * self._near.boost

    def find(self) -> Found:
        docs = self.docs()
        score = self._score(docs).astype(np.float32)
        return Found(self._field.postings.articles, docs=docs, score=score)

    def at(self, docs: Array) -> tuple[Bools, Floats]:
        mine = self.docs()
        score = np.zeros(len(docs))
        if not len(mine):
            return np.zeros(len(docs), np.bool_), score
        place = np.searchsorted(mine, docs)
        place[place == len(mine)] = 0
        held = mine.take(place) == docs
        score[held] = self._score(docs.compress(held))
        return held, score


def _near(left: _Spans, right: _Spans, link: Link, line: Docs) -> Bools:
    """Which spans of `right` have one of `left` near them.

    Of all that end before a span, the one that ends last is nearest by words; the one that
    begins last is likeliest to lie in the same unit. After a span, it is the other way round.
    """
    near = np.zeros(len(right.begin), np.bool_)
    if not len(left.begin) or not len(near):
        return near
    by_words = link.unit == "word"
    order = np.argsort(left.end, kind="stable")
    ends, begins = left.end.take(order), left.begin.take(order)
    if not by_words:
        begins = np.maximum.accumulate(begins)
    place = np.searchsorted(ends, right.begin)
    before = np.maximum(place - 1, 0)
    last = begins.take(before)
    near = (place > 0) & _share(last, right.end, line)
    if by_words:
        near &= right.begin - ends.take(before) <= np.uint32(link.distance)
    if link.ordered:
        return near
    order = np.argsort(left.begin, kind="stable")
    ends, begins = left.end.take(order), left.begin.take(order)
    if not by_words:
        ends = np.minimum.accumulate(ends[::-1])[::-1]
    place = np.searchsorted(begins, right.end, side="right")
    after = np.minimum(place, len(begins) - 1)
    follows = (place < len(begins)) & _share(right.begin, ends.take(after), line)
    if by_words:
        follows &= begins.take(after) - right.end <= np.uint32(link.distance)
    both: Bools = near | follows
    return both


def _share(first: Docs, last: Docs, line: Docs) -> Bools:
    """Whether two places of each pair lie in one unit of the line."""
    same: Bools = np.searchsorted(line, first, "right") == np.searchsorted(line, last, "right")
    return same
