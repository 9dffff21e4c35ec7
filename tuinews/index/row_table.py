"""Owns how rows lie in a file: a column per property, in the narrowest type that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol
from weakref import WeakValueDictionary

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import holds_small, read_small, write_small
from tuinews.index.arrays.narrowed import read_narrow, write_narrow
from tuinews.index.arrays.segmentfile import Identity, SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.row_texts import (
    Headlines,
    Ids,
    Texts,
    texts_of,
    texts_together,
    write_headlines,
    write_ids,
)

DIGEST: Final = 16
"""Bytes of a digest."""
NUMBERS: Final = (
    "published", "offset", "desk", "source", "place", "byline", "language", "words",
    "size", "mtime_ns", "doc",
)  # fmt: skip
"""The columns of whole numbers. One more, `day`, follows from the first two."""
_FEW_VALUES: Final = frozenset({"offset", "desk", "source", "place", "byline", "language"})
"""Columns whose values are few among many, kept as places in a list of these."""
_FAR: Final = 1 << 32
"""Seconds between two articles that no list of small numbers holds: 136 years."""
EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
NO_TIME: Final = -(2**31)
"""Offset of a row whose time of day is not known."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows in memory.

    Attributes:
        values: int64[n] for each of `NUMBERS`.
        ids, headlines: n texts each.
        digests: uint8[16 n].
        keyword_counts: int64[n], how many keywords each row has.
        keywords: int64[sum(keyword_counts)], the numbers of their names.
    """

    values: dict[str, Array]
    ids: Texts
    headlines: Texts
    digests: Array
    keyword_counts: Array
    keywords: Array

    def numbers(self, name: str) -> Array:
        """A column of whole numbers."""
        return self.values[name]

    def with_more(self, other: Columns) -> Columns:
        """These rows and then those."""
        return Columns(
            {name: np.concatenate([self.values[name], other.values[name]]) for name in NUMBERS},
            texts_together([self.ids, other.ids]),
            texts_together([self.headlines, other.headlines]),
            np.concatenate([self.digests, other.digests]),
            np.concatenate([self.keyword_counts, other.keyword_counts]),
            np.concatenate([self.keywords, other.keywords]),
        )

    def take(self, places: Array) -> Columns:
        """Some of the rows, in the order given."""
        starts = ragged.offsets(self.keyword_counts)[places]
        counts = self.keyword_counts[places]
        return Columns(
            {name: values[places] for name, values in self.values.items()},
            self.ids.take(places),
            self.headlines.take(places),
            self.digests.reshape(-1, DIGEST)[places].reshape(-1),
            counts,
            self.keywords[ragged.indices(starts, counts)],
        )


class SomeRows(Protocol):
    """Rows that can be written; each column is asked for once, by itself."""

    def numbers(self, name: str) -> Array: ...
    @property
    def ids(self) -> Iterable[bytes]: ...
    @property
    def headlines(self) -> Texts: ...
    @property
    def digests(self) -> Array: ...
    @property
    def keyword_counts(self) -> Array: ...
    @property
    def keywords(self) -> Array: ...


def write_table(file: SegmentWriter, prefix: str, rows: SomeRows) -> dict[str, Any]:
    """Write rows under names that start with `prefix`; what to keep in the file's meta."""
    least: dict[str, int] = {}
    for name in NUMBERS:
        values = rows.numbers(name)
        if name in _FEW_VALUES:
            table, places = np.unique(values, return_inverse=True)
            file.write(f"{prefix}{name}.values", table)
            write_small(file, f"{prefix}{name}", places)
            continue
        if name == "doc":
            # Where articles were read in the order of their ids, the next one is one further.
            steps = np.diff(values, prepend=-1) - 1
            write_small(file, f"{prefix}{name}", np.where(steps < 0, -2 * steps - 1, 2 * steps))
            continue
        least[name] = min(int(values.min(initial=0)), 0)
        if name in ("published", "mtime_ns") and len(values):
            least[name] = int(values.min())
        if name == "published":
            _write_published(file, prefix, values - least[name])
        elif name == "words":
            write_small(file, f"{prefix}{name}", values - least[name])
        else:
            write_narrow(file, f"{prefix}{name}", values - least[name])
    write_ids(file, f"{prefix}ids", rows.ids)
    write_headlines(file, f"{prefix}headlines", rows.headlines)
    file.write(f"{prefix}digests", rows.digests)
    counts = rows.keyword_counts
    write_small(file, f"{prefix}keyword_counts", counts)
    write_narrow(file, f"{prefix}keywords", rows.keywords)
    return {"rows": len(counts), "least": least}


def _write_published(file: SegmentWriter, prefix: str, seconds: Array) -> None:
    """Write the order of times, newest first, and how far each is from the one after it."""
    order = np.argsort(-seconds, kind="stable")
    write_narrow(file, f"{prefix}newest", order)
    steps = -np.diff(seconds[order], append=0)
    if int(steps.max(initial=0)) < _FAR:
        write_small(file, f"{prefix}published.steps", steps)
    else:
        write_narrow(file, f"{prefix}published", seconds)


