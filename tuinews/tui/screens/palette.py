"""Owns the palette: commands found by what they are called, run where the reader is."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from tuinews.tui.commands import Command, Where
from tuinews.tui.keymap import labels
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_edit import LineEdit
from tuinews.tui.widgets.pick_list import PickList


class PaletteBox(LineEdit):
    """Where the name of a command is typed."""


class PaletteScreen(OverlayScreen[str]):
    """Answers the id of the command that was taken."""

    def __init__(self, look: Palette, where: Where) -> None:
        self._narrowed = where
        self._words: list[str] | None = None
        self._found: Sequence[Command] = ()
        self._list = PickList(look)
        self._list.can_focus = False
        super().__init__(look, "Commands", Where.PALETTE, self._list)

    def compose(self) -> ComposeResult:
        """The box above everything else."""
        yield PaletteBox(self.look, " : ")
        yield from super().compose()

    def on_mount(self) -> None:
        """Offer all commands."""
        self.set_focus(self.query_one(PaletteBox))
        self._offer()

    @on(LineEdit.Changed)
    def _narrow(self) -> None:
        self._offer()

    @on(PickList.Chosen)
    def _take_clicked(self) -> None:
        self.do_choose()

    def before_command(self) -> None:
        """Offer what was typed just before the key."""
        self._offer()

    def do_choose(self) -> None:
        if self._found:
            self.dismiss(self._found[self._list.cursor].id)

    def do_choice_down(self) -> None:
        self._list.step(1)

    def do_choice_up(self) -> None:
        self._list.step(-1)

    def do_leave_palette(self) -> None:
        self.dismiss(None)

    def _offer(self) -> None:
        """Offer the commands whose name or description has every word that was typed."""
        words = self.query_one(PaletteBox).value.casefold().split()
        if words == self._words:
            return
        self._words = words
        self._found = [
            command
            for command in self.keys.of(self._narrowed)
            if command.in_palette
            and all(word in f"{command.id} {command.description}".casefold() for word in words)
        ]
        self._list.set_items([(each.description, labels(each)) for each in self._found])
