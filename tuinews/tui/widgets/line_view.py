"""Owns the ground of every widget here: painted lines, of which only changed ones are sent."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tuinews.tui.lines import Line, Part, common_end, paint
from tuinews.tui.themes import Palette


class LineView(Widget):
    """A widget that paints itself line by line (Textual's Line API, without its style cache).

    A subclass says what its lines are; `update` paints them, compares them with what stands on
    the screen and refreshes the difference.
    """

    DEFAULT_CSS = """
    LineView {
        width: 1fr;
        height: 1;
    }
    """

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []
        self._painted_for: tuple[Size, int] | None = None

    def paint_lines(self) -> list[Line]:
        """The lines to show, made by `line`; what is missing to the height is left empty."""
        raise NotImplementedError

    def line(self, *parts: Part, fill: Style | None = None) -> Line:
        """A line of the widget's width."""
        return paint(parts, self.size.width, fill or self.look.text, self.region.x)

    def update(self) -> None:
        """Paint anew and refresh what differs from what is on the screen."""
        if self._painted_for is None:
            return
        before = self._lines
        self._paint()
        if len(before) != len(self._lines):
            self.refresh()
            return
        changed = [
            Region(0, y, self.size.width - common_end(old, new), 1)
            for y, (old, new) in enumerate(zip(before, self._lines, strict=True))
            if old != new
        ]
        if changed:
            self.refresh(*changed)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for the compositor."""
        if self._painted_for != (self.size, self.region.x):
            self._paint()
        return [self._lines[y].crop(crop.x, crop.right) for y in crop.line_range]

    def _paint(self) -> None:
        height = self.size.height
        lines = self.paint_lines()[:height]
        self._lines = lines + [self.line()] * (height - len(lines))
        self._painted_for = self.size, self.region.x
