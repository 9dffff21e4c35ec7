"""Owns listing and searching in plain browsing: what is listed, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from tuinews.errors import ArchiveError, QueryError
from tuinews.index.results import SORTS, Sort
from tuinews.plain.ground import PlainDesk, PlainGround
from tuinews.plain.voice import Voice
from tuinews.tui.article_layout import long_date
from tuinews.tui.commands import Where
from tuinews.tui.listing import BEST, NEWEST, Listing, Request
from tuinews.tui.narrowing import WIDE

PAGE = 10
"""Articles that are said at a time."""
_SORTED = {
    "relevance": "best first",
    "newest": "newest first",
    "oldest": "oldest first",
    "headline": "by headline",
}


class PlainListing(PlainGround):
    """The part that lists and searches."""

    def __init__(self, desk: PlainDesk, voice: Voice) -> None:
        super().__init__(desk, voice)
        self.listing: Listing | None = None
        self.narrowing = WIDE
        self.text = ""
        self.cursor = 0
        self._sorts: dict[bool, Sort] = {False: NEWEST, True: BEST}
        self._serial = 0

    # What is listed.

    def begin(self) -> None:
        """Say what there is, from the newest generation of the index or else from the folder."""
        if not self.session.open():
            self.say("There is no index yet; these are the names of the files")
            try:
                self.session.list_folder()
            except ArchiveError as error:
                self.say(str(error))
        if self.session.indexed is not None:
            self.reader.marks.follow(self.session.indexed)
        if self.ask():
            self.say_listed()
            self.say_page()

    def ask(self, *, limit: int = 0) -> bool:
        """List what is asked for; False, and said why, when that is not understood."""
        self._serial += 1
        unread = self.desk.settings.list == "unread"
        request = Request(
            self._serial,
            self.text,
            self._sorts[bool(self.text)],
            limit=limit,
            leave_out=self.reader.marks.ids_read() if unread else frozenset(),
            narrowing=self.narrowing,
        )
        listing = self.session.answer(request)
        if listing is None:
            self.say(f"No articles in {self.name}")
            return False
        if listing.error is not None:
            self._say_error(listing.error)
            return False
        kept = self.current_id if limit else None
        self.listing = listing
        self.cursor = 0
        if kept is not None:
            ids = [listing.id(number) for number in range(len(listing.order))]
            self.cursor = ids.index(kept) if kept in ids else 0
        return True

    def _say_error(self, error: QueryError) -> None:
        meant = f"; did you mean: {error.suggestion}" if error.suggestion else ""
        self.say(f"Not understood at column {error.column + 1}: {error}{meant}")

    @property
    def current_id(self) -> str | None:
        """The article that commands are about."""
        listing = self.listing
        return listing.id(self.cursor) if listing is not None and listing.order else None

    # What is said of it.

    def say_listed(self) -> None:
        """Say how much is listed, of what, and in which order."""
        listing = self.listing
        if listing is None:
            return
        number = f"{listing.total:,}" if listing.exact else f"over {listing.total:,}"
        parts = [f"{self.name}: {number} of {len(listing.rows):,} articles"]
        if listing.searching:
            parts.append(f"for {listing.parsed}")
        elif self.narrowing:
            parts.append(f"narrowed to {self.narrowing.text}")
        sort = listing.request.sort
        parts.append(_SORTED["newest" if sort == BEST and not listing.searching else sort])
        self.say(", ".join(parts))
        if listing.message:
            self.say(listing.message)
        if not listing.order and listing.spelling:
            self.say(f"Did you mean: {', '.join(listing.spelling)}")

    def say_page(self) -> None:
        """Say the page from the current article on."""
        listing = self.listing
        if listing is None or not listing.order:
            return
        end = min(self.cursor + PAGE, len(listing.order))
        for number in range(self.cursor, end):
            self.voice.say_all(self.described(number))

    def described(self, number: int) -> Iterator[str]:
        """An article of the list: its number, what it is, and where it matches."""
        listing = self.listing
        if listing is None:
            return
        row, article_id = listing.order[number], listing.id(number)
        desk = listing.rows.desk(row)
        unread, starred = self.marking.signs(article_id)
        glimpse = self.shelf.glimpse(listing, row)
        parts = (
            self.voice.marked(listing.rows.headline(row), glimpse.headline),
            long_date(listing.rows.published_date(row)),
            self.desk.settings.desks.get(desk, desk),
            listing.rows.source(row),
            "unread" if unread else "read",
            "starred" if starred else "",
        )
        yield f"{number + 1}. {'; '.join(part for part in parts if part)}"
        passage = glimpse.passage
        if passage is not None:
            clipped = passage.clipped(200)
            under = f"§ {passage.crosshead}: " if passage.crosshead else ""
            yield f"{under}{self.voice.marked(clipped.text, clipped.spans)}"

    # Moving.

    def _go_to(self, number: int) -> bool:
        """Go to a place of the list, fetching more where there is more."""
        listing = self.listing
        if listing is None or not listing.order:
            self.say("Nothing is listed")
            return False
        if number >= len(listing.order) and len(listing.order) < listing.total:
            self.ask(limit=min(listing.total, max(number + PAGE, 4 * len(listing.order))))
            listing = self.listing or listing
        if not 0 <= number < len(listing.order):
            return False
        self.cursor = number
        return True

    def step(self, steps: int) -> None:
        """Go some articles on, and say where that is."""
        if self._go_to(self.cursor + steps):
            self.voice.say_all(self.described(self.cursor))
        else:
            self.say("This is the last article" if steps > 0 else "This is the first article")

    def turn(self, pages: int) -> None:
        """Go some pages on, and say the page."""
        if self._go_to(max(0, self.cursor + pages * PAGE)):
            self.say_page()
        else:
            self.say("This is the end of the list")

    def to_end(self, *, last: bool) -> None:
        """Go to the first or last article."""
        total = self.listing.total if self.listing is not None else 0
        if self._go_to(total - 1 if last else 0):
            self.voice.say_all(self.described(self.cursor))

    # Commands.

    def do_search(self, argument: str) -> None:
        before = self.text
        self.where = Where.LIST
        self.text = argument
        if not self.ask():
            self.text = before
            return
        if argument:
            self.reader.history.add(argument)
        self.say_listed()
        self.say_page()

    def do_clear_search(self, _argument: str) -> None:
        self.narrowing = WIDE
        self.do_search("")

    def do_sort(self, argument: str) -> None:
        searching = bool(self.text)
        choices = SORTS if searching else SORTS[1:]
        named = [sort for sort in choices if argument and sort.startswith(argument.lower())]
        at = choices.index(self._sorts[searching])
        self._sorts[searching] = named[0] if named else choices[(at + self.count) % len(choices)]
        self.show_anew()

    def do_refresh(self, _argument: str) -> None:
        self.say(self.desk.sync() or "Looked for new, changed and deleted articles")
        self.reader.marks.refresh()
        if not self.session.is_newest():
            self.begin()

    def show_anew(self) -> None:
        """List again what is asked for, and say it."""
        if self.ask():
            self.say_listed()
            self.say_page()
