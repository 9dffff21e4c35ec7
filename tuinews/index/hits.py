"""Owns the hits of a search: rows and scores by the thousand, each a value when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from tuinews.index.arrays.arraytypes import Array, Floats
    from tuinews.index.rows import Rows


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches: `row` is its place in the catalogue's rows."""

    row: int
    id: str
    score: float


class Hits(Sequence[Hit]):
    """Hits in their order, which never change; equal to any sequence of the same.

    To look at one raises IndexUnreadableError when the index has been cut short meanwhile.
    """

    __slots__ = ("_found", "_rows", "_scores")

    def __init__(self, rows: Rows, found: Array, scores: Floats) -> None:
        """Take some of the rows, int64[n], with their scores, float64[n]."""
        self._rows, self._found, self._scores = rows, found, scores

    @property
    def rows(self) -> list[int]:
        """The row of each, which costs less than to look at the hits."""
        rows: list[int] = self._found.tolist()
        return rows

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> Hits: ...
    def __getitem__(self, place: int | slice) -> Hit | Hits:
        if isinstance(place, slice):
            return Hits(self._rows, self._found[place], self._scores[place])
        row = int(self._found[place])
        return Hit(row, self._rows.id(row), float(self._scores[place]))

    def __iter__(self) -> Iterator[Hit]:
        return map(Hit, self.rows, self._rows.ids(self._found), self._scores.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
