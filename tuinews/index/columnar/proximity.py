"""Owns nearness: words or phrases that stand close, in one sentence, or in one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools, Docs
from tuinews.index.columnar.joinedfield import JoinedField
from tuinews.index.columnar.nodes import TermNode
from tuinews.index.columnar.phrases import PlacedNode, common, places_of, side_by_side
from tuinews.index.leaves import Link, Unit
from tuinews.index.nodes import OnArrays

Way = tuple[str, ...]
"""Terms in a row."""
Thing = tuple[Way, ...]
"""What any of several ways says."""


class Near(OnArrays):
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


Words = Sequence[TermNode]


class _Spans(NamedTuple):
    """Where a thing stands, all articles on one line: n of each, in no order.

    Attributes:
        begin, end: uint32[n], places of its first and of its last word.
        docs: uint32[n], the articles.
    """

    begin: Docs
    end: Docs
    docs: Docs

    def only(self, chosen: Bools) -> _Spans:
        return _Spans(*(each.compress(chosen) for each in self))


class NearNode(PlacedNode):
    """Things near each other, in one segment."""

    def __init__(self, field: JoinedField, things: Sequence[Sequence[Words]], near: Near) -> None:
        terms = {word.term: word for thing in things for way in thing for word in way}
        super().__init__(field, tuple(terms.values()), near.boost)
        self._things, self._near = things, near
        self.size = min(sum(min(word.size for word in way) for way in thing) for thing in things)

    def _find_docs(self) -> Docs:
        articles = self._field.articles
        mask = np.ones(articles, np.bool_)
        for thing in self._things:
            held = np.zeros(articles, np.bool_)
            for way in thing:
                held |= common(way, articles)
            mask &= held
        if not mask.any() or not self._near.in_time():
            return np.empty(0, np.uint32)
        live = self._spans(self._things[0], mask)
        for link, thing in zip(self._near.links, self._things[1:], strict=True):
            if not self._near.in_time():
                return np.empty(0, np.uint32)
            spans = self._spans(thing, mask)
            live = spans.only(_near(live, spans, link, partial(self._line, link.unit)))
        least = self._near.least
        if len(self._things[-1]) > 1:
            # Several ways to say a thing may begin at the same place.
            _, first = np.unique(live.begin, return_index=True)
            live = _Spans(live.begin[first], live.end[first], live.docs[first])
        if least == 1:
            return ragged.distinct(live.docs)
        docs = np.sort(live.docs, kind="stable")
        first = np.flatnonzero(np.diff(docs.astype(np.int64), prepend=-1))
        counts = np.diff(first, append=len(docs))
        found: Docs = docs[first[counts >= least]]
        return found

    def _line(self, unit: Unit, docs: Array) -> Docs:
        """Where the units begin in some articles; a chunk's end is a sentence's."""
        docs = ragged.distinct(docs)
        line = self._field.breaks("chunks", docs)
        if unit == "sentence":
            more = self._field.breaks("sentences", docs)
            line = ragged.distinct(np.concatenate([line, more]))
        return line

    def _spans(self, thing: Sequence[Words], mask: Bools) -> _Spans:
        """Where a thing stands in the articles of a mask."""
        found = [self._spans_of(thing[0], mask)]
        found += [self._spans_of(way, mask) for way in thing[1:] if self._near.in_time()]
        if len(found) == 1:
            return found[0]
        return _Spans(*map(np.concatenate, zip(*found, strict=True)))

    def _spans_of(self, way: Words, mask: Bools) -> _Spans:
        """Where words stand side by side."""
        known = {word.term: word for word in way}
        lines = {term: places_of(self._field, word, mask) for term, word in known.items()}
        rarest, chosen = side_by_side([lines[word.term] for word in way])
        line = lines[way[rarest].term]
        inside = mask.take(line.docs)
        if not inside.all():
            chosen &= ragged.spread(inside.view(np.uint8), line.ends).view(np.bool_)
        docs = ragged.spread(line.docs, line.ends).compress(chosen)
        begin = line.at.compress(chosen) - line.at.dtype.type(rarest)
        spans = _Spans(begin, begin + begin.dtype.type(len(way) - 1), docs)
        if not self._near.in_lede:
            return spans
        first, after = self._field.ledes
        place = begin - self._field.bases.take(docs)
        return spans.only((place >= first.take(docs)) & (place < after.take(docs)))


def _near(left: _Spans, right: _Spans, link: Link, line: Callable[[Array], Docs]) -> Bools:
    """Which spans on the right have one on the left near, `line` giving an article's units.

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
    near = place > 0
    if by_words:
        near &= right.begin - ends.take(before) <= link.distance
    near[near] = _share(
        last.compress(near), right.end.compress(near), line(right.docs.compress(near))
    )
    if link.ordered:
        return near
    order = np.argsort(left.begin, kind="stable")
    ends, begins = left.end.take(order), left.begin.take(order)
    if not by_words:
        ends = np.minimum.accumulate(ends[::-1])[::-1]
    place = np.searchsorted(begins, right.end, side="right")
    after = np.minimum(place, len(begins) - 1)
    follows = (place < len(begins)) & ~near
    if by_words:
        follows &= begins.take(after) - right.end <= link.distance
    follows[follows] = _share(
        right.begin.compress(follows),
        ends.take(after).compress(follows),
        line(right.docs.compress(follows)),
    )
    both: Bools = near | follows
    return both


def _share(first: Docs, last: Docs, line: Docs) -> Bools:
    """Whether two places of each pair, the first before the last, lie in one unit of the line."""
    place = np.searchsorted(line, first, side="right")
    ends = place == len(line)
    place[ends] = 0
    same: Bools = (line.take(place) > last) | ends
    return same