class Table:
    """Rows in a file, each column read when it is first asked for."""

    def __init__(self, file: SegmentFile, prefix: str, meta: dict[str, Any]) -> None:
        self._file, self._prefix = file, prefix
        self.rows = int(meta["rows"])
        self._least: dict[str, int] = meta["least"]

    @classmethod
    def of(cls, file: SegmentFile) -> Table:
        """The rows of a file of rows, which generations that are open at once share."""
        known = _open.get(file.identity)
        if known is None:
            known = _open[file.identity] = cls(file, "", file.meta["table"])
        return known

    def numbers(self, name: str) -> Array:
        """A column of whole numbers, read anew each time but for `doc`."""
        if name == "day":
            offset = self.numbers("offset")
            local = self.numbers("published") + np.where(offset == NO_TIME, 0, offset)
            return (local // 86_400 + EPOCH_DAY).astype(np.uint32)
        array = self._prefix + name
        if name in _FEW_VALUES:
            few = _narrowed(self._file.array(f"{array}.values"))
            return few.take(read_small(self._file, array, self.rows))
        if name == "doc":
            return self.docs
        if name == "published":
            return self.published
        if name == "words":
            values = read_small(self._file, array, self.rows)
        else:
            values = read_narrow(self._file, array)
        if self._least[name] or values.dtype == np.uint64:  # which int64 makes float64 of
            return values.astype(np.int64) + self._least[name]
        return values

    @cached_property
    def docs(self) -> Array:
        """int32: the engine's number of each article; not to be written to."""
        steps = read_small(self._file, f"{self._prefix}doc", self.rows).astype(np.int32)
        docs: Array = np.where(steps & 1, -(steps >> 1), (steps >> 1) + 1)
        docs[:1] -= 1
        return np.cumsum(docs, dtype=np.int32)

    @property
    def published(self) -> Array:
        """int64: seconds since 1970, made anew each time."""
        name = f"{self._prefix}published"
        if holds_small(self._file, f"{name}.steps"):
            steps = read_small(self._file, f"{name}.steps", self.rows)[::-1]
            values = np.empty(self.rows, np.int64)
            values[self.newest[::-1]] = np.cumsum(steps, dtype=np.int64)
        else:
            values = read_narrow(self._file, name).astype(np.int64)
        values += self._least["published"]
        return values

    @property
    def newest(self) -> Array:
        """Every row, newest first, equal ones by id, read anew each time."""
        return read_narrow(self._file, f"{self._prefix}newest")

    @cached_property
    def ids(self) -> Ids:
        """The ids, as bytes."""
        return Ids(self._file, f"{self._prefix}ids")

    @cached_property
    def headlines(self) -> Headlines:
        """The headlines, in UTF-8."""
        return Headlines(self._file, f"{self._prefix}headlines")

    @cached_property
    def digests(self) -> Array:
        """BLAKE2b-128 of each file."""
        return self._file.array(f"{self._prefix}digests")

    @property
    def keyword_counts(self) -> Array:
        """How many keywords each row has, read anew each time."""
        return read_small(self._file, f"{self._prefix}keyword_counts", self.rows)

    @cached_property
    def keyword_start(self) -> Array:
        """Where in `keywords` those of each row start."""
        return ragged.kept_offsets(self.keyword_counts)

    @property
    def keywords(self) -> Array:
        """The numbers of all keywords, row after row, read anew each time."""
        return read_narrow(self._file, f"{self._prefix}keywords")

    @cached_property
    def _keywords_kept(self) -> Array:
        return self.keywords

    def keywords_of(self, place: int) -> list[int]:
        """The numbers of one row's keywords."""
        start, end = self.keyword_start[place : place + 2].tolist()
        numbers: list[int] = self._keywords_kept[start:end].tolist()
        return numbers

    def forget_docs(self) -> None:
        """Keep no longer which number of the engine's each row has."""
        self.__dict__.pop("docs", None)

    def columns(self) -> Columns:
        """All of it, in memory."""
        return Columns(
            {name: self.numbers(name).astype(np.int64) for name in NUMBERS},
            texts_of(self.ids.all()),
            self.headlines.all(),
            self.digests,
            self.keyword_counts.astype(np.int64),
            self.keywords.astype(np.int64),
        )


def _narrowed(values: Array) -> Array:
    """The same numbers in the narrowest type; of 32 bits where some are below 0."""
    if int(values.min(initial=0)) >= 0:
        return values.astype(ragged.smallest_unsigned(int(values.max(initial=0))))
    return values.astype(np.int32) if int(values.max()) < 2**31 else values


def ordered_names(names: Iterable[str], fold: Any) -> Array:
    """The place of each name among all, folded; names that fold to the same have the same."""
    folded = [fold(name) for name in names]
    places = {name: place for place, name in enumerate(sorted(set(folded)))}
    return np.array([places[name] for name in folded], np.int64)


_open: WeakValueDictionary[Identity, Table] = WeakValueDictionary()
