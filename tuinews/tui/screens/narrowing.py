"""Owns narrowing the list: the sidebar of facets, the timeline, and taking filters back."""

from __future__ import annotations

from textual import on

from tuinews.tui.commands import Where
from tuinews.tui.listing import Listing
from tuinews.tui.messages import Surveyed
from tuinews.tui.narrowing import DATE, Filter, Narrowing
from tuinews.tui.screens.commanded import Pane
from tuinews.tui.screens.ground import NARROW_BY, Desk
from tuinews.tui.screens.overlay import LOW
from tuinews.tui.screens.searching import SearchingScreen
from tuinews.tui.status import listed
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.sidebar import Sidebar
from tuinews.tui.widgets.timeline import Timeline

BESIDE = 80
"""From how many columns on the sidebar stands beside the list; below it lies over it."""
_NOTHING = "Nothing to narrow by"
_NO_INDEX = "No index to count from yet"


class NarrowingScreen(SearchingScreen):
    """The part of the browser that narrows what is listed."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._has_sidebar = False
        self._has_timeline = False
        self._widened_from = ""

    # Size and focus.

    @property
    def pane(self) -> Pane:
        """What moving keys move through."""
        panes: dict[Where, Pane] = {Where.FACETS: self.sidebar, Where.TIMELINE: self.timeline}
        return panes.get(self.where) or super().pane

    @property
    def where(self) -> Where:
        """Which part of the screen has the keyboard."""
        if self.focused is self.sidebar:
            return Where.FACETS
        return Where.TIMELINE if self.focused is self.timeline else super().where

    @property
    def has_sides(self) -> bool:
        """Whether sidebar or timeline are open."""
        return self._has_sidebar or self._has_timeline

    def fit(self) -> None:
        """Also give the sidebar its place beside the list, or over it where there is little."""
        super().fit()
        over = self.app.size.width < BESIDE
        self.set_class(over, "over")
        self.set_class(self.app.size.height < LOW, "low")
        in_sidebar = self.focused is self.sidebar
        listing = self.query_one("#listing")
        room = listing.display and (in_sidebar or not over)
        self.query_one("#sidebar").display = self._has_sidebar and room
        listing.display = listing.display and not (over and in_sidebar)
        self.timeline.display = self._has_timeline

    def refresh_status(self) -> None:
        """Also say how much is listed, and of which bar, where the lines that do are hidden."""
        super().refresh_status()
        hidden = self.app.size.width < BESIDE and self.where is Where.FACETS
        self.sidebar_title.show(listed(self.listing) if hidden else NARROW_BY)
        self.timeline.name_bar(not self.bottom.display)

    def status_here(self) -> str:
        """Of the timeline, the bar under its cursor."""
        return self.timeline.said if self.where is Where.TIMELINE else super().status_here()

    # What is counted.

    def listed(self, listing: Listing) -> None:
        """Have facets and timeline of what is listed now counted, where they show."""
        if self.has_sides:
            serial, surveyor = listing.request.serial, self.surveyor
            self.begun("facets")
            self.send("facets", "survey", lambda: Surveyed(serial, surveyor.survey_of(listing)))

    @on(Surveyed)
    def _show_survey(self, event: Surveyed) -> None:
        listing = self.listing
        if listing is None or listing.request.serial != event.serial:
            return
        self.done("facets")
        self.sidebar.message = self.timeline.message = _NOTHING if event.survey else _NO_INDEX
        if event.survey is None:
            self.sidebar.update()
            self.timeline.update()
            return
        self.sidebar.show(event.survey, listing.request.narrowing)
        self.timeline.show(event.survey.timeline, at=self._widened_from)
        self._widened_from = ""
        self.refresh_status()

    # Commands.

    def do_facets(self) -> None:
        self._has_sidebar = True
        self._open(self.sidebar)

    def do_timeline(self) -> None:
        self._has_timeline = True
        self._open(self.timeline)

    def _open(self, side: Sidebar | Timeline) -> None:
        """Show a side with what is counted now, and give it the keyboard."""
        side.display = True
        self.query_one("#sidebar").display = self._has_sidebar
        self.set_focus(side)
        self.fit()
        if self.listing is not None:
            self.listed(self.listing)

    def do_leave_facets(self) -> None:
        self._has_sidebar = False
        self.leave_box()

    def do_leave_timeline(self) -> None:
        self._has_timeline = False
        self.leave_box()

    def do_to_list(self) -> None:
        self.leave_box()

    def do_earlier(self) -> None:
        self.timeline.step(-self.count)

    def do_later(self) -> None:
        self.timeline.step(self.count)

    def do_narrow(self) -> None:
        if self.where is Where.TIMELINE:
            self._narrow_to_period()
        else:
            self._take_choice()

    def _take_choice(self) -> None:
        choice = self.sidebar.chosen
        if choice is None:
            return
        if not choice.value:
            self.sidebar.unfold(choice.facet)
            return
        self.narrowing = self.narrowing.toggled(choice.filter)
        self.ask()

    def _narrow_to_period(self) -> None:
        period = Filter(DATE, self.timeline.period)
        if not period.value:
            return
        if self.narrowing.has(period):
            self.say("A day is as fine as it gets")
            return
        self.narrowing = self.narrowing.narrowed(period)
        self.ask()

    def do_widen(self) -> None:
        self._widen_to(self.narrowing.widened(), "The list is not narrowed")

    def do_widen_period(self) -> None:
        self._widened_from = self.timeline.period
        self._widen_to(self.narrowing.widened(DATE), "This is the widest period")

    def _widen_to(self, wider: Narrowing, otherwise: str) -> None:
        if wider == self.narrowing:
            self.say(otherwise)
        else:
            self.narrowing = wider
            self.ask()

    @on(Sidebar.Moved)
    @on(Timeline.Moved)
    def _side_moved(self) -> None:
        self.refresh_status()

    @on(Sidebar.Chosen)
    def _take_clicked_value(self) -> None:
        self._take_choice()

    @on(Timeline.Chosen)
    def _take_clicked_period(self) -> None:
        self._narrow_to_period()
