"""Owns the engine of a generation: its segments, open for matching, ranking and word search.

What the catalogue and the search see of this package.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.query import qcore

from tuinews.index.columnar import collect
from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.batch import open_segments
from tuinews.index.columnar.fuzzy import words_within
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.newsfields import schema
from tuinews.index.columnar.segmentfile import SegmentFile
from tuinews.index.columnar.snapshot import Snapshot


class Matches(NamedTuple):
    """Articles that match, by the engine's numbers, ascending; `complete` unless out of time."""

    docs: array[int]
    scores: array[float]
    complete: bool


class Engine:
    """The segments of one generation, open for searching."""

    def __init__(self, files: Mapping[str, int], contents: str) -> None:
        """Open the segments.

        Args:
            files: Descriptor of each file, whose content has been checked.
            contents: Which of them says what segments there are.
        """
        listed = SegmentFile(Path(contents), files[contents])
        self.snapshot = Snapshot(schema(), list(open_segments(listed, Path(), files)))
        self._lexicons: dict[str, dict[str, int]] = {}

    def matches(self, query: qcore.Query, deadline: float) -> Matches:
        """Every article that the query matches, with its score.

        Args:
            query: Any Whoosh query over the fields of `schema`.
            deadline: When to give up, on the clock of `time.monotonic`.
        """
        docs, scores, complete = collect.everything(
            self.snapshot, query, expired=lambda: time.monotonic() > deadline
        )
        numbers, exact_scores = array("I"), array("d")
        numbers.frombytes(docs.astype(np.uint32).tobytes())
        exact_scores.frombytes(scores.tobytes())
        return Matches(numbers, exact_scores, complete)

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in the field."""
        return self.snapshot.df(field, term.encode())

    def words_from(self, field: str, prefix: str) -> Iterator[str]:
        """The words of an exact field that start with `prefix`, in order."""
        found: set[bytes] = set()
        for segment in self.snapshot.segments:
            part = segment.field(field)
            if part is not None:
                lexicon = part.postings.lexicon
                found.update(lexicon.words(np.arange(*lexicon.with_prefix(prefix.encode()))))
        return iter(sorted(word.decode() for word in found))

    def lexicon(self, field: str) -> Mapping[str, int]:
        """All words of an exact field, in order, and in how many articles each is."""
        known = self._lexicons.get(field)
        if known is None:
            counts: Counter[bytes] = Counter()
            for segment in self.snapshot.segments:
                part = segment.field(field)
                if part is not None:
                    df = part.postings.df.tolist()
                    for word, count in zip(part.postings.lexicon.all_words(), df, strict=True):
                        counts[word] += count
            known = {word.decode(): counts[word] for word in sorted(counts)}
            self._lexicons[field] = known
        return known

    def words_near(
        self, field: str, word: str, distance: int, *, same_start: int = 0
    ) -> list[tuple[str, int]]:
        """Words of an exact field within so many edits, and in how many articles each is.

        A letter added, left out, changed, or swapped with its neighbour is one edit.
        """
        return self._found_in(
            field,
            lambda lexicon: words_within(
                lexicon, word, distance, same_start=same_start, swaps=True
            ),
        )

    def words_like(self, field: str, pattern: str) -> list[tuple[str, int]]:
        """Words of an exact field like a pattern of `*` and `?`, with their articles counted."""
        return self._found_in(field, lambda lexicon: lexicon.like(pattern))

    def _found_in(self, field: str, find: Callable[[Lexicon], Array]) -> list[tuple[str, int]]:
        counts: Counter[bytes] = Counter()
        for segment in self.snapshot.segments:
            part = segment.field(field)
            if part is not None:
                places = find(part.postings.lexicon)
                df = part.postings.df[places].tolist()
                for word, count in zip(part.postings.lexicon.words(places), df, strict=True):
                    counts[word] += count
        return [(word.decode(), count) for word, count in sorted(counts.items())]

    def close(self) -> None:
        """Let go of the segments; a map goes when nobody holds an array of it."""
        self.snapshot = Snapshot(self.snapshot.schema, [])
