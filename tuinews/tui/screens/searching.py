"""Owns the search box: typing into it, its history, completing and correcting what is typed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from textual import on

from tuinews.tui.messages import Completed
from tuinews.tui.narrowing import WIDE
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.listing import ListingScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.boxes import SearchBox

DEBOUNCE = 0.05
"""Seconds without a key after which what is typed in a burst is searched for.

A key that comes after such a pause is searched for at once.
"""


class SearchingScreen(ListingScreen):
    """The part of the browser that is typed into to search."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._history: list[str] = []
        self._recalled = 0
        self._draft = ""
        self._typed_at = 0.0
        self._offered: Sequence[str] = ()

    def do_search(self) -> None:
        self._draft = self.search_box.value
        self._recalled = len(self._history)
        self.search_box.display = True
        self.set_focus(self.search_box)
        self.search_box.cursor_position = len(self.search_box.value)
        self.call_after_refresh(self.fit)
        self.prepare_search()

    def prepare_search(self) -> None:
        """Load what a search takes, if that was not done yet."""
        self.send("index", "prepare", self.session.prepare)

    @on(SearchBox.Changed, "SearchBox")
    def _typed(self) -> None:
        if self.search_box.value.strip() == self._text:
            return
        if self._debounce is not None:
            self._debounce.stop()
        before, self._typed_at = self._typed_at, time.monotonic()
        if self._typed_at - before > DEBOUNCE:
            self._ask_as_typed()
        else:
            self._debounce = self.set_timer(DEBOUNCE, self._ask_as_typed)

    def _ask_as_typed(self) -> None:
        self.ask(typing=True, keep=self._moved)

    def do_accept_search(self) -> None:
        text = self.search_box.value.strip()
        if text:
            self.remember(text)
        self._draft = ""
        self.ask(typing=False, keep=self._moved)
        self.leave_box()

    def remember(self, text: str) -> None:
        """Keep a search as the last one."""
        self._history = [each for each in self._history if each != text] + [text]

    def recall(self, recent: Sequence[str]) -> None:
        """Take searches of earlier sessions, the last one first."""
        earlier = [each for each in reversed(recent) if each not in self._history]
        self._history[:0] = earlier
        self._recalled += len(earlier)

    def search_for(self, text: str) -> None:
        """Search the whole archive for a text that was not typed just now."""
        self.narrowing = WIDE
        self.search_box.put(text)
        self.ask(typing=False, keep=False)
        self.leave_box()

    def do_leave_search(self) -> None:
        if self.search_box.value:
            self.search_box.put("")
            self.ask(keep=self._moved)
        else:
            self.leave_box()

    def do_clear_search(self) -> None:
        if self.search_box.value or self.narrowing:
            self.narrowing = WIDE
            self.search_box.put("")
            self.ask()
            self.fit()

    def do_older_search(self) -> None:
        if self._recalled == len(self._history):
            self._draft = self.search_box.value
        if self._recalled > 0:
            self._recalled -= 1
            self.search_box.put(self._history[self._recalled])

    def do_newer_search(self) -> None:
        if self._recalled >= len(self._history):
            return
        self._recalled += 1
        recalled = self._history[self._recalled :]
        self.search_box.put(recalled[0] if recalled else self._draft)

    def do_take_suggestion(self) -> None:
        """Complete the end of what is typed, or correct it; once more, go on to the next way to."""
        typed, listing, surveyor = self.search_box.value, self.listing, self.surveyor
        if typed in self._offered and not typed.endswith(":"):
            at = self._offered.index(typed) + 1
            self.search_box.put(self._offered[at % len(self._offered)])
            return
        counted = listing.counted if listing is not None and listing.order else None
        is_of_this = listing is not None and listing.request.text == typed.strip()
        spelling = listing.spelling if listing is not None and is_of_this else ()

        def errand() -> Completed:
            return Completed(typed, (*surveyor.completions(typed, counted), *spelling))

        self.send("facets", "complete", errand)

    def take_suggestion(self) -> None:
        """Search for what was meant, where nothing has what was typed."""
        listing = self.listing
        if listing is not None and not listing.order and listing.spelling:
            self.search_box.put(listing.spelling[0])
            self.ask(keep=False)

    @on(Completed)
    def _completed(self, event: Completed) -> None:
        if event.typed == self.search_box.value and event.offered:
            self._offered = event.offered
            self.search_box.put(event.offered[0])
