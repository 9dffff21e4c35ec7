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

from tuinews.index.columnar import expansion, newskinds
from tuinews.index.columnar.found import Found, nothing
from tuinews.index.columnar.joined import Joined
from tuinews.index.columnar.modifiers import BoostedNode, FilteredNode, MaybeNode, NotNode
from tuinews.index.columnar.nodes import (
    EveryNode,
    Node,
    RangeNode,
    ScoredNode,
    SetNode,
    TermNode,
)
from tuinews.index.columnar.parted import SplitNode
from tuinews.index.columnar.phrases import PhraseNode
from tuinews.index.columnar.proximity import Near
from tuinews.index.columnar.segment import Field, Segment
from tuinews.index.columnar.snapshot import K1, B, Snapshot
from tuinews.index.columnar.trees import AndNode, BestOfNode, InTime, OrNode
from tuinews.index.columnar.word import WordNode
from tuinews.index.nodes import AnyWord, Apart, Docs, InLede, Starting, Without

StockMatcher = Callable[[query.Query, Segment], ScoredNode]


class Compiler:
    """Compiles queries for segments of a snapshot.

    Args:
        joined: The segments, all of them or one.
        offset: The number in the snapshot of their first article.
        reader: Gives a Whoosh reader of a segment when a query needs one.
        stock: Runs a query through Whoosh's matchers over a segment.
        in_time: Whether there is time left, asked between steps of finding.

    Attributes:
        articles: How many articles they have.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        joined: Joined,
        offset: int,
        reader: Callable[[Segment], IndexReader],
        stock: StockMatcher,
        in_time: InTime,
    ) -> None:
        self._snapshot, self.joined, self.offset = snapshot, joined, offset
        self._reader, self._stock = reader, stock
        self._in_time = in_time
        self.articles = joined.articles

    def compile(self, q: query.Query) -> Node:
        """The node of a query."""
        for kind in type(q).__mro__:
            method = _METHODS.get(kind)
            if method is not None:
                return method(self, q)
        return self._walked(q)

    def _walked(self, q: query.Query) -> Node:
        """A query that Whoosh's matchers run."""
        return self._split(lambda segment, _: self._stock(q, segment))

    def _split(self, compiled: Callable[[Segment, Compiler], Node]) -> Node:
        """What each segment finds by itself."""
        segments = self.joined.segments
        if len(segments) == 1:
            return compiled(segments[0], self)
        parts = []
        for place, (segment, offset) in enumerate(zip(segments, self.joined.offsets, strict=True)):
            alone = Compiler(
                self._snapshot, self._snapshot.alone(place), self.offset + offset,
                self._reader, self._stock, self._in_time,
            )  # fmt: skip
            parts.append(compiled(segment, alone))
        return SplitNode(parts, self.joined.offsets, self.articles)

    def nothing(self) -> Node:
        """What no article matches."""
        return SetNode(nothing(self.articles), 0.0)

    def _null(self, q: query.Query) -> Node:
        return self.nothing()

    def _is_number(self, name: str) -> bool:
        return name in self.joined.numbers

    def _in_range(self, name: str, low: int | None, high: int | None, boost: float) -> Node:
        def within(segment: Segment, alone: Compiler) -> Node:
            numbers = segment.numbers(name)
            if numbers is None:
                return alone.nothing()
            return RangeNode(numbers, low, high, boost)

        return self._split(within)

    def _term(self, q: terms.Term) -> Node:
        if q.fieldname not in self._snapshot.schema:
            return self.nothing()
        if self._is_number(q.fieldname):
            value = q.text
            if isinstance(value, bytes):
                value = self._snapshot.schema[q.fieldname].from_bytes(value)
            number = _whole(value)
            return self._in_range(q.fieldname, number, number, q.boost)
        try:
            text = self._snapshot.schema[q.fieldname].to_bytes(q.text)
        except ValueError:
            return self.nothing()
        return self.term_node(q.fieldname, text, q.boost) or self.nothing()

    def term_node(self, name: str, text: bytes, boost: float = 1.0) -> TermNode | None:
        """A term of a field; None when no article has it."""
        field = self.joined.field(name)
        term = field.find(text) if field is not None else None
        if field is None or term is None:
            return None
        schema_field = self._snapshot.schema[name]
        field_boost = float(getattr(schema_field.format, "field_boost", 1.0))
        if not schema_field.scorable:
            return TermNode(field, term, weight=boost, boost=field_boost, norm=None)
        whole = field is self._snapshot.joined.field(name)
        idf = self._snapshot.idf(term.df if whole else self._snapshot.df(name, text))
        return TermNode(
            field,
            term,
            weight=idf * (K1 + 1) * boost,
            boost=field_boost,
            norm=(self._snapshot.average_length(name), B, K1),
        )

    def _every(self, q: query.Every) -> Node:
        if q.fieldname is None:
            return EveryNode(self.articles, q.boost)
        if self._is_number(q.fieldname):
            return self._in_range(q.fieldname, None, None, q.boost)
        return self.marked(q.fieldname, lambda part: [(0, part.postings.lexicon.size)], 0, q.boost)

    def marked(
        self,
        name: str,
        ranges: Callable[[Field], list[tuple[int, int]]],
        part: int,
        score: float,
    ) -> Node:
        """Articles that hold any term of some ranges of the lexicon."""
        field = self.joined.field(name)
        if field is None:
            return self.nothing()
        held = np.zeros(self.articles, np.bool_)
        field.mark(held, ranges, part)
        return SetNode(Found(self.articles, held=held), score)

    def _number_range(self, q: query.NumericRange) -> Node:
        low, high = _whole(q.start), _whole(q.end)
        if low is not None and q.startexcl:
            low += 1
        if high is not None and q.endexcl:
            high -= 1
        return self._in_range(q.fieldname, low, high, q.boost)

    def _multi(self, q: terms.MultiTerm) -> Node:
        if isinstance(q, query.Prefix) and not q.text:
            return self._every(query.Every(q.field(), q.boost))
        return self._split(lambda segment, alone: alone._multi_alone(q, segment))

    def _multi_alone(self, q: terms.MultiTerm, segment: Segment) -> Node:
        """Whoosh expands a query for each segment by itself, and a lone term it scores in full."""
        name = q.field()
        field = segment.field(name)
        if field is None:
            return self.nothing()
        places = expansion.places(q, field, self._reader(segment))
        if not len(places):
            return self.nothing()
        lexicon = field.postings.lexicon
        if len(places) == 1:
            # It forgets the boost, too.
            return self.term_node(name, lexicon.word(int(places[0]))) or self.nothing()
        boost = float(getattr(q, "boost", 1.0))
        if getattr(q, "constantscore", False):
            return self.marked(name, lambda _: expansion.ranges(places), 0, boost)
        nodes = [self.term_node(name, word) for word in lexicon.words(places)]
        known = [node for node in nodes if node is not None]
        return self._boosted(OrNode(known, self.articles, self._in_time), boost)

    def _phrase(self, q: query.Phrase) -> Node:
        if q.fieldname not in self._snapshot.schema:
            return self.nothing()
        field = self.joined.field(q.fieldname)
        if field is None or not field.has_positions or not q.words:
            return self._walked(q)
        words = []
        for word in q.words:
            node = self.term_node(q.fieldname, self._snapshot.schema[q.fieldname].to_bytes(word))
            if node is None:
                return self.nothing()
            words.append(node)
        return self._boosted(PhraseNode(field, words, q.slop), q.boost)

    @staticmethod
    def _boosted(node: Node, boost: float) -> Node:
        return node if boost == 1.0 else BoostedNode(node, boost)

    def _and(self, q: query.And) -> Node:
        parts = [self.compile(part) for part in q.subqueries]
        if not parts:
            return self.nothing()
        if len(parts) == 1:
            return parts[0]
        return self._boosted(AndNode(parts, self.articles, self._in_time), q.boost)

    def _or(self, q: query.Or) -> Node:
        if q.scale or q.minmatch:
            return self._walked(q)
        parts = [self.compile(part) for part in q.subqueries]
        parts = [part for part in parts if part.size] or parts[:1]
        if not parts:
            return self.nothing()
        if len(q.subqueries) == 1:
            return parts[0]
        node = parts[0] if len(parts) == 1 else OrNode(parts, self.articles, self._in_time)
        return self._boosted(node, q.boost)

    def _best_of(self, q: query.DisjunctionMax) -> Node:
        parts = [self.compile(part) for part in q.subqueries]
        if q.tiebreak or not parts:
            return self._walked(q) if parts else self.nothing()
        if len(parts) == 1:
            return parts[0]
        return self._boosted(BestOfNode(parts, self.articles), q.boost)

    def _not(self, q: query.Not) -> Node:
        return NotNode(self.compile(q.query), self.articles)

    def _and_not(self, q: query.AndNot) -> Node:
        return FilteredNode(self.compile(q.a), self.compile(q.b), without=True)

    def _require(self, q: query.Require) -> Node:
        return FilteredNode(self.compile(q.a), self.compile(q.b), without=False)

    def _maybe(self, q: query.AndMaybe) -> Node:
        part = self.compile(q.a)
        if isinstance(part, SetNode) and not part.size:
            return part
        extra = self.compile(q.b)
        extras = extra.parts if isinstance(extra, OrNode) else [extra]
        extras = [each for each in extras if each.size]
        terms = [each for each in extras if isinstance(each, TermNode)]
        if isinstance(part, TermNode) and len(terms) == len(extras):
            return WordNode(self.joined, part, terms)
        return MaybeNode(part, extras)

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
    Docs: newskinds.chosen,
    Apart: newskinds.apart,
    AnyWord: newskinds.any_word,
    InLede: newskinds.lede,
    Starting: newskinds.starting,
    Without: newskinds.without,
    Near: newskinds.near,
}
