"""Owns how the browser's screen is put together, at every size, and its two lines of status."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from textual import events
from textual.app import ComposeResult

from tuinews.articles.sanitise import show_name
from tuinews.settings import Settings
from tuinews.tui.commands import ON_ARTICLE, Where
from tuinews.tui.errands import Errand, Lane
from tuinews.tui.listing import Listing
from tuinews.tui.marking import Marking
from tuinews.tui.messages import MarksSaved
from tuinews.tui.screens.commanded import PATIENCE, CommandedScreen, Pane
from tuinews.tui.screens.overlay import LOW, Title
from tuinews.tui.session import Session
from tuinews.tui.shelf import Shelf
from tuinews.tui.status import listed, place, progress, reading
from tuinews.tui.surveying import Surveyor
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import ArticleList
from tuinews.tui.widgets.article_view import ArticleView
from tuinews.tui.widgets.bottom_line import BottomLine
from tuinews.tui.widgets.boxes import AskBox, FindBox, SearchBox
from tuinews.tui.widgets.cursor_list import CursorList
from tuinews.tui.widgets.echo_line import EchoLine
from tuinews.tui.widgets.rule import Rule
from tuinews.tui.widgets.scroller import Scroller
from tuinews.tui.widgets.sidebar import Sidebar
from tuinews.tui.widgets.still import Column, Row
from tuinews.tui.widgets.timeline import Timeline
from tuinews.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from tuinews.index.progress import Progress
    from tuinews.index.worker import Worker
    from tuinews.reader.reader import Reader

NARROW_BY = "Narrow by"
SIDE_BY_SIDE = 120
"""From how many columns on the reader stands beside the list."""
LaneName = Literal["index", "glimpses", "facets", "reader", "marks", "export", "pipe", "page"]
LANES: tuple[LaneName, ...] = get_args(LaneName)
_AN_ANSWER = 3.0
"""Seconds that a key waits for an answer that it is about: longer than any search takes."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the browser works with: where everything is, and what was started for it before."""

    archive: Path
    index_dir: Path
    state_dir: Path
    trust_index: bool = False
    worker: Worker | None = None
    settings: Settings = field(default_factory=Settings)
    restricted: bool = False
    notices: tuple[str, ...] = ()


