"""Owns the page the browser begins with: when it takes the curtain's place, and keeping it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator

from rich.segment import Segment
from textual.timer import Timer

from tuinews.tui.commands import ON_ARTICLE, WHOLE_PROGRAM, Where
from tuinews.tui.curtain import Curtain
from tuinews.tui.kept_page import MOVES, Item, Page, Row
from tuinews.tui.lines import codes
from tuinews.tui.listing import NEWEST, Listing
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.narrowing import NarrowingScreen
from tuinews.tui.status import place, progress
from tuinews.tui.themes import Palette

AT_LAST = 1.5
"""Seconds after which the browser shows whatever it has."""
NEED_NO_LIST = (*WHOLE_PROGRAM, "quit", "quit_anywhere", "help", "palette")
"""Commands that never wait for one."""
LONGEST = 10.0
"""Seconds that a key waits for a list to work on."""
_NEAR = 500
"""How far down the list an article is looked for that was on the page."""
_CALM = 0.5
"""Seconds without a change after which the first page is calm."""


class OpeningScreen(NarrowingScreen):
    """The part of the browser that opens with what it showed last time."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._curtain: Curtain | None = None
        self._opened = asyncio.Event()
        self._calm: Timer | None = None
        self._kept: Page | None = None
        self._is_meant = False

    def hang(self, curtain: Curtain) -> None:
        """Open behind this curtain, and keep the page for it."""
        self._curtain = curtain

    def on_mount(self) -> None:
        """Show something, however long the rest takes."""
        self.set_timer(AT_LAST, self.raise_curtain)

    async def settle(self, command: str) -> bool:
        """At first also wait for a list: keys may be typed at what the curtain shows of it."""
        if not self._opened.is_set():
            if command in NEED_NO_LIST:
                return True
            if command in ON_ARTICLE:
                if not self._curtain_is_down:
                    return False
                self._is_meant = True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._opened.wait(), LONGEST)
            self._opened.set()
        return await super().settle(command)

    @property
    def _curtain_is_down(self) -> bool:
        return self._curtain is not None and self._curtain.is_down

    def wait_no_more(self) -> None:
        """Let go of keys that wait for a list, since there will be none."""
        self._opened.set()

    def listed(self, listing: Listing) -> None:
        """From the first list on, keys have something to work on."""
        super().listed(listing)
        self._opened.set()

    def raise_curtain(self) -> None:
        """Draw over what was kept; the cursor stays where it was moved, or used, meanwhile."""
        curtain = self._curtain
        if curtain is None or not curtain.is_down:
            return
        curtain.raised()
        place = curtain.stands_on
        if place is not None and (self._is_meant or curtain.has_moved):
            self._put_cursor(*place)
        self.redraw()

    def _put_cursor(self, line: int, name: str) -> None:
        """Put the cursor on the article that the reader moved it to, in the same line."""
        listing = self.listing
        if listing is None:
            return
        order = listing.order
        if not (line < len(order) and repr(listing.id(line)) == name):
            near = range(min(len(order), _NEAR))
            line = next((each for each in near if repr(listing.id(each)) == name), line)
        self.articles.put(line, on_screen_at=line)
        self.articles.post_message(self.articles.Moved(self.articles.cursor))

    def before_command(self) -> None:
        """A key wants to be seen."""
        self.raise_curtain()
        super().before_command()

    def refresh_status(self) -> None:
        """Also raise the curtain once all is there, and make use of a first page that is calm."""
        super().refresh_status()
        if not self._is_complete():
            return
        self.raise_curtain()
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(_CALM, self._use_the_calm) if self._is_first_page() else None

    def _is_complete(self) -> bool:
        """Whether list, marks and, where there is room, the article beside the list are there."""
        if not self.articles.count() or self.reader is None:
            return False
        return not self.side_by_side or self.view.laid_out is not None

    def _is_first_page(self) -> bool:
        """Whether this is what the browser would begin with, and nothing else is said."""
        listing, articles = self.listing, self.articles
        return (
            listing is not None
            and self.is_current
            and self.where is Where.LIST
            and not listing.request.text
            and not listing.request.narrowing
            and listing.request.sort == NEWEST
            and articles.cursor == articles.first == 0
            and not (self.has_sides or self.notice or progress(self.sync_progress))
        )

    def _use_the_calm(self) -> None:
        """Keep the page for the next start, and load what the first search takes."""
        if self._is_first_page():
            self._keep_page()
            self.prepare_search()

    def _keep_page(self) -> None:
        curtain = self._curtain
        if curtain is None:
            return
        rows = tuple(map(self._row, self._compositor.render_strips()))
        keys = tuple(self.keys.single(Where.LIST, each) for each in MOVES)
        page, size = Page(rows, tuple(self._items()), keys), self.size
        if page != self._kept:
            self._kept = page
            self.send("page", "keep", lambda: curtain.keep(page, (size.width, size.height)))

    def _items(self) -> Iterator[Item]:
        """How each row of the list looks with the cursor on it, and without."""
        listing, articles, bottom = self.listing, self.articles, self.bottom
        if listing is None or self.digits:
            return
        for line in range(min(articles.count(), articles.page)):
            (bare,) = articles.paint_item(line, selected=False)
            (chosen,) = articles.paint_item(line, selected=True)
            at = articles.region.x
            status: Row = ()
            if bottom.display:
                status = self._row(bottom.saying(place(listing, line)), bottom.region.x)
            yield Item(
                repr(listing.id(line)),
                articles.region.y + line,
                self._row(bare, at),
                self._row(chosen, at),
                bottom.region.y if bottom.display else -1,
                status,
            )

    def _row(self, segments: Iterable[Segment], at: int = 0) -> Row:
        """What is drawn from a column on."""
        system = self.app.console.color_system
        row = []
        for segment in segments:
            row.append((codes(segment.style, system), at, segment.text))
            at += segment.cell_length
        return tuple(row)
