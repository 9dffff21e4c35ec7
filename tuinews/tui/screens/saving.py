"""Owns what becomes of a whole search: remembered, saved under a name, all of it marked read."""

from __future__ import annotations

from textual import on
from textual.message import Message

from tuinews.tui.errands import Errand
from tuinews.tui.messages import (
    HistoryRead,
    ReaderOpened,
    SavedFound,
    SearchSaved,
    Undone,
)
from tuinews.tui.saved import look_up, save, whole_query
from tuinews.tui.screens.asking import Question
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.kindred import KindredScreen
from tuinews.tui.screens.searches import SearchesScreen
from tuinews.tui.themes import Palette


class SavingScreen(KindredScreen):
    """The part of the browser that keeps searches, and marks what they list."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._searches: SearchesScreen | None = None
        self._writes = 0

    # What was searched for.

    @on(ReaderOpened)
    def _read_history(self, event: ReaderOpened) -> None:
        history = event.reader.history
        self.send("marks", "history", lambda: HistoryRead(history.recent()))

    @on(HistoryRead)
    def _history_read(self, event: HistoryRead) -> None:
        self.recall(event.recent)

    def remember(self, text: str) -> None:
        """Also keep the search for later sessions."""
        super().remember(text)
        reader = self.reader
        if reader is not None:

            def errand() -> None:
                reader.history.add(text)

            self._write(errand)

    # Saved searches.

    def do_saved(self) -> None:
        reader, session = self.reader, self.session
        if reader is None:
            self.say("Saved searches are still being read")
            return

        def errand() -> Message:
            import sqlite3

            try:
                return SavedFound(look_up(session, reader.searches))
            except sqlite3.Error as error:
                return SearchSaved(f"Saved searches cannot be read: {error}")

        self.begun("marks")
        self.send("marks", "saved", errand)

    @on(SavedFound)
    def _show_saved(self, event: SavedFound) -> None:
        self.done("marks")
        if self._searches is not None and self._searches.is_attached:
            self._searches.show(event.saved)
        elif event.saved:
            self._searches = SearchesScreen(self.look, event.saved, self._remove, self.do_undo)
            self.app.push_screen(self._searches, self._open_saved)
        else:
            self.say(f"No search is saved; {self.keys.key('save_search')} saves the present one")

    def _open_saved(self, number: int | None) -> None:
        screen, self._searches = self._searches, None
        if number is None or screen is None:
            return
        chosen = screen.saved[number]
        self.search_for(chosen.query)
        reader, session = self.reader, self.session
        if reader is None or chosen.problem:
            return

        def errand() -> None:
            import sqlite3

            try:
                reader.searches.meet(chosen.name, session.hits(chosen.query), "seen")
            except sqlite3.Error:
                return  # its hits stay new, which loses nothing

        self._write(errand)

    def _remove(self, name: str) -> None:
        reader = self.reader
        if reader is None:
            return

        def errand() -> SearchSaved:
            import sqlite3

            try:
                reader.searches.remove(name)
            except sqlite3.Error as error:
                return SearchSaved(f"This search cannot be removed: {error}")
            return SearchSaved(f"Removed {name}")

        self.begun("marks")
        self._write(errand)

    @on(Undone)
    def _undone_among_searches(self) -> None:
        if self._searches is not None:
            self.do_saved()

    def do_save_search(self) -> None:
        text = whole_query(self.search_box.value.strip(), self.narrowing)
        if not text:
            self.say("Nothing is searched for; there is nothing to save")
        elif self.reader is None:
            self.say("Saved searches are still being read")
        else:
            self.put_question(Question(f"save {text} as:", lambda name: self._save(name, text)))

    def _save(self, name: str, text: str) -> None:
        reader, session = self.reader, self.session
        if reader is not None:
            self.begun("marks")
            self._write(lambda: SearchSaved(save(session, reader.searches, name, text)))

    @on(SearchSaved)
    def _search_saved(self, event: SearchSaved) -> None:
        self.done("marks")
        self.say(event.outcome)
        if self._searches is not None:
            self.do_saved()

    def _write(self, errand: Errand) -> None:
        """Have something written; no later errand takes its place."""
        self._writes += 1
        self.send("marks", f"write {self._writes}", errand)
