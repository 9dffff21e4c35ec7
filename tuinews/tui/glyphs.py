"""Owns text as the cells of a terminal, and which of it every terminal gives the same room.

Terminals differ over pictures, joined and combining characters: what is written after one of those
may stand a cell or more from where it is reckoned to be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import get_character_cell_size, split_graphemes

from tuinews.tui.pen import Pen

Cell = tuple[str, Pen]
"""A character with all that combines with it, and its pen; "" for the right half of a wide one."""
Row = Sequence[Cell | None]
"""The cells of a row from the left; None where it is not known what the terminal shows."""
BLANK = " "

_NARROW = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0386\u038e-\u03a1\u03a3-"
    "\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2500-\u25cf]+"
)
"""One cell each, no two of which combine."""
_WIDE = (
    (0x2E80, 0x3029), (0x3030, 0x303E), (0x3041, 0x3096), (0x309B, 0xA4CF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x20000, 0x3FFFD),
)  # fmt: skip
"""First and last of them; no pattern, since that takes longer to compile than all others here."""


class CellsOf(dict[str, Cell]):
    """The cells of single characters in one pen; a blank shows no more of it than the ground."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self._pen = pen
        ground = pen if pen.marks_blanks else Pen("", pen.ground)
        self[BLANK] = (BLANK, ground)

    def __missing__(self, character: str) -> Cell:
        cell = (character, self._pen)
        if character.isascii():
            self[character] = cell
        return cell


cells_of = lru_cache(maxsize=256)(CellsOf)


def marks_before(text: str) -> int:
    """How many characters `text` begins with that combine with what stands before it."""
    count = 0
    if text[:1] > "\u02ff":
        while count < len(text) and not get_character_cell_size(text[count]):
            count += 1
    return count


def cells(text: str, pen: Pen) -> list[Cell]:
    """`text`, which begins with a character of its own, as cells; what combines shares one."""
    known = cells_of(pen)
    if text.isascii() or _NARROW.fullmatch(text):
        return [known[character] for character in text]
    found: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        found.append(known[text[start:end]])
        found += [("", pen)] * (width - 1)
    return found


@lru_cache(maxsize=8192)
def is_sure(glyph: str, *, ambiguous_are_wide: bool) -> bool:
    """Whether all terminals give a glyph as many cells as it is reckoned to take here."""
    if len(glyph) != 1:
        return glyph == ""
    if glyph.isascii() or any(first <= ord(glyph) <= last for first, last in _WIDE):
        return True
    if ambiguous_are_wide and unicodedata.east_asian_width(glyph) == "A":
        return False
    if _NARROW.fullmatch(glyph):
        return True
    return (
        unicodedata.category(glyph)[0] in "LNP"
        and unicodedata.east_asian_width(glyph) in ("N", "Na", "H", "A")
        and get_character_cell_size(glyph) == 1
        and ord(glyph) < 0x1F000
    )
