"""Owns how a screen does what a key or the palette asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tuinews.tui.commands import Where
from tuinews.tui.keymap import Keymap, keys_of
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.still import Still

Result = TypeVar("Result")
PATIENCE = 0.25
"""Seconds that a key waits for the answer to the one before it."""


class Pane(Protocol):
    """What can be moved through: a list or a text."""

    def step(self, items: int) -> None: ...
    def turn(self, pages: float) -> None: ...
    def to_top(self) -> None: ...
    def to_bottom(self) -> None: ...


class CommandedScreen(Screen[Result], Still, inherit_bindings=False):
    """A screen whose method `do_<id>` does the command of that id.

    Attributes:
        look: How everything looks.
        count: How often the command under way is to be repeated; 1 unless digits were typed.
    """

    def __init__(self, look: Palette) -> None:
        super().__init__()
        self.look = look
        self.count = 1
        self._digits = ""
        self._begun = ""
        self._drawn_for: Size | None = None

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add no toasts and no tooltips, which Textual has in every screen and none of ours shows.

        To make them and to parse their style takes longer than a keystroke.
        """

    def redraw(self) -> None:
        """Send the whole screen again, whatever the terminal may show by now."""
        Widget.refresh(self)

    def on_screen_resume(self) -> None:
        """Cover what another screen left; at first the layout does."""
        if self._drawn_for is not None:
            self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """Terminals move text about when they are resized."""
        if self._drawn_for not in (None, event.size):
            self.redraw()
        self._drawn_for = event.size

    async def settle(self, command: str) -> bool:
        """Wait a moment for what the last command began, when the next one builds on it.

        Args:
            command: The next one, as things are now; "" for a key that does none yet.

        Returns:
            Whether to do it: there may be nothing yet that it could be meant for.
        """
        return True

    @property
    def where(self) -> Where:
        """Which part of the screen has the keyboard."""
        raise NotImplementedError

    @property
    def keys(self) -> Keymap:
        """The keys in force."""
        return keys_of(self.app)

    @property
    def pane(self) -> Pane:
        """What moving keys move through."""
        raise NotImplementedError

    def action_command(self, command: str) -> None:
        """Do a command, so often as the digits before it say."""
        self.count = int(self._digits or 1)
        self._digits = self._begun = ""
        self.before_command()
        do: Callable[[], None] = getattr(self, f"do_{command}")
        do()
        self.after_command()

    def action_count(self, digit: int) -> None:
        """Take a digit of the count for the next command; more than four are too many."""
        if digit or self._digits:
            self._digits = f"{self._digits}{digit}"[-4:]
        self.after_command()

    def before_command(self) -> None:
        """Called before each command."""

    def after_command(self) -> None:
        """Called after each command, and after each digit of a count."""

    def show_begun(self, keys: str) -> None:
        """Show the first keys of a sequence that is being typed; empty when it is given up."""
        self._begun = keys
        self.after_command()

    @property
    def digits(self) -> str:
        """The count and the first keys of a sequence, as far as they are typed."""
        return self._digits + self._begun

    def do_quit_anywhere(self) -> None:
        self.app.exit(0)

    def do_down(self) -> None:
        self.pane.step(self.count)

    def do_up(self) -> None:
        self.pane.step(-self.count)

    def do_page_down(self) -> None:
        self.pane.turn(self.count)

    def do_page_up(self) -> None:
        self.pane.turn(-self.count)

    def do_half_down(self) -> None:
        self.pane.turn(self.count / 2)

    def do_half_up(self) -> None:
        self.pane.turn(-self.count / 2)

    def do_top(self) -> None:
        self.pane.to_top()

    def do_bottom(self) -> None:
        self.pane.to_bottom()
