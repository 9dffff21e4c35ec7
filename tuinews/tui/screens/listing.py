"""Owns the list on the screen: what is asked for, what came back, where the cursor goes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import events, on
from textual.timer import Timer

from tuinews.tui.first_run import nothing_listed
from tuinews.tui.listing import BEST, NEWEST, Glimpse, Listing, Request
from tuinews.tui.messages import Glimpsed, Listed
from tuinews.tui.narrowing import WIDE
from tuinews.tui.screens.ground import BrowserGround, Desk
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from tuinews.index.results import Sort

_PAGES = 3
"""How many pages of hits are fetched while a search is typed."""
_TOGETHER = 0.025
"""Seconds that hits wait for their passages, to be painted with them."""


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """Passages that are being looked up, by row; `whole` is set when all are."""

    glimpses: dict[int, Glimpse] = field(default_factory=dict)
    whole: threading.Event = field(default_factory=threading.Event)


class ListingScreen(BrowserGround):
    """The part of the browser that lists."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._serial = 0
        self._text = ""
        self._typing = False
        self.narrowing = WIDE
        self._sorts: dict[bool, Sort] = {False: NEWEST, True: BEST}
        self._moved = False
        self._to_the_end = False
        self._glimpsed: set[int] = set()
        self._debounce: Timer | None = None
        self.synced = False

    # Asking and being answered.

    def ask(
        self,
        *,
        typing: bool | None = None,
        limit: int = 0,
        keep: bool = True,
        anchor: str | None = None,
    ) -> None:
        """Ask for the list again, with the search as it is typed; `keep` the cursor's article.

        Args:
            typing: Whether the last word may still grow; None where that is as it was, as when
                the index is another.
            anchor: The article to put the cursor on instead.
        """
        if self._debounce is not None:
            self._debounce.stop()
            self._debounce = None
        self._serial += 1
        text = self.search_box.value.strip()
        typing = self._typing and text == self._text if typing is None else typing
        self._text, self._typing = text, typing
        anchor = anchor or (self.articles.current_id if keep else None)
        sort = self._sorts[bool(text)]
        request = Request(
            self._serial,
            text,
            sort,
            typing,
            anchor,
            max(limit, _PAGES * self.articles.size.height),
            self._leave_out(),
            self.narrowing,
        )
        if self.listing is not None:
            self.begun("index")
        self.send("index", "list", lambda: self._answered(request))

    def _answered(self, request: Request) -> Listed:
        """The list, with the passages of its first hits where these are quick to look up.

        To be painted once, and not again a moment later; runs in a thread of its own.
        """
        listing = self.session.answer(request)
        if listing is None or not listing.searching or listing.at is not None:
            return Listed(listing)
        rows = list(listing.order[: -(-self.articles.size.height // 2)])
        found = self._look_up(listing, rows)
        found.whole.wait(_TOGETHER)
        return Listed(listing, dict(found.glimpses))

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
        self._put_listing(listing, event.glimpses)
        self.echo.show(listing.parsed, listing.message or "", listing.error)
        if not listing.order:
            self.show_nothing()
        self.listed(listing)
        self._ask_for_glimpses()
        self.refresh_status()
        self.cursor_moved()

    def _put_listing(self, listing: Listing, glimpses: Mapping[int, Glimpse]) -> None:
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
        self._glimpsed = set(glimpses)
        known: Mapping[int, Glimpse] = articles.glimpses if same_rows and listing.searching else {}
        articles.show(listing, {**known, **glimpses}, cursor=cursor, row_on_screen=on_screen)

    def show_nothing(self) -> None:
        """Say in place of a list why there is none."""
        busy, typing = not self.synced, self.focused is self.search_box
        self.articles.say_nothing(
            lambda cells: nothing_listed(
                self.look,
                self.keys,
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
        if rows:
            self._look_up(listing, rows)

    def _look_up(self, listing: Listing, rows: Sequence[int]) -> _LookedUp:
        """Have passages looked up, in the lane for that; may run in any thread."""
        found = _LookedUp()
        serial, shelf = listing.request.serial, self.shelf

        def errand() -> Glimpsed | None:
            for row in rows:
                if serial != self._serial:
                    return None
                found.glimpses[row] = shelf.glimpse(listing, row)
            found.whole.set()
            return Glimpsed(serial, found.glimpses)

        self.send("glimpses", "glimpse", errand)
        return found

    @on(Glimpsed)
    def _show_glimpses(self, event: Glimpsed) -> None:
        listing = self.listing
        if listing is None or event.serial != listing.request.serial:
            return
        if not event.glimpses.keys() <= self._glimpsed:
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

    def on_resize(self, _event: events.Resize) -> None:
        """A larger list may have room for more hits than are here."""
        self.call_after_refresh(self._fetch_more)

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
        from tuinews.index.results import SORTS

        searching = bool(self._text)
        choices = SORTS if searching else SORTS[1:]
        at = choices.index(self._sorts[searching])
        self._sorts[searching] = choices[(at + self.count) % len(choices)]
        self.ask()
