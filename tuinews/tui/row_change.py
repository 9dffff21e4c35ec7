"""Owns the shortest way to make one row of a terminal show another."""

from __future__ import annotations

from tuinews.tui.glyphs import BLANK, Cell, Row, is_sure
from tuinews.tui.hand import Hand
from tuinews.tui.pen import Pen

_ALMOST = 4
"""Cells that are written again rather than passed over: no way past them takes fewer bytes."""
_ERASED = 6
_ERASED_AND_PASSED = 10
"""Blanks from which on it is shorter to erase them, and so where the cursor must pass them too."""


def change_row(hand: Hand, y: int, shown: Row, wanted: Row) -> None:
    """Have `hand` make row `y`, which shows one thing, show the other.

    Terminals may give a word other room than it is reckoned to take, so from the first such word
    on everything is written anew if any of it changes, and what follows one is put in its place.
    """
    first = next((x for x, cell in enumerate(wanted) if cell != shown[x]), len(wanted))
    if first == len(wanted):
        return
    width, known = len(wanted), None not in wanted[first:]
    doubtful = min(_doubtful(hand, shown), _doubtful(hand, wanted))
    if not known or shown[doubtful:] == wanted[doubtful:]:
        doubtful = width
    ground = _ground_to_erase_to(hand, wanted[-1])
    ways = []
    if first < doubtful:
        ways.append(hand.fork())
        _write(ways[0], y, shown, wanted, first, doubtful)
        if doubtful < width:
            _write_anew(ways[0], y, wanted, doubtful, ground or "")
    if known and (doubtful <= first or ground is not None):
        ways.append(hand.fork())
        _write_anew(ways[-1], y, wanted, min(first, doubtful), ground or "")
    hand.follow(min(ways, key=lambda way: way.cost))


def is_sure_of(hand: Hand, shown: Row, wanted: Row) -> bool:
    """Whether every word of a row, as it is and will be, takes the room it is reckoned to."""
    return min(_doubtful(hand, shown), _doubtful(hand, wanted)) == len(wanted)


def _write_anew(hand: Hand, y: int, wanted: Row, start: int, ground: str) -> None:
    """Erase what follows `start`, and write what is to be there."""
    erased = (BLANK, Pen("", ground))
    if all(cell == erased for cell in wanted[:start]):
        start = 0  # which is nearer
    hand.move(y, start)
    hand.erase(ground)
    _write(hand, y, [erased] * len(wanted), wanted, start, len(wanted))


def _write(hand: Hand, y: int, shown: Row, wanted: Row, start: int, stop: int) -> None:
    """Write what differs between two columns."""
    columns = len(wanted)
    x = start
    while x < stop:
        cell = wanted[x]
        # A word that took more room than reckoned stands in the blank after it too.
        is_spoilt = hand.is_adrift and hand.y == y and hand.x == x
        if cell is None or (cell == shown[x] and not is_spoilt):
            x += 1
            continue
        ground = _ground_to_erase_to(hand, cell)
        if ground is not None:
            blanks = _run(wanted, x, columns)
            if x + blanks == columns and blanks > len("\x1b[K"):
                if _run(wanted, 0, columns) == columns:
                    hand.move(y, 0)  # which is nearer
                else:
                    _go(hand, y, x, wanted)
                hand.erase(ground)
                return
            end = min(x + blanks, stop)
            while end > x + 1 and wanted[end - 1] == shown[end - 1]:
                end -= 1
            goes_on = end < stop and wanted[end] is not None and wanted[end] != shown[end]
            fewest = _ERASED_AND_PASSED if goes_on else _ERASED
            if hand.able.erases_parts and end - x >= fewest:
                _go(hand, y, x, wanted)
                # All of them, since rows below each other have as many.
                x_end = min(x + blanks, stop)
                hand.erase(ground, x_end - x)
                x = x_end
                continue
        while cell is not None and cell[0] == "" and x > 0:
            x -= 1
            cell = wanted[x]
        if cell is None:
            x += 1
            continue
        cells = 1
        while x + cells < columns and (after := wanted[x + cells]) is not None and after[0] == "":
            cells += 1
        _go(hand, y, x, wanted)
        hand.take(_pen_for(hand, wanted, x, cell))
        hand.write(cell[0], cells, columns)
        if not _is_sure(hand, cell):
            hand.is_adrift = True
        x += cells


def _go(hand: Hand, y: int, x: int, wanted: Row) -> None:
    """Go to a column, maybe by writing once more what stands before it."""
    if hand.y == y and hand.x is not None and hand.x <= x:
        gap = wanted[hand.x : x]
        cell = wanted[x]
        if not gap and cell is not None and cell[0] != BLANK:
            # In the middle of a word maybe, whatever room its beginning took.
            return
        if gap and len(gap) <= _ALMOST and not hand.is_adrift:
            text = "".join(each[0] for each in gap if each is not None and _suits(hand.pen, each))
            if len(text) == len(gap) and text.isascii():
                hand.write(text, len(gap), len(wanted))
                return
    hand.move(y, x)


def _pen_for(hand: Hand, wanted: Row, x: int, cell: Cell) -> Pen:
    """A pen for the character at `x`; for a blank one that does for what follows, if there is."""
    glyph, pen = cell
    if glyph != BLANK or pen.marks_blanks:
        return pen
    if _suits(hand.pen, cell):
        return hand.pen
    after = next((each for each in wanted[x:] if each != cell), None)
    if after is not None and _suits(after[1], cell):
        return after[1]
    return hand.pen.on_blanks(pen.ground)


def _suits(pen: Pen, cell: Cell) -> bool:
    """Whether a pen makes a cell look as it should."""
    glyph, own = cell
    if pen == own:
        return True
    return glyph == BLANK and not own.marks_blanks and pen.on_blanks(own.ground) == pen


def _ground_to_erase_to(hand: Hand, cell: Cell | None) -> str | None:
    """The ground of a blank that erasing would leave; None for any other cell."""
    if cell is None or cell[0] != BLANK or cell[1].marks_blanks:
        return None
    return cell[1].ground if hand.able.erases_in_colour or not cell[1].ground else None


def _run(row: Row, start: int, stop: int) -> int:
    """How many cells from `start` on are the same."""
    end = start + 1
    while end < stop and row[end] == row[start]:
        end += 1
    return end - start


def _doubtful(hand: Hand, row: Row) -> int:
    """Where the first word begins whose room the terminal may reckon otherwise."""
    for x, cell in enumerate(row):
        if cell is not None and not _is_sure(hand, cell):
            while x and (before := row[x - 1]) is not None and before[0] != BLANK:
                x -= 1
            return x
    return len(row)


def _is_sure(hand: Hand, cell: Cell) -> bool:
    glyph = cell[0]
    return glyph.isascii() or is_sure(glyph, ambiguous_are_wide=hand.able.ambiguous_are_wide)
