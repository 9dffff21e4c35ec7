"""Owns the line on top: which archive, how much of it is listed, what goes on behind."""

from __future__ import annotations

from tuinews.tui.cells import clip, width
from tuinews.tui.lines import Line
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView

_HELP = "? help "


class TopLine(LineView):
    """`articles  24 of 24 · newest          indexing 43 %          ? help`."""

    def __init__(self, look: Palette, name: str) -> None:
        super().__init__(look)
        self._archive_name = name
        self._shown = ""
        self._progress = ""

    def show(self, shown: str, progress: str) -> None:
        """Say what is listed, and what goes on."""
        if (shown, progress) != (self._shown, self._progress):
            self._shown, self._progress = shown, progress
            self.update()

    def paint_lines(self) -> list[Line]:
        """The one line; progress takes the place of the hint when both do not fit."""
        look = self.look
        name = clip(self._archive_name, max(8, self.size.width - width(self._shown) - 4))
        left = width(name) + width(self._shown) + 3
        right = f"{self._progress}   {_HELP}" if self._progress else _HELP
        if left + width(right) + 1 > self.size.width:
            right = f"{self._progress} " if self._progress else ""
        gap = max(1, self.size.width - left - width(right))
        return [
            self.line(
                (" ", look.text),
                (name, look.title),
                (f"  {self._shown}", look.quiet),
                (" " * gap, look.text),
                (right, look.quiet),
            )
        ]
