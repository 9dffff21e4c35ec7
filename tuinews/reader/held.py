"""Owns the marks of one archive in memory: for each kind of mark the set of articles that have it.

Not changed but replaced when they are read anew, so that a reader in another thread always sees
them whole.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from tuinews.reader.changes import Change, Kind, Mark


class Held:
    """What is marked, kept so that one article or a whole archive is asked for at no cost."""

    def __init__(self, marks: Iterable[tuple[bytes, Kind, str]] = ()) -> None:
        """Take marks as the database has them: the article's id as bytes, kind and value."""
        self._ids: dict[tuple[Kind, str], set[str]] = {}
        self._notes: dict[str, tuple[str, ...]] = {}
        self._frozen: dict[tuple[Kind, str], frozenset[str]] = {}
        for key, kind, value in marks:
            name = os.fsdecode(key)
            if kind == "note":
                self._notes[name] = (*self._notes.get(name, ()), value)
            else:
                self._ids.setdefault((kind, value), set()).add(name)

    def has(self, mark: Mark) -> bool:
        """Whether a mark is set."""
        if mark.kind == "note":
            return mark.value in self.notes_of(mark.article_id)
        return mark.article_id in self._ids.get((mark.kind, mark.value), ())

    def ids(self, kind: Kind, value: str = "") -> frozenset[str]:
        """The articles with a mark, those with any note for `note`; one value until they change."""
        found = self._frozen.get((kind, value))
        if found is None:
            known: Collection[str] = self._ids.get((kind, value), ())
            found = self._frozen[kind, value] = frozenset(self._notes if kind == "note" else known)
        return found

    def notes_of(self, article_id: str) -> tuple[str, ...]:
        """The article's notes: more than one where sessions wrote at once."""
        return self._notes.get(article_id, ())

    def tags(self) -> dict[str, int]:
        """All tags in order of the alphabet, with how many articles have each."""
        return {
            value: len(ids)
            for (kind, value), ids in sorted(self._ids.items())
            if kind == "tag" and ids
        }

    def show(self, change: Change) -> None:
        """Let a change count."""
        mark = change.mark
        if mark.kind == "note":
            self._frozen.pop(("note", ""), None)
            notes = tuple(note for note in self.notes_of(mark.article_id) if note != mark.value)
            notes += (mark.value,) if change.is_set else ()
            if notes:
                self._notes[mark.article_id] = notes
            else:
                self._notes.pop(mark.article_id, None)
            return
        self._frozen.pop((mark.kind, mark.value), None)
        ids = self._ids.setdefault((mark.kind, mark.value), set())
        if change.is_set:
            ids.add(mark.article_id)
        else:
            ids.discard(mark.article_id)
