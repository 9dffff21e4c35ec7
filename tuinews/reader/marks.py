"""Owns what a reader marked: which articles were read, starred, tagged and noted upon."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from tuinews.articles.sanitise import sanitise, sanitise_line
from tuinews.reader.changes import Change, Mark, write_changes
from tuinews.reader.database import Database, archive_path
from tuinews.reader.following import Rows, follow
from tuinews.reader.held import Held
from tuinews.reader.undo import Undo

LONGEST_TAG = 100
LONGEST_NOTE = 64 * 1024
"""Characters that are kept of a tag, of a note."""

_NOT_WRITTEN = "a mark could not be written"
_NOT_SHOWN = "marks of other sessions are not shown"
_NOT_FOUND = "marks of moved articles are not found"

_ALL = """
SELECT articles.id, kind, value FROM marks
JOIN articles ON articles.number = article
JOIN archives ON archives.number = archive WHERE path = ?
"""


class Marks:
    """The marks of one archive; may be used from several threads.

    A change counts at once. It is written before the call returns, which says whether that was
    done; with `deferred` it is written by `save`, so that no key waits for a disk. What cannot be
    written counts for the session and is tried again with the next change and at every refresh;
    `notice` says so until it is written. A change can be taken back by `undo`, unless it was made
    with `undoable=False`.

    Attributes:
        deferred: Whether changes wait for `save`.
        version: Differs after every change, also of other sessions: what was made of the marks
            under another version is to be made anew.
        undo: What was changed here, and perhaps elsewhere, in this session.
    """

    def __init__(self, database: Database, archive: Path, undo: Undo | None = None) -> None:
        """Read the marks of `archive`."""
        self.deferred = False
        self.version = 0
        self.undo = Undo() if undo is None else undo
        self._database = database
        self._archive = archive
        self._path = archive_path(archive)
        self._troubles: dict[str, sqlite3.Error] = {}
        self._lock = threading.Lock()
        """Of what is in memory: never held while the disk is waited for."""
        self._writing = threading.RLock()
        self._seen = -1
        self._held = Held()
        self._unwritten: dict[Mark, Change] = {}
        self._rows: Rows | None = None
        self.refresh()

    @classmethod
    def open(cls, state_dir: Path, archive: Path) -> Marks:
        """Open the marks of `archive`; never fails, see `notice`."""
        return cls(Database.open(state_dir), archive)

    @property
    def notice(self) -> str | None:
        """What the reader should know about how marks are kept just now, or None."""
        troubles = [f"{what}: {error}" for what, error in list(self._troubles.items())]
        return self._database.notice or next(iter(troubles), None)

    # What is marked.

    def is_read(self, article_id: str) -> bool:
        """Whether the article was read."""
        return self._held.has(Mark(article_id, "read"))

    def is_starred(self, article_id: str) -> bool:
        """Whether the article is starred."""
        return self._held.has(Mark(article_id, "starred"))

    def tags_of(self, article_id: str) -> tuple[str, ...]:
        """The article's tags, in order of the alphabet."""
        tags = self.tags()
        return tuple(tag for tag in tags if self._held.has(Mark(article_id, "tag", tag)))

    def note_of(self, article_id: str) -> str:
        """The article's note, "" when it has none; where two sessions wrote at once, both."""
        return "\n".join(self._held.notes_of(article_id))

    def tags(self) -> dict[str, int]:
        """All tags in order of the alphabet, with how many articles have each."""
        with self._lock:
            return self._held.tags()

    def ids_read(self) -> frozenset[str]:
        """The articles that were read; the same value until they change."""
        with self._lock:
            return self._held.ids("read")

    def ids_starred(self) -> frozenset[str]:
        """The articles that are starred; the same value until they change."""
        with self._lock:
            return self._held.ids("starred")

    def ids_tagged(self, tag: str) -> frozenset[str]:
        """The articles that have a tag; the same value until they change."""
        with self._lock:
            return self._held.ids("tag", tidy_tag(tag))

    def ids_with_note(self) -> frozenset[str]:
        """The articles that have a note; the same value until they change."""
        with self._lock:
            return self._held.ids("note")

    def marked(self, mark: str) -> Collection[str]:
        """The articles marked `read`, `starred`, `note`, or `tag:` and a tag; of `tags`, all."""
        kind, _, tag = mark.partition(":")
        match kind:
            case "read":
                return self.ids_read()
            case "starred":
                return self.ids_starred()
            case "note":
                return self.ids_with_note()
            case "tag":
                return self.ids_tagged(tag)
            case "tags":
                return self.tags()
        raise ValueError(f"there is no mark {mark!r}")

    # Marking.

    def set_read(self, article_id: str, value: bool, *, undoable: bool = True) -> bool:
        """Mark the article as read, or as unread."""
        return self.set_all_read([article_id], value, undoable=undoable)

    def set_all_read(
        self, article_ids: Iterable[str], value: bool, *, undoable: bool = True
    ) -> bool:
        """Mark many articles at once: all of them or, after a crash, none."""
        changes = [Change(Mark(each, "read"), value) for each in article_ids]
        return self._change(changes, f"marked as {'read' if value else 'unread'}", undoable)

    def set_starred(self, article_id: str, value: bool) -> bool:
        """Star the article, or take its star away."""
        change = Change(Mark(article_id, "starred"), value)
        return self._change([change], "starred" if value else "star taken away")

    def set_tags(self, article_ids: Iterable[str], tags: Mapping[str, bool]) -> bool:
        """Give articles the tags that are True, and take the others away, as one change.

        An empty tag is none.
        """
        tidy = {tidy_tag(tag): value for tag, value in tags.items()}
        tidy.pop("", None)
        changes = [
            Change(Mark(each, "tag", tag), value)
            for each in article_ids
            for tag, value in tidy.items()
        ]
        given = ", ".join(tag for tag, value in tidy.items() if value)
        taken = ", ".join(tag for tag, value in tidy.items() if not value)
        says = [f"tagged {given}"] if given else []
        says += [f"tag {taken} taken away"] if taken else []
        return self._change(changes, "; ".join(says))

    def set_note(self, article_id: str, text: str) -> bool:
        """Give the article a note in place of what it had; "" takes it away."""
        text = sanitise(text).strip()[:LONGEST_NOTE]
        changes = [
            Change(Mark(article_id, "note", note), False)
            for note in self._held.notes_of(article_id)
            if note != text
        ]
        changes += [Change(Mark(article_id, "note", text), True)] if text else []
        return self._change(changes, "note written" if text else "note taken away")

    def save(self) -> bool:
        """Write what is not written yet; returns whether all of it now is."""
        with self._writing:
            with self._lock:
                pending = dict(self._unwritten)
            if not pending:
                return self._database.keeps
            try:
                with self._database.writing() as connection:
                    write_changes(connection, self._path, pending.values(), self._digest)
            except sqlite3.Error as error:
                self._troubles[_NOT_WRITTEN] = error
                return False
            self._troubles.pop(_NOT_WRITTEN, None)
            with self._lock:
                for mark, change in pending.items():
                    if self._unwritten[mark] is change:
                        del self._unwritten[mark]
            return self._database.keeps

    # Other sessions, and the archive.

    def refresh(self) -> bool:
        """Take in what other sessions of the reader marked; True when something may differ."""
        with self._writing:
            if self._unwritten:
                self.save()
            try:
                seen = self._database.version()
                is_changed = seen != self._seen
                if is_changed:
                    self._read()
            except sqlite3.Error as error:
                self._troubles[_NOT_SHOWN] = error
                return False
            self._troubles.pop(_NOT_SHOWN, None)
            self._seen = seen
            return is_changed

    def follow(self, rows: Rows) -> int:
        """Learn from a new generation of the index which articles were moved or corrected.

        Returns:
            How many articles took what is kept of them along to a new id.
        """
        with self._writing:
            self._rows = rows
            try:
                moved = follow(self._database, self._archive, rows)
                if moved:
                    self._read()
            except sqlite3.Error as error:
                self._troubles[_NOT_FOUND] = error
                return 0
            self._troubles.pop(_NOT_FOUND, None)
            return moved

    def close(self) -> None:
        """Write what is not written yet, and let go of the database."""
        self.save()
        self._database.close()

    def _change(self, changes: list[Change], says: str, undoable: bool = True) -> bool:
        changes = [each for each in changes if self._held.has(each.mark) != each.is_set]
        ids = tuple(dict.fromkeys(each.mark.article_id for each in changes))
        if undoable and changes:
            back = [each.reversed() for each in changes]
            counted = f"{len(ids):,} articles {says}" if len(ids) > 1 else says
            self.undo.remember(counted, ids, lambda: self._apply(back))
        return self._apply(changes)

    def _apply(self, changes: list[Change]) -> bool:
        with self._lock:
            for change in changes:
                self._held.show(change)
                self._unwritten[change.mark] = change
            self.version += bool(changes)
        return False if self.deferred else self.save()

    def _read(self) -> None:
        """Hold what the database has, and what is not written to it yet."""
        held = Held(self._database.read(_ALL, self._path))
        with self._lock:
            for change in self._unwritten.values():
                held.show(change)
            self._held = held
            self.version += 1

    def _digest(self, article_id: str) -> bytes | None:
        if self._rows is None:
            return None
        row = self._rows.find(article_id)
        return None if row is None else self._rows.digest(row)


def tidy_tag(tag: str) -> str:
    """A tag as it is kept: one line, in small letters, single spaces."""
    return " ".join(sanitise_line(tag).lower().split())[:LONGEST_TAG].strip()
