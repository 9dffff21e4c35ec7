"""Owns taking articles along from the browser: details, links, copies, exports."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tuinews.articles.sanitise import sanitise_line, show_name
from tuinews.errors import UnreadableArticleError, UsageError
from tuinews.tui import clipboard, terminal
from tuinews.tui.cells import pad
from tuinews.tui.commands import Where
from tuinews.tui.messages import ArticleRead, Exported, Exporting, NotRead
from tuinews.tui.screens.asking import Question
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.noting import NotingScreen
from tuinews.tui.themes import Palette

if TYPE_CHECKING:
    from tuinews.articles.article import Article
    from tuinews.tui.exporting import Export

_LABELS = 11
"""Cells for what a line of the copy menu is."""


class TakingScreen(NotingScreen):
    """The part of the browser that hands articles on."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._reads = 0
        self._copies_arrive = False
        self._stop = threading.Event()

    def finish(self) -> None:
        """Also give up an export that is being written."""
        self._stop.set()
        super().finish()

    # Reading an article for more than reading.

    def _read_for(self, then: Callable[[Article, str | None], None]) -> None:
        """Have the current article read, with the SHA-256 of its file."""
        article_id, shelf = self.current_article_id, self.shelf
        if article_id is None:
            return
        self._reads += 1
        serial = self._reads
        self.begun("reader")

        def errand() -> Message:
            try:
                article, sha256 = shelf.cited(article_id)
            except UnreadableArticleError as error:
                return NotRead(serial, str(error))
            return ArticleRead(serial, article, sha256, then)

        self.send("reader", "take", errand)

    @on(ArticleRead)
    def _article_read(self, event: ArticleRead) -> None:
        if event.serial == self._reads:
            self.done("reader")
            event.then(event.article, event.sha256)

    @on(NotRead)
    def _not_read(self, event: NotRead) -> None:
        if event.serial == self._reads:
            self.done("reader")
            self.say(f"This article cannot be read: {event.reason}")

    # Details and links.

    def do_details(self) -> None:
        self._read_for(self._show_details)

    def _show_details(self, article: Article, sha256: str | None) -> None:
        from tuinews.tui.details import details
        from tuinews.tui.screens.detailed import DetailsScreen

        shown = details(article, self.marking.kept(article.id), sha256)
        self.app.push_screen(DetailsScreen(self.look, shown))

    def do_links(self) -> None:
        self._read_for(self._show_links)

    def _show_links(self, article: Article, _sha256: str | None) -> None:
        links = [(article.url, "this article")] if article.url else []
        links += [(link.url, link.text) for link in article.links if link.url != article.url]
        if not links:
            self.say("This article has no links")
            return
        self._pick(
            f"Links of {article.headline}",
            Where.LINKS,
            [f"{url}  {text if text != url else ''}" for url, text in links],
            lambda number: self.copy("link", links[number][0]),
        )

    def _pick(
        self, title: str, where: Where, lines: Sequence[str], then: Callable[[int], None]
    ) -> None:
        """Offer lines to pick one from."""
        from tuinews.tui.screens.picking import PickScreen

        def take(number: int | None) -> None:
            if number is not None:
                then(number)

        items = [(sanitise_line(line), "") for line in lines]
        self.app.push_screen(PickScreen(self.look, title, where, items), take)

    # Copying.

    def do_copy(self) -> None:
        self._read_for(self._offer_copies)

    def _offer_copies(self, article: Article, sha256: str | None) -> None:
        from tuinews.articles.citation import quotation

        spot = self._spot(article)
        offers = []
        if spot is not None:
            section, paragraph = spot
            text = article.sections[section].paragraphs[paragraph].text
            offers.append(("paragraph", text))
            offers.append(("quotation", quotation(article, section, paragraph, sha256)))
        offers.append(("headline", article.headline))
        offers.append(("id", show_name(article.id)))
        path = self.desk.archive.absolute() / article.id
        offers.append(("path", show_name(os.fspath(path))))
        if article.url:
            offers.append(("address", article.url))
        self._pick(
            "Copy",
            Where.COPY,
            [f"{pad(what, _LABELS)}{text}" for what, text in offers],
            lambda number: self.copy(*offers[number]),
        )

    def _spot(self, article: Article) -> tuple[int, int] | None:
        """The paragraph the reader looks at, or the article's first; None when it has none."""
        listing = self.listing
        place: tuple[int, int] | None = None
        if self.is_reading:
            place = self.view.paragraph_here()
        elif listing is not None and listing.order:
            glimpse = self.articles.glimpses.get(listing.order[self.articles.cursor])
            passage = glimpse.passage if glimpse else None
            place = (passage.section, passage.paragraph) if passage else None
        there = [
            (number, index)
            for number, section in enumerate(article.sections)
            for index in range(len(section.paragraphs))
        ]
        return place if place in there else next(iter(there), None)

    def copy(self, what: str, text: str) -> None:
        """Hand a text to the terminal's clipboard, and show it where that may not have worked."""
        wanted = self.desk.settings.clipboard
        fits = wanted and clipboard.fits(text)
        if fits:
            terminal.send(self.app, clipboard.sequence(text, os.environ))
        if fits and (self._copies_arrive or clipboard.is_known(os.environ)):
            self.say(f"Copied the {what}")
            return
        from tuinews.tui.screens.plain import PlainScreen

        if fits:
            title = f"The {what}: select it here, unless your terminal has copied it"
        elif wanted:
            title = f"The {what} is too long to be copied; select it here"
        else:
            title = f"The {what}: select it here"
        terminal.use_mouse(self.app, False)
        self.app.push_screen(PlainScreen(self.look, title, text), self._selected)

    def _selected(self, arrived: bool | None) -> None:
        terminal.use_mouse(self.app, True)
        self._copies_arrive = self._copies_arrive or bool(arrived)

    # Exporting.

    def do_export(self) -> None:
        listing, article_id = self.listing, self.current_article_id
        if listing is None or article_id is None:
            return
        if self.desk.restricted:
            self.say("With --restricted no file is written")
            return
        from tuinews.articles.export_formats import EXPORT_FORMATS
        from tuinews.tui.exporting import Export, proposed_name

        session = self.session
        one = ("this article", Path(article_id).stem, lambda: [article_id])
        listed = f"all {listing.total:,} listed"
        every = (listed, self.desk.archive.resolve().name, lambda: session.ids_of(listing))
        choices = [
            (what, name, ids, format_name)
            for what, name, ids in (one, every)
            for format_name in EXPORT_FORMATS
        ]

        def ask(number: int) -> None:
            what, name, ids, format_name = choices[number]

            def answer(typed: str) -> None:
                if typed.strip():
                    file = Path(os.path.expanduser(typed.strip()))  # noqa: PTH111 - it leaves a home that is none
                    archive = self.desk.archive
                    self._export(Export(archive, ids, format_name, file, listing.query))

            title = EXPORT_FORMATS[format_name].title
            self.put_question(
                Question(f"{what} as {title} to:", answer, text=proposed_name(name, format_name))
            )

        self._pick(
            "Export",
            Where.EXPORT,
            [f"{what} as {EXPORT_FORMATS[form].title}" for what, _, _, form in choices],
            ask,
        )

    def _export(self, export: Export) -> None:
        from tuinews.tui.exporting import write

        def report(done: int, total: int) -> None:
            self.post_message(Exporting(done, total))

        def errand() -> Exported:
            try:
                return Exported(write(export, self._stop, report))
            except UsageError as error:
                return Exported(str(error))

        self.send("export", f"export {export.file}", errand)
        self.say("Exporting …")

    @on(Exporting)
    def _exporting(self, event: Exporting) -> None:
        self.say(f"Exporting: {event.done:,} of {event.total:,} articles")

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.say(event.outcome)
