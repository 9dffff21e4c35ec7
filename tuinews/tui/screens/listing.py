"""Owns listing and searching: what is asked for, what came back, where the cursor goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.timer import Timer

from tuinews.index.results import SORTS, Sort
from tuinews.tui.first_run import nothing_listed
from tuinews.tui.listing import BEST, NEWEST, Glimpse, Listing, Request
from tuinews.tui.messages import Completed, Glimpsed, Listed
from tuinews.tui.narrowing import WIDE
from tuinews.tui.screens.ground import BrowserGround, Desk
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import ArticleList
from tuinews.tui.widgets.boxes import SearchBox

DEBOUNCE = 0.05
"""Seconds without a key after which what is typed is searched for."""


class ListingScreen(BrowserGround):
    """The part of the browser that lists and searches."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._serial = 0
        self._text = ""
        self.narrowing = WIDE
        self._sorts: dict[bool, Sort] = {False: NEWEST, True: BEST}
        self._moved = False
        self._to_the_end = False
        self._glimpsed: set[int] = set()
        self._debounce: Timer | None = None
        self._history: list[str] = []
        self._recalled = 0
        self._draft = ""
        self._offered: Sequence[str] = ()
        self.synced = False

    # Asking and being answered.

    def ask(self, *, typing: bool = False, limit: int = 0, keep: bool = True) -> None:
        """Ask for the list again, with the search as it is typed; `keep` the cursor's article."""
        if self._debounce is not None:
            self._debounce.stop()
            self._debounce = None
        self._serial += 1
        text = self.search_box.value.strip()
        self._text = text
        anchor = self.articles.current_id if keep else None
        sort = self._sorts[bool(text)]
        request = Request(
            self._serial, text, sort, typing, anchor, limit, self._leave_out(), self.narrowing
        )
        if self.listing is not None:
            self.begun("index")
        self.send("index", "list", lambda: Listed(self.session.answer(request)))

    def _leave_out(self) -> frozenset[str]:
        """The articles that were read, where only the unread are to be listed."""
        if self.desk.settings.list == "all" or self.reader is None:
            return frozenset()
        return self.reader.marks.ids_read()

    @on(Listed)
    def _show_listing(self, event: Listed) -> None:
        listing = event.listing
        if listing is None:
            self.show_nothing()
            self.done("index")
            return
        if listing.request.serial != self._serial:
            return
        self.done("index")
        if listing.request.text and listing.query is None:
            self.echo.show("", "", listing.error)
            self.refresh_status()
            return
        self._put_listing(listing)
        self.echo.show(listing.parsed, listing.message or "", listing.error)
        if not listing.order:
            self.show_nothing()
        self.listed(listing)
        self._ask_for_glimpses()
        self.refresh_status()
        self.cursor_moved()

    def _put_listing(self, listing: Listing) -> None:
        """Show a listing; its cursor stays on its article, as near as can be to its place."""
        articles = self.articles
        before = articles.listing
        same_text = before is not None and (
            (before.request.text, before.request.narrowing)
            == (listing.request.text, listing.request.narrowing)
        )
        on_screen = (articles.cursor - articles.first) * articles.item_height
        if listing.at is not None:
            cursor = listing.at
        else:
            cursor = articles.cursor if same_text else 0
            on_screen = on_screen if same_text else 0
        if self._to_the_end:
            self._to_the_end = False
            cursor = len(listing.order) - 1
        same_rows = before is not None and before.rows is listing.rows
        self._glimpsed = set()
        known: Mapping[int, Glimpse] = articles.glimpses if same_rows and listing.searching else {}
        articles.show(listing, known, cursor=cursor, row_on_screen=on_screen)

    def show_nothing(self) -> None:
        """Say in place of a list why there is none."""
        busy, typing = not self.synced, self.focused is self.search_box
        self.articles.say_nothing(
            lambda cells: nothing_listed(
                self.look,
                self.listing,
                archive=self.desk.archive,
                busy=busy,
                typing=typing,
                cells=cells,
            )
        )

    def listed(self, listing: Listing) -> None:
        """Called when something else is listed."""

    # Glimpses of hits.

    def _ask_for_glimpses(self) -> None:
        """Have the passages of the hits on the screen looked up."""
        listing = self.listing
        if listing is None or not listing.searching:
            return
        seen = (listing.order[index] for index in self.articles.on_screen())
        rows = [row for row in seen if row not in self._glimpsed]
        if not rows:
            return
        session = self.session

        def errand() -> Glimpsed:
            found = {row: session.glimpse(listing, row) for row in rows}
            return Glimpsed(listing.request.serial, found)

        self.send("glimpses", "glimpse", errand)

    @on(Glimpsed)
    def _show_glimpses(self, event: Glimpsed) -> None:
        listing = self.listing
        if listing is not None and event.serial == listing.request.serial:
            self._glimpsed |= event.glimpses.keys()
            self.articles.glimpses = {**self.articles.glimpses, **event.glimpses}
            self.articles.update()

    # The cursor.

    @on(ArticleList.Moved)
    def _moved_by_reader(self) -> None:
        self._moved = True
        if "index" in self.under_way:
            self.ask()
        self._ask_for_glimpses()
        self._fetch_more()
        self.refresh_status()
        self.cursor_moved()

    def cursor_moved(self) -> None:
        """Called when another article is under the cursor, or may be."""

    def _fetch_more(self) -> None:
        """Ask for more hits when the cursor gets near the end of those that are here."""
        listing = self.listing
        if listing is None or len(listing.order) >= listing.total:
            return
        if self.articles.cursor + 2 * self.articles.page >= len(listing.order):
            self.ask(limit=4 * len(listing.order))

    def do_bottom(self) -> None:
        listing = self.listing
        if not self.is_reading and listing is not None and len(listing.order) < listing.total:
            self._to_the_end = True
            self.ask(limit=listing.total)
            return
        super().do_bottom()

    def do_sort(self) -> None:
        searching = bool(self._text)
        choices = SORTS if searching else SORTS[1:]
        at = choices.index(self._sorts[searching])
        self._sorts[searching] = choices[(at + self.count) % len(choices)]
        self.ask()

    # The search box.

    def do_search(self) -> None:
        self._draft = self.search_box.value
        self._recalled = len(self._history)
        self.search_box.display = True
        self.set_focus(self.search_box)
        self.search_box.cursor_position = len(self.search_box.value)
        self.call_after_refresh(self.fit)

    @on(SearchBox.Changed, "SearchBox")
    def _typed(self) -> None:
        if self.search_box.value.strip() == self._text:
            return
        if self._debounce is not None:
            self._debounce.stop()
        self._debounce = self.set_timer(DEBOUNCE, self._ask_as_typed)

    def _ask_as_typed(self) -> None:
        self.ask(typing=True, keep=self._moved)

    def do_accept_search(self) -> None:
        text = self.search_box.value.strip()
        if text:
            self.remember(text)
        self._draft = ""
        self.ask(keep=self._moved)
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
        self.ask(keep=False)
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
        typed, listing, session = self.search_box.value, self.listing, self.session
        if typed in self._offered and not typed.endswith(":"):
            at = self._offered.index(typed) + 1
            self.search_box.put(self._offered[at % len(self._offered)])
            return
        counted = listing.counted if listing is not None and listing.order else None
        is_of_this = listing is not None and listing.request.text == typed.strip()
        spelling = listing.spelling if listing is not None and is_of_this else ()

        def errand() -> Completed:
            return Completed(typed, (*session.completions(typed, counted), *spelling))

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
