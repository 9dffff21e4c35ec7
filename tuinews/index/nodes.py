"""Owns the query nodes that tuinews adds to Whoosh's: sets of articles, many words, exclusions.

They are matched with a search context that carries `offset`, the number of the segment's first
article, and `clock`, the search's Clock.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tuinews.index.quiet import matching, qcore


class OutOfTimeError(Exception):
    """The deadline of a search has passed."""


class Clock:
    """How long a search may still run."""

    GRACE: Final = 0.3
    """Seconds to make an answer of what was found, once one part ran out of time."""

    def __init__(self, deadline: float) -> None:
        """Allow until `deadline`, on the clock of `time.monotonic`."""
        self.deadline = deadline
        self.expired = False
        self._went_on = False

    def check(self) -> None:
        """Look at the time.

        Raises:
            OutOfTimeError: It is over.
        """
        if time.monotonic() > self.deadline:
            self.expired = True
            raise OutOfTimeError

    def go_on(self) -> None:
        """Let the rest of the search use what one part found before its time was over. Once."""
        if not self._went_on:
            self._went_on = True
            self.deadline = time.monotonic() + self.GRACE


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
        most = 0
        for word in self.words[:32]:
            most = max(most, reader.doc_frequency(self.fieldname, word.encode()))
        return most

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        reader = searcher.reader()
        found: set[int] = set()
        try:
            for word in self.words:
                context.clock.check()
                term = word.encode()
                if (self.fieldname, term) in reader:
                    found.update(reader.postings(self.fieldname, term).all_ids())
        except OutOfTimeError:
            context.clock.go_on()
        if not found:
            return matching.NullMatcher()
        return matching.ListMatcher(sorted(found), all_weights=self.boost)


class Without(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """Articles of one query that another does not match.

    Whoosh's own AndNot lets through an excluded article when the exclusion's first match comes
    before the other's: its matcher compares the two without having brought them level.
    """

    def __init__(self, wanted: qcore.Query, unwanted: qcore.Query) -> None:
        """Match what `wanted` does and `unwanted` does not."""
        self.wanted = wanted
        self.unwanted = unwanted

    def __repr__(self) -> str:
        return f"Without({self.wanted!r}, {self.unwanted!r})"

    def is_leaf(self) -> bool:
        return False

    def children(self) -> Iterator[Any]:
        yield self.wanted

    def estimate_size(self, reader: Any) -> int:
        size: int = self.wanted.estimate_size(reader)
        return size

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        unscored = context.set(weighting=None)
        excluded = frozenset(self.unwanted.matcher(searcher, unscored).all_ids())
        found = self.wanted.matcher(searcher, context)
        return matching.FilterMatcher(found, excluded, exclude=True)


class _Silent(matching.ListMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A list of articles that adds nothing to their scores."""

    def score(self) -> float:
        return 0.0

    def max_quality(self) -> float:
        return 0.0

    def block_quality(self) -> float:
        return 0.0
