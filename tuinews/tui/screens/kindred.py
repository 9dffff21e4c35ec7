"""Owns going from an article to those of its kind: versions of its story, and related ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from textual import on
from textual.message import Message

from tuinews.errors import IndexUnreadableError, UnreadableArticleError
from tuinews.tui.article_layout import day_of
from tuinews.tui.commands import Where
from tuinews.tui.kindred import related, versions
from tuinews.tui.listed_dates import CELLS, listed_date
from tuinews.tui.messages import Compared, KindredNotFound, NotRead, RelatedFound, VersionsFound
from tuinews.tui.screens.piping import PipingScreen

RELATED = 50
"""How many related articles are offered."""


class KindredScreen(PipingScreen):
    """The part of the browser that goes from article to article."""

    def do_versions(self) -> None:
        session = self.session
        self._look_for(
            "versions", lambda article_id: VersionsFound(article_id, versions(session, article_id))
        )

    @on(VersionsFound)
    def _offer_versions(self, event: VersionsFound) -> None:
        self.done("reader")
        versions = event.versions
        ids = [version.id for version in versions]
        if len(ids) < 2:
            self.say("No other version of this story is known")
            return
        from tuinews.tui.screens.versions import VersionsScreen

        lines = [
            f"{self._date(day_of(version.published))}  {version.headline}"
            f"{'  (this one)' if version.id == event.article_id else ''}"
            for version in versions
        ]
        here = ids.index(event.article_id)
        screen = VersionsScreen(self.look, lines, here + 1 if here + 1 < len(ids) else here - 1)

        def take(number: int | None) -> None:
            if number is None:
                return
            if screen.opened:
                self.open_id(ids[number])
            elif number == here:
                self.say("This is the version you came from")
            else:
                newer, older = min(number, here), max(number, here)
                self._compare(ids[older], ids[newer])

        self.app.push_screen(screen, take)

    def _compare(self, older: str, newer: str) -> None:
        """Show what changed from one version to the next."""
        self._reads += 1
        serial, shelf = self._reads, self.shelf
        self.begun("reader")

        def errand() -> Message:
            try:
                return Compared(serial, shelf.read(older), shelf.read(newer))
            except UnreadableArticleError as error:
                return NotRead(serial, str(error))

        self.send("reader", "compare", errand)

    @on(Compared)
    def _show_changes(self, event: Compared) -> None:
        if event.serial == self._reads:
            self.done("reader")
            from tuinews.tui.screens.versions import ChangesScreen

            self.app.push_screen(ChangesScreen(self.look, event.older, event.newer))

    def do_related(self) -> None:
        session = self.session
        self._look_for(
            "related", lambda article_id: RelatedFound(related(session, article_id, RELATED))
        )

    @on(RelatedFound)
    def _offer_related(self, event: RelatedFound) -> None:
        self.done("reader")
        found = event.related
        if not found:
            self.say("No related article is known")
            return
        self._pick(
            "Related articles",
            Where.RELATED,
            [f"{self._date(day)}  {headline}" for _, headline, day in found],
            lambda number: self.open_id(found[number][0]),
        )

    def _look_for(self, kind: str, look: Callable[[str], Message]) -> None:
        """Have articles looked for that are akin to the one the reader is at."""
        article_id = self.current_article_id
        if article_id is None:
            return

        def errand() -> Message:
            try:
                return look(article_id)
            except IndexUnreadableError as error:
                return KindredNotFound(str(error))

        self.begun("reader")
        self.send("reader", kind, errand)

    @on(KindredNotFound)
    def _say_why_none(self, event: KindredNotFound) -> None:
        self.done("reader")
        self.say(event.reason)

    def _date(self, day: dt.date) -> str:
        """A date as the list has it."""
        style = self.desk.settings.date_style
        return f"{listed_date(day, style, dt.date.today()):<{CELLS[style]}}"
