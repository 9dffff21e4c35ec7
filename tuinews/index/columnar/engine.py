"""Owns the engine of a generation: its segments, open for matching, ranking and word search.

What the catalogue and the search see of this package.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from pathlib import Path

import numpy as np
from whoosh.query import qcore

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.columnar import collect
from tuinews.index.columnar.batch import open_segments
from tuinews.index.columnar.fuzzy import words_within_all
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.matched import Matched
from tuinews.index.columnar.newsfields import schema
from tuinews.index.columnar.snapshot import Snapshot


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

    def matches(self, query: qcore.Query, deadline: float, *, ranked: bool = True) -> Matched:
        """Every article that the query matches.

        Args:
            query: Any Whoosh query over the fields of `schema`.
            deadline: When to give up, on the clock of `time.monotonic`.
            ranked: Whether the best are going to be asked for.

        Raises:
            IndexUnreadableError: A file is damaged, or was cut short since it was opened.
        """
        self.ensure_whole()
        return collect.everything(
            self.snapshot, query, ranked=ranked, expired=lambda: time.monotonic() > deadline
        )

    @property
    def articles(self) -> int:
        """How many articles there are, with deleted ones."""
        return self.snapshot.articles

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in the field."""
        self.ensure_whole()
        return self.snapshot.df(field, term.encode())

    def words_near(
        self, field: str, word: str, distance: int, *, most: int | None = None
    ) -> list[tuple[str, int]]:
        """Words of an exact field within so many edits, and in how many articles each is.

        A letter added, left out, changed, or swapped with its neighbour is one edit. At most
        `most`, those that most articles have.
        """
        return self._found_in(
            field,
            lambda lexicons: words_within_all(lexicons, word, distance, swaps=True),
            most,
        )

    def words_like(
        self, field: str, pattern: str, *, most: int | None = None
    ) -> list[tuple[str, int]]:
        """Words of an exact field like a pattern of `*` and `?`, with their articles counted.

        At most `most`, those that most articles have.
        """
        return self._found_in(
            field, lambda lexicons: [each.like(pattern) for each in lexicons], most
        )

    def _found_in(
        self,
        field: str,
        find: Callable[[Sequence[Lexicon]], Sequence[Array]],
        most: int | None,
    ) -> list[tuple[str, int]]:
        self.ensure_whole()
        counts: Counter[bytes] = Counter()
        parts = [segment.field(field) for segment in self.snapshot.segments]
        postings = [part.postings for part in parts if part is not None]
        found_in = find([each.lexicon for each in postings])
        for each, places in zip(postings, found_in, strict=True):
            df = each.df.take(places)
            if most is not None and len(places) > most:
                chosen = np.sort(np.argpartition(df, len(df) - most)[len(df) - most :])
                places, df = places[chosen], df[chosen]
            words = each.lexicon.words(places)
            each.lexicon.remember(words, places)
            for word, count in zip(words, df.tolist(), strict=True):
                counts[word] += count
        found: Iterable[tuple[bytes, int]] = counts.items()
        if most is not None and len(counts) > most:
            found = nlargest(most, counts.items(), key=lambda each: each[1])
        return [(word.decode(), count) for word, count in sorted(found)]

    def ensure_whole(self) -> None:
        """See that no file was cut since it was opened: to look beyond its end ends the process.

        Raises:
            IndexUnreadableError: One was.
        """
        for segment in self.snapshot.segments:
            segment.file.ensure_whole()

    def close(self) -> None:
        """Let go of the segments; a map goes when nobody holds an array of it."""
        self.snapshot = Snapshot(self.snapshot.schema, [])
