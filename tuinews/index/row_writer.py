"""Owns making the rows of a new generation out of the last one's and what changed.

Changes are written beside the list of segments and leave the file of rows as it is, so that a
commit costs what changed and not what there is. They are carried on from commit to commit; once
that has cost about what writing all rows costs, or they are a good part of them, the rows are
written anew.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from tuinews.index.analysis import fold
from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.narrowed import write_narrow
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.row import Row
from tuinews.index.row_buffer import Names, RowBuffer
from tuinews.index.row_order import sorted_headlines, sorted_texts
from tuinews.index.row_parcel import Parcel
from tuinews.index.row_table import DIGEST, Columns, Table, ordered_names, write_table
from tuinews.index.row_texts import Texts, gathered, narrow, texts_of, texts_together, write_names
from tuinews.index.rows import Rows

MOST_CHANGES: Final = 1000
"""So many rows may always be laid over a file of rows, taken out of it, or moved in it."""
_SHARE: Final = 8
"""Beyond that, one row in so many of the file at most."""

Changes = Mapping[str, tuple[Row, int] | None]
"""For each id that changed its new row and the engine's number for it, or None when it is gone."""


class RowWriter:
    """The rows of a new generation, in the making."""

    def __init__(
        self,
        old: Rows | None,
        changes: Changes,
        renumbered: Array,
        adopted: Sequence[tuple[Parcel, int]] = (),
    ) -> None:
        """Prepare the rows.

        Args:
            old: The rows of the last generation, if there is one.
            changes: What changed.
            renumbered: int64, the number now of each article the engine had numbered before.
            adopted: Rows of new articles that nothing else is said of, with the engine's number
                of the first of each.
        """
        self._old, self._renumbered, self._adopted = old, renumbered, adopted
        self._names = _Names(old)
        self._changed = {os.fsencode(name): change for name, change in changes.items()}
        self._lay_over = old is not None and not adopted and self._fits(old)

    @property
    def is_small(self) -> bool:
        """Whether the file of rows stays as it is."""
        return self._lay_over

    def _fits(self, old: Rows) -> bool:
        laid = len(old.gone) + len(old.moved) + (old.changes.rows if old.changes else 0)
        self._carried = old.carried + laid
        if not self._worth_it(old, laid + len(self._changed)):
            return False
        before = docs = old.base.docs
        if len(old.moved):
            docs = before.copy()
            docs[old.moved] = old.moved_docs
        changed = self._changed
        at_of = {key: old.base.ids.place_of(key) for key in sorted(changed)}
        gone = [place for key, place in at_of.items() if old.base.ids.is_at(place, key)]
        self._gone = np.union1d(old.gone, np.array(gone, np.uint32)).astype(np.uint32)
        kept = np.ones(len(docs), np.bool_)
        kept[self._gone] = False
        if len(self._renumbered):
            # What is gone had its number long ago, which may be beyond those of today.
            docs = self._renumbered.take(docs, mode="clip")
        moved = np.flatnonzero((docs != before) & kept)
        if not self._worth_it(old, len(moved)):
            return False
        self._moved, self._moved_docs = moved.astype(np.uint32), docs[moved].astype(np.uint32)
        self._added = self._in_columns()
        keys = self._added.ids.all()
        at = [at_of[key] for key in keys]
        if old.changes is not None:
            keys, at = self._with_laid(old, changed, keys, at)
        self._at = np.array(at, np.uint32)
        return True

    def _worth_it(self, old: Rows, laid: int) -> bool:
        """Whether to lay so much over the file of rows rather than write it anew.

        To carry a row on takes about as long as to write one.
        """
        return laid <= MOST_CHANGES or (
            laid * _SHARE <= old.base.rows and self._carried <= old.base.rows
        )

    def _with_laid(
        self, old: Rows, changed: Container[bytes], keys: list[bytes], at: list[int]
    ) -> tuple[list[bytes], list[int]]:
        """Put what was laid over before, and is not changed again, to what is laid over now."""
        if old.changes is None:
            return keys, at
        laid = old.changes.ids.all()
        stay = [place for place, key in enumerate(laid) if key not in changed]
        columns = old.changes.columns().take(np.array(stay, np.int64))
        columns.values["doc"] = self._renumbered[columns.values["doc"]]
        every = [*(laid[place] for place in stay), *keys]
        before = old.laid_at.tolist()
        places = [*(before[place] for place in stay), *at]
        order = sorted(range(len(every)), key=every.__getitem__)
        self._added = columns.with_more(self._added).take(np.array(order, np.int64))
        return [every[place] for place in order], [places[place] for place in order]

    def write_changes(self, file: SegmentWriter) -> dict[str, Any]:
        """Write what is laid over the file of rows; what to keep in the meta of `file`."""
        file.write("rows/gone", self._gone)
        file.write("rows/at", self._at)
        file.write("rows/moved", self._moved)
        file.write("rows/docs", self._moved_docs)
        if self._names.grown:
            self._names.write(file, "rows/")
        return {"changes": write_table(file, "rows/", self._added), "carried": self._carried}

    def write(self, path: Path) -> None:
        """Write all rows into a new file."""
        rows = _Together(self._old, self._renumbered, self._changed, self._columns())
        with SegmentWriter(path) as file:
            meta = write_table(file, "", rows)
            write_narrow(file, "by_headline", sorted_headlines(rows.headlines))
            self._names.write(file, "")
            file.close({"table": meta})

    def _columns(self) -> list[Columns]:
        """The rows that are new, those of each segment by themselves."""
        found = [self._in_columns()]
        for parcel, first in self._adopted:
            numbers = np.array([self._names.known[name] for name in parcel.names], np.int64)
            found.append(parcel.renamed(numbers, first))
        return found

    def _in_columns(self) -> Columns:
        """The rows that changed, by id."""
        buffer = RowBuffer(self._names.known)
        for key in sorted(self._changed):
            if change := self._changed[key]:
                buffer.add(key, *change)
        return buffer.columns()


