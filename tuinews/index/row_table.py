"""Owns how rows lie in a file: a column per property, in the narrowest type that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentFile, SegmentWriter

DIGEST: Final = 16
"""Bytes of a digest."""
NUMBERS: Final = (
    "published", "offset", "day", "desk", "source", "place", "byline", "language", "words",
    "size", "mtime_ns", "doc",
)  # fmt: skip
"""The columns of whole numbers."""
_FEW_VALUES: Final = frozenset({"offset"})
"""Columns of few values far apart, kept as places in a list of these."""


class Texts(NamedTuple):
    """Texts one after another, each with a zero byte after it; text i begins at `start[i]`."""

    blob: memoryview
    start: Array

    def get(self, place: int) -> bytes:
        """One text."""
        return bytes(self.blob[int(self.start[place]) : int(self.start[place + 1]) - 1])

    def some(self, places: Array) -> list[bytes]:
        """Several texts."""
        starts, ends = self.start.take(places), self.start.take(places + 1)
        blob = self.blob
        return [bytes(blob[a : b - 1]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def all(self) -> list[bytes]:
        """Every text, in order."""
        blob, starts = bytes(self.blob), self.start.tolist()
        return [blob[a : b - 1] for a, b in pairwise(starts)]

    def with_more(self, other: Texts) -> Texts:
        """These and then those."""
        blob = memoryview(bytes(self.blob) + bytes(other.blob))
        more = other.start[1:].astype(np.int64) + int(self.start[-1])
        return Texts(blob, np.concatenate([self.start.astype(np.int64), more]))

    def take(self, places: Array) -> Texts:
        """Some of them, in the order given."""
        starts = self.start.astype(np.int64)
        lengths = np.diff(starts)[places]
        data = np.frombuffer(self.blob, np.uint8)[ragged.indices(starts[places], lengths)]
        return Texts(data.data, ragged.offsets(lengths))


def texts_of(texts: Sequence[bytes]) -> Texts:
    """Texts as they lie in a file."""
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    blob = b"\0".join([*texts, b""]) if texts else b""
    return Texts(memoryview(blob), ragged.offsets(lengths))


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows in memory.

    Attributes:
        numbers: int64[n] for each of `NUMBERS`.
        ids, headlines: n texts each.
        digests: uint8[16 n].
        keyword_counts: int64[n], how many keywords each row has.
        keywords: int64[sum(keyword_counts)], the numbers of their names.
    """

    numbers: dict[str, Array]
    ids: Texts
    headlines: Texts
    digests: Array
    keyword_counts: Array
    keywords: Array

    def with_more(self, other: Columns) -> Columns:
        """These rows and then those."""
        return Columns(
            {name: np.concatenate([self.numbers[name], other.numbers[name]]) for name in NUMBERS},
            self.ids.with_more(other.ids),
            self.headlines.with_more(other.headlines),
            np.concatenate([self.digests, other.digests]),
            np.concatenate([self.keyword_counts, other.keyword_counts]),
            np.concatenate([self.keywords, other.keywords]),
        )

    def take(self, places: Array) -> Columns:
        """Some of the rows, in the order given."""
        starts = ragged.offsets(self.keyword_counts)[places]
        counts = self.keyword_counts[places]
        return Columns(
            {name: values[places] for name, values in self.numbers.items()},
            self.ids.take(places),
            self.headlines.take(places),
            self.digests.reshape(-1, DIGEST)[places].reshape(-1),
            counts,
            self.keywords[ragged.indices(starts, counts)],
        )


def write_table(file: SegmentWriter, prefix: str, columns: Columns) -> dict[str, Any]:
    """Write rows under names that start with `prefix`; what to keep in the file's meta."""
    least: dict[str, int] = {}
    for name, values in columns.numbers.items():
        if name in _FEW_VALUES:
            table, places = np.unique(values, return_inverse=True)
            file.write(f"{prefix}{name}.values", table)
            values = places.astype(np.int64)
        least[name] = min(int(values.min(initial=0)), 0) if name != "published" else 0
        if name in ("published", "mtime_ns") and len(values):
            least[name] = int(values.min())
        file.write(f"{prefix}{name}", _narrow(values - least[name]))
    for name, texts in (("ids", columns.ids), ("headlines", columns.headlines)):
        write_names(file, f"{prefix}{name}", texts)
    file.write(f"{prefix}digests", columns.digests)
    file.write(f"{prefix}keyword_counts", _narrow(columns.keyword_counts))
    file.write(f"{prefix}keywords", _narrow(columns.keywords))
    return {"rows": len(columns.keyword_counts), "least": least}


def write_names(file: SegmentWriter, name: str, texts: Texts) -> None:
    """Write texts."""
    file.write(name, np.frombuffer(texts.blob, np.uint8))
    file.write(f"{name}.start", _narrow(texts.start))


def read_names(file: SegmentFile, name: str) -> Texts:
    """Texts as they were written."""
    return Texts(file.blob(name), file.array(f"{name}.start"))


def _narrow(values: Array) -> Array:
    highest = int(values.max(initial=0))
    return values.astype(ragged.smallest_unsigned(highest))


class Table:
    """Rows in a file, each column read when it is first asked for."""

    def __init__(self, file: SegmentFile, prefix: str, meta: dict[str, Any]) -> None:
        self._file, self._prefix = file, prefix
        self.rows = int(meta["rows"])
        self._least: dict[str, int] = meta["least"]
        self._numbers: dict[str, Array] = {}

    def numbers(self, name: str) -> Array:
        """A column of whole numbers."""
        known = self._numbers.get(name)
        if known is None:
            known = self._file.array(self._prefix + name)
            if name in _FEW_VALUES:
                known = self._file.array(f"{self._prefix}{name}.values")[known]
            elif self._least[name] or name == "published":
                known = known.astype(np.int64) + self._least[name]
            self._numbers[name] = known
        return known

    @cached_property
    def ids(self) -> Texts:
        """The ids, as bytes."""
        return read_names(self._file, f"{self._prefix}ids")

    @cached_property
    def headlines(self) -> Texts:
        """The headlines, in UTF-8."""
        return read_names(self._file, f"{self._prefix}headlines")

    @cached_property
    def digests(self) -> Array:
        """BLAKE2b-128 of each file."""
        return self._file.array(f"{self._prefix}digests")

    @cached_property
    def keyword_counts(self) -> Array:
        """How many keywords each row has."""
        return self._file.array(f"{self._prefix}keyword_counts")

    @cached_property
    def keyword_start(self) -> Array:
        """Where in `keywords` those of each row start."""
        return ragged.offsets(self.keyword_counts)

    @cached_property
    def keywords(self) -> Array:
        """The numbers of all keywords, row after row."""
        return self._file.array(f"{self._prefix}keywords")

    def columns(self) -> Columns:
        """All of it, in memory."""
        return Columns(
            {name: self.numbers(name).astype(np.int64) for name in NUMBERS},
            self.ids,
            self.headlines,
            self.digests,
            self.keyword_counts.astype(np.int64),
            self.keywords.astype(np.int64),
        )


def ordered_names(names: Iterable[str], fold: Any) -> Array:
    """The place of each name among all, folded; names that fold to the same have the same."""
    folded = [fold(name) for name in names]
    places = {name: place for place, name in enumerate(sorted(set(folded)))}
    return np.array([places[name] for name in folded], np.int64)
