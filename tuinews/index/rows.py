"""Owns what a list of articles shows and filters by: one column per property, one row an article.

Rows are sorted by the bytes of their ids. Values that repeat (desk, source, place, byline,
keywords, language) are numbers into one table of names, where 0 is "". Everything is read where
it lies in the mapped file: 200,000 rows cost no objects.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, Literal

import numpy as np

from tuinews.index import row_order
from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.narrowed import read_narrow
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.row_table import DIGEST, NO_TIME, Table
from tuinews.index.row_texts import Texts, read_names

Facet = Literal["desk", "source", "place", "byline", "language"]
ListSort = Literal["newest", "oldest", "headline"]

EPOCH: Final = dt.datetime(1970, 1, 1)


class Rows:
    """The rows of one generation. A row number is good for this generation only.

    Most lie in a file of their own that many generations share (`base`); what changed since it
    was written lies beside the list of segments (`changes`) and is laid over it here: rows of the
    base that are `gone`, others before the rows of the base that `laid_at` says, and those whose
    article has `moved` to another number.
    """

    def __init__(self, base: SegmentFile, changes: SegmentFile | None = None) -> None:
        """Take the rows of a file, and what has changed since.

        Raises:
            IndexUnreadableError: One of the files is damaged.
        """
        self._base_file = base
        self._files = (base,) if changes is None else (base, changes)
        self.base = Table.of(base)
        meta = changes.meta.get("changes") if changes is not None else None
        self.carried = 0 if changes is None else int(changes.meta.get("carried", 0))
        """How many rows commits have copied to lay them over this base again."""
        self.changes: Table | None = None
        self.gone = self.moved = self.moved_docs = self.laid_at = np.empty(0, np.uint32)
        self._name_file = base
        self._numbers = 0 if changes is None else int(changes.meta.get("articles", 0))
        if changes is not None and meta is not None:
            self.changes = Table(changes, "rows/", meta)
            self.gone, self.laid_at = changes.array("rows/gone"), changes.array("rows/at")
            self.moved, self.moved_docs = changes.array("rows/moved"), changes.array("rows/docs")
            if "rows/names" in changes:
                self._name_file = changes
        self._columns: dict[str, Array] = {}
        self._names: dict[int, str] = {0: ""}
        self._length = self.base.rows - len(self.gone) + (self.changes.rows if self.changes else 0)

    def __len__(self) -> int:
        return self._length

    @cached_property
    def sources(self) -> Array | None:
        """int32: for each row its place in the base, or, counted on from there, in the changes."""
        if self.changes is None:
            return None
        kept = np.ones(self.base.rows, np.bool_)
        kept[self.gone] = False
        old = np.flatnonzero(kept).astype(np.int32)
        new = self.base.rows + np.arange(self.changes.rows, dtype=np.int32)
        return np.insert(old, np.searchsorted(old, self.laid_at), new)

    def ensure_whole(self) -> None:
        """See that nobody has cut the files short since they were opened.

        Raises:
            IndexUnreadableError: Somebody has.
        """
        for file in self._files:
            file.ensure_whole()

    def _locate(self, row: int) -> tuple[Table, int]:
        self.ensure_whole()
        sources = self.sources
        if sources is None:
            return self.base, row
        place = int(sources[row])
        if self.changes is None or place < self.base.rows:
            return self.base, place
        return self.changes, place - self.base.rows

    def column(self, name: str) -> Array:
        """All values of a column of whole numbers (`row_table.NUMBERS`), by row, and kept."""
        known = self.values(name)
        self._columns[name] = known
        return known

    def values(self, name: str) -> Array:
        """The same for who goes through them once: made anew unless they are kept."""
        self.ensure_whole()
        known = self._columns.get(name)
        if known is None:
            known = self.base.numbers(name)
            if name == "doc" and len(self.moved):
                known = known.copy()
                known[self.moved] = self.moved_docs
            if self.changes is not None and self.sources is not None:
                known = np.concatenate([known, self.changes.numbers(name)])[self.sources]
        return known

    def forget_numbers(self) -> None:
        """Keep nothing that only a search needs: which row has which of the engine's numbers."""
        self._columns.pop("doc", None)
        self.__dict__.pop("row_of_doc", None)
        self.base.forget_docs()

    @property
    def keyword_lists(self) -> tuple[Array, Array]:
        """Where each row's keywords start (as `kept_offsets`), and the numbers of all of them."""
        if self.changes is None or self.sources is None:
            return self.base.keyword_start, self.base.keywords
        counts = np.concatenate([self.base.keyword_counts, self.changes.keyword_counts])
        flat = np.concatenate([self.base.keywords, self.changes.keywords])
        starts = ragged.offsets(counts)[self.sources]
        counts = counts[self.sources]
        return ragged.kept_offsets(counts), flat[ragged.indices(starts, counts)]

    @cached_property
    def row_of_doc(self) -> Array:
        """int32: the row of each of the engine's numbers, -1 where deleted."""
        doc = self.column("doc")
        rows = np.full(max(self._numbers, int(doc.max(initial=-1)) + 1), -1, np.int32)
        rows[doc] = np.arange(len(doc), dtype=np.int32)
        return rows

    def id(self, row: int) -> str:
        """The article's id."""
        return os.fsdecode(self.key(row))

    def ids(self, rows: Array) -> list[str]:
        """The ids of some articles: faster than one by one."""
        self.ensure_whole()
        places = rows if self.sources is None else self.sources.take(rows)
        if self.changes is None:
            keys = self.base.ids.some(places)
        else:
            of_base = places < self.base.rows
            old = iter(self.base.ids.some(places.compress(of_base)))
            new = iter(self.changes.ids.some(places.compress(~of_base) - self.base.rows))
            keys = [next(old if each else new) for each in of_base.tolist()]
        return os.fsdecode(b"\0".join(keys)).split("\0") if keys else []

    def key(self, row: int) -> bytes:
        """The article's id as bytes, by which rows are sorted."""
        table, place = self._locate(row)
        return table.ids.get(place)

    def keys(self) -> Iterator[bytes]:
        """All ids as bytes, in order: for going through them, much faster than one by one."""
        if self.changes is None or self.sources is None:
            return iter(self.base.ids)
        keys = [*self.base.ids, *self.changes.ids]
        return map(keys.__getitem__, self.sources.tolist())

    def count_new(self, before: Rows) -> int:
        """How many articles there are that another generation had not."""
        if self.base is before.base:
            laid = self.changes.ids.all() if self.changes else []
            return sum(before.doc_of(key) is None for key in laid)
        known = set(before.keys())
        return sum(key not in known for key in iter(self.keys()))

    def headline(self, row: int) -> str:
        """The article's headline."""
        table, place = self._locate(row)
        return table.headlines.get(place).decode("utf-8", "replace")

    def _number(self, name: str, row: int) -> int:
        return int(self.column(name)[row])

    def published(self, row: int) -> dt.datetime | dt.date:
        """When the article was published: aware, or a date where no time of day is known."""
        offset = self._number("offset", row)
        if offset == NO_TIME:
            return self.published_date(row)
        local = EPOCH + dt.timedelta(seconds=self._number("published", row) + offset)
        return local.replace(tzinfo=dt.timezone(dt.timedelta(seconds=offset)))

    def published_date(self, row: int) -> dt.date:
        """The date the article itself gives, whatever the reader's time zone."""
        return dt.date.fromordinal(self._number("day", row))

    def desk(self, row: int) -> str:
        """The article's desk, "" when it has none."""
        return self.name(self._number("desk", row))

    def source(self, row: int) -> str:
        """The article's source, "" when it has none."""
        return self.name(self._number("source", row))

    def place(self, row: int) -> str:
        """Where the article is from, "" when it does not say."""
        return self.name(self._number("place", row))

    def byline(self, row: int) -> str:
        """Who wrote the article, "" when it does not say."""
        return self.name(self._number("byline", row))

    def language(self, row: int) -> str:
        """The article's language as it states it, "" when it does not."""
        return self.name(self._number("language", row))

    def keywords(self, row: int) -> tuple[str, ...]:
        """The article's keywords."""
        table, place = self._locate(row)
        return tuple(map(self.name, table.keywords_of(place)))

    def words(self, row: int) -> int:
        """How many words the article's body has."""
        return self._number("words", row)

    def size(self, row: int) -> int:
        """Bytes of the file when it was read."""
        return self._number("size", row)

    def mtime_ns(self, row: int) -> int:
        """The file's time of change when it was read, in nanoseconds since 1970."""
        return self._number("mtime_ns", row)

    def doc(self, row: int) -> int:
        """The engine's number of the article."""
        return int(self.column("doc")[row])

    def doc_of(self, key: bytes) -> int | None:
        """The same by its id as bytes, None without it: without going through all rows."""
        self.ensure_whole()
        if self.changes is not None and (place := self.changes.ids.place(key)) >= 0:
            return int(self.changes.docs[place])
        place = self.base.ids.place(key)
        if place < 0 or _found(self.gone, place) >= 0:
            return None
        moved = _found(self.moved, place)
        return int(self.base.docs[place] if moved < 0 else self.moved_docs[moved])

    def digest(self, row: int) -> bytes:
        """BLAKE2b-128 of the file's bytes."""
        table, place = self._locate(row)
        return table.digests[place * DIGEST : place * DIGEST + DIGEST].tobytes()

    @property
    def names_laid_over(self) -> bool:
        """Whether there are names that the file of rows does not have."""
        return self._name_file is not self._base_file

    @cached_property
    def names(self) -> Texts:
        """The desks, sources, places, bylines, languages and keywords; the first is ""."""
        prefix = "rows/" if self.names_laid_over else ""
        return read_names(self._name_file, f"{prefix}names")

    @cached_property
    def name_places(self) -> Array:
        """The place of each name in their order, folded; the same for those that fold alike."""
        prefix = "rows/" if self.names_laid_over else ""
        return self._name_file.array(f"{prefix}name_places")

    def name(self, number: int) -> str:
        """The desk, source, place, byline, language or keyword that a number stands for."""
        known = self._names.get(number)
        if known is None:
            known = self._names[number] = self.names.get(number).decode("utf-8", "replace")
        return known

    def find(self, id: str) -> int | None:  # noqa: A002 - an article's id is called id
        """The row of an article, or None."""
        try:
            sought = os.fsencode(id)
        except UnicodeEncodeError:
            return None
        row = self.place_of(sought)
        return row if row < len(self) and self.key(row) == sought else None

    def place_of(self, key: bytes) -> int:
        """The first row whose key is `key` or comes after it."""
        self.ensure_whole()
        place = self.base.ids.place_of(key)
        if self.changes is None:
            return place
        return place - int(np.searchsorted(self.gone, place)) + self.changes.ids.place_of(key)

    def order(self, sort: ListSort) -> Sequence[int]:
        """All rows in that order; equal ones by id."""
        return self.ordered(sort).data

    def ordered(self, sort: ListSort) -> Array:
        """The same as an array."""
        self.ensure_whole()
        if sort == "headline":
            return self._by_headline
        return self._newest if sort == "newest" else self._newest[::-1]

    @cached_property
    def _newest(self) -> Array:
        return row_order.newest(self, self.base.newest)

    @cached_property
    def _by_headline(self) -> Array:
        return row_order.by_headline(self, read_narrow(self._base_file, "by_headline"))


def _found(ascending: Array, value: int) -> int:
    """The place of a value, -1 when it is not there."""
    place = int(np.searchsorted(ascending, value))
    return place if place < len(ascending) and ascending[place] == value else -1
