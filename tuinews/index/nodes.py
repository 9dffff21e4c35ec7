"""Owns the query nodes that tuinews adds to Whoosh's: a set of articles, and any of many words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from tuinews.index.quiet import matching, qcore


class Docs(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """Articles found by other means than postings: by date, desk, path. They earn no score."""

    def __init__(self, docs: array[int]) -> None:
        """Match the articles of these numbers, ascending, of the whole generation."""
        self.docs = docs

    def __repr__(self) -> str:
        return f"Docs(<{len(self.docs)}>)"

    def is_leaf(self) -> bool:
        return True

    def estimate_size(self, _: object) -> int:
        return len(self.docs)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        offset = context.offset
        start = bisect_left(self.docs, offset)
        end = bisect_left(self.docs, offset + searcher.doc_count_all(), start)
        if start == end:
            return matching.NullMatcher()
        return _Silent([doc - offset for doc in self.docs[start:end]])


class AnyWord(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """Articles with any of many words; they all score `boost`, however many they have."""

    def __init__(self, field: str, words: Sequence[str], boost: float = 1.0) -> None:
        """Match any of `words`, folded, in the exact field `field`."""
        self.fieldname = field
        self.words = words
        self.boost = boost

    def __repr__(self) -> str:
        return f"AnyWord({self.fieldname!r}, <{len(self.words)}>)"

    def is_leaf(self) -> bool:
        return True

    def estimate_size(self, reader: Any) -> int:
        return min(
            reader.doc_count_all(),
            sum(reader.doc_frequency(self.fieldname, word.encode()) for word in self.words[:32]),
        )

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        reader = searcher.reader()
        found: set[int] = set()
        for word in self.words:
            term = word.encode()
            if (self.fieldname, term) in reader:
                postings = reader.postings(self.fieldname, term)
                found.update(postings.all_ids())
        if not found:
            return matching.NullMatcher()
        return matching.ListMatcher(sorted(found), all_weights=self.boost)


class _Silent(matching.ListMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A list of articles that adds nothing to their scores."""

    def score(self) -> float:
        return 0.0

    def max_quality(self) -> float:
        return 0.0

    def block_quality(self) -> float:
        return 0.0
