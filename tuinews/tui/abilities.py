"""Owns what a kind of terminal can do beyond placing its cursor and erasing to the end of a line.

By name rather than from terminfo, which many a host lacks for the terminal at the other end of a
connection; a kind that is not known here is asked for nothing special.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tuinews.tui.letters import ambiguous_are_wide

_LIKE_XTERM = frozenset((
    "xterm", "linux", "rxvt", "alacritty", "foot", "st", "konsole", "gnome", "vte", "putty",
    "wezterm", "contour", "mlterm",
))  # fmt: skip
_WITHOUT_COLOUR = frozenset(("xterm-kitty",))
"""Like xterm, but that they erase to their own ground."""
_ERASE_PARTS = frozenset(("tmux", "vt220", "vt320", "vt420", "vt510", "vt520"))
_MOVE_ROWS = _ERASE_PARTS | {"screen", "vt102"}
_RESET_ONLY = frozenset(("vt100", "vt102"))


class Abilities(NamedTuple):
    """What may be sent to a terminal.

    Attributes:
        erases_in_colour: Whether what is erased takes the pen's ground (`bce` in terminfo).
        erases_parts: Whether a number of cells can be erased (ECH, ECMA-48 8.3.38).
        moves_rows: Whether rows can be inserted and deleted (IL and DL, ECMA-48 8.3.67 and 8.3.32).
        piecemeal: Whether one look can be turned off alone.
        ambiguous_are_wide: Whether it may give two cells to characters that others give one.
    """

    erases_in_colour: bool = False
    erases_parts: bool = False
    moves_rows: bool = False
    piecemeal: bool = True
    ambiguous_are_wide: bool = False


def abilities(environ: Mapping[str, str]) -> Abilities:
    """What the terminal can do that variables tell of."""
    term = environ.get("TERM", "")
    # GNU screen puts its own name before that of the terminal around it: screen.xterm-256color.
    family = re.split("[-.]", term)[0]
    like_xterm = family in _LIKE_XTERM
    # GNU screen erases to its own ground, whatever it is said to be.
    colour = like_xterm and term not in _WITHOUT_COLOUR and not environ.get("STY")
    return Abilities(
        erases_in_colour=colour,
        erases_parts=(like_xterm or family in _ERASE_PARTS) and not environ.get("STY"),
        moves_rows=like_xterm or family in _MOVE_ROWS,
        piecemeal=family not in _RESET_ONLY,
        ambiguous_are_wide=ambiguous_are_wide(environ),
    )
