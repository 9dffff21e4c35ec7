"""Owns which rows of a screen are moved, rather than written again, to make it another.

A list that a longer word narrows, and a page that goes on by half of it, shows again much of what
stands there, some rows further up or down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tuinews.tui.glyphs import BLANK, Row

_A_MOVE = 8
"""Bytes that take the cursor to a row and insert or delete some there."""
_A_PLACE = 6
"""Bytes that take the cursor to another column."""
_MANY = 256
"""Pairs of rows with the same text: for more it would take too long to find the best."""


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that are inserted before row `y`, or from it on deleted; what is below moves along."""

    y: int
    inserted: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row that is there and is to be there, and the best that can be kept above it."""

    shown: int
    wanted: int
    worth: int
    above: _Kept | None


def moves(shown: Sequence[Row], wanted: Sequence[Row]) -> list[Move]:
    """What brings rows that are shown to where they are wanted, in order; none if nothing does.

    As many rows are deleted as are inserted, and before that, so that no row leaves the screen
    that is wanted. What stands in inserted rows is not known.
    """
    kept = _worth_most(shown, wanted)
    deleted: list[Move] = []
    inserted: list[Move] = []
    gone = 0
    for before, after in pairwise(kept):
        more = (after.wanted - before.wanted) - (after.shown - before.shown)
        # What else is between stays beside its neighbour at the edge of the screen.
        is_first = before.above is None
        if more > 0:
            y = after.wanted - more if is_first else before.wanted + 1
            inserted.append(Move(y, inserted=more))
        elif more < 0:
            y = (after.shown + more if is_first else before.shown + 1) - gone
            deleted.append(Move(y, deleted=-more))
            gone -= more
    return deleted + inserted


def moved(shown: Sequence[Row], made: Sequence[Move]) -> list[Row]:
    """The rows after some moves; those that were inserted are not known."""
    rows = list(shown)
    unknown: Row = [None] * len(rows[0])
    for move in made:
        del rows[move.y : move.y + move.deleted]
        rows[move.y : move.y] = [unknown] * move.inserted
        rows = (rows + [unknown] * move.deleted)[: len(shown)]
    return rows


def _worth_most(shown: Sequence[Row], wanted: Sequence[Row]) -> list[_Kept]:
    """The rows to keep, from the top; first and last stand for the edges of the screen."""
    at: dict[str, list[int]] = {}
    for i, row in enumerate(shown):
        if text := _text(row):
            at.setdefault(text, []).append(i)
    pairs = [(i, j) for j, row in enumerate(wanted) for i in at.get(_text(row), ())]
    edge = _Kept(-1, -1, 0, None)
    if len(pairs) > _MANY or all(i == j for i, j in pairs):
        return [edge]
    found = [edge]
    stays = 0
    for i, j in pairs:
        worth = _bytes_to_write(shown[j] if i != j else (), wanted[j])
        worth -= _bytes_to_write(shown[i], wanted[j])
        stays += worth if i == j else 0
        found.append(_best(found, i, j, worth))
    last = _best(found, len(shown), len(shown), 0)
    if last.worth <= stays:
        return [edge]
    kept = [last]
    while kept[-1].above is not None:
        kept.append(kept[-1].above)
    return kept[::-1]


def _best(found: Sequence[_Kept], shown: int, wanted: int, worth: int) -> _Kept:
    """A row with the best that can be kept above it."""

    def together(above: _Kept) -> int:
        is_moved = shown - above.shown != wanted - above.wanted
        return above.worth - _A_MOVE * is_moved

    above = max(
        (each for each in found if each.shown < shown and each.wanted < wanted), key=together
    )
    return _Kept(shown, wanted, worth + together(above), above)


def _text(row: Row) -> str:
    """What is written in a row; "" for nothing, or where that is not known."""
    return "" if None in row else "".join(cell[0] for cell in row if cell is not None).rstrip()


def _bytes_to_write(shown: Row, wanted: Row) -> int:
    """About what it takes to make a row another; one that is not shown is blank."""
    total, same = 0, True
    for x, cell in enumerate(wanted):
        if cell == shown[x] if shown else cell is not None and cell[0] == BLANK:
            same = True
        else:
            total += 1 + _A_PLACE * same
            same = False
    return total
