"""Owns the timeline: a histogram of what is listed over time, with a cursor on one of its bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tuinews.tui.cells import pad, width
from tuinews.tui.lines import Line, Part
from tuinews.tui.periods import Bar, bars, holds, say_period
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 4
"""Cells of a bar, the gap behind it included."""
_POINTER = "▲"


class Timeline(LineView, can_focus=True):
    """Bars of blocks over a line of dates, one of them under the cursor.

    Attributes:
        bars: Every period of the stretch, in order of time.
        cursor: The bar under the cursor.
        names_bar: Whether the bar under the cursor is named here, for want of another line.
    """

    DEFAULT_CSS = """
    Timeline {
        height: 7;
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor stands on another bar."""

    class Chosen(Message):
        """The bar under the cursor was clicked."""

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(look, id=id)
        self.bars: tuple[Bar, ...] = ()
        self.cursor = 0
        self.message = ""
        self.names_bar = False
        self._first = 0

    def show(self, counts: Sequence[tuple[str, int]], *, at: str = "") -> None:
        """Show other counts; the cursor goes to period `at`, into it, or stays where it was."""
        at = at or self.period
        self.bars = bars(counts)
        self.cursor = self._place_of(at)
        self.update()

    @property
    def period(self) -> str:
        """The period under the cursor; "" when there is none."""
        return self.bars[self.cursor].period if self.bars else ""

    @property
    def said(self) -> str:
        """The bar under the cursor in words: `November 2021 · 12 articles`."""
        if not self.bars:
            return ""
        period, count = self.bars[self.cursor]
        return f"{say_period(period)} · {count:,} article{'s' * (count != 1)}"

    def name_bar(self, names_bar: bool) -> None:
        """Name the bar under the cursor here, or leave it to another line."""
        if names_bar != self.names_bar:
            self.names_bar = names_bar
            self.update()

    def step(self, items: int) -> None:
        """Move on by bars that are not empty, or back."""
        filled = [number for number, bar in enumerate(self.bars) if bar.articles]
        if filled:
            at = sum(number < self.cursor for number in filled) + items
            self._go(filled[max(0, min(at, len(filled) - 1))])

    def turn(self, pages: float) -> None:
        """Move by as many bars as are on the screen."""
        self.step(round(pages * self._shown()))

    def to_top(self) -> None:
        """Go to the first bar."""
        self._go(0)

    def to_bottom(self) -> None:
        """Go to the last bar."""
        self._go(len(self.bars) - 1)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; on the cursor itself, choose."""
        index = self._first + (event.x - 1) // self._cells()
        if not 0 <= index < len(self.bars):
            return
        if index == self.cursor:
            self.post_message(self.Chosen())
        else:
            self._go(index)

    def paint_lines(self) -> list[Line]:
        """The bars, a line that points at one of them, and when the first and last are."""
        look = self.look
        if not self.bars:
            return [self.line((f" {self.message}", look.quiet))]
        self._keep_on_screen()
        cells = self._cells()
        shown = self.bars[self._first : self._first + self._shown()]
        most = max(bar.articles for bar in self.bars)
        rows = max(1, self.size.height - 2)
        heights = [_eighths(bar.articles, most, rows) for bar in shown]
        lines = []
        for row in reversed(range(rows)):
            blocks = [_EIGHTHS[max(0, min(8, height - 8 * row))] for height in heights]
            lines.append(self._bar_line(blocks, cells))
        pointer = [_POINTER if at == self.cursor - self._first else " " for at in range(len(shown))]
        lines.append(self._bar_line(pointer, cells))
        first, last = shown[0].period, shown[-1].period
        dates = self._axis(first, last, len(shown) * cells)
        lines.append(self.line((" ", look.text), (dates, look.quiet)))
        return lines

    def _axis(self, first: str, last: str, cells: int) -> str:
        """When the first and the last bar are, each under its own where they take all the room."""
        stretch = f"{first} – {last}" if first != last else first
        if self.names_bar:
            room = self.size.width - 2 - width(stretch)
            return pad(self.said, room) + stretch if room > width(self.said) else self.said
        room = self.size.width - 2 - width(last)
        return pad(first, room) + last if cells >= room > width(first) else stretch

    def _bar_line(self, blocks: Sequence[str], cells: int) -> Line:
        """One line across the bars; the one under the cursor stands out."""
        look = self.look
        gap = " " if cells > 1 else ""
        drawn = [block * (cells - len(gap)) + gap for block in blocks]
        at = self.cursor - self._first
        parts: list[Part] = [
            (" ", look.text),
            ("".join(drawn[:at]), look.key),
            (drawn[at], look.crosshead),
            ("".join(drawn[at + 1 :]), look.key),
        ]
        return self.line(*parts)

    def _cells(self) -> int:
        """Cells a bar takes, the gap behind it included."""
        return max(1, min(_WIDEST, (self.size.width - 2) // max(1, len(self.bars))))

    def _shown(self) -> int:
        """How many bars there is room for."""
        return max(1, (self.size.width - 2) // self._cells())

    def _keep_on_screen(self) -> None:
        shown = self._shown()
        if not self._first <= self.cursor < self._first + shown:
            self._first = self.cursor - shown // 2
        self._first = max(0, min(self._first, len(self.bars) - shown))

    def _place_of(self, period: str) -> int:
        """The fullest bar that lies in a period, or the bar it lies in; else the fullest."""
        numbered = range(len(self.bars))
        inside = [n for n in numbered if period and holds(period, self.bars[n].period)]
        around = [n for n in numbered if period and holds(self.bars[n].period, period)]
        return max(inside or around or numbered, key=lambda n: self.bars[n].articles, default=0)

    def _go(self, index: int) -> None:
        before = self.cursor
        self.cursor = max(0, min(index, len(self.bars) - 1))
        self.update()
        if self.cursor != before:
            self.post_message(self.Moved())


def _eighths(count: int, most: int, rows: int) -> int:
    """How high a bar is in eighths of a line; whatever was counted shows."""
    return max(1, round(8 * rows * count / most)) if count else 0
