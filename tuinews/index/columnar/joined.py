"""Owns several segments as one: their fields, and which of their articles are gone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.columnar.joinedfield import JoinedField
from tuinews.index.columnar.kept import Kept, Memory
from tuinews.index.columnar.segment import Segment

_KEPT = 16 << 20
"""Bytes of what was read and worked out that are kept: a session has to be small (promise 11)."""


class Joined:
    """Some segments as one. An article's number is its segment's offset plus its own."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Join segments, in their order."""
        self.segments = tuple(segments)
        self.sizes = [segment.articles for segment in segments]
        self.offsets = ragged.offsets(np.array(self.sizes, np.int64)).tolist()
        self.articles = int(self.offsets.pop())
        self._fields: dict[str, JoinedField | None] = {}
        self._memory = Memory(_KEPT)
        self.scores: Kept[Array] = self._memory.of("scores")
        """What words score in every article, as far as remembered."""
        self.numbers = frozenset(
            name for segment in self.segments for name in segment.names("number")
        )
        """The fields of numbers."""

    def field(self, name: str) -> JoinedField | None:
        """A text or words field; None when no segment has one of that name."""
        if name not in self._fields:
            fields = [segment.field(name) for segment in self.segments]
            known = any(field is not None for field in fields)
            self._fields[name] = (
                JoinedField(name, fields, self.sizes, self._memory) if known else None
            )
        return self._fields[name]

    @cached_property
    def alive(self) -> Bools | None:
        """bool[articles], or None when none is deleted."""
        if not any(len(segment.deleted) for segment in self.segments):
            return None
        alive = np.ones(self.articles, np.bool_)
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            alive[segment.deleted.astype(np.int64) + offset] = False
        return alive
