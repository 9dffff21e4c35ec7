"""Owns the page the browser begins with: when it takes the curtain's place, and keeping it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual.timer import Timer

from tuinews.tui.commands import Where
from tuinews.tui.curtain import Curtain, Run
from tuinews.tui.lines import codes
from tuinews.tui.listing import NEWEST, Listing
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.narrowing import NarrowingScreen
from tuinews.tui.status import progress
from tuinews.tui.themes import Palette

AT_LAST = 1.5
"""Seconds after which the browser shows whatever it has, and keys work on that."""
_CALM = 0.5
"""Seconds without a change after which the page is kept."""


class OpeningScreen(NarrowingScreen):
    """The part of the browser that opens with what it showed last time."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._curtain: Curtain | None = None
        self._opened = asyncio.Event()
        self._calm: Timer | None = None
        self._kept: tuple[tuple[Run, ...], ...] = ()

    def hang(self, curtain: Curtain) -> None:
        """Open behind this curtain, and keep the page for it."""
        self._curtain = curtain

    def on_mount(self) -> None:
        """Show something and take keys, however long the rest takes."""
        self.set_timer(AT_LAST, self._open_as_it_is)

    def _open_as_it_is(self) -> None:
        self._opened.set()
        self.raise_curtain()

    async def settle(self) -> None:
        """At first also wait for a list: keys may be typed at what the curtain shows of it."""
        await self._opened.wait()
        await super().settle()

    def listed(self, listing: Listing) -> None:
        """From the first list on, keys have something to work on."""
        super().listed(listing)
        self._opened.set()

    def raise_curtain(self) -> None:
        """Draw over what was kept."""
        if self._curtain is not None and self._curtain.is_down:
            self._curtain.raised()
            self.redraw()

    def before_command(self) -> None:
        """A key wants to be seen."""
        self.raise_curtain()
        super().before_command()

    def refresh_status(self) -> None:
        """Also raise the curtain once all is there, and keep the first page once it is calm."""
        super().refresh_status()
        if self._curtain is None or not self._is_complete():
            return
        self.raise_curtain()
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(_CALM, self._keep_page) if self._is_first_page() else None

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

    def _keep_page(self) -> None:
        curtain = self._curtain
        if curtain is None or not self._is_first_page():
            return
        page, size = tuple(self._runs()), self.size
        if page != self._kept:
            self._kept = page
            self.send("page", "keep", lambda: curtain.keep(page, (size.width, size.height)))

    def _runs(self) -> Iterator[tuple[Run, ...]]:
        """What the screen shows, row by row."""
        system = self.app.console.color_system
        for strip in self._compositor.render_strips():
            at, row = 0, []
            for segment in strip:
                row.append((codes(segment.style, system), at, segment.text))
                at += segment.cell_length
            yield tuple(row)
