"""Owns the ground of every widget here: painted lines, of which only changed ones are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

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
        self._lines: list[Line] = []
        self._painted_for: tuple[Size, int] | None = None
        super().__init__(id=id)
        self.look = look

    def paint_lines(self) -> list[Line]:
        """The lines to show, made by `line`; what is missing to the height is left empty."""
        raise NotImplementedError

    def placed(self) -> None:
        """Called before painting in another place or another size."""

    def line(self, *parts: Part, fill: Style | None = None) -> Line:
        """A line of the widget's width."""
        return paint(parts, self.size.width, fill or self.look.text, self.region.x)

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """Refresh regions; without any only what looks different, which may be nothing.

        In another place or of another size the widget is sent whole when it is laid out there.
        """
        if regions or self._painted_for is None:
            return super().refresh(*regions, **how)
        if how.get("layout"):
            super().refresh(repaint=False, layout=True)
        if self._painted_for == (self.size, self.region.x):
            self.update()
        return self

    def update(self) -> None:
        """Paint anew and refresh what differs from what is on the screen."""
        if self._painted_for is None:
            return
        before = self._lines
        self._paint()
        if len(before) == len(self._lines):
            self._refresh_changed(before)

    def update_lines(self, lines: Mapping[int, Line]) -> None:
        """Refresh some lines, by their numbers from the top; all others look as before."""
        if self._painted_for != (self.size, self.region.x):
            self.update()
            return
        before = self._lines
        self._lines = [lines.get(y, line) for y, line in enumerate(before)]
        self._refresh_changed(before)

    def _refresh_changed(self, before: Sequence[Line]) -> None:
        changed = [
            Region(0, y, self.size.width - common_end(old, new), 1)
            for y, (old, new) in enumerate(zip(before, self._lines, strict=True))
            if old is not new and old != new
        ]
        if changed:
            super().refresh(*changed)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for the compositor."""
        if self._painted_for != (self.size, self.region.x):
            self.placed()
            self._paint()
            # Textual has noted that a widget of a new size needs to be sent; it just is.
            self._repaint_regions.clear()
        return [self._lines[y].crop(crop.x, crop.right) for y in crop.line_range]

    def _paint(self) -> None:
        height = self.size.height
        lines = self.paint_lines()[:height]
        self._lines = lines + [self.line()] * (height - len(lines))
        self._painted_for = self.size, self.region.x
