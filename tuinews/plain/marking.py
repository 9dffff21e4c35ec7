"""Owns marking in plain browsing, and what else is known of an article."""

from __future__ import annotations

import sqlite3

from tuinews.articles.sanitise import sanitise
from tuinews.errors import UnreadableArticleError
from tuinews.plain.reading import PlainReading
from tuinews.tui.article_layout import day_of, long_date
from tuinews.tui.details import details
from tuinews.tui.kindred import related, versions
from tuinews.tui.tagging import line_of_tags, tags_of_line

RELATED = 20


class PlainMarking(PlainReading):
    """The part that marks, and tells more."""

    def do_star(self, _argument: str) -> None:
        article_id = self._marked_id()
        if article_id is not None:
            starred = self.marking.toggle(article_id, "starred")
            self.say("Starred" if starred else "Star taken away")

    def do_read(self, _argument: str) -> None:
        article_id = self._marked_id()
        if article_id is not None:
            read = self.marking.toggle(article_id, "read")
            self.say(f"Marked as {'read' if read else 'unread'}")

    def do_read_all(self, argument: str) -> None:
        listing = self.listing
        if listing is None or not listing.total:
            self.say("Nothing is listed")
        elif argument.lower() not in ("y", "yes"):
            self.say(f"read_all yes marks all {listing.total:,} listed as read")
        else:
            ids = self.session.ids_of(listing)
            self.marking.set_all_read(ids)
            self.say(f"{len(ids):,} marked as read; undo takes it back")

    def do_next_unread(self, _argument: str) -> None:
        listing = self.listing
        if listing is None:
            return
        for number in range(self.cursor + 1, len(listing.order)):
            if self.marking.is_unread(listing.id(number)):
                self.cursor = number
                self.do_open("")
                return
        self.say("No unread article below this one")

    def do_tags(self, argument: str) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        if argument:
            self.marking.set_tags(article_id, tags_of_line(argument))
        tags = line_of_tags(self.marking.kept(article_id).tags)
        self.say(f"Tags: {tags}" if tags else "No tags")

    def do_note(self, argument: str) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        if argument:
            self.marking.set_note(article_id, "" if argument == "-" else sanitise(argument))
        note = self.marking.kept(article_id).note
        self.say(f"Your note: {note}" if note else "No note; note and a text writes one")

    def do_undo(self, _argument: str) -> None:
        try:
            step = self.reader.undo.undo()
        except sqlite3.Error as error:
            self.say(f"This cannot be undone now: {error}")
            return
        self.reader.marks.save()
        self.say(f"Undone: {step.says}" if step is not None else "Nothing to undo")

    # What else is known.

    def do_details(self, _argument: str) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        try:
            article, sha256 = self.shelf.cited(article_id)
        except UnreadableArticleError as error:
            self.say(f"This article cannot be read: {error}")
            return
        for name, value in details(article, self.marking.kept(article_id), sha256):
            self.say(f"{name}: {value}" if name else value)

    def do_links(self, _argument: str) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        try:
            article = self.shelf.read(article_id)
        except UnreadableArticleError as error:
            self.say(f"This article cannot be read: {error}")
            return
        links = [(article.url, "this article")] if article.url else []
        links += [(link.url, link.text) for link in article.links if link.url != article.url]
        if not links:
            self.say("This article has no links")
        for url, text in links:
            self.say(f"{url} {text if text != url else ''}")

    def do_related(self, argument: str) -> None:
        article_id = self._marked_id()
        if article_id is not None:
            found = related(self.session, article_id, RELATED)
            self._offer(
                argument,
                [(each, f"{headline}; {long_date(day)}") for each, headline, day in found],
                "related article",
            )

    def do_versions(self, argument: str) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        found = [each for each in versions(self.session, article_id) if each.id != article_id]
        self._offer(
            argument,
            [(each.id, f"{each.headline}; {long_date(day_of(each.published))}") for each in found],
            "other version of this story",
        )

    def _offer(self, argument: str, found: list[tuple[str, str]], what: str) -> None:
        """Say what can be opened, or open the one that was chosen by its number."""
        if argument:
            number = self.chosen(argument, len(found), what)
            if number is not None:
                self.open_id(found[number][0])
            return
        if not found:
            self.say(f"No {what} is known")
        for number, (_, said) in enumerate(found):
            self.say(f"{number + 1}. {said}")

    def _marked_id(self) -> str | None:
        article_id = self.current_id
        if article_id is None:
            self.say("Nothing is listed")
        return article_id
