"""Owns lending the terminal to a command, and having it back as it was."""

from __future__ import annotations

import os
import select
import signal
import termios
import tty
from contextlib import ExitStack, suppress
from types import FrameType
from typing import Any

from textual.app import App, SuspendNotSupported

_FOR_THE_COMMAND = (signal.SIGINT, signal.SIGQUIT)
"""What the keyboard sends to everything that runs on the terminal."""
_LOCAL = 3
"""Where `termios.tcgetattr` has the local modes."""
_WAITS = b"\r\n-- press a key to go back to tuinews --"


class Lending:
    """Who has the terminal: the program, or a command for a while.

    The event loop goes on meanwhile, so that a signal or a terminal that is gone still ends the
    program in time; but nothing is drawn.
    """

    def __init__(self, program: App[Any]) -> None:
        self._program = program
        self._lent: ExitStack | None = None

    @property
    def is_lent(self) -> bool:
        """Whether a command has the terminal."""
        return self._lent is not None

    def lend(self) -> bool:
        """Leave the terminal as it was before the program; False where that cannot be done."""
        stack = ExitStack()
        try:
            stack.enter_context(self._program.suspend())
        except SuspendNotSupported:
            return False
        for number in _FOR_THE_COMMAND:
            stack.callback(signal.signal, number, signal.getsignal(number))
            # Not SIG_IGN, which the command would inherit.
            signal.signal(number, _leave_to_the_command)
        self._lent = stack
        return True

    def take_back(self) -> None:
        """Have the terminal again, and draw everything anew."""
        stack, self._lent = self._lent, None
        if stack is not None:
            stack.close()


class Lender:
    """A program that lends its terminal."""

    terminal: Lending


def modes() -> list[Any] | None:
    """The modes of the terminal; None where there is none."""
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


def wait_for_key(before: list[Any] | None) -> None:
    """Let what a command printed be read, until a key is pressed or the terminal is gone.

    `before` are the terminal's modes before the command, which it may have left as others.
    """
    if before is None:
        return
    with suppress(termios.error, OSError):
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        tty.setcbreak(0)  # drops what was typed before it is asked for
        asking = termios.tcgetattr(0)
        asking[_LOCAL] &= ~termios.ISIG  # Ctrl-C is a key here like any other
        termios.tcsetattr(0, termios.TCSADRAIN, asking)
        os.write(1, _WAITS)
        select.select([0], [], [])
        os.read(0, 1024)
        os.write(1, b"\r\n")
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def _leave_to_the_command(_number: int, _frame: FrameType | None) -> None:
    """Do nothing."""
