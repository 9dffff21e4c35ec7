"""Owns making the columns of a new generation out of the last one's and what changed."""

from __future__ import annotations

import datetime as dt
import os
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tuinews.index.analysis import fold
from tuinews.index.arrays import write_arrays
from tuinews.index.rows import EPOCH, NO_TIME, Row, Rows

_PER_ROW: Final = {
    "id_at": "Q", "id_bytes": "I", "headline_at": "Q", "headline_bytes": "I", "published": "q",
    "offset": "i", "day": "i", "desk": "I", "source": "I", "place": "I", "byline": "I",
    "language": "I", "keyword_at": "Q", "keyword_count": "I", "words": "I", "size": "Q",
    "mtime_ns": "q", "doc": "I",
}  # fmt: skip
_MOST_WASTE: Final = 1 << 20


def write_rows(
    path: Path,
    old: Rows | None,
    changes: Mapping[str, tuple[Row, int] | None],
    renumber: Callable[[int], int],
    docs: int,
) -> None:
    """Write the rows of a new generation.

    Args:
        path: The new file.
        old: The rows of the last generation, if there is one.
        changes: For each id that changed its new row and the engine's number for it, or None
            when it is gone.
        renumber: From the engine's numbers in the last generation to those in this one.
        docs: How many numbers the engine has given out in this generation.
    """
    wasted = old.meta.get("wasted", 0) if old is not None else 0
    if old is not None and wasted > max(_MOST_WASTE, len(old.columns.heap) // 2):
        changes = _unchanged(old, changes, renumber) | dict(changes)
        old, wasted = None, 0
    table = _Table(old)
    lost = table.merge(changes, renumber)
    arrays: dict[str, array[int] | bytes | bytearray] = {
        **table.columns,
        "digest": table.digest,
        "heap": table.heap,
        "keyword": table.keyword,
        "name_at": table.name_at,
        "newest": _newest(table.columns["published"]),
        "by_headline": table.by_headline(),
        "row_of_doc": _inverse(table.columns["doc"], docs),
    }
    write_arrays(path, arrays, {"wasted": wasted + lost})


def _unchanged(
    old: Rows, changes: Mapping[str, object], renumber: Callable[[int], int]
) -> dict[str, tuple[Row, int] | None]:
    """Every row that no change is about, to be written into a fresh heap."""
    rows: dict[str, tuple[Row, int] | None] = {}
    for number in range(len(old)):
        name = old.id(number)
        if name not in changes:
            row = Row(
                name, old.headline(number), old.published(number), old.size(number),
                old.mtime_ns(number), old.digest(number), old.words(number), old.desk(number),
                old.source(number), old.place(number), old.byline(number), old.language(number),
                old.keywords(number),
            )  # fmt: skip
            rows[name] = row, renumber(old.columns.doc[number])
    return rows


class _Table:
    """Columns that grow: a copy of the old heap, new texts after it."""

    def __init__(self, old: Rows | None) -> None:
        self.old = old
        self.columns: dict[str, array[int]] = {name: array(kind) for name, kind in _PER_ROW.items()}
        self.digest = bytearray()
        self.heap = bytearray(old.columns.heap if old else b"")
        self.keyword = array("I", old.columns.keyword.tobytes() if old else b"")
        self.name_at = array("Q", old.columns.name_at.tobytes() if old else (0, 0))
        self.numbers = {old.name(n): n for n in range(old.names())} if old else {"": 0}

    def merge(
        self, changes: Mapping[str, tuple[Row, int] | None], renumber: Callable[[int], int]
    ) -> int:
        """Take over the old rows, each change in its place; bytes of the heap that went unused."""
        wasted = low = 0
        for key, change in sorted((os.fsencode(name), change) for name, change in changes.items()):
            if self.old is not None:
                place = self.old.place_of(key, low)
                self._copy(low, place, renumber)
                low = place
                if place < len(self.old) and self.old.key(place) == key:
                    wasted += len(key) + self.old.columns.headline_bytes[place]
                    low += 1
            if change is not None:
                self._append(key, *change)
        if self.old is not None:
            self._copy(low, len(self.old), renumber)
        return wasted

    def _copy(self, start: int, end: int, renumber: Callable[[int], int]) -> None:
        if self.old is None or start == end:
            return
        for name, column in self.columns.items():
            values = getattr(self.old.columns, name)[start:end]
            if name == "doc":
                column.extend(map(renumber, values))
            else:
                column.frombytes(values.cast("B"))
        self.digest += self.old.columns.digest[16 * start : 16 * end]

    def _append(self, key: bytes, row: Row, doc: int) -> None:
        headline = row.headline.encode("utf-8", "replace")
        seconds, offset = _moment(row.published)
        values = {
            "id_at": self._store(key), "id_bytes": len(key),
            "headline_at": self._store(headline), "headline_bytes": len(headline),
            "published": seconds, "offset": offset, "day": row.published.toordinal(),
            "desk": self._number(row.desk), "source": self._number(row.source),
            "place": self._number(row.place), "byline": self._number(row.byline),
            "language": self._number(row.language),
            "keyword_at": len(self.keyword), "keyword_count": len(row.keywords),
            "words": row.words, "size": row.size, "mtime_ns": row.mtime_ns, "doc": doc,
        }  # fmt: skip
        for name, value in values.items():
            self.columns[name].append(value)
        self.keyword.extend(map(self._number, row.keywords))
        self.digest += row.digest

    def _store(self, text: bytes) -> int:
        start = len(self.heap)
        self.heap += text
        return start

    def _number(self, name: str) -> int:
        known = self.numbers.get(name)
        if known is None:
            known = self.numbers[name] = len(self.name_at) // 2
            start = self._store(name.encode("utf-8", "replace"))
            self.name_at.extend((start, len(self.heap)))
        return known

    def by_headline(self) -> array[int]:
        """Rows by headline, accents and case folded."""
        starts, lengths = self.columns["headline_at"], self.columns["headline_bytes"]
        text = bytes(self.heap)
        keys = [
            fold(text[start : start + length].decode())
            for start, length in zip(starts, lengths, strict=True)
        ]
        return array("I", sorted(range(len(keys)), key=keys.__getitem__))


def _moment(published: dt.datetime | dt.date) -> tuple[int, int]:
    """Seconds since 1970 UTC, and seconds east of UTC or NO_TIME."""
    if not isinstance(published, dt.datetime):
        return (published.toordinal() - EPOCH.toordinal()) * 86400, NO_TIME
    offset = published.utcoffset() or dt.timedelta()
    since = published.replace(tzinfo=None) - EPOCH - offset
    return since // dt.timedelta(seconds=1), offset // dt.timedelta(seconds=1)


def _newest(published: Sequence[int]) -> array[int]:
    order = sorted(range(len(published)), key=published.__getitem__, reverse=True)
    return array("I", order)


def _inverse(doc_of_row: Sequence[int], docs: int) -> array[int]:
    rows = array("i", [-1]) * docs
    for row, doc in enumerate(doc_of_row):
        rows[doc] = row
    return rows
