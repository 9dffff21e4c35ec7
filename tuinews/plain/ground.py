"""Owns what all of plain browsing works with: archive, session, marks, and the voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tuinews.articles.sanitise import show_name
from tuinews.plain.voice import Voice
from tuinews.reader.reader import Reader
from tuinews.settings import Settings
from tuinews.tui.commands import Where
from tuinews.tui.keymap import Keymap
from tuinews.tui.marking import Marking
from tuinews.tui.session import Session
from tuinews.tui.shelf import Shelf
from tuinews.tui.surveying import Surveyor

_MOST_DIGITS = 18
"""Of a number that chooses; Python refuses to read thousands of them."""


@dataclass(frozen=True, slots=True)
class PlainDesk:
    """What plain browsing works with.

    Attributes:
        sync: Brings the index in step; returns what came of it, or "" when nothing changed.
    """

    archive: Path
    index_dir: Path
    state_dir: Path
    sync: Callable[[], str]
    keymap: Keymap
    settings: Settings = field(default_factory=Settings)
    trust_index: bool = False


class PlainGround:
    """A conversation about one archive; a method `do_<id>` does the command of that id.

    Attributes:
        where: Whether commands are about the list or about the open article.
        count: How often the command under way is to be done.
    """

    def __init__(self, desk: PlainDesk, voice: Voice) -> None:
        self.desk = desk
        self.voice = voice
        self.where = Where.LIST
        self.count = 1
        self.session = Session(desk.archive, desk.index_dir, trust_index=desk.trust_index)
        self.surveyor = Surveyor(self.session)
        self.shelf = Shelf(desk.archive)
        self.reader = Reader.open(desk.state_dir, desk.archive)
        self.session.marks = self.reader.marks
        self.marking = Marking(self._save)
        self.marking.load(self.reader.marks)
        self.is_over = False
        self._told: str | None = None

    @property
    def name(self) -> str:
        """What the archive is called."""
        return show_name(self.desk.archive.resolve().name) or "/"

    def say(self, text: str) -> None:
        """Say one thing."""
        self.voice.say(text)

    def tell(self) -> None:
        """Say what is wrong with keeping marks, once."""
        notice = self.reader.notice
        if notice and notice != self._told:
            self.say(notice)
        self._told = notice

    def chosen(self, argument: str, things: int, what: str) -> int | None:
        """The thing that a typed number means, from 0; None, and said why, when it means none."""
        number = int(argument) if argument.isdecimal() and len(argument) <= _MOST_DIGITS else 0
        if 1 <= number <= things:
            return number - 1
        self.say(f"Type a number from 1 to {things:,} for {what}" if things else f"No {what}")
        return None

    def _save(self) -> None:
        self.reader.marks.save()
        self.tell()
