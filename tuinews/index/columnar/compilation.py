"""Owns turning a Whoosh query into nodes for one segment, so that it runs on arrays.

A kind of query that has no node here is asked of Whoosh's own matchers (`stock`): slower, and
the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
from whoosh import query
from whoosh.query import compound, positional, qcore, terms
from whoosh.reading import IndexReader
from whoosh.util.times import datetime_to_long

from tuinews.index.columnar import expansion
from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.inlede import in_lede
from tuinews.index.columnar.nodes import (
    EveryNode,
    Node,
    RangeNode,
    ScoredNode,
    SetNode,
    TermNode,
)
from tuinews.index.columnar.phrases import PhraseNode
from tuinews.index.columnar.proximity import Near, NearNode
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.snapshot import Scoring, Snapshot
from tuinews.index.columnar.trees import (
    AndNode,
    BestOfNode,
    BoostedNode,
    FilteredNode,
    MaybeNode,
    NotNode,
    OrNode,
)
from tuinews.index.nodes import AnyWord, Docs, InLede, Starting, Without

StockMatcher = Callable[[query.Query, Segment], ScoredNode]


class Compiler:
    """Compiles queries for one segment of a snapshot.

    Args:
        reader: Gives a Whoosh reader of the segment when a query needs one.
        stock: Runs a query through Whoosh's matchers.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        segment: Segment,
        scoring: Scoring,
        reader: Callable[[Segment], IndexReader],
        stock: StockMatcher,
    ) -> None:
        self._snapshot, self._segment, self._scoring = snapshot, segment, scoring
        self._reader, self._stock = reader, stock
        self._articles = segment.articles

    def compile(self, q: query.Query) -> Node:
        """The node of a query."""
        for kind in type(q).__mro__:
            method = _METHODS.get(kind)
            if method is not None:
                return method(self, q)
        return self._stock(q, self._segment)

    def _nothing(self) -> Node:
        return SetNode(nothing(self._articles), 0.0)

    def _null(self, q: query.Query) -> Node:
        return self._nothing()

    def _term(self, q: terms.Term) -> Node:
        if q.fieldname not in self._snapshot.schema:
            return self._nothing()
        numbers = self._segment.numbers(q.fieldname)
        if numbers is not None:
            value = q.text
            if isinstance(value, bytes):
                value = self._snapshot.schema[q.fieldname].from_bytes(value)
            number = _whole(value)
            return RangeNode(numbers, number, number, q.boost)
        try:
            text = self._snapshot.schema[q.fieldname].to_bytes(q.text)
        except ValueError:
            return self._nothing()
        return self._term_node(q.fieldname, text, q.boost) or self._nothing()

    def _term_node(self, name: str, text: bytes, boost: float = 1.0) -> TermNode | None:
        field = self._segment.field(name)
        place = field.postings.lexicon.find(text) if field is not None else -1
        if field is None or place < 0:
            return None
        schema_field = self._snapshot.schema[name]
        field_boost = float(getattr(schema_field.format, "field_boost", 1.0))
        if not schema_field.scorable:
            return TermNode(field, place, weight=boost, boost=field_boost, norm=None)
        k1 = self._scoring.k1
        return TermNode(
            field,
            place,
            weight=self._snapshot.idf(name, text) * (k1 + 1) * boost,
            boost=field_boost,
            norm=(self._snapshot.average_length(name), self._scoring.b(name), k1),
        )

    def _every(self, q: query.Every) -> Node:
        if q.fieldname is None:
            return EveryNode(self._articles, q.boost)
        numbers = self._segment.numbers(q.fieldname)
        if numbers is not None:
            return RangeNode(numbers, None, None, q.boost)
        field = self._segment.field(q.fieldname)
        if field is None:
            return self._nothing()
        return SetNode(self._marked(q.fieldname, [(0, field.postings.size)]), q.boost)

    def _marked(self, name: str, ranges: list[tuple[int, int]], part: int = 0) -> Found:
        held = np.zeros(self._articles, np.bool_)
        field = self._segment.field(name)
        if field is not None:
            for first, after in ranges:
                field.postings.mark(held, first, after, part)
        return Found(self._articles, held=held)

    def _number_range(self, q: query.NumericRange) -> Node:
        numbers = self._segment.numbers(q.fieldname)
        if numbers is None:
            return self._nothing()
        low, high = _whole(q.start), _whole(q.end)
        if low is not None and q.startexcl:
            low += 1
        if high is not None and q.endexcl:
            high -= 1
        return RangeNode(numbers, low, high, q.boost)

    def _multi(self, q: terms.MultiTerm) -> Node:
        name = q.field()
        field = self._segment.field(name)
        if field is None:
            return self._nothing()
        if isinstance(q, query.Prefix) and not q.text:
            return self._every(query.Every(name, q.boost))
        places = expansion.places(q, field, self._reader(self._segment))
        if not len(places):
            return self._nothing()
        lexicon = field.postings.lexicon
        if len(places) == 1:
            # Whoosh scores a lone term in full and forgets the boost.
            return self._term_node(name, lexicon.word(int(places[0]))) or self._nothing()
        boost = float(getattr(q, "boost", 1.0))
        if getattr(q, "constantscore", False):
            return SetNode(self._marked(name, expansion.ranges(places)), boost)
        nodes = [self._term_node(name, word) for word in lexicon.words(places)]
        union = OrNode([node for node in nodes if node is not None], self._articles)
        return self._boosted(union, boost)

    def _phrase(self, q: query.Phrase) -> Node:
        if q.fieldname not in self._snapshot.schema:
            return self._nothing()
        field = self._segment.field(q.fieldname)
        if field is None or field.span is None or not q.words:
            return self._stock(q, self._segment)
        words = []
        for word in q.words:
            node = self._term_node(q.fieldname, self._snapshot.schema[q.fieldname].to_bytes(word))
            if node is None:
                return self._nothing()
            words.append(node)
        return self._boosted(PhraseNode(field, words, q.slop), q.boost)

    @staticmethod
    def _boosted(node: Node, boost: float) -> Node:
        return node if boost == 1.0 else BoostedNode(node, boost)

    def _and(self, q: query.And) -> Node:
        parts = [self.compile(part) for part in q.subqueries]
        if not parts:
            return self._nothing()
        if len(parts) == 1:
            return parts[0]
        return self._boosted(AndNode(parts, self._articles), q.boost)

    def _or(self, q: query.Or) -> Node:
        if q.scale or q.minmatch:
            return self._stock(q, self._segment)
        parts = [self.compile(part) for part in q.subqueries]
        parts = [part for part in parts if part.size] or parts[:1]
        if not parts:
            return self._nothing()
        if len(q.subqueries) == 1:
            return parts[0]
        node = parts[0] if len(parts) == 1 else OrNode(parts, self._articles)
        return self._boosted(node, q.boost)

    def _best_of(self, q: query.DisjunctionMax) -> Node:
        parts = [self.compile(part) for part in q.subqueries]
        if q.tiebreak or not parts:
            return self._stock(q, self._segment) if parts else self._nothing()
        if len(parts) == 1:
            return parts[0]
        return self._boosted(BestOfNode(parts, self._articles), q.boost)

    def _not(self, q: query.Not) -> Node:
        return NotNode(self.compile(q.query), self._articles)

    def _and_not(self, q: query.AndNot) -> Node:
        return FilteredNode(self.compile(q.a), self.compile(q.b), without=True)

    def _require(self, q: query.Require) -> Node:
        return FilteredNode(self.compile(q.a), self.compile(q.b), without=False)

    def _maybe(self, q: query.AndMaybe) -> Node:
        return MaybeNode(self.compile(q.a), self.compile(q.b))

    def _chosen(self, q: Docs) -> Node:
        offset = self._snapshot.offsets[self._snapshot.segments.index(self._segment)]
        held = np.zeros(self._articles, np.bool_)
        mine = q.held[offset : offset + self._articles]
        held[: len(mine)] = mine
        return SetNode(Found(self._articles, held=held), 0.0)

    def _near(self, q: Near) -> Node:
        field = self._segment.field(q.fieldname)
        if field is None or field.span is None:
            return self._nothing()
        things = []
        for thing in q.things:
            ways = []
            for way in thing:
                words = [self._term_node(q.fieldname, word.encode()) for word in way]
                known = [word for word in words if word is not None]
                if len(known) == len(words):
                    ways.append(known)
            things.append(ways)
        return NearNode(field, things, q) if all(things) else self._nothing()

    def _without(self, q: Without) -> Node:
        return FilteredNode(self.compile(q.wanted), self.compile(q.unwanted), without=True)

    def _any_word(self, q: AnyWord) -> Node:
        field = self._segment.field(q.fieldname)
        if field is None:
            return self._nothing()
        found = {field.postings.lexicon.find(word.encode()) for word in q.words}
        places = np.array(sorted(place for place in found if place >= 0), np.int64)
        return SetNode(self._marked(q.fieldname, expansion.ranges(places), q.part), q.boost)

    def _starting(self, q: Starting) -> Node:
        field = self._segment.field(q.fieldname)
        if field is None:
            return self._nothing()
        span = field.postings.lexicon.with_prefix(q.start.encode())
        return SetNode(self._marked(q.fieldname, [span], q.part), q.boost)

    def _in_lede(self, q: InLede) -> Node:
        field = self._segment.field(q.fieldname)
        words = [self._term_node(q.fieldname, word.encode()) for word in q.words]
        known = [word for word in words if word is not None]
        if field is None or not known or len(known) < len(words):
            return self._nothing()
        return in_lede(field, known, q.boost)

    def _constant(self, q: query.ConstantScoreQuery) -> Node:
        node = self.compile(q.child)
        return SetNode(node.find(), q.score)


def _whole(value: object) -> int | None:
    """A bound of a range as the whole number that is kept."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return int(datetime_to_long(value))
    return int(value)  # type: ignore[call-overload, no-any-return]


_METHODS: dict[type, Callable[[Compiler, query.Query], Node]] = {
    type(qcore.NullQuery): Compiler._null,
    terms.Term: Compiler._term,
    qcore.Every: Compiler._every,
    query.NumericRange: Compiler._number_range,
    terms.MultiTerm: Compiler._multi,
    positional.Phrase: Compiler._phrase,
    compound.And: Compiler._and,
    compound.Or: Compiler._or,
    compound.DisjunctionMax: Compiler._best_of,
    query.Not: Compiler._not,
    compound.AndNot: Compiler._and_not,
    compound.Require: Compiler._require,
    compound.AndMaybe: Compiler._maybe,
    query.ConstantScoreQuery: Compiler._constant,
    Docs: Compiler._chosen,
    AnyWord: Compiler._any_word,
    InLede: Compiler._in_lede,
    Starting: Compiler._starting,
    Without: Compiler._without,
    Near: Compiler._near,
}
