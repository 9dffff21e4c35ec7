"""Owns finding words in the open article."""

from __future__ import annotations

from textual import on

from tuinews.tui.matches import of_words
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.reading import ReadingScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.boxes import FindBox


class FindingScreen(ReadingScreen):
    """The part of the browser that looks through one article."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._before_find: tuple[int, int | None] = (0, None)
        self._found_for = ""

    def do_find(self) -> None:
        if self.view.laid_out is None:
            return
        self._before_find = self.view.first, self.view.match
        self._found_for = ""
        self.find_box.display = True
        self.find_box.put("")
        self.set_focus(self.find_box)
        self.call_after_refresh(self.fit)

    @on(FindBox.Changed, "FindBox")
    def _find(self) -> None:
        layout = self.view.laid_out
        words = self.find_box.value
        if layout is None or self.focused is not self.find_box or words == self._found_for:
            return
        self._found_for = words
        matches = of_words(layout.article, words) if words.strip() else self._of_query
        self._found_words = bool(words.strip())
        self.view.first = self._before_find[0]
        self.view.set_matches(matches, None)
        if self._found_words and matches and not self.view.next_match(1):
            self.view.go_to_match(0)
        said = f"{len(matches)} match{'es' * (len(matches) != 1)}" if self._found_words else ""
        self.find_box.set_status(said)

    def do_accept_find(self) -> None:
        self._find()
        self.leave_box()

    def do_leave_find(self) -> None:
        first, match = self._before_find
        self._found_words = False
        self.view.first = first
        self.view.set_matches(self._of_query, None)
        self.view.match = match if self._of_query else None
        self.view.update()
        self.find_box.set_status("")
        self.leave_box()
