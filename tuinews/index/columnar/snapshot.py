"""Owns the live segments of a generation as one index, and its statistics for scoring."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from whoosh import fields
from whoosh.scoring import BM25F

from tuinews.index.columnar.joined import Joined
from tuinews.index.columnar.segment import Segment
from tuinews.index.heap import keep_freed_memory

_MODEL: Final = BM25F()
K1: Final = float(_MODEL.K1)
B: Final = float(_MODEL.B)
"""How much a term's frequency counts, and a field's length; as Whoosh has it unless told."""


class Snapshot:
    """Segments, one after another: an article's number is its segment's offset plus its own.

    Statistics are Whoosh's: they count articles that are deleted until a merge drops them.

    Attributes:
        schema: The Whoosh schema the segments were written with.
        segments: In order; read-only while the snapshot lives.
        offsets: The number of each segment's first article.
        articles: How many articles there are, with deleted ones.
        living: How many there are without.
        joined: The segments read as one.
    """

    def __init__(self, schema: fields.Schema, segments: Sequence[Segment]) -> None:
        keep_freed_memory()
        self.schema = schema
        self.segments = tuple(segments)
        self.offsets = [0]
        for segment in self.segments:
            self.offsets.append(self.offsets[-1] + segment.articles)
        self.articles = self.offsets.pop()
        self.joined = Joined(self.segments)
        self.living = sum(segment.living for segment in self.segments)
        self._average: dict[str, float] = {}

    def df(self, field: str, term: bytes) -> int:
        """How many articles hold a term."""
        joined = self.joined.field(field)
        known = None if joined is None else joined.find(term)
        return 0 if known is None else known.df

    def idf(self, df: int) -> float:
        """Whoosh's inverse document frequency of a term that so many articles hold."""
        return log(self.articles / (df + 1)) + 1

    def average_length(self, field: str) -> float:
        """Terms an article in a field, on average; 1 for an empty field."""
        average = self._average.get(field)
        if average is None:
            found = (segment.field(field) for segment in self.segments)
            total = sum(each.total_length for each in found if each is not None)
            average = self._average[field] = total / (self.articles or 1) or 1.0
        return average

    def alone(self, place: int) -> Joined:
        """One of the segments by itself."""
        if len(self.segments) == 1:
            return self.joined
        return Joined([self.segments[place]])

    def locate(self, number: int) -> tuple[Segment, int]:
        """The segment of an article, and the article's own number in it."""
        place = int(np.searchsorted(self.offsets, number, side="right")) - 1
        return self.segments[place], number - self.offsets[place]
