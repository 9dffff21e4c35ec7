"""Owns a terminal's cursor and pen, and the shortest sequences that bring them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuinews.tui.abilities import Abilities
from tuinews.tui.pen import Pen, change
from tuinews.tui.row_moves import Move
from tuinews.tui.strokes import Stroke

_SAME_AGAIN = 1
"""Bytes more that line feeds may take than a place: they are the same from row to row, and so cost
next to nothing where the connection compresses."""


@dataclass(slots=True)
class Hand:
    """Where a terminal's cursor stands, which pen it writes with, and what is to be sent to it.

    Attributes:
        able: What the terminal can do.
        y: The row, from 0; None where that is not known.
        x: The column, from 0; None where that depends on the terminal.
        is_adrift: Whether `x` holds only where the terminal gives the last word the room it is
            reckoned to take.
        sent: What is to be sent.
        strokes: What of it shows, and where.
    """

    able: Abilities
    pen: Pen
    y: int | None = None
    x: int | None = None
    is_adrift: bool = False
    sent: list[str] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    def fork(self) -> Hand:
        """Another one at the same place, which has sent nothing."""
        return Hand(self.able, self.pen, self.y, self.x, self.is_adrift)

    def follow(self, other: Hand) -> None:
        """Do what another one has done."""
        self.sent += other.sent
        self.strokes += other.strokes
        self.pen, self.y, self.x, self.is_adrift = other.pen, other.y, other.x, other.is_adrift

    @property
    def cost(self) -> int:
        """Bytes that are to be sent."""
        return sum(len(each) if each.isascii() else len(each.encode()) for each in self.sent)

    def move(self, y: int, x: int) -> None:
        """Go to a place."""
        if self.is_adrift:
            self.x, self.is_adrift = None, False
        if (y, x) != (self.y, self.x):
            self.sent.append(self._way(y, x))
            self.y, self.x = y, x

    def _way(self, y: int, x: int) -> str:
        ahead = _forward(x) if x else ""
        if y == self.y:
            if self.x is not None and x > self.x:
                return _forward(x - self.x)
            returned = "\r" + ahead
            return returned if self.x is None else min(_back(self.x - x), returned, key=len)
        placed = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1 if y else ''}H"
        if self.y is None or y < self.y:
            return placed
        # A return before the line feeds, which the terminal's driver may add one to or not.
        fed = "\r" + "\n" * (y - self.y) + ahead
        return fed if len(fed) <= len(placed) + _SAME_AGAIN else placed

    def take(self, pen: Pen) -> None:
        """Take another pen."""
        if pen != self.pen:
            self.sent.append(change(self.pen, pen, piecemeal=self.able.piecemeal))
            self.pen = pen

    def write(self, glyph: str, cells: int, columns: int) -> None:
        """Write a character, in a row of `columns`."""
        self.sent.append(glyph)
        self._note(glyph, cells)
        if self.x is not None:
            self.x = self.x + cells if self.x + cells < columns else None

    def erase(self, ground: str, cells: int | None = None) -> None:
        """Erase to the end of the row, or some cells; the cursor stays where it is."""
        pen = self.pen.on_blanks(ground if self.able.erases_in_colour else self.pen.ground)
        self.take(pen)
        self.sent.append("\x1b[K" if cells is None else f"\x1b[{cells}X")
        self._note("", cells)

    def make(self, move: Move) -> None:
        """Insert rows, or delete some."""
        if self.y != move.y:
            self.move(move.y, 0)
        for count, final in ((move.inserted, "L"), (move.deleted, "M")):
            if count:
                self.sent.append(f"\x1b[{count if count > 1 else ''}{final}")
        # Some terminals go to the first column, others stay where they are.
        self.x, self.is_adrift = None, False

    def repeat(self, stroke: Stroke, columns: int) -> None:
        """Do what was done before, in a row of `columns`."""
        self.move(stroke.y, stroke.x)
        if stroke.text and stroke.cells is not None:
            self.take(stroke.pen)
            self.write(stroke.text, stroke.cells, columns)
        else:
            self.erase(stroke.pen.ground, stroke.cells)

    def _note(self, text: str, cells: int | None) -> None:
        if self.y is None or self.x is None:
            return
        last = self.strokes[-1] if self.strokes else None
        if text and cells and last is not None and last.takes_on(self.y, self.x, self.pen):
            last.text += text
            last.cells = cells + (last.cells or 0)
        else:
            self.strokes.append(Stroke(self.y, self.x, self.pen, text, cells))


def _forward(cells: int) -> str:
    return f"\x1b[{cells if cells > 1 else ''}C"


def _back(cells: int) -> str:
    return f"\x1b[{cells if cells > 1 else ''}D"
