"""Owns the browser's screen: the sync behind it, help and palette over it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tuinews.errors import ArchiveError
from tuinews.tui.commands import WHOLE_PROGRAM
from tuinews.tui.errands import ErrandFailed
from tuinews.tui.messages import (
    FolderListed,
    IndexOpened,
    Synced,
    SyncFailed,
    Syncing,
)
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.resuming import ResumingScreen
from tuinews.tui.themes import Palette

if TYPE_CHECKING:
    from tuinews.index.progress import Progress
    from tuinews.index.worker import Worker

_LOOK_AT_INDEX = 0.5
"""Seconds between two looks whether another process made a newer index."""
_LOOK_AT_MARKS = 10.0
"""Seconds between two looks whether another session marked something."""
_TELL_PROGRESS = 1.0
"""Seconds of work between two words on how far a sync is.

One that takes no longer goes unsaid, where there is a list to look at.
"""
_FOLDER_AFTER = 1.0
"""Seconds without an index after which the folder itself is listed."""


class BrowserScreen(ResumingScreen):
    """The whole of it."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._failed_with = ""
        self._whole_from: int | None = None if desk.worker else 0
        self._asked_to_sync = False
        self._told_progress = 0.0
        self._is_first_build = False
        self._fresh = 0
        self._said_fresh = ""

    def on_mount(self) -> None:
        """Start whatever is slow once the first screen is painted."""
        self.show_nothing()
        if self.desk.notices:
            self.say(" · ".join(self.desk.notices))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._open_index()
        self.open_reader()
        worker = self.desk.worker
        if worker is not None:
            threading.Thread(target=self._listen, args=(worker,), daemon=True).start()
        self.set_interval(_LOOK_AT_INDEX, self._look_at_index)
        self.set_interval(_LOOK_AT_MARKS, self.reload_marks)

    # The index and the folder behind it.

    def _open_index(self) -> None:
        session = self.session

        def errand() -> IndexOpened:
            return IndexOpened(session.open(), session.fresh)

        self.send("index", "open", errand)

    def _look_at_index(self) -> None:
        session = self.session

        def errand() -> IndexOpened | None:
            session.rest()
            return IndexOpened(True, session.fresh) if session.open_newer() else None

        self.send("index", "newer", errand)

    @on(IndexOpened)
    def _index_opened(self, event: IndexOpened) -> None:
        if not self._asked_to_sync and self.desk.worker is not None:
            # Not sooner: the worker would take the processor from the first list.
            self._asked_to_sync = True
            self.desk.worker.sync()
        if event.found:
            self.synced |= self.desk.worker is None
            self.follow_articles()
            # While a first build goes on, a cursor nobody has moved stays on top, not on whatever
            # happened to be indexed first.
            self.ask(keep=self._moved or self.is_reading or self._lists_all())
            if self.synced and self._whole_from is None:
                self._whole_from = self._serial
            self._say_what_is_new(event.fresh)
        elif self.desk.worker is None:
            self.synced = True
            self._list_folder()
        else:
            self.set_timer(_FOLDER_AFTER, self._list_folder_meanwhile)

    def _say_what_is_new(self, fresh: int) -> None:
        """Say how many articles came, beside what else is said; not while the first are indexed."""
        if self._is_first_build:
            self._is_first_build = not self.synced
            return
        if not fresh:
            return
        if self._said_fresh and self.notice.endswith(self._said_fresh):
            kept = self.notice.removesuffix(self._said_fresh)
        else:
            kept, self._fresh = f"{self.notice} · " if self.notice else "", 0
        self._fresh += fresh
        self._said_fresh = f"{self._fresh:,} new article{'s' if self._fresh > 1 else ''}"
        self.say(kept + self._said_fresh)

    def _lists_all(self) -> bool:
        """Whether what is listed was asked for when the index was complete for the first time."""
        listing, since = self.listing, self._whole_from
        return listing is not None and since is not None and listing.request.serial >= since

    def _list_folder_meanwhile(self) -> None:
        """List file names while the first build of an index goes on."""
        if self.listing is None:
            self._list_folder()

    def _list_folder(self) -> None:
        session = self.session

        def errand() -> FolderListed:
            try:
                session.list_folder()
            except ArchiveError as error:
                return FolderListed(str(error))
            return FolderListed()

        self.send("index", "folder", errand)

    @on(FolderListed)
    def _folder_listed(self, event: FolderListed) -> None:
        if event.problem:
            self.synced = True
            self.say(event.problem)
        self.ask()

    def _listen(self, worker: Worker) -> None:
        """Turn what the worker reports into messages; runs in a thread until the worker ends."""
        from tuinews.index.progress import Progress, Summary

        for event in worker.events():
            message: Message
            if isinstance(event, Progress):
                message = Syncing(event)
            elif isinstance(event, Summary):
                message = Synced(event)
            else:
                message = SyncFailed(event.message)
            self.post_message(message)
        self.post_message(SyncFailed("the process that indexes has ended"))

    @on(Syncing)
    def _syncing(self, event: Syncing) -> None:
        running = event.progress
        if running.committed:
            self._is_first_build |= not self.synced
            self._open_index()
        is_first = self.sync_progress is None and self.listing is None
        if is_first or running.seconds - self._told_progress >= _TELL_PROGRESS:
            self._tell_progress(running)

    @on(Synced)
    def _sync_done(self, event: Synced) -> None:
        self._failed_with = ""
        self._tell_progress(None)
        first, self.synced = not self.synced, True
        if first or not self.session.is_newest():
            self._open_index()

    @on(SyncFailed)
    def _sync_failed(self, event: SyncFailed) -> None:
        self._tell_progress(None)
        self.synced = True
        if event.reason != self._failed_with:
            self._failed_with = event.reason
            self.say(event.reason)
        if self.listing is None:
            self._list_folder()

    def _tell_progress(self, running: Progress | None) -> None:
        """Say how far the sync is that goes on; nothing when it is done."""
        self.sync_progress = running
        self._told_progress = running.seconds if running is not None else 0.0
        self.refresh_status()

    def do_refresh(self) -> None:
        if self.desk.worker is not None:
            self.desk.worker.sync()
        elif self.session.catalogue is None:
            self._list_folder()
        else:
            self._look_at_index()

    def do_next_unread(self) -> None:
        listing = self.listing
        if listing is None:
            return
        for index in range(self.articles.cursor + 1, self.articles.count()):
            if self.marking.is_unread(listing.id(index)):
                if self.is_reading:
                    self.open_at(index)
                else:
                    self.articles.step(index - self.articles.cursor)
                return
        self.say("No unread article below this one")

    # Over the browser.

    def do_help(self) -> None:
        from tuinews.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.look, self.where))

    def do_palette(self) -> None:
        from tuinews.tui.screens.palette import PaletteScreen

        self.app.push_screen(PaletteScreen(self.look, self.where), self._run_chosen)

    def _run_chosen(self, command: str | None) -> None:
        if command in WHOLE_PROGRAM:
            self.call_later(self.app.run_action, command)
        elif command is not None:
            self.action_command(command)

    def do_quit(self) -> None:
        self.app.exit(0)

    @on(ErrandFailed)
    def _errand_failed(self, event: ErrandFailed) -> None:
        """An errand that failed is a bug, and ends the program as any other does."""
        raise event.error
