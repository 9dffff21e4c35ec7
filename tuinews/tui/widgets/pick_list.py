"""Owns a short list to pick one line from: crossheads of an article, commands of the palette."""

from __future__ import annotations

from collections.abc import Sequence

from tuinews.tui.cells import pad, width
from tuinews.tui.lines import Line
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import MARKER
from tuinews.tui.widgets.cursor_list import CursorList

Item = tuple[str, str]
"""What stands at the left, and what at the right."""


class PickList(CursorList):
    """Lines of two columns with a cursor."""

    def __init__(self, look: Palette, items: Sequence[Item] = (), *, cursor: int = 0) -> None:
        super().__init__(look)
        self.items = items
        self.cursor = cursor

    def set_items(self, items: Sequence[Item]) -> None:
        """Offer other lines; the cursor goes to the first."""
        self.items = items
        self.first = 0
        self.put(0)

    def count(self) -> int:
        """How many lines there are."""
        return len(self.items)

    def paint_item(self, index: int, *, selected: bool) -> list[Line]:
        """One line."""
        left, right = self.items[index]
        styles = self.look.cursor_row if selected else self.look.row
        room = min(self.size.width, 100) - width(right) - 6
        return [
            self.line(
                (f"{MARKER if selected else ' '}  ", styles.lead),
                (f"{pad(left, room)}  ", styles.headline),
                (right, styles.lead),
                fill=styles.headline,
            )
        ]
