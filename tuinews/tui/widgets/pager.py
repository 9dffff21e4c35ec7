"""Owns lines that are only read, such as help."""

from __future__ import annotations

from collections.abc import Sequence

from tuinews.tui.lines import Line, Part
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.scroller import Scroller


class Pager(Scroller):
    """Lines of parts, scrolled."""

    def __init__(self, look: Palette, content: Sequence[Sequence[Part]]) -> None:
        super().__init__(look)
        self._content = content

    def length(self) -> int:
        """How many lines there are."""
        return len(self._content)

    def paint_lines(self) -> list[Line]:
        """The lines on the screen."""
        seen = self._content[self.first : self.first + self.size.height]
        return [self.line(*parts) for parts in seen]
