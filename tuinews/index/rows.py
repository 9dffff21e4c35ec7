"""Owns what a list of articles shows and filters by: one column per property, one row an article.

Rows are sorted by the bytes of their ids. Texts lie in one heap, values that repeat (desk,
source, place, byline, keywords, language) are numbers into one table of names, where 0 is "".
Everything is read where it lies in the mapped file: 200,000 rows cost no objects.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, Literal

from tuinews.index.arrays import ArrayFile, Column

Facet = Literal["desk", "source", "place", "byline", "language"]
ListSort = Literal["newest", "oldest", "headline"]

EPOCH: Final = dt.datetime(1970, 1, 1)
NO_TIME: Final = -(2**31)
"""Offset of a row whose time of day is not known."""
DIGEST: Final = 16
"""Bytes of a digest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article's properties on their way into the columns. `words` counts the body's."""

    id: str
    headline: str
    published: dt.datetime | dt.date
    size: int
    mtime_ns: int
    digest: bytes
    words: int
    desk: str = ""
    source: str = ""
    place: str = ""
    byline: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The arrays of a rows file; `n` rows.

    Attributes:
        id_at, id_bytes: Where in `heap` each id lies, and how long it is.
        headline_at, headline_bytes: The same for headlines.
        keyword_at, keyword_count: Where in `keyword` each row's keywords lie.
        published: int64[n], seconds since 1970 UTC; midnight where only the date is known.
        offset: int32[n], seconds east of UTC, or NO_TIME.
        day: int32[n], the article's own date as a proleptic ordinal.
        doc: uint32[n], the engine's number of the article.
        newest, by_headline: uint32[n], rows in that order.
        row_of_doc: int32[docs], the row of each of the engine's numbers, -1 where deleted.
    """

    id_at: Column
    id_bytes: Column
    headline_at: Column
    headline_bytes: Column
    published: Column
    offset: Column
    day: Column
    desk: Column
    source: Column
    place: Column
    byline: Column
    language: Column
    keyword_at: Column
    keyword_count: Column
    words: Column
    size: Column
    mtime_ns: Column
    doc: Column
    digest: Column
    heap: Column
    keyword: Column
    name_at: Column
    newest: Column
    by_headline: Column
    row_of_doc: Column


class Rows:
    """The columns of one generation. A row number is good for this generation only."""

    def __init__(self, file: ArrayFile) -> None:
        """Take the columns of a rows file.

        Raises:
            IndexUnreadableError: A column is missing or damaged.
        """
        self.columns = Columns(**{each.name: file.array(each.name) for each in fields(Columns)})
        self._names: dict[int, str] = {0: ""}
        self.meta = file.meta

    def __len__(self) -> int:
        return len(self.columns.published)

    def id(self, row: int) -> str:
        """The article's id."""
        return os.fsdecode(self.key(row))

    def key(self, row: int) -> bytes:
        """The article's id as bytes, by which rows are sorted."""
        columns = self.columns
        start = columns.id_at[row]
        return bytes(columns.heap[start : start + columns.id_bytes[row]])

    def keys(self) -> Iterator[bytes]:
        """All ids as bytes, in order: for going through them, much faster than one by one."""
        heap = bytes(self.columns.heap)
        for start, length in zip(self.columns.id_at, self.columns.id_bytes, strict=True):
            yield heap[start : start + length]

    def headline(self, row: int) -> str:
        """The article's headline."""
        columns = self.columns
        start = columns.headline_at[row]
        return str(columns.heap[start : start + columns.headline_bytes[row]], "utf-8")

    def published(self, row: int) -> dt.datetime | dt.date:
        """When the article was published: aware, or a date where no time of day is known."""
        offset = self.columns.offset[row]
        if offset == NO_TIME:
            return self.published_date(row)
        local = EPOCH + dt.timedelta(seconds=self.columns.published[row] + offset)
        return local.replace(tzinfo=dt.timezone(dt.timedelta(seconds=offset)))

    def published_date(self, row: int) -> dt.date:
        """The date the article itself gives, whatever the reader's time zone."""
        return dt.date.fromordinal(self.columns.day[row])

    def desk(self, row: int) -> str:
        """The article's desk, "" when it has none."""
        return self.name(self.columns.desk[row])

    def source(self, row: int) -> str:
        """The article's source, "" when it has none."""
        return self.name(self.columns.source[row])

    def place(self, row: int) -> str:
        """Where the article is from, "" when it does not say."""
        return self.name(self.columns.place[row])

    def byline(self, row: int) -> str:
        """Who wrote the article, "" when it does not say."""
        return self.name(self.columns.byline[row])

    def language(self, row: int) -> str:
        """The article's language as it states it, "" when it does not."""
        return self.name(self.columns.language[row])

    def keywords(self, row: int) -> tuple[str, ...]:
        """The article's keywords."""
        return tuple(map(self.name, self.keyword_numbers(row)))

    def keyword_numbers(self, row: int) -> Column:
        """The article's keywords as numbers of names."""
        start = self.columns.keyword_at[row]
        return self.columns.keyword[start : start + self.columns.keyword_count[row]]

    def words(self, row: int) -> int:
        """How many words the article's body has."""
        return int(self.columns.words[row])

    def size(self, row: int) -> int:
        """Bytes of the file when it was read."""
        return int(self.columns.size[row])

    def mtime_ns(self, row: int) -> int:
        """The file's time of change when it was read, in nanoseconds since 1970."""
        return int(self.columns.mtime_ns[row])

    def digest(self, row: int) -> bytes:
        """BLAKE2b-128 of the file's bytes."""
        return bytes(self.columns.digest[row * DIGEST : row * DIGEST + DIGEST])

    def name(self, number: int) -> str:
        """The desk, source, place, byline, language or keyword that a number stands for."""
        known = self._names.get(number)
        if known is None:
            at = self.columns.name_at
            known = str(self.columns.heap[at[2 * number] : at[2 * number + 1]], "utf-8")
            self._names[number] = known
        return known

    def names(self) -> int:
        """How many names there are, 0 (the empty one) included."""
        return len(self.columns.name_at) // 2

    def find(self, id: str) -> int | None:  # noqa: A002 - an article's id is called id
        """The row of an article, or None."""
        try:
            sought = os.fsencode(id)
        except UnicodeEncodeError:
            return None
        row = self.place_of(sought)
        return row if row < len(self) and self.key(row) == sought else None

    def place_of(self, key: bytes, low: int = 0) -> int:
        """The first row from `low` on whose key is `key` or comes after it."""
        high = len(self)
        while low < high:
            middle = (low + high) // 2
            if self.key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def order(self, sort: ListSort) -> Sequence[int]:
        """All rows in that order; equal ones by id."""
        if sort == "headline":
            return self.columns.by_headline
        newest = self.columns.newest
        return newest if sort == "newest" else newest[::-1]
