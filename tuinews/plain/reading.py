"""Owns reading in plain browsing: an open article, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from tuinews.articles.article import Article
from tuinews.errors import UnreadableArticleError
from tuinews.plain.ground import PlainDesk
from tuinews.plain.narrowing import PlainNarrowing
from tuinews.plain.voice import Voice
from tuinews.tui.article_layout import NO_TEXT, meta, minutes_to_read
from tuinews.tui.commands import Where
from tuinews.tui.matches import CROSSHEAD, HEADLINE, Match, of_words
from tuinews.tui.tagging import line_of_tags

Spot = tuple[int, int]
"""Section and paragraph."""
_TOP = (HEADLINE, CROSSHEAD)


class PlainReading(PlainNarrowing):
    """The part that reads one article."""

    def __init__(self, desk: PlainDesk, voice: Voice) -> None:
        super().__init__(desk, voice)
        self.article: Article | None = None
        self._spots: list[Spot] = []
        self._at = 0
        self._matches: tuple[Match, ...] = ()
        self._match: int | None = None
        self._found_words = False

    @property
    def current_id(self) -> str | None:
        """The open article, or the one the list is at."""
        if self.where is Where.READER and self.article is not None:
            return self.article.id
        return super().current_id

    # Opening.

    def open_id(self, article_id: str, landing: int | None = None) -> None:
        """Open an article at its best match, or at match `landing`, or where reading stopped."""
        listing = self.listing
        query = listing.query if listing is not None else None
        try:
            reading = self.shelf.reading(article_id, query)
        except UnreadableArticleError as error:
            self.say(f"This article cannot be read: {error}")
            return
        self.keep_place()
        article = self.article = reading.article
        self.where = Where.READER
        self._spots = [
            (number, index)
            for number, section in enumerate(article.sections)
            for index in range(len(section.paragraphs))
        ]
        self._at = 0
        self._matches, self._match, self._found_words = reading.matches, None, False
        self.voice.say_all(self._head(article))
        self.marking.opened(article.id)
        if reading.matches:
            wanted = reading.landing if landing is None else landing % len(reading.matches)
            self._go_to_match(wanted)
            return
        place = self.reader.positions.find(article)
        if place in self._spots and self._spots.index(place):
            self._at = self._spots.index(place)
            self.say("Where you stopped reading; top goes to the top")
        self.say_here(entering=True)

    def _head(self, article: Article) -> Iterator[str]:
        kept = self.marking.kept(article.id)
        words = sum(len(p.text.split()) for section in article.sections for p in section.paragraphs)
        yield article.headline
        yield meta(article, self.desk.settings.desks)
        if article.embargo:
            yield f"Embargo: {article.embargo}"
        if article.version:
            yield f"Version: {article.version}"
        if kept.tags:
            yield f"Tags: {line_of_tags(kept.tags)}"
        if kept.note:
            yield f"Your note: {kept.note}"
        minutes = minutes_to_read(words)
        counted = (
            (len(article.sections), "section", "s"),
            (len(self._spots), "paragraph", "s"),
            (len(self._matches), "match", "es"),
        )
        said = [f"{count:,} {what}{end * (count != 1)}" for count, what, end in counted if count]
        yield ", ".join((*said, f"{minutes} min"))

    def keep_place(self) -> None:
        """Have kept where in the open article the reader is."""
        if self.article is not None and self._spots:
            self.reader.positions.save(self.article, self._spots[self._at])

    # What is said of it.

    def say_here(self, *, entering: bool = False) -> None:
        """Say the paragraph the reader is at, and on `entering` its section before it."""
        article = self.article
        if article is None or not self._spots:
            self.say(NO_TEXT)
            return
        section, paragraph = self._spots[self._at]
        if entering:
            self._say_crosshead(article, section)
        text = article.sections[section].paragraphs[paragraph]
        shown = self.voice.marked(text.text, self._spans(section, paragraph))
        lead = {"item": "- ", "quote": "> "}.get(text.kind, "")
        lines = shown.split("\n") if text.kind == "verbatim" else [shown]
        for line in lines:
            self.say(f"{lead}{line}")

    def _say_crosshead(self, article: Article, section: int) -> None:
        crosshead = article.sections[section].crosshead
        if crosshead is not None:
            shown = self.voice.marked(crosshead, self._spans(section, CROSSHEAD))
            self.say(f"§ {section + 1} of {len(article.sections)}: {shown}")

    def _spans(self, section: int, paragraph: int) -> list[tuple[int, int]]:
        return [
            (match.start, match.end)
            for match in self._matches
            if (match.section, match.paragraph) == (section, paragraph)
        ]

    # Moving.

    def read_to(self, spot: int) -> None:
        """Go to a paragraph, by its place among all, and say it."""
        if not self._spots:
            self.say_here()
        elif not 0 <= spot < len(self._spots):
            self.say("This is the end of the article" if spot > 0 else "This is the top")
        else:
            before = self._spots[self._at][0]
            self._at = spot
            self.say_here(entering=self._spots[spot][0] != before)

    def read_on(self) -> None:
        """Say what is left of the section, or else all of the next one."""
        if self._at + 1 >= len(self._spots):
            self.say("This is the end of the article")
            return
        section = self._spots[self._at + 1][0]
        while self._at + 1 < len(self._spots) and self._spots[self._at + 1][0] == section:
            self.read_to(self._at + 1)

    @property
    def at(self) -> int:
        """Which paragraph the reader is at, of all."""
        return self._at

    @property
    def last(self) -> int:
        """The last paragraph, of all."""
        return len(self._spots) - 1

    def _go_to_section(self, section: int, otherwise: str) -> None:
        spots = [at for at, (number, _) in enumerate(self._spots) if number == section]
        if spots:
            self._at = spots[0]
            self.say_here(entering=True)
        elif self.article is not None and 0 <= section < len(self.article.sections):
            self._say_crosshead(self.article, section)
        else:
            self.say(otherwise)

    def _go_to_match(self, number: int) -> None:
        """Say the match `number`, and where it is."""
        article = self.article
        if article is None:
            return
        self._match = number
        match = self._matches[number]
        self.say(f"Match {number + 1} of {len(self._matches)}")
        spot = (match.section, match.paragraph)
        if spot == _TOP:
            self.say(self.voice.marked(article.headline, self._spans(*_TOP)))
        elif spot in self._spots:
            entering = self._spots[self._at][0] != match.section or self._at == 0
            self._at = self._spots.index(spot)
            self.say_here(entering=entering)
        else:
            self._go_to_section(match.section, "")

    # Commands.

    def do_open(self, argument: str) -> None:
        if argument:
            total = self.listing.total if self.listing is not None else 0
            number = self.chosen(argument, total, "article")
            if number is None or not self._go_to(number):
                return
        article_id = super().current_id
        if article_id is None:
            self.say("Nothing is listed")
        else:
            self.open_id(article_id)

    def do_back(self, _argument: str) -> None:
        self.keep_place()
        self.article = None
        self.where = Where.LIST
        if self.listing is not None and self.listing.order:
            self.voice.say_all(self.described(self.cursor))

    def do_next_article(self, _argument: str) -> None:
        self._step_article(self.count, None)

    def do_previous_article(self, _argument: str) -> None:
        self._step_article(-self.count, None)

    def _step_article(self, steps: int, landing: int | None) -> None:
        article_id = super().current_id if self._go_to(self.cursor + steps) else None
        if article_id is not None:
            self.open_id(article_id, landing)
        else:
            self.say("This is the last article" if steps > 0 else "This is the first article")

    def do_find(self, argument: str) -> None:
        if self.article is None or not argument:
            self.say("Type the words to find behind it")
            return
        self._matches, self._match = of_words(self.article, argument), None
        self._found_words = True
        if self._matches:
            self.do_next_match("")
        else:
            self.say(f"Not in this article: {argument}")

    def do_next_match(self, _argument: str) -> None:
        here = self._spots[self._at] if self._spots else _TOP
        if self._match is not None:
            following = self._match + self.count
        else:
            places = [(match.section, match.paragraph) for match in self._matches]
            following = next((n for n, place in enumerate(places) if place >= here), 0)
        self._to_match_or_hit(following, 1, 0)

    def do_previous_match(self, _argument: str) -> None:
        now = self._match if self._match is not None else 0
        self._to_match_or_hit(now - self.count, -1, -1)

    def _to_match_or_hit(self, number: int, step: int, landing: int) -> None:
        """Go to a match of this article or, where it has none there, into the hit beside it."""
        if 0 <= number < len(self._matches):
            self._go_to_match(number)
        elif self._found_words or self.listing is None or not self.listing.searching:
            self.say("No further match in this article")
        else:
            self._step_article(step, landing)

    def do_next_section(self, _argument: str) -> None:
        here = self._spots[self._at][0] if self._spots else 0
        self._go_to_section(here + self.count, "No further crosshead")

    def do_previous_section(self, _argument: str) -> None:
        here = self._spots[self._at][0] if self._spots else 0
        self._go_to_section(here - self.count, "This is the top")

    def do_contents(self, argument: str) -> None:
        article = self.article
        if article is None:
            return
        if argument:
            number = self.chosen(argument, len(article.sections), "section")
            if number is not None:
                self._go_to_section(number, "")
            return
        for number, section in enumerate(article.sections):
            matches = sum(match.section == number for match in self._matches)
            said = f", {matches} match{'es' * (matches != 1)}" if matches else ""
            self.say(f"{number + 1}. {section.crosshead or '(top)'}{said}")
