"""Owns moving through lines of text without a cursor."""

from __future__ import annotations

from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView


class Scroller(LineView, can_focus=True):
    """Lines that are longer than the screen; `first` is the one at its top."""

    DEFAULT_CSS = """
    Scroller {
        height: 1fr;
    }
    """

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(look, id=id)
        self.first = 0

    def length(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    @property
    def last_first(self) -> int:
        """The top line when the end is on the screen."""
        return max(0, self.length() - self.size.height)

    def step(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to_line(self.first + lines)

    def turn(self, pages: float) -> None:
        """Scroll by pages, two lines short of a full one so that the eye finds its place."""
        whole = max(1, self.size.height - 2)
        self.scroll_to_line(self.first + round(pages * whole))

    def to_top(self) -> None:
        """Go to the first line."""
        self.scroll_to_line(0)

    def to_bottom(self) -> None:
        """Go to the last line."""
        self.scroll_to_line(self.last_first)

    def scroll_to_line(self, line: int) -> None:
        """Bring a line to the top, as far as there are lines to fill the screen.

        From beyond that, where a jump may have led, it does not fall back on the way down.
        """
        self.first = max(0, min(line, max(self.last_first, self.first)))
        self.update()
        self.scrolled()

    def scrolled(self) -> None:
        """Called after every move."""

    def placed(self) -> None:
        """Leave no empty screen behind the end."""
        self.first = max(0, min(self.first, self.last_first))

    def on_mouse_scroll_down(self) -> None:
        """Scroll on a little."""
        self.step(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll back a little."""
        self.step(-3)
