"""Owns coming back to where an earlier session was left: its search, filters, order and article.

The list begins at its top, where the news are; one key leads back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tuinews.tui.listing import Listing
from tuinews.tui.messages import DepartureFound
from tuinews.tui.narrowing import Filter, Narrowing
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.reading import AT_PLACE
from tuinews.tui.screens.saving import SavingScreen
from tuinews.tui.themes import Palette

if TYPE_CHECKING:
    from tuinews.reader.departures import Departure


class ResumingScreen(SavingScreen):
    """The part of the browser that goes on where another one ended."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._reopening: int | None = None

    def finish(self) -> None:
        """Also keep what is listed, unless that is what the browser begins with."""
        reader, departure = self.reader, self._departure()
        if reader is not None and departure is not None:
            departures = reader.departures

            def errand() -> None:
                departures.save(departure)

            self.send("marks", "departure", errand)
        super().finish()

    def _departure(self) -> Departure | None:
        listing, article_id = self.listing, self.current_article_id
        if listing is None or article_id is None:
            return None
        request = listing.request
        is_somewhere = self.is_reading or self.articles.cursor > 0
        if not (is_somewhere or request.text or request.narrowing):
            return None
        from tuinews.reader.departures import Departure

        filters = tuple((each.field, each.value) for each in request.narrowing.filters)
        return Departure(request.text, filters, request.sort, article_id, self.is_reading)

    def do_resume(self) -> None:
        reader = self.reader
        if reader is None:
            self.say("What was kept is still being read")
            return
        departures = reader.departures
        self.begun("marks")
        self.send("marks", "resume", lambda: DepartureFound(departures.find()))

    @on(DepartureFound)
    def _resume(self, event: DepartureFound) -> None:
        from tuinews.index.results import SORTS

        self.done("marks")
        departure = event.departure
        if departure is None:
            self.say("No earlier session was left anywhere but at the top")
            return
        self.narrowing = Narrowing(tuple(Filter(*each) for each in departure.filters))
        for sort in SORTS:
            if sort == departure.sort:
                self._sorts[bool(departure.query)] = sort
        self.search_box.put(departure.query)
        self._moved = True
        self.ask(typing=False, anchor=departure.article_id)
        self._reopening = self._serial if departure.is_open else None
        self.leave_box()

    def listed(self, listing: Listing) -> None:
        """Also open the article again that was open."""
        super().listed(listing)
        if self._reopening != listing.request.serial:
            return
        self._reopening = None
        if listing.at is not None:
            self.open_at(listing.at, AT_PLACE)
        else:
            self.say("The article that was open is not among these any more")