class BrowserGround(CommandedScreen[None]):
    """List and reader, above them the search box when it is needed, below them the status."""

    AUTO_FOCUS = "#list"

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look)
        self.desk = desk
        self.session = Session(desk.archive, desk.index_dir, trust_index=desk.trust_index)
        self.surveyor = Surveyor(self.session)
        self.shelf = Shelf(desk.archive)
        self.marking = Marking(self._save_marks)
        self.reader: Reader | None = None
        self.lanes: dict[LaneName, Lane] = {}
        self.notice = ""
        self.sync_progress: Progress | None = None
        self.is_reading = False
        self.under_way: set[LaneName] = set()
        self._settled = asyncio.Event()
        self.top_line = TopLine(look, show_name(desk.archive.resolve().name) or "/")
        self.search_box = SearchBox(look)
        self.echo = EchoLine(look, indent=len(SearchBox.PROMPT))
        self.articles = ArticleList(look, self.marking, desk.settings, id="list")
        self.view = ArticleView(look, id="reader")
        self.sidebar = Sidebar(look, id="facets")
        self.sidebar_title = Title(look, NARROW_BY)
        self.timeline = Timeline(look, id="timeline")
        self.find_box = FindBox(look)
        self.ask_box = AskBox(look)
        self.bottom = BottomLine(look)

    def compose(self) -> ComposeResult:
        """All widgets there are; `fit` says which of them show."""
        self.search_box.display = self.echo.display = self.find_box.display = False
        self.ask_box.display = False
        self.view.display = self.timeline.display = False
        with Row(id="panes"):
            with Column(id="sidebar") as side:
                side.display = False
                yield self.sidebar_title
                yield Rule(self.look)
                yield self.sidebar
            with Column(id="listing"):
                yield self.top_line
                yield self.search_box
                yield self.echo
                yield Rule(self.look, id="rule")
                yield self.timeline
                yield self.articles
            yield self.view
        yield self.find_box
        yield self.ask_box
        yield self.bottom

    def on_mount(self) -> None:
        """Start the threads."""
        self.lanes = {name: Lane(name, self.post_message) for name in LANES}

    def send(self, lane: LaneName, kind: str, errand: Errand) -> None:
        """Have an errand run; its answer comes as a message."""
        if lane in self.lanes:
            self.lanes[lane].send(kind, errand)

    def begun(self, lane: LaneName) -> None:
        """Note that the next command should wait for what a lane is about to answer."""
        self.under_way.add(lane)
        self._settled.clear()

    def done(self, lane: LaneName) -> None:
        """Note that a lane has answered."""
        self.under_way.discard(lane)
        if not self.under_way:
            self._settled.set()

    async def settle(self, command: str) -> bool:
        """Wait a moment for list or article, so that keys typed ahead find what they are for."""
        needs_it = command in ON_ARTICLE
        if self.under_way:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), _AN_ANSWER if needs_it else PATIENCE)
        if self.under_way and needs_it:
            self.say("Not done: what was asked for before is not here yet")
            return False
        return True

    def finish(self) -> None:
        """Let what is being written be written; called when the program ends."""
        for lane in self.lanes.values():
            lane.close(0.4)

    # Size and focus.

    @property
    def listing(self) -> Listing | None:
        """What is listed."""
        return self.articles.listing

    @property
    def side_by_side(self) -> bool:
        """Whether there is room for list and reader at once."""
        return self.app.size.width >= SIDE_BY_SIDE

    @property
    def pane(self) -> Pane:
        """What moving keys move through."""
        pane: CursorList | Scroller = self.view if self.is_reading else self.articles
        return pane

    @property
    def where(self) -> Where:
        """Which part of the screen has the keyboard."""
        if self.focused is self.search_box:
            return Where.SEARCH
        if self.focused is self.find_box:
            return Where.FIND
        if self.focused is self.ask_box:
            return Where.ASK
        return Where.READER if self.is_reading else Where.LIST

    def on_resize(self, _event: events.Resize) -> None:
        """Arrange everything for the new size."""
        self.fit()

    def fit(self) -> None:
        """Show what there is room and need for."""
        both = self.side_by_side
        self.set_class(both, "side-by-side")
        self.query_one("#listing").display = both or not self.is_reading
        self.view.display = both or self.is_reading
        searching = self.focused is self.search_box or bool(self.search_box.value)
        self.search_box.display = self.echo.display = searching
        self.top_line.display = not searching
        self.find_box.display = self.focused is self.find_box
        self.ask_box.display = self.focused is self.ask_box
        self.refresh_status()

    def leave_box(self) -> None:
        """Give the keyboard back to list or reader."""
        self.set_focus(self.view if self.is_reading else self.articles)
        self.fit()

    # Status.

    def before_command(self) -> None:
        """What was said of the last command is no news any more."""
        self.notice = ""

    def after_command(self) -> None:
        """Say where the reader is now."""
        self.refresh_status()

    def say(self, notice: str) -> None:
        """Say one line until the next command."""
        self.notice = notice
        self.refresh_status()

    def refresh_status(self) -> None:
        """Bring both lines of status up to date."""
        self.bottom.display = self._has_bottom()
        listing = self.listing
        running = progress(self.sync_progress)
        shown = listed(listing)
        if not self.bottom.display and self.notice:
            running = self.notice
        self.top_line.show(shown, running)
        self.search_box.set_status(" · ".join(filter(None, (running, shown))))
        status = self.digits or self.status_here()
        last = place(listing, listing.total - 1) if listing and self.where is Where.LIST else ""
        self.bottom.show(status, self.notice, self.where, len(last))

    def _has_bottom(self) -> bool:
        """Whether there is room for the line at the bottom, or nowhere else to say something."""
        if self.find_box.display or self.ask_box.display:
            return False
        if self.app.size.height >= LOW:
            return True
        list_is_hidden = self.is_reading and not self.side_by_side
        return list_is_hidden and bool(self.notice or self.digits)

    def status_here(self) -> str:
        """Where the reader is, in the part of the screen that has the keyboard."""
        if self.where is Where.READER:
            return reading(self.view)
        if self.where is Where.LIST:
            return place(self.listing, self.articles.cursor)
        return ""

    # Marks.

    def _save_marks(self) -> None:
        reader = self.reader
        if reader is None:
            return

        def errand() -> MarksSaved:
            reader.marks.save()
            return MarksSaved(reader.notice)

        self.send("marks", "save", errand)
