"""Owns what the reader marks in the browser: read, starred, and taking the last mark back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tuinews.reader.marks import Marks

Kind = Literal["read", "starred"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that was set: what it was set to."""

    article_id: str
    kind: Kind
    value: bool


class Marking:
    """The marks of the open archive; until they are loaded nothing counts as read or starred.

    A mark shows at once; `save` has it written behind the screen's back.
    """

    def __init__(self, save: Callable[[Mark], None]) -> None:
        self._save = save
        self._marks: Marks | None = None
        self._pending: dict[tuple[str, Kind], bool] = {}
        self._done: list[Mark] = []

    def load(self, marks: Marks) -> None:
        """Take the marks that were kept."""
        self._marks = marks

    def signs(self, article_id: str) -> tuple[bool, bool]:
        """Whether the article is unread, and whether it is starred."""
        if self._marks is None:
            return False, False
        return not self._is(article_id, "read"), self._is(article_id, "starred")

    def is_unread(self, article_id: str) -> bool:
        """Whether the article is unread, as far as is known."""
        return self.signs(article_id)[0]

    def toggle(self, article_id: str, kind: Kind) -> bool:
        """Turn a mark over, and remember it for `undo`; returns what it is now."""
        value = not self._is(article_id, kind)
        self._done.append(Mark(article_id, kind, value))
        self._set(self._done[-1])
        return value

    def opened(self, article_id: str) -> None:
        """Mark an article as read because it is being read."""
        if self.is_unread(article_id):
            self._set(Mark(article_id, "read", True))

    def undo(self) -> Mark | None:
        """Take the last toggled mark back; None when there is none left."""
        if not self._done:
            return None
        last = self._done.pop()
        back = Mark(last.article_id, last.kind, not last.value)
        self._set(back)
        return back

    def saved(self, mark: Mark) -> None:
        """Learn that a mark is written."""
        if self._pending.get((mark.article_id, mark.kind)) == mark.value:
            del self._pending[mark.article_id, mark.kind]

    def _is(self, article_id: str, kind: Kind) -> bool:
        pending = self._pending.get((article_id, kind))
        if pending is not None or self._marks is None:
            return bool(pending)
        if kind == "read":
            return self._marks.is_read(article_id)
        return self._marks.is_starred(article_id)

    def _set(self, mark: Mark) -> None:
        self._pending[mark.article_id, mark.kind] = mark.value
        self._save(mark)
