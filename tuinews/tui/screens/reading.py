"""Owns reading in the browser: opening, matches across hits, sections, the place kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.timer import Timer

from tuinews.errors import UnreadableArticleError
from tuinews.tui.article_layout import Layout, lay_out
from tuinews.tui.matches import Match
from tuinews.tui.messages import LaidOut, NotOpened, Opened
from tuinews.tui.screens.ground import Desk
from tuinews.tui.screens.opening import OpeningScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import ArticleList
from tuinews.tui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from tuinews.articles.article import Article

PREVIEW = 0.08
"""Seconds the cursor rests before the article under it shows beside the list."""
STAY = 1.0
"""Seconds in one place after which it is kept."""
AT_BEST = "best"
FIRST = "first"
LAST = "last"
AT_PLACE = "place"
"""Not at a match, but where reading stopped."""


class ReadingScreen(OpeningScreen):
    """The part of the browser that shows one article."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._opening = 0
        self._previewed: tuple[str, int] | None = None
        self._rest: Timer | None = None
        self._of_query: tuple[Match, ...] = ()
        self._found_words = False
        self._is_open = False
        self._stay: Timer | None = None
        self._placed: tuple[str, tuple[int, int]] | None = None

    # Opening.

    def open_at(self, index: int, landing: str = AT_BEST) -> None:
        """Open the article at a place of the list, at one of its matches where it has any."""
        if not 0 <= index < self.articles.count():
            return
        if index != self.articles.cursor:
            self.articles.put(index)
        self.is_reading = True
        self._load(landing)

    def open_id(self, article_id: str) -> None:
        """Open an article that need not be listed; the cursor stays where it is."""
        self.is_reading = True
        self._load(AT_BEST, article_id)

    def _load(self, landing: str, article_id: str | None = None) -> None:
        """Have an article read and laid out: the one that is named, or that under the cursor."""
        listing, article_id = self.listing, article_id or self.articles.current_id
        if listing is None or article_id is None:
            return
        self._opening += 1
        self._previewed = article_id, listing.request.serial
        if self.is_reading:
            self.begun("reader")
        self.keep_place()
        serial, shelf, query = self._opening, self.shelf, listing.query
        reader = self.reader
        cells = self.view.size.width or self.app.size.width

        def errand() -> Message:
            try:
                reading = shelf.reading(article_id, query)
            except UnreadableArticleError as error:
                return NotOpened(serial, str(error))
            number = {FIRST: 0, LAST: len(reading.matches) - 1}.get(landing, reading.landing)
            layout = self.laid_out(reading.article, cells)
            if reading.matches and landing != AT_PLACE:
                return Opened(serial, reading, layout, number, None)
            place = reader.positions.find(reading.article) if reader is not None else None
            return Opened(serial, reading, layout, None, place)

        self.send("reader", "open", errand)

    @on(Opened)
    def _show_article(self, event: Opened) -> None:
        if event.serial != self._opening:
            return
        self.done("reader")
        self._of_query = event.reading.matches
        self._found_words = False
        self._is_open = self.is_reading
        self.view.show(event.layout, event.reading.matches, event.landing, event.place)
        if self.is_reading and self.view.first and event.landing is None:
            self.say(f"Where you stopped reading; {self.keys.key('top')} goes to the top")
        if self.is_reading:
            self.marking.opened(event.reading.article.id)
            self.articles.update()
        self._show_reader()

    @on(NotOpened)
    def _show_reason(self, event: NotOpened) -> None:
        if event.serial == self._opening:
            self.done("reader")
            self.view.show_message(f"This article cannot be shown: {event.reason}")
            self._show_reader()

    def _show_reader(self) -> None:
        """Give the keyboard to the reader when it was opened, not just shown beside the list."""
        if self.is_reading and self.focused is not self.view:
            self.view.display = True
            self.set_focus(self.view)
            self.fit()
        self.refresh_status()

    def cursor_moved(self) -> None:
        """Show the article beside the list when the cursor rests on it."""
        if not self.side_by_side or self.is_reading:
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(PREVIEW, self._preview)

    def _preview(self) -> None:
        listing = self.listing
        if listing is None or self.is_reading:
            return
        if self.articles.current_id is None:
            self.view.show_message("")
        elif self._previewed != (self.articles.current_id, listing.request.serial):
            self._load(AT_BEST)

    def fit(self) -> None:
        """Also show an article where there is room for it now."""
        super().fit()
        self.cursor_moved()

    @on(ArticleView.WidthChanged)
    def _lay_out_anew(self) -> None:
        layout = self.view.laid_out
        if layout is not None:
            article, cells = layout.article, self.view.size.width
            self.send("reader", "lay out", lambda: LaidOut(self.laid_out(article, cells)))

    @on(LaidOut)
    def _show_layout(self, event: LaidOut) -> None:
        layout = self.view.laid_out
        if layout is not None and layout.article is event.layout.article:
            self.view.lay_out_anew(event.layout)

    def laid_out(self, article: Article, cells: int) -> Layout:
        """An article in lines, with what the reader said of it; may run in any thread."""
        kept = self.marking.kept(article.id)
        settings = self.desk.settings
        return lay_out(article, cells, measure=settings.measure, kept=kept, desks=settings.desks)

    def show_kept(self) -> None:
        """Bring tags and note of the open article up to date."""
        layout = self.view.laid_out
        if layout is not None and layout.kept != self.marking.kept(layout.article.id):
            self._lay_out_anew()

    @property
    def current_article_id(self) -> str | None:
        """The open article, or the one under the cursor."""
        layout = self.view.laid_out
        if self.is_reading and layout is not None:
            return layout.article.id
        return self.articles.current_id

    @on(ArticleView.Scrolled)
    def _scrolled(self) -> None:
        self.refresh_status()
        if self.is_reading:
            if self._stay is not None:
                self._stay.stop()
            self._stay = self.set_timer(STAY, self.keep_place)

    def keep_place(self) -> None:
        """Have written where in the article the reader is."""
        if self._stay is not None:
            self._stay.stop()
            self._stay = None
        layout, reader = self.view.laid_out, self.reader
        if layout is None or reader is None or not self._is_open:
            return
        article, place = layout.article, self.view.place()
        if self._placed != (article.id, place):
            self._placed = article.id, place

            def errand() -> None:
                reader.positions.save(article, place)

            self.send("marks", f"place {article.id}", errand)

    def finish(self) -> None:
        """Also keep the place in the open article."""
        self.keep_place()
        super().finish()

    @on(ArticleList.Chosen)
    def _open_clicked(self, event: ArticleList.Chosen) -> None:
        self.open_at(event.index)

    # Commands.

    def do_open(self) -> None:
        if self.articles.count():
            self.open_at(self.articles.cursor)
        else:
            self.take_suggestion()

    def do_back(self) -> None:
        self.keep_place()
        self.is_reading = self._is_open = False
        self._opening += 1
        self.done("reader")
        self.query_one("#listing").display = True
        self.leave_box()

    def do_facets(self) -> None:
        self._back_to_the_list()
        super().do_facets()

    def do_timeline(self) -> None:
        self._back_to_the_list()
        super().do_timeline()

    def _back_to_the_list(self) -> None:
        """Leave the article for what narrows the list, where it is open."""
        if self.is_reading:
            self.do_back()

    def do_next_article(self) -> None:
        self._step_article(self.count, AT_BEST, "This is the last article")

    def do_previous_article(self) -> None:
        self._step_article(-self.count, AT_BEST, "This is the first article")

    def do_next_match(self) -> None:
        if not self.view.next_match(self.count):
            self._leave_for_hit(1, FIRST, "No further match")

    def do_previous_match(self) -> None:
        if not self.view.next_match(-self.count):
            self._leave_for_hit(-1, LAST, "No match before this one")

    def _leave_for_hit(self, step: int, landing: str, otherwise: str) -> None:
        """Go on into the next or previous hit, where a search lists any."""
        listing = self.listing
        if self._found_words:
            self.say(f"{otherwise} in this article")
        elif listing is None or not listing.searching:
            self.say("Nothing is searched for: / finds words in this article")
        else:
            self._step_article(step, landing, otherwise)

    def _step_article(self, steps: int, landing: str, otherwise: str) -> None:
        target = self.articles.cursor + steps
        if 0 <= target < self.articles.count():
            self.open_at(target, landing)
        else:
            self.say(otherwise)

    def do_next_section(self) -> None:
        if not self.view.step_section(self.count):
            self.say("No further crosshead")

    def do_previous_section(self) -> None:
        if not self.view.step_section(-self.count):
            self.say("This is the top")

    def do_fold(self) -> None:
        if not self.view.fold():
            self.say("What stands before the first crosshead does not fold")

    def do_fold_all(self) -> None:
        if not self.view.fold_all():
            self.say("This article has no crossheads")

    def do_contents(self) -> None:
        layout = self.view.laid_out
        if layout is None:
            return
        article = layout.article
        items = []
        for number, section in enumerate(article.sections):
            matches = self.view.matches_in(number)
            said = f"{matches} match{'es' * (matches != 1)}" if matches else ""
            items.append((section.crosshead or "(top)", said))
        here = self.view.section_here()
        if here is None:
            return
        from tuinews.tui.screens.contents import ContentsScreen

        self.app.push_screen(
            ContentsScreen(self.look, article.headline, items, here), self._go_to_section
        )

    def _go_to_section(self, section: int | None) -> None:
        if section is not None:
            self.view.go_to_section(section)
