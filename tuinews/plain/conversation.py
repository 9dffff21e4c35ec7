"""Owns plain browsing as a whole: lines come in, each is done and answered, until the end."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable, Iterable
from types import FrameType

from tuinews.errors import IndexUnreadableError
from tuinews.plain.ground import PlainDesk
from tuinews.plain.marking import PlainMarking
from tuinews.plain.voice import Voice
from tuinews.plain.wording import Wording
from tuinews.tui.commands import COMMANDS, Where

_ENDING = (signal.SIGTERM, signal.SIGHUP)
_SIGNAL_BASE = 128
"""A shell's exit status for a process that a signal ended, less the signal's number."""


class Ended(BaseException):
    """A signal asked the program to end; it is no error, so that nothing takes it for one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _SIGNAL_BASE + number


class Conversation(PlainMarking):
    """The whole of it."""

    def __init__(self, desk: PlainDesk, voice: Voice) -> None:
        super().__init__(desk, voice)
        self.wording = Wording(desk.keymap, done_here())
        self._is_ending = False

    def run(self, lines: Iterable[str]) -> int:
        """Do what each line asks for, until one quits or they end; returns the exit status."""
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._end)
        try:
            return self._converse(lines)
        except Ended as end:
            return end.status
        finally:
            self.keep_place()
            self.reader.close()

    def _converse(self, lines: Iterable[str]) -> int:
        try:
            if outcome := self.desk.sync():
                self.say(outcome)
            self.tell()
            self.begin()
            self.say("help lists what can be typed; Enter goes on")
            self._answer(lines)
            self._is_ending = True
        except OSError as error:
            self._is_ending = True
            if error.errno != errno.EIO:
                raise
            return _SIGNAL_BASE + signal.SIGHUP  # the terminal is gone
        return 0

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """End, once: a terminal that hangs up is an end of input first, and a signal just after."""
        if not self._is_ending:
            self._is_ending = True
            raise Ended(number)

    def _answer(self, lines: Iterable[str]) -> None:
        self.voice.ask()
        for line in lines:
            try:
                self.obey(line)
            except IndexUnreadableError as error:
                self.say(f"{error}; refresh looks again")
            if self.is_over:
                return
            self.voice.ask()

    def obey(self, line: str) -> None:
        """Do what a line asks for."""
        order = self.wording.order(line, self.where)
        if order is None:
            near = self.wording.nearest(line)
            meant = f"did you mean {near}? " if near else ""
            self.say(f"There is no command {line.strip()}; {meant}help lists them")
            return
        self.count = order.count
        command = next(each for each in COMMANDS if each.id == order.command)
        if self.where is Where.READER and self.where not in command.where:
            self.keep_place()
            self.article = None
            self.where = Where.LIST
        elif (
            self.where is Where.LIST
            and Where.LIST not in command.where
            and (Where.READER in command.where)
        ):
            self.say("Open an article first")
            return
        do: Callable[[str], None] = getattr(self, f"do_{command.id}")
        do(order.argument)

    # Moving, in the list or in the article.

    def do_down(self, _argument: str) -> None:
        self._move(self.count)

    def do_up(self, _argument: str) -> None:
        self._move(-self.count)

    def _move(self, steps: int) -> None:
        if self.where is Where.READER:
            self.read_to(self.at + steps)
        else:
            self.step(steps)

    def do_page_down(self, _argument: str) -> None:
        if self.where is Where.READER:
            self.read_on()
        else:
            self.turn(self.count)

    def do_page_up(self, _argument: str) -> None:
        if self.where is Where.READER:
            self.do_previous_section("")
        else:
            self.turn(-self.count)

    def do_top(self, _argument: str) -> None:
        if self.where is Where.READER:
            self.read_to(0)
        else:
            self.to_end(last=False)

    def do_bottom(self, _argument: str) -> None:
        if self.where is Where.READER:
            self.read_to(self.last)
        else:
            self.to_end(last=True)

    # The whole program.

    def do_redraw(self, _argument: str) -> None:
        if self.where is Where.READER:
            self.say_here(entering=True)
        else:
            self.say_listed()
            self.say_page()

    def do_help(self, _argument: str) -> None:
        self.say("Type a name or a key, then Enter; some take words or a number behind them")
        for name, keys, description in self.wording.table(self.where):
            self.say(f"{name}{f' or {keys}' if keys else ''}: {description}")
        opens = "opens that article" if self.where is Where.LIST else "goes to that section"
        self.say(f"A number alone {opens}; an empty line goes on")
        if self.where is Where.READER:
            self.say("What the list has, as search, can be typed by its name here too")

    def do_quit(self, _argument: str) -> None:
        self.is_over = True

    def do_quit_anywhere(self, _argument: str) -> None:
        self.is_over = True


def done_here() -> frozenset[str]:
    """The ids of the commands that can be done without a screen."""
    return frozenset(each.id for each in COMMANDS if hasattr(Conversation, f"do_{each.id}"))