class _Together:
    """Rows of before that nothing is changed of, and new ones, by id; one column at a time."""

    def __init__(
        self, old: Rows | None, renumbered: Array, changed: Container[bytes], new: list[Columns]
    ) -> None:
        tables = () if old is None else (old.base, *((old.changes,) if old.changes else ()))
        self._parts: list[Table | Columns] = [*tables, *new]
        ids = [columns.ids for columns in new]
        places = docs = np.empty(0, np.int64)
        if old is not None:
            known = gathered(old.keys())
            kept = np.fromiter((key not in changed for key in known), np.bool_, len(old))
            places = (np.arange(len(old)) if old.sources is None else old.sources)[kept]
            ids.insert(0, known.take(np.flatnonzero(kept)))
            docs = np.concatenate([table.docs for table in tables]).astype(np.int64)
            docs[old.moved] = old.moved_docs
            docs[places] = renumbered[docs[places]]
        before = len(docs)
        self._docs = np.concatenate([docs, *(columns.numbers("doc") for columns in new)])
        sources = np.concatenate([places, np.arange(before, len(self._docs))]).astype(np.int64)
        together = texts_together(ids)
        order = sorted_texts(together)
        self._sources = sources[order]
        self.ids: Iterable[bytes] = together.take(order)

    def numbers(self, name: str) -> Array:
        if name == "doc":
            return self._docs[self._sources]
        return np.concatenate([each.numbers(name) for each in self._parts])[self._sources]

    @cached_property
    def headlines(self) -> Texts:
        return texts_together(
            [
                each.headlines if isinstance(each, Columns) else each.headlines.all()
                for each in self._parts
            ]
        ).take(self._sources)

    @property
    def digests(self) -> Array:
        whole = np.concatenate([each.digests for each in self._parts])
        return whole.reshape(-1, DIGEST)[self._sources].reshape(-1)

    @cached_property
    def _all_counts(self) -> Array:
        return np.concatenate([each.keyword_counts for each in self._parts]).astype(np.int64)

    @property
    def keyword_counts(self) -> Array:
        return self._all_counts[self._sources]

    @property
    def keywords(self) -> Array:
        whole = np.concatenate([each.keywords for each in self._parts])
        starts = ragged.offsets(self._all_counts)[self._sources]
        return whole[ragged.indices(starts, self.keyword_counts)]


class _Names:
    """The table of names of a generation."""

    def __init__(self, old: Rows | None) -> None:
        self._old = old
        self.known = Names(old.names.all()) if old is not None else Names()
        self._before = len(self.known)

    @property
    def grown(self) -> bool:
        """Whether it has names that no file holds, or not the file of rows."""
        old = self._old
        return old is None or len(self.known) > self._before or old.names_laid_over

    def write(self, file: SegmentWriter, prefix: str) -> None:
        """Write all names, and their order, under names that start with `prefix`."""
        names = list(self.known)
        write_names(file, f"{prefix}names", texts_of(names))
        if self._old is not None and len(names) == self._before:
            places = self._old.name_places.astype(np.int64)
        else:
            places = ordered_names((name.decode("utf-8", "replace") for name in names), fold)
        file.write(f"{prefix}name_places", narrow(places))
