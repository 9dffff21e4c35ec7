"""Owns marking in the browser: read, stars, tags, notes, and taking any change back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from tuinews.articles.sanitise import sanitise_line
from tuinews.tui.messages import AllListed, MarksChanged, MarksSaved, ReaderOpened, Undone
from tuinews.tui.screens.asking import AskingScreen, Question
from tuinews.tui.screens.ground import Desk
from tuinews.tui.tagging import completions, line_of_tags, tags_of_line
from tuinews.tui.themes import Palette

if TYPE_CHECKING:
    from tuinews.reader.reader import Reader
    from tuinews.tui.screens.note import NoteScreen


_ON_MARKS = ("star", "read", "read_all", "tags", "note", "undo", "next_unread", "resume")
"""Commands that need to know what was kept."""
_READ_WITHIN = 3.0
"""Seconds that one of them waits for it at most."""


class NotingScreen(AskingScreen):
    """The part of the browser that marks."""

    def __init__(self, look: Palette, desk: Desk) -> None:
        super().__init__(look, desk)
        self._told: str | None = None
        self._undos = 0
        self._marks_read = asyncio.Event()
        self._writing: tuple[str, NoteScreen] | None = None

    # What was kept.

    def open_reader(self) -> None:
        """Have what was kept in earlier sessions read."""
        state_dir, archive = self.desk.state_dir, self.desk.archive

        def errand() -> ReaderOpened:
            from tuinews.reader.reader import Reader

            return ReaderOpened(Reader.open(state_dir, archive))

        self.send("marks", "open", errand)

    @on(ReaderOpened)
    def _reader_opened(self, event: ReaderOpened) -> None:
        self.reader = event.reader
        self._marks_read.set()
        self.session.marks = event.reader.marks
        self.marking.load(event.reader.marks)
        self._tell(event.reader.notice)
        self.follow_articles()
        self.show_marks()
        self.refresh_status()
        if self.desk.settings.list == "unread":
            self.ask(keep=self._moved)

    async def settle(self, command: str) -> bool:
        """Also wait for what was kept, when a command needs it."""
        if command in _ON_MARKS and not self._marks_read.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._marks_read.wait(), _READ_WITHIN)
        return await super().settle(command)

    def reload_marks(self) -> None:
        """Have what other sessions marked read, if they did."""
        reader = self.reader
        if reader is not None:
            self.send("marks", "reload", lambda: MarksChanged() if reader.marks.refresh() else None)

    def follow_articles(self) -> None:
        """Have the marks of articles that moved brought to where they are now."""
        reader, session = self.reader, self.session
        if reader is None:
            return

        def errand() -> MarksChanged | None:
            rows = session.indexed
            moved = reader.marks.follow(rows) if rows is not None else 0
            return MarksChanged() if moved else None

        self.send("marks", "follow", errand)

    @on(MarksChanged)
    def show_marks(self) -> None:
        """Bring what is shown of marks up to date."""
        self.articles.update()
        self.show_kept()

    @on(MarksSaved)
    def _marks_saved(self, event: MarksSaved) -> None:
        self._tell(event.notice)

    def _tell(self, notice: str | None) -> None:
        """Say what is wrong with keeping marks, once."""
        if notice and notice != self._told:
            self.say(notice)
        self._told = notice

    def finish(self) -> None:
        """Also keep a note that is still being written."""
        if self._writing is not None:
            article_id, screen = self._writing
            self.marking.set_note(article_id, screen.text)
        super().finish()

    # Marking.

    def _marked_id(self) -> str | None:
        """The article to mark; None, and said why, when nothing can be marked."""
        article_id = self.current_article_id
        if article_id is not None and not self.marking.is_loaded:
            self.say("Marks are still being read")
            return None
        return article_id

    def _takes_back(self) -> str:
        return f"{self.keys.key('undo')} takes it back"

    def do_star(self) -> None:
        article_id = self._marked_id()
        if article_id is not None:
            starred = self.marking.toggle(article_id, "starred")
            self.articles.update()
            self.say(f"{'Starred' if starred else 'Star taken away'}; {self._takes_back()}")

    def do_read(self) -> None:
        article_id = self._marked_id()
        if article_id is not None:
            read = self.marking.toggle(article_id, "read")
            self.articles.update()
            self.say(f"Marked as {'read' if read else 'unread'}; {self._takes_back()}")

    def do_read_all(self) -> None:
        listing = self.listing
        if listing is None or not listing.total or self._marked_id() is None:
            return

        def answer(typed: str) -> None:
            if typed.strip().lower() in ("y", "yes"):
                session = self.session
                self.send("index", "read all", lambda: AllListed(session.ids_of(listing)))
            else:
                self.say("Nothing marked")

        self.put_question(Question(f"Mark all {listing.total:,} listed as read? y or n:", answer))

    @on(AllListed)
    def _mark_all(self, event: AllListed) -> None:
        self.marking.set_all_read(event.article_ids)
        self.articles.update()
        self.say(f"{len(event.article_ids):,} marked as read; {self._takes_back()}")

    def do_tags(self) -> None:
        article_id = self._marked_id()
        if article_id is None:
            return
        given = self.marking.kept(article_id).tags
        known = self.marking.known_tags()

        def complete(typed: str) -> list[str]:
            return completions(typed, known, given)

        def remark(typed: str) -> str:
            if not typed.strip():
                return f"has {line_of_tags(given)}" if given else "no tags yet"
            return line_of_tags(next(reversed(tags_of_line(line))) for line in complete(typed)[:4])

        self.put_question(
            Question("tags:", self._tag(article_id), complete=complete, remark=remark)
        )

    def _tag(self, article_id: str) -> Callable[[str], None]:
        def answer(line: str) -> None:
            tags = tags_of_line(line)
            if not tags:
                return
            self.marking.set_tags(article_id, tags)
            self.show_kept()
            kept = line_of_tags(self.marking.kept(article_id).tags)
            self.say(f"{f'Tags: {kept}' if kept else 'No tags'}; {self._takes_back()}")

        return answer

    def do_note(self) -> None:
        article_id = self._marked_id()
        listing = self.listing
        if article_id is None or listing is None:
            return
        from tuinews.tui.screens.note import NoteScreen

        row = listing.rows.find(article_id)
        headline = sanitise_line(listing.rows.headline(row)) if row is not None else article_id
        screen = NoteScreen(self.look, headline, self.marking.kept(article_id).note)
        self._writing = article_id, screen
        self.app.push_screen(screen, self._keep_note)

    def _keep_note(self, text: str | None) -> None:
        if self._writing is None or text is None:
            return
        article_id, _ = self._writing
        self._writing = None
        before = self.marking.kept(article_id).note
        self.marking.set_note(article_id, text)
        after = self.marking.kept(article_id).note
        self.show_kept()
        if after != before:
            self.say(f"Note {'written' if after else 'taken away'}; {self._takes_back()}")

    def do_undo(self) -> None:
        reader = self.reader
        if reader is None:
            self.say("Nothing to undo")
            return
        self._undos += 1
        self.begun("marks")
        self.send("marks", f"undo {self._undos}", lambda: _undo(reader))

    @on(Undone)
    def _undone(self, event: Undone) -> None:
        self.done("marks")
        self.show_marks()
        if event.step is not None:
            self.say(f"Undone: {event.step.says}")
        else:
            self.say(event.problem or "Nothing to undo")


def _undo(reader: Reader) -> Undone:
    import sqlite3

    try:
        step = reader.undo.undo()
    except sqlite3.Error as error:
        return Undone(None, f"This cannot be undone now: {error}")
    reader.marks.save()
    return Undone(step)
