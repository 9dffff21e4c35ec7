"""Owns making the rows of a new generation out of the last one's and what changed.

Changes are written beside the list of segments and leave the file of rows as it is, so that a
commit costs what changed and not what there is. They are carried on from commit to commit; once
that has cost about what writing all rows costs, or they are a good part of them, the rows are
written anew.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from tuinews.index.analysis import fold
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.narrowed import write_narrow
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.row import Row
from tuinews.index.row_order import sorted_headlines
from tuinews.index.row_table import (
    NO_TIME,
    NUMBERS,
    Columns,
    ordered_names,
    write_table,
)
from tuinews.index.row_texts import narrow, texts_of, write_names
from tuinews.index.rows import EPOCH, Rows

MOST_CHANGES: Final = 1000
"""So many rows may always be laid over a file of rows, taken out of it, or moved in it."""
_SHARE: Final = 8
"""Beyond that, one row in so many of the file at most."""
_NAMES: Final = ("desk", "source", "place", "byline", "language")

Changes = Mapping[str, tuple[Row, int] | None]
"""For each id that changed its new row and the engine's number for it, or None when it is gone."""


class RowWriter:
    """The rows of a new generation, in the making."""

    def __init__(self, old: Rows | None, changes: Changes, renumbered: Array) -> None:
        """Prepare the rows.

        Args:
            old: The rows of the last generation, if there is one.
            changes: What changed.
            renumbered: int64, the number now of each article the engine had numbered before.
        """
        self._old, self._renumbered = old, renumbered
        self._names = _Names(old)
        self._changes = dict(changes)
        self._lay_over = old is not None and self._fits(old)

    @property
    def is_small(self) -> bool:
        """Whether the file of rows stays as it is."""
        return self._lay_over

    def _fits(self, old: Rows) -> bool:
        laid = len(old.gone) + len(old.moved) + (old.changes.rows if old.changes else 0)
        self._carried = old.carried + laid
        if not self._worth_it(old, laid + len(self._changes)):
            return False
        before = docs = old.base.numbers("doc")
        if len(old.moved):
            docs = before.copy()
            docs[old.moved] = old.moved_docs
        changed = {os.fsencode(name): change for name, change in self._changes.items()}
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
        added = {key: row for key in at_of if (row := changed[key]) is not None}
        self._added = _columns(added, self._names)
        keys, at = list(added), [at_of[key] for key in added]
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
        columns.numbers["doc"] = self._renumbered[columns.numbers["doc"]]
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
        changed = {os.fsencode(name): change for name, change in self._changes.items()}
        added = {key: changed[key] for key in sorted(changed) if changed[key] is not None}
        columns = _columns({key: row for key, row in added.items() if row}, self._names)
        if self._old is not None:
            columns = self._merged(self._old, set(changed), columns, list(added))
        published = columns.numbers["published"]
        with SegmentWriter(path) as file:
            meta = write_table(file, "", columns)
            write_narrow(file, "newest", np.argsort(-published, kind="stable"))
            write_narrow(file, "by_headline", sorted_headlines(columns.headlines.all()))
            self._names.write(file, "")
            file.close({"table": meta})

    def _merged(
        self, old: Rows, changed: set[bytes], columns: Columns, added: list[bytes]
    ) -> Columns:
        """The old rows that no change is about, and the new ones, by key."""
        keys = list(old.keys())
        kept = [row for row, key in enumerate(keys) if key not in changed]
        whole = old.base.columns()
        if old.changes is not None:
            whole = whole.with_more(old.changes.columns())
        whole.numbers["doc"] = whole.numbers["doc"].copy()
        whole.numbers["doc"][old.moved] = old.moved_docs
        places = np.array(kept, np.int64)
        if old.sources is not None:
            places = old.sources[places]
        docs = whole.numbers["doc"]
        docs[places] = self._renumbered[docs[places]]
        every = [*(keys[row] for row in kept), *added]
        order = np.array(sorted(range(len(every)), key=every.__getitem__), np.int64)
        first_new = len(whole.keyword_counts)
        sources = np.concatenate([places, first_new + np.arange(len(added))])
        return whole.with_more(columns).take(sources[order])


class _Names:
    """The table of names, which grows."""

    def __init__(self, old: Rows | None) -> None:
        self._old = old
        known = old.names.all() if old is not None else [b""]
        self._numbers = {name: number for number, name in enumerate(known)}
        self._known = len(known)

    @property
    def grown(self) -> bool:
        """Whether it has names that no file holds, or not the file of rows."""
        old = self._old
        return old is None or len(self._numbers) > self._known or old.names_laid_over

    def number(self, name: str) -> int:
        """The number of a name."""
        key = name.encode("utf-8", "replace")
        return self._numbers.setdefault(key, len(self._numbers))

    def write(self, file: SegmentWriter, prefix: str) -> None:
        names = list(self._numbers)
        write_names(file, f"{prefix}names", texts_of(names))
        if self._old is not None and len(names) == self._known:
            places = self._old.name_places.astype(np.int64)
        else:
            places = ordered_names((name.decode("utf-8", "replace") for name in names), fold)
        file.write(f"{prefix}name_places", narrow(places))


def _columns(rows: Mapping[bytes, tuple[Row, int]], names: _Names) -> Columns:
    """Rows as columns, in the order given."""
    numbers: dict[str, list[int]] = {name: [] for name in NUMBERS}
    keywords: list[int] = []
    counts: list[int] = []
    for row, doc in rows.values():
        seconds, offset = _moment(row.published)
        values = (
            seconds, offset,
            *(names.number(getattr(row, name)) for name in _NAMES),
            row.words, row.size, row.mtime_ns, doc,
        )  # fmt: skip
        for column, value in zip(numbers.values(), values, strict=True):
            column.append(value)
        keywords.extend(map(names.number, row.keywords))
        counts.append(len(row.keywords))
    digests = b"".join(row.digest for row, _ in rows.values())
    return Columns(
        {name: np.array(values, np.int64) for name, values in numbers.items()},
        texts_of(list(rows)),
        texts_of([_headline(row) for row, _ in rows.values()]),
        np.frombuffer(digests, np.uint8),
        np.array(counts, np.int64),
        np.array(keywords, np.int64),
    )


def _headline(row: Row) -> bytes:
    """The headline without zero bytes, which part headlines from each other."""
    return row.headline.encode("utf-8", "replace").replace(b"\0", b"")


def _moment(published: dt.datetime | dt.date) -> tuple[int, int]:
    """Seconds since 1970 UTC, and seconds east of UTC or NO_TIME."""
    if not isinstance(published, dt.datetime):
        return (published.toordinal() - EPOCH.toordinal()) * 86400, NO_TIME
    offset = published.utcoffset() or dt.timedelta()
    since = published.replace(tzinfo=None) - EPOCH - offset
    return since // dt.timedelta(seconds=1), offset // dt.timedelta(seconds=1)
