"""Owns the processes that read and invert new articles, side by side, for the one that commits.

Each takes a few files at a time, reads them into a segment in the making, and answers with their
rows; when it is told to, it writes the segment. They speak JSON over pipes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from tuinews.articles.folder import Entry, stat_entry
from tuinews.articles.reading import read_digest
from tuinews.errors import (
    ArchiveError,
    ArticleIdError,
    IndexUnreadableError,
    UnreadableArticleError,
)
from tuinews.index import child
from tuinews.index.columnar.batch import SegmentOfChunks
from tuinews.index.row import Row
from tuinews.index.schema import chunks, row

PROCESSES: Final = 2
WORTH_IT: Final = 1000
"""New articles from which it is worth to start processes."""
_AT_A_TIME: Final = 64
_FLUSH: Final = b"flush"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read. `again` when it may be read without having changed."""

    entry: Entry
    reason: str
    again: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Some files that were looked at."""

    entries: Sequence[Entry]
    refusals: Sequence[Refusal]


@dataclass(frozen=True, slots=True)
class Written:
    """A segment: the name of its file, and the rows of its articles in order."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class AllWritten:
    """Every process has written what it had read before it was told to."""


Event = Read | Written | AllWritten


def read_one(archive: Path, entry: Entry) -> tuple[Row, list[Any]] | Refusal | None:
    """Read a file: its row and its chunks; None when it is being changed right now.

    Raises:
        ArchiveError: The archive itself is gone.
    """
    try:
        article, digest = read_digest(archive, entry)
    except ArchiveError:
        raise
    except UnreadableArticleError as error:
        # What the system refuses today it may allow tomorrow without a change of the file.
        return Refusal(entry, str(error), again=isinstance(error.__cause__, OSError))
    except Exception as error:  # noqa: BLE001 - one article must not keep all others out
        return Refusal(entry, f"reading it failed: {type(error).__name__}: {error}", again=True)
    try:
        if stat_entry(archive, entry.id) != entry:
            return None
    except ArticleIdError:
        return None
    return row(article, entry, digest), list(chunks(article))


class Gathering:
    """New articles on their way into segments."""

    def __init__(self, archive: Path, index_dir: Path, entries: Sequence[Entry]) -> None:
        """Start the processes on `entries`."""
        self._parts = [
            entries[first : first + _AT_A_TIME] for first in range(0, len(entries), _AT_A_TIME)
        ]
        self._parts.reverse()
        self._rows: dict[Connection, list[Row]] = {}
        self._given: dict[Connection, Sequence[Entry]] = {}
        self._to_write: set[Connection] = set()
        self._writing: set[Connection] = set()
        self._is_due = False
        self._processes: list[int] = []
        for _ in range(PROCESSES):
            ours, theirs = Pipe()
            self._processes.append(child.fork(partial(_work, theirs, archive, index_dir)))
            theirs.close()
            self._rows[ours] = []

    def events(self, is_due: Callable[[], bool]) -> Iterator[Event]:
        """What comes in, until everything is read and written.

        Args:
            is_due: Whether it is time to write segments, so that they can be committed.

        Raises:
            ArchiveError: The archive is gone.
            IndexUnreadableError: A process ended before its time, or could not write.
        """
        for connection in self._rows:
            self._give(connection)
        while self._given:
            for found in wait(list(self._given)):
                connection = next(each for each in self._given if each is found)
                yield from self._hear(connection)
            if not self._to_write and not self._is_due and self._given and is_due():
                self._to_write = set(self._given)
                self._is_due = True

    def _give(self, connection: Connection) -> None:
        """Have a process write, read, or end."""
        self._given.pop(connection, None)
        with contextlib.suppress(OSError):  # when it is gone, hearing from it says so
            if connection in self._to_write or (not self._parts and self._rows[connection]):
                self._given[connection] = ()
                self._to_write.discard(connection)
                self._writing.add(connection)
                connection.send_bytes(_FLUSH)
            elif self._parts:
                self._given[connection] = self._parts.pop()
                given = [[each.id, each.size, each.mtime_ns] for each in self._given[connection]]
                connection.send_bytes(json.dumps(given).encode())

    def _hear(self, connection: Connection) -> Iterator[Event]:
        try:
            kind, content = json.loads(connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise IndexUnreadableError("a process that reads articles has ended") from error
        if kind == "archive":
            raise ArchiveError(content)
        if kind == "index":
            raise IndexUnreadableError(content)
        if kind == "written":
            written = Written(content, self._rows[connection]) if content else None
            self._rows[connection] = []
            self._writing.discard(connection)
            self._give(connection)
            if written:
                yield written
            # Whoever commits sweeps away what nobody has named: no segment may be half written.
            if self._is_due and not self._to_write and not self._writing:
                self._is_due = False
                yield AllWritten()
            return
        entries = self._given[connection]
        rows, refusals, full = content
        self._rows[connection] += map(_row, rows)
        if full:
            self._to_write.add(connection)
        refused = [Refusal(entries[place], reason, again) for place, reason, again in refusals]
        self._give(connection)
        yield Read(entries, refused)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for connection in self._rows:
            connection.close()
        for process in self._processes:
            child.end(process)
        self._rows.clear()
        self._processes.clear()


def _work(connection: Connection, archive: Path, index_dir: Path) -> None:
    # Reading makes millions of objects and few cycles: looking for some costs a tenth.
    gc.disable()
    segment = SegmentOfChunks(index_dir)
    collected = time.monotonic()
    while True:
        try:
            request = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            if request == _FLUSH:
                answer: list[Any] = ["written", segment.write()]
                segment = SegmentOfChunks(index_dir, segment)
            else:
                entries = [Entry(*each) for each in json.loads(request)]
                answer = ["read", _read(archive, entries, segment)]
        except ArchiveError as error:
            answer = ["archive", str(error)]
        except OSError as error:
            answer = ["index", f"{index_dir}: cannot be written: {error.strerror}"]
        with contextlib.suppress(OSError):
            connection.send_bytes(json.dumps(answer).encode())
        if time.monotonic() - collected > 10:
            gc.collect()
            collected = time.monotonic()


def _read(archive: Path, entries: Sequence[Entry], segment: SegmentOfChunks) -> list[Any]:
    rows: list[list[Any]] = []
    refusals: list[tuple[int, str, bool]] = []
    for place, entry in enumerate(entries):
        found = read_one(archive, entry)
        if isinstance(found, Refusal):
            refusals.append((place, found.reason, found.again))
        elif found is not None:
            made, texts = found
            segment.add(texts, made.language)
            rows.append(_plain(made))
    return [rows, refusals, segment.is_full()]


def _plain(made: Row) -> list[Any]:
    """A row as JSON knows it."""
    values = [getattr(made, each.name) for each in fields(made)]
    values[2] = [made.published.isoformat(), isinstance(made.published, dt.datetime)]
    values[5] = made.digest.hex()
    return values


def _row(values: list[Any]) -> Row:
    text, has_time = values[2]
    values[2] = (dt.datetime if has_time else dt.date).fromisoformat(text)
    values[5] = bytes.fromhex(values[5])
    values[12] = tuple(values[12])
    return Row(*values)
