"""Owns rows on their way into columns: taken one by one, held as numbers and bytes."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Final, get_args

import numpy as np

from tuinews.index.row import Row
from tuinews.index.row_table import NO_TIME, NUMBERS, Columns
from tuinews.index.row_texts import texts_of
from tuinews.index.rows import EPOCH, Facet

_NAMES: Final = get_args(Facet)


class Names(dict[bytes, int]):
    """The table of names, which grows: name -> its number; the empty one is 0."""

    def __init__(self, known: Sequence[bytes] = (b"",)) -> None:
        super().__init__((name, number) for number, name in enumerate(known))

    def __missing__(self, name: bytes) -> int:
        number = self[name] = len(self)
        return number

    def number(self, name: str) -> int:
        """The number of a name."""
        return self[name.encode("utf-8", "replace")]


class RowBuffer:
    """Rows in the order they were added, some 150 bytes each beside their texts."""

    def __init__(self, names: Names) -> None:
        """Begin with no row; `names` takes their names."""
        self.names = names
        self._numbers = [array("q") for _ in NUMBERS]
        self._ids: list[bytes] = []
        self._headlines: list[bytes] = []
        self._digests = bytearray()
        self._keyword_counts = array("q")
        self._keywords = array("q")

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, key: bytes, row: Row, doc: int) -> None:
        """Add the row of the article that has this id, as bytes, and this number."""
        number = self.names.number
        seconds, offset = _moment(row.published)
        values = (
            seconds, offset, *(number(getattr(row, name)) for name in _NAMES),
            row.words, row.size, row.mtime_ns, doc,
        )  # fmt: skip
        for column, value in zip(self._numbers, values, strict=True):
            column.append(value)
        self._ids.append(key)
        # A zero byte parts headlines from each other.
        self._headlines.append(row.headline.encode("utf-8", "replace").replace(b"\0", b""))
        self._digests += row.digest
        self._keyword_counts.append(len(row.keywords))
        self._keywords.extend(map(number, row.keywords))

    def columns(self) -> Columns:
        """All of them."""
        return Columns(
            dict(zip(NUMBERS, map(_as_array, self._numbers), strict=True)),
            texts_of(self._ids),
            texts_of(self._headlines),
            np.array(self._digests, np.uint8),
            _as_array(self._keyword_counts),
            _as_array(self._keywords),
        )


def _as_array(values: array[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


def _moment(published: dt.datetime | dt.date) -> tuple[int, int]:
    """Seconds since 1970 UTC, and seconds east of UTC or NO_TIME."""
    if not isinstance(published, dt.datetime):
        return (published.toordinal() - EPOCH.toordinal()) * 86400, NO_TIME
    offset = published.utcoffset() or dt.timedelta()
    since = published.replace(tzinfo=None) - EPOCH - offset
    return since // dt.timedelta(seconds=1), offset // dt.timedelta(seconds=1)
