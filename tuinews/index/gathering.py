"""Owns the processes that read and invert new articles, side by side, for the one that commits.

Each takes a few files at a time, reads them into a segment in the making, and says how far it is;
when it is told to, it writes the segment and sends the rows of its articles. It is given more than
it has done, so that it need not wait while its parent commits.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from tuinews.articles.folder import Entry
from tuinews.articles.reading import read_digest
from tuinews.errors import (
    ArchiveError,
    ArticleChangedError,
    IndexUnreadableError,
    UnreadableArticleError,
)
from tuinews.index import child
from tuinews.index.columnar.batch import SegmentOfChunks
from tuinews.index.entries import Entries
from tuinews.index.heap import give_back
from tuinews.index.row import Row
from tuinews.index.row_buffer import Names, RowBuffer
from tuinews.index.row_parcel import Parcel, receive, send
from tuinews.index.schema import chunks, row

PROCESSES: Final = 2
WORTH_IT: Final = 1000
"""New articles from which it is worth to start processes."""
_AT_A_TIME: Final = 64
_AHEAD: Final = 100
"""How often at most a process is given files before it has answered: work for longer than a commit
takes, and so little to say meanwhile that a pipe holds it."""
_FLUSH: Final = b"flush"
_NO_MORE: Final = b"no more"


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
    """A segment: the name of its file, and the rows of its articles."""

    name: str
    rows: Parcel


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
    except ArticleChangedError:
        return None
    except UnreadableArticleError as error:
        # What the system refuses today it may allow tomorrow without a change of the file.
        return Refusal(entry, str(error), again=isinstance(error.__cause__, OSError))
    except Exception as error:  # noqa: BLE001 - one article must not keep all others out
        return Refusal(entry, f"reading it failed: {type(error).__name__}: {error}", again=True)
    return row(article, entry, digest), list(chunks(article))


class Gathering:
    """New articles on their way into segments."""

    def __init__(self, archive: Path, index_dir: Path, entries: Entries) -> None:
        """Start the processes on `entries`."""
        self._entries = entries
        self._parts = -(-len(entries) // _AT_A_TIME)
        self._next = 0
        self._given: dict[Connection, deque[int]] = {}
        self._to_write: set[Connection] = set()
        self._processes: list[int] = []
        for _ in range(PROCESSES):
            ours, theirs = Pipe()
            work = partial(_work, theirs, archive, index_dir, entries)
            self._processes.append(child.fork(work))
            theirs.close()
            self._given[ours] = deque()

    def events(self, is_due: Callable[[], bool]) -> Iterator[Event]:
        """What comes in, until everything is read and written.

        Args:
            is_due: Whether it is time to write segments, so that they can be committed.

        Raises:
            ArchiveError: The archive is gone.
            IndexUnreadableError: A process ended before its time, or could not write.
        """
        at_work = set(self._given)
        for connection in at_work:
            self._give(connection)
        while at_work:
            for connection in at_work.intersection(wait(list(at_work))):
                kind, content = self._hear(connection)
                if kind == "read":
                    yield self._note(connection, content)
                    self._give(connection)
                elif kind == "written":
                    yield Written(content, self._rows_from(connection))
                elif kind == "ended":
                    at_work.discard(connection)
                if kind in ("flushed", "ended") and connection in self._to_write:
                    self._to_write.discard(connection)
                    if not self._to_write:
                        yield AllWritten()
            if not self._to_write and self._next < self._parts and is_due():
                self._to_write = set(at_work)
                for connection in at_work:
                    _tell(connection, _FLUSH)

    def _give(self, connection: Connection) -> None:
        """Have a process go on; near the end no further ahead than leaves the others as much."""
        given = self._given[connection]
        left = self._parts - self._next
        while left and len(given) < max(1, min(_AHEAD, left // (2 * PROCESSES))):
            _tell(connection, str(self._next).encode())
            given.append(self._next)
            self._next += 1
            left -= 1
            if not left:
                for each in self._given:
                    _tell(each, _NO_MORE)

    def _hear(self, connection: Connection) -> tuple[str, Any]:
        try:
            kind, content = json.loads(connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise IndexUnreadableError(_DIED) from error
        if kind == "archive":
            raise ArchiveError(content)
        if kind == "index":
            raise IndexUnreadableError(content)
        return kind, content

    def _note(self, connection: Connection, refusals: list[Any]) -> Read:
        entries = _part(self._entries, self._given[connection].popleft())
        refused = [Refusal(entries[place], reason, again) for place, reason, again in refusals]
        return Read(entries, refused)

    def _rows_from(self, connection: Connection) -> Parcel:
        try:
            return receive(connection)
        except (EOFError, OSError) as error:
            raise IndexUnreadableError(_DIED) from error

    def close(self) -> None:
        """End the processes, whatever they do."""
        for connection in self._given:
            connection.close()
        for process in self._processes:
            child.end(process)
        self._given.clear()
        self._processes.clear()


_DIED: Final = "a process that reads articles has ended"


def _tell(connection: Connection, message: bytes) -> None:
    with contextlib.suppress(OSError):  # when it is gone, hearing from it says so
        connection.send_bytes(message)


def _part(entries: Entries, number: int) -> list[Entry]:
    """The entries that a process is given at a time."""
    first = number * _AT_A_TIME
    return [entries[place] for place in range(first, min(first + _AT_A_TIME, len(entries)))]


def _work(connection: Connection, archive: Path, index_dir: Path, entries: Entries) -> None:
    # Reading makes millions of objects and few cycles: looking for some costs a tenth.
    gc.disable()
    gc.freeze()
    reader = _Reader(connection, archive, index_dir)
    try:
        reader.work(entries)
    except ArchiveError as error:
        reader.say("archive", str(error))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        pass  # the parent is gone
    except OSError as error:
        reader.say("index", f"{index_dir}: cannot be written: {error.strerror}")


class _Reader:
    """What a process does."""

    def __init__(self, connection: Connection, archive: Path, index_dir: Path) -> None:
        self._connection, self._archive = connection, archive
        self._segment = SegmentOfChunks(index_dir)
        self._rows = RowBuffer(Names())

    def work(self, entries: Entries) -> None:
        """Read and write what is asked for, until there is no more."""
        todo: deque[int] = deque()
        more = True
        while more or todo:
            while (more and not todo) or self._connection.poll():
                request = self._connection.recv_bytes()
                if request == _FLUSH:
                    self._write()
                    self.say("flushed")
                elif request == _NO_MORE:
                    more = False
                else:
                    todo.append(int(request))
            if todo:
                self.say("read", self._read(_part(entries, todo.popleft())))
                if self._segment.is_full():
                    self._write()
        self._write()
        self.say("ended")

    def say(self, kind: str, content: object = None) -> None:
        """Answer."""
        self._connection.send_bytes(json.dumps([kind, content]).encode())

    def _read(self, entries: Sequence[Entry]) -> list[tuple[int, str, bool]]:
        """Read files; returns the places of those refused, why, and whether for now only."""
        refusals: list[tuple[int, str, bool]] = []
        for place, entry in enumerate(entries):
            found = read_one(self._archive, entry)
            if isinstance(found, Refusal):
                refusals.append((place, found.reason, found.again))
            elif found is not None:
                made, texts = found
                self._segment.add(texts, made.language)
                self._rows.add(os.fsencode(made.id), made, len(self._rows))
        return refusals

    def _write(self) -> None:
        name = self._segment.write()
        if name:
            self.say("written", name)
            send(self._connection, self._rows)
            self._segment = self._segment.next()
            self._rows = RowBuffer(Names())
        gc.collect(0)  # what is older was looked at when it was new, and is kept
        give_back()
