"""Owns lines that are only read, such as help."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tuinews.tui.lines import Line, Part
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.scroller import Scroller


class Pager(Scroller):
    """Lines of parts for the width there is, scrolled."""

    def __init__(self, look: Palette, lay_out: Callable[[int], Sequence[Sequence[Part]]]) -> None:
        super().__init__(look)
        self._lay_out = lay_out
        self._content: Sequence[Sequence[Part]] = ()

    def placed(self) -> None:
        """Lay out for another width."""
        self._content = self._lay_out(self.size.width)
        super().placed()

    def length(self) -> int:
        """How many lines there are."""
        return len(self._content)

    def paint_lines(self) -> list[Line]:
        """The lines on the screen."""
        seen = self._content[self.first : self.first + self.size.height]
        return [self.line(*parts) for parts in seen]
