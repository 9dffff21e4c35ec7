"""Owns what the reader marks in the browser: shown at once, written behind the screen's back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from tuinews.reader.marks import Marks

Kind = Literal["read", "starred"]


class Kept(NamedTuple):
    """What the reader said of an article: tags, and a note."""

    tags: tuple[str, ...] = ()
    note: str = ""


class Marking:
    """The marks of the open archive; until they are loaded nothing counts as read or starred.

    `save` is called after each change, to have it written in another thread.
    """

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._marks: Marks | None = None
        self._opened_early: list[str] = []

    @property
    def is_loaded(self) -> bool:
        """Whether anything can be marked yet."""
        return self._marks is not None

    def load(self, marks: Marks) -> None:
        """Take the marks that were kept."""
        marks.deferred = True
        self._marks = marks
        while self._opened_early:
            self.opened(self._opened_early.pop())

    def signs(self, article_id: str) -> tuple[bool, bool]:
        """Whether the article is unread, and whether it is starred."""
        marks = self._marks
        if marks is None:
            return False, False
        return not marks.is_read(article_id), marks.is_starred(article_id)

    def is_unread(self, article_id: str) -> bool:
        """Whether the article is unread, as far as is known."""
        return self.signs(article_id)[0]

    def kept(self, article_id: str) -> Kept:
        """Tags and note of an article."""
        marks = self._marks
        if marks is None:
            return Kept()
        return Kept(marks.tags_of(article_id), marks.note_of(article_id))

    def known_tags(self) -> tuple[str, ...]:
        """All tags there are, the most used first."""
        tags = self._marks.tags() if self._marks else {}
        return tuple(sorted(tags, key=lambda tag: (-tags[tag], tag)))

    def toggle(self, article_id: str, kind: Kind) -> bool:
        """Turn a mark over; returns what it is now."""
        unread, starred = self.signs(article_id)
        if self._marks is None:
            return False
        if kind == "read":
            self._marks.set_read(article_id, unread)
        else:
            self._marks.set_starred(article_id, not starred)
        self._save()
        return unread if kind == "read" else not starred

    def set_all_read(self, article_ids: Iterable[str]) -> None:
        """Mark many articles as read, as one change."""
        if self._marks is not None:
            self._marks.set_all_read(article_ids, True)
            self._save()

    def set_tags(self, article_id: str, tags: Mapping[str, bool]) -> None:
        """Give an article tags, and take others away, as one change."""
        if self._marks is not None:
            self._marks.set_tags([article_id], tags)
            self._save()

    def set_note(self, article_id: str, note: str) -> None:
        """Write a note in place of what there was; an empty one takes it away."""
        if self._marks is not None:
            self._marks.set_note(article_id, note)
            self._save()

    def opened(self, article_id: str) -> None:
        """Mark an article as read because it is being read."""
        if self._marks is None:
            self._opened_early.append(article_id)
        elif self.is_unread(article_id):
            self._marks.set_read(article_id, True, undoable=False)
            self._save()
