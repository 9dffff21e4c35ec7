"""Owns the rows of a generation by the engine's numbers: columns, orders and ranks, each made once.

Rows are sorted by id, the engine's articles are as they were indexed; what a query finds is picked,
filtered and put in order without going from one to the other, article by article.
"""

from __future__ import annotations

import threading
import weakref
from functools import cached_property
from typing import Literal

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.rows import ListSort, Rows

Column = Literal["desk", "source", "place", "byline", "language", "keyword"]
"""The columns of names."""
_known: weakref.WeakKeyDictionary[Rows, ByDoc] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def by_doc(rows: Rows) -> ByDoc:
    """The rows of a generation by the engine's numbers."""
    with _lock:
        known = _known.get(rows)
        if known is None:
            known = _known[rows] = ByDoc(rows)
        return known


def forget(rows: Rows) -> None:
    """Keep nothing of that any more; whoever has it may go on with it."""
    with _lock:
        _known.pop(rows, None)


class ByDoc:
    """Values of each article by its number; what deleted ones have means nothing."""

    def __init__(self, rows: Rows) -> None:
        """Take the rows of a generation."""
        # They hold on to this, by `by_doc`; held back, neither would ever be forgotten.
        self._rows = weakref.ref(rows)
        self._doc = rows.column("doc")
        self.row = rows.row_of_doc
        self._columns: dict[str, Array] = {}
        self._names: dict[Column, Array] = {}
        self._orders: dict[ListSort, Array] = {}
        self._ranks: dict[ListSort, Array] = {}

    def __len__(self) -> int:
        return len(self.row)

    def _rows_now(self) -> Rows:
        rows = self._rows()
        if rows is None:
            raise ReferenceError("the rows are gone")
        return rows

    @cached_property
    def living(self) -> Bools:
        """Which articles there are."""
        return np.asarray(self.row >= 0)

    def spread(self, values: Array) -> Array:
        """Values by row as values by number."""
        spread = np.zeros(len(self), values.dtype)
        spread[self._doc] = values
        return spread

    def column(self, name: str) -> Array:
        """A column of whole numbers."""
        known = self._columns.get(name)
        if known is None:
            known = self._columns[name] = self.spread(self._rows_now().values(name))
        return known

    def names(self, column: Column) -> Array:
        """The numbers of the names that some article has in a column, ascending."""
        known = self._names.get(column)
        if known is None:
            numbers = self.keywords[1] if column == "keyword" else self._rows_now().values(column)
            known = self._names[column] = np.flatnonzero(np.bincount(numbers, minlength=1))
        return known

    @cached_property
    def keywords(self) -> tuple[Array, Array]:
        """Every keyword of every article: whose it is, and the number of its name."""
        starts, numbers = self._rows_now().keyword_lists
        return np.repeat(self._doc, np.diff(starts)), numbers

    @cached_property
    def keyword_runs(self) -> tuple[Array, Array, Array]:
        """Where each article's keywords start in a flat array, how many, and that array."""
        starts, numbers = self._rows_now().keyword_lists
        counts = np.diff(starts)
        narrow = ragged.smallest_unsigned(int(counts.max(initial=0)))
        places = starts[:-1].astype(ragged.smallest_unsigned(len(numbers)))
        return self.spread(places), self.spread(counts.astype(narrow)), numbers

    def numbers(self, rows: Array) -> Array:
        """The numbers of some rows."""
        return self._doc[rows]

    def order(self, sort: ListSort) -> Array:
        """All articles in an order; equal ones by id."""
        known = self._orders.get(sort)
        if known is None:
            known = self._orders[sort] = self._doc[self._rows_now().ordered(sort)]
        return known

    def rank(self, sort: ListSort) -> Array:
        """The place of each article in that order: uint32."""
        known = self._ranks.get(sort)
        if known is None:
            known = np.zeros(len(self), np.uint32)
            known[self.order(sort)] = np.arange(len(self._doc), dtype=np.uint32)
            self._ranks[sort] = known
        return known
