"""Owns what the screens laid over the browser share: a title, a rule, keys at the bottom."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from tuinews.tui.commands import Where
from tuinews.tui.lines import Line
from tuinews.tui.screens.commanded import PATIENCE, CommandedScreen, Pane
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.bottom_line import BottomLine
from tuinews.tui.widgets.line_view import LineView
from tuinews.tui.widgets.rule import Rule

Result = TypeVar("Result")
LOW = 15
"""Under how many rows there is no line of keys at the bottom."""


class Title(LineView):
    """A line that says what a screen is."""

    def __init__(self, look: Palette, text: str) -> None:
        super().__init__(look)
        self._text = text

    def show(self, text: str) -> None:
        """Say something else."""
        if text != self._text:
            self._text = text
            self.update()

    def paint_lines(self) -> list[Line]:
        """The one line."""
        return [self.line((f" {self._text}", self.look.title))]


class OverlayScreen(CommandedScreen[Result]):
    """A titled screen around one list, text or box; closing it answers None."""

    def __init__(self, look: Palette, title: str, where: Where, body: Widget) -> None:
        super().__init__(look)
        self._title = title
        self._where = where
        self._mounted = asyncio.Event()
        self.body = body

    @property
    def where(self) -> Where:
        """Which screen this is."""
        return self._where

    @property
    def pane(self) -> Pane:
        """The one thing on the screen, where moving keys are bound."""
        return cast("Pane", self.body)

    def compose(self) -> ComposeResult:
        """Title, rule, body, keys."""
        yield Title(self.look, self._title)
        yield Rule(self.look)
        yield self.body
        yield BottomLine(self.look)

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(BottomLine).show("", "", self._where)
        self._mounted.set()

    async def settle(self, command: str) -> bool:
        """Wait a moment until there is something for a key to work on."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._mounted.wait(), PATIENCE)
        return True

    def on_resize(self, _event: events.Resize) -> None:
        """Leave the keys out where there is little room."""
        self.query_one(BottomLine).display = self.app.size.height >= LOW

    def do_close(self) -> None:
        self.dismiss(None)
