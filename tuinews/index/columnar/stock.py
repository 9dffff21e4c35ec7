"""Owns running queries through Whoosh's own readers, searchers and matchers over this index."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from whoosh import matching, query
from whoosh.reading import IndexReader, MultiReader
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from tuinews.index.columnar.codec import ColumnarReader
from tuinews.index.columnar.compilation import Compiler
from tuinews.index.columnar.layout import Layout
from tuinews.index.columnar.nodes import ScoredNode
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.snapshot import Snapshot
from tuinews.index.columnar.trees import InTime

_readers: WeakKeyDictionary[Snapshot, dict[int, ColumnarReader]] = WeakKeyDictionary()


def segment_reader(snapshot: Snapshot, segment: Segment) -> ColumnarReader:
    """A Whoosh reader of one segment of a snapshot."""
    readers = _readers.setdefault(snapshot, {})
    reader = readers.get(id(segment))
    if reader is None:
        reader = ColumnarReader(segment, snapshot.schema, Layout.of(snapshot.schema))
        readers[id(segment)] = reader
    return reader


def reader(snapshot: Snapshot) -> IndexReader:
    """A Whoosh reader of a whole snapshot."""
    leaves = [segment_reader(snapshot, segment) for segment in snapshot.segments]
    return leaves[0] if len(leaves) == 1 else MultiReader(leaves)


def searcher(snapshot: Snapshot) -> Searcher:
    """A Whoosh searcher of a snapshot; it walks matchers, article by article."""
    return Searcher(reader(snapshot), weighting=BM25F())


def compiler(
    snapshot: Snapshot,
    in_time: InTime = lambda: True,
    segment: Segment | None = None,
) -> Compiler:
    """Compiles queries for a snapshot, or for one segment of it.

    What it does not know, Whoosh's matchers run.
    """
    joined, offset = snapshot.joined, 0
    if segment is not None:
        place = snapshot.segments.index(segment)
        joined, offset = snapshot.alone(place), snapshot.offsets[place]
    return Compiler(
        snapshot,
        joined,
        offset,
        lambda part: segment_reader(snapshot, part),
        lambda q, part: matches(snapshot, q, part),
        in_time,
    )


def matcher_of(q: query.Query, searcher: Searcher) -> matching.Matcher:
    """A matcher over what the arrays say that a query finds, for one segment's searcher."""
    segment = searcher.reader().columnar_segment()
    whole = searcher.get_parent().reader()
    segments = [leaf.columnar_segment() for leaf, _ in whole.leaf_readers()]
    snapshot = Snapshot(searcher.schema, segments)
    node = compiler(snapshot, segment=segment).compile(q)
    found = node.find()
    alive = segment.alive()
    docs = (found if alive is None else found.only(alive)).numbers()
    if not len(docs):
        return matching.NullMatcher()
    return matching.ListMatcher(docs.tolist(), weights=node.at(docs)[1].tolist())


class ColumnRange(query.NumericRange):  # type: ignore[misc]  # Whoosh has no types
    """A range of a number field, answered from its column instead of from terms."""

    def matcher(self, searcher: Searcher, context: Any = None) -> matching.Matcher:
        """A matcher over the articles in the range."""
        return matcher_of(query.NumericRange(*self._arguments()), searcher)

    def _arguments(self) -> tuple[Any, ...]:
        return (self.fieldname, self.start, self.end, self.startexcl, self.endexcl, self.boost)

    def estimate_size(self, ixreader: IndexReader) -> int:
        """All articles, at most."""
        return int(ixreader.doc_count_all())

    estimate_min_size = estimate_size


def for_matchers(q: query.Query) -> query.Query:
    """A query as Whoosh's matchers can run it over this index, whose numbers are no terms."""
    if isinstance(q, query.NumericRange) and not isinstance(q, ColumnRange):
        return ColumnRange(q.fieldname, q.start, q.end, q.startexcl, q.endexcl, q.boost)
    return q if q.is_leaf() else q.apply(for_matchers)


def matches(snapshot: Snapshot, q: query.Query, segment: Segment) -> ScoredNode:
    """Run a query through Whoosh's matchers over one segment; scores are exact."""
    parent = searcher(snapshot)
    for leaf, _ in parent.leaf_searchers():
        if leaf.reader().columnar_segment() is segment:
            matcher = for_matchers(q).matcher(leaf, parent.context())
            docs: list[int] = []
            scores: list[float] = []
            while matcher.is_active():
                docs.append(matcher.id())
                scores.append(matcher.score())
                matcher.next()
            return ScoredNode(segment.articles, np.array(docs, np.uint32), np.array(scores))
    raise ValueError("the segment is not one of the snapshot's")
