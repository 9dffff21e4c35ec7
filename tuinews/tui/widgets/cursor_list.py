"""Owns moving a cursor through items of one height, of which there may be very many."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from tuinews.tui.lines import Line
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView


class CursorList(LineView, can_focus=True):
    """Items with a cursor on one of them.

    At an edge the list jumps half a page: a scroll by one line would send the whole page for
    every press of a key.

    Attributes:
        cursor: Index of the item under the cursor.
        first: Index of the item at the top.
    """

    DEFAULT_CSS = """
    CursorList {
        height: 1fr;
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor stands on another item."""

        index: int

    @dataclass
    class Chosen(Message):
        """The item under the cursor was clicked."""

        index: int

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(look, id=id)
        self.cursor = 0
        self.first = 0
        self._painted_from = -1

    def count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def paint_item(self, index: int, *, selected: bool) -> list[Line]:
        """The lines of one item, `item_height` of them."""
        raise NotImplementedError

    @property
    def item_height(self) -> int:
        """Lines an item takes."""
        return 1

    @property
    def page(self) -> int:
        """How many items fit on the screen, at least one."""
        return max(1, self.size.height // self.item_height)

    def on_screen(self) -> range:
        """The items on the screen, a cut one at the end included."""
        shown = -(-self.size.height // self.item_height)
        return range(self.first, min(self.count(), self.first + shown))

    def step(self, items: int) -> None:
        """Move the cursor; at an edge the list jumps half a page."""
        self._go(self.cursor + items)

    def turn(self, pages: float) -> None:
        """Move list and cursor by pages, or by half ones."""
        items = round(pages * self.page)
        self.first += items
        self._go(self.cursor + items)

    def to_top(self) -> None:
        """Go to the first item."""
        self.first = 0
        self._go(0)

    def to_bottom(self) -> None:
        """Go to the last item."""
        self._go(self.count() - 1)

    def put(self, index: int, *, on_screen_at: int | None = None) -> None:
        """Put the cursor on an item, on the screen where it was or at a given place from the top.

        Nothing is posted: whoever puts the cursor knows.
        """
        self.cursor = max(0, min(index, self.count() - 1))
        if on_screen_at is not None:
            self.first = self.cursor - on_screen_at
        self._keep_on_screen()
        self.update()

    def paint_lines(self) -> list[Line]:
        """All lines on the screen."""
        self._painted_from = self.first
        return [
            line
            for index in self.on_screen()
            for line in self.paint_item(index, selected=index == self.cursor)
        ]

    def placed(self) -> None:
        """Keep the cursor on the screen."""
        self._keep_on_screen()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; on the cursor itself, choose."""
        index = self.first + event.y // self.item_height
        if index >= self.count():
            return
        if index == self.cursor:
            self.post_message(self.Chosen(index))
        else:
            self._go(index)

    def on_mouse_scroll_down(self) -> None:
        """Move on a little."""
        self.step(3)

    def on_mouse_scroll_up(self) -> None:
        """Move back a little."""
        self.step(-3)

    def _go(self, index: int) -> None:
        before = self.cursor
        self.cursor = max(0, min(index, self.count() - 1))
        self._keep_on_screen()
        if self.first == self._painted_from:
            self._paint_items(before, self.cursor)
        else:
            self.update()
        if self.cursor != before:
            self.post_message(self.Moved(self.cursor))

    def _paint_items(self, *indices: int) -> None:
        """Paint some items anew; all others look as before."""
        height, shown = self.item_height, self.on_screen()
        self.update_lines(
            {
                (index - self.first) * height + offset: line
                for index in indices
                if index in shown
                for offset, line in enumerate(self.paint_item(index, selected=index == self.cursor))
            }
        )

    def _keep_on_screen(self) -> None:
        if not self.size.height:
            # Not laid out yet: that is done when it is.
            self.first = max(0, self.first)
            return
        page = self.page
        if self.cursor < self.first:
            self.first = self.cursor - max(0, page // 2 - 1) if page > 1 else self.cursor
        elif self.cursor >= self.first + page:
            self.first = self.cursor - page // 2
        self.first = max(0, min(self.first, self.count() - page))
