"""Owns the line at the bottom: where the reader is, and the keys that matter now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from tuinews.tui.cells import clip, width
from tuinews.tui.commands import Command, Where
from tuinews.tui.keymap import keys_of, label
from tuinews.tui.lines import Line, Part
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView


class BottomLine(LineView):
    """Status at the left, keys at the right; a notice takes the place of the status."""

    def __init__(self, look: Palette) -> None:
        super().__init__(look)
        self._status = ""
        self._notice = ""
        self._where = Where.LIST
        self._longest = 0

    def show(self, status: str, notice: str, where: Where, longest: int = 0) -> None:
        """Say where the reader is; the keys follow from which part has the keyboard.

        Args:
            longest: Cells that the status may grow to: so much is kept free of keys, since all of
                them would be sent again when they had to move.
        """
        shown = status, notice, where, longest
        if shown != (self._status, self._notice, self._where, self._longest):
            self._status, self._notice, self._where, self._longest = shown
            self.update()

    def paint_lines(self) -> list[Line]:
        """The one line; as many keys as there is room for."""
        if self._notice:
            return [self._painted(self._notice, self.look.notice)]
        return [self.saying(self._status)]

    def saying(self, status: str) -> Line:
        """What the line would look like with another status."""
        return self._painted(status, self.look.quiet)

    def _painted(self, said: str, style: Style) -> Line:
        look = self.look
        said = clip(said, self.size.width - 2)
        room = self.size.width - max(width(said), self._longest) - 5
        hints = hint_parts(look, keys_of(self.app).of(self._where), room)
        gap = self.size.width - width(said) - sum(width(text) for text, _ in hints) - 2
        return self.line((" ", look.text), (said, style), (" " * gap, look.text), *hints)


def hint_parts(look: Palette, commands: Sequence[Command], room: int) -> list[Part]:
    """The hints of commands, the first in the registry first, as many as fit."""
    parts: list[Part] = []
    for command in _hinted(commands):
        key, words = label(command.keys[0]), f" {command.hint}"
        room -= width(key) + width(words) + 2
        if room < -2:
            break
        parts += ((key, look.key), (f"{words}  ", look.quiet))
    if parts:
        text, style = parts[-1]
        parts[-1] = text.rstrip(), style
    return parts


def _hinted(commands: Sequence[Command]) -> list[Command]:
    return [command for command in commands if command.hint and command.keys]
