"""Owns nearness: words or phrases that stand close, in one sentence, or in one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from whoosh.query import qcore

from tuinews.index.columnar.arraytypes import Array, Bools, Docs, Floats
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import TermNode
from tuinews.index.columnar.phrases import common, follow, places_of, side_by_side, stand_in
from tuinews.index.columnar.segment import Field

Unit = Literal["word", "sentence", "paragraph"]
Way = tuple[str, ...]


class Near(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """Articles in which two things stand near each other in a field.

    A thing is any of several ways to say it, each a phrase of one term or more. Within
    `distance` words means that so many positions lie between the last word of one and the first
    of the other, neighbours being at distance 1; things that overlap are not near. The score is
    the sum of the scores of all terms that the article has.
    """

    def __init__(
        self,
        fieldname: str,
        left: Sequence[Way],
        right: Sequence[Way],
        *,
        distance: int = 1,
        ordered: bool = False,
        unit: Unit = "word",
        boost: float = 1.0,
    ) -> None:
        """Match `left` near `right`.

        Args:
            distance: In words, for `unit` word.
            ordered: Whether left must come first, for `unit` word.
            unit: What both must stand within.
        """
        self.fieldname, self.left, self.right = fieldname, tuple(left), tuple(right)
        self.distance, self.ordered, self.unit, self.boost = distance, ordered, unit, boost

    def __repr__(self) -> str:
        return f"Near({self.fieldname!r}, {self.left}, {self.right}, {self.distance}, {self.unit})"

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


class NearNode:
    """Two things near each other, in one segment."""

    def __init__(
        self,
        field: Field,
        left: Sequence[Sequence[TermNode]],
        right: Sequence[Sequence[TermNode]],
        near: Near,
    ) -> None:
        self._field, self._left, self._right, self._near = field, left, right, near
        self._terms = {word.term: word for way in [*left, *right] for word in way}
        sizes = [sum(min(word.size for word in way) for way in side) for side in (left, right)]
        self.size = min(sizes)
        self._docs: Docs | None = None

    def _find_docs(self) -> Docs:
        articles = self._field.postings.articles
        masks = []
        for side in (self._left, self._right):
            mask = np.zeros(articles, np.bool_)
            for way in side:
                mask |= common(way, articles)
            masks.append(mask)
        mask = masks[0] & masks[1]
        if not mask.any():
            return np.empty(0, np.uint32)
        left = self._spans(self._left, mask)
        right = self._spans(self._right, mask)
        if self._near.unit == "word":
            distance = self._near.distance
            found = [right[0].compress(follow(self._field, left[1], right[0], distance))]
            if not self._near.ordered:
                found.append(left[0].compress(follow(self._field, right[1], left[0], distance)))
            places = np.concatenate(found)
        else:
            kind = "sentences" if self._near.unit == "sentence" else "chunks"
            places = self._in_one_unit(kind, left[0], right[0], mask)
        docs = np.searchsorted(self._field.bases(), places, side="right") - 1
        return np.unique(docs).astype(np.uint32)

    def _spans(self, side: Sequence[Sequence[TermNode]], mask: Bools) -> tuple[Docs, Docs]:
        """Where the ways of a side begin and where they end, each ascending."""
        begins, ends = [], []
        for way in side:
            line = [places_of(self._field, word, mask) for word in way]
            rarest, chosen = side_by_side(line)
            begin = line[rarest].at.compress(chosen) - np.uint32(rarest)
            begins.append(begin)
            ends.append(begin + np.uint32(len(way) - 1))
        return np.sort(np.concatenate(begins)), np.sort(np.concatenate(ends))

    def _in_one_unit(self, kind: str, left: Docs, right: Docs, mask: Bools) -> Docs:
        """The places of `left` whose sentence or paragraph has one of `right`."""
        field = self._field
        docs = np.flatnonzero(mask)
        # The line of units has the articles of the mask alone; the places may have more.
        left, right = (
            places.compress(mask.take(np.searchsorted(field.bases(), places, side="right") - 1))
            for places in (left, right)
        )
        line = field.breaks("chunks").on_line(docs, field.bases())
        if kind == "sentences":
            more = field.breaks(kind).on_line(docs, field.bases())
            line = np.unique(np.concatenate([line, more]))
        mine = np.searchsorted(line, left, side="right").astype(np.uint32)
        theirs = np.searchsorted(line, right, side="right").astype(np.uint32)
        return left.compress(stand_in(mine, np.unique(theirs)))

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
