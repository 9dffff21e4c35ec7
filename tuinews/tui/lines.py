"""Owns painting: runs of styled text become one line of the screen, in as few bytes as possible.

Textual wraps every run of text in its full style and a reset. Over a slow link that is most of
what is sent, so a painted line sends what changes from one run to the next instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tuinews.articles.sanitise import sanitise_line
from tuinews.tui.cells import clip, width

Part = tuple[str, Style]
"""A run of text, as it is, and how it looks."""

_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
_DISPUTED = "[\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
"""Characters whose sequences terminals do not agree to measure."""


class Look(NamedTuple):
    """What is switched on in the terminal: SGR codes of attributes, foreground and background."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


PLAIN = Look()
_ATTRIBUTES = (("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("reverse", "7"))
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27"}


class Line(Strip):
    """A strip that is sent as changes of style, and knows the column it starts in."""

    __slots__ = ("_column", "_sent")

    def __init__(self, segments: Iterable[Segment], cells: int | None, column: int) -> None:
        super().__init__(segments, cells)
        self._column = column
        self._sent: tuple[str | None, str] | None = None

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The part between two cells; still sent as changes."""
        cropped = super().crop(start, end)
        if cropped is self:
            return self
        return Line(cropped, cropped.cell_length, self._column + max(0, start))

    def render(self, console: Console) -> str:
        """The characters and escape sequences that draw this line."""
        if self._sent is None or self._sent[0] != console.color_system:
            self._sent = console.color_system, encode(self, console.color_system, self._column)
        return self._sent[1]


def paint(parts: Iterable[Part], cells: int, fill: Style, column: int = 0) -> Line:
    """One line of exactly `cells` cells: the parts, cut at its end or filled up with `fill`.

    Everything that is ever drawn passes here, so here text is made safe once more.
    """
    segments: list[Segment] = []
    left = cells
    for text, style in parts:
        if not left:
            break
        safe = sanitise_line(text)
        shown = clip(safe, left)
        if shown:
            segments.append(Segment(shown, style))
            left -= width(shown)
        if shown != safe:
            break
    if left:
        segments.append(Segment(" " * left, fill))
    return Line(segments, cells, column)


def common_end(before: Strip, after: Strip) -> int:
    """How many cells at the end of two lines of one width look the same."""
    same = 0
    for old, new in zip(reversed(list(before)), reversed(list(after)), strict=False):
        if old == new:
            same += width(old.text)
            continue
        if old.style == new.style:
            same += width(_common_suffix(old.text, new.text))
        break
    return same


def _common_suffix(one: str, other: str) -> str:
    """What two texts both end with, not beginning in the middle of a character with its marks."""
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    while length and get_character_cell_size(one[-length]) == 0:
        length -= 1
    return one[len(one) - length :]


def encode(segments: Iterable[Segment], system: str | None, column: int) -> str:
    """Characters and SGR sequences for `segments`, ending with nothing switched on.

    Text whose width terminals dispute is drawn over blanks and followed by a jump to the column
    where it should have ended, so that what stands behind it is in its place in any terminal.
    """
    colors = _SYSTEMS.get(system or "", ColorSystem.TRUECOLOR)
    out: list[str] = []
    now = PLAIN
    for text, style, _ in segments:
        look = _look(style, colors) if style else PLAIN
        if text.isspace():
            look = _blank_look(now, look)
        out.append(_change(now, look))
        now = look
        cells = width(text)
        if not text.isascii() and re.search(_DISPUTED, text):
            out += (" " * cells, f"\x1b[{column + 1}G", text, f"\x1b[{column + cells + 1}G")
        else:
            out.append(text)
        column += cells
    out.append(_change(now, PLAIN))
    return "".join(out)


def codes(style: Style | None, system: str | None) -> str:
    """How text in `style` looks, as codes of SGR without the sequence around them."""
    look = _look(style, _SYSTEMS.get(system or "", ColorSystem.TRUECOLOR)) if style else PLAIN
    return ";".join(filter(None, (*sorted(look.attributes), look.foreground, look.background)))


def _blank_look(now: Look, wanted: Look) -> Look:
    """The look for blanks that changes least: they show a background, and lines through them."""
    lined = wanted.attributes & {"4", "7"}
    if "7" in lined or "7" in now.attributes:
        return wanted
    return Look(now.attributes - {"4"} | lined, now.foreground, wanted.background)


@lru_cache(maxsize=1024)
def _look(style: Style, colors: ColorSystem) -> Look:
    return Look(
        frozenset(code for name, code in _ATTRIBUTES if getattr(style, name)),
        _color(style.color, colors, True),
        _color(style.bgcolor, colors, False),
    )


def _color(color: Color | None, colors: ColorSystem, foreground: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(colors).get_ansi_codes(foreground))


@lru_cache(maxsize=4096)
def _change(now: Look, wanted: Look) -> str:
    """The shortest SGR sequence from one look to another."""
    if now == wanted:
        return ""
    if wanted == PLAIN:
        return "\x1b[0m"
    afresh = ["0", *sorted(wanted.attributes), wanted.foreground, wanted.background]
    removed = now.attributes - wanted.attributes
    codes = sorted({_OFF[code] for code in removed})
    added = wanted.attributes - now.attributes
    if "22" in codes:
        added |= wanted.attributes & {"1", "2"}
    codes += sorted(added)
    if now.foreground != wanted.foreground:
        codes.append(wanted.foreground or "39")
    if now.background != wanted.background:
        codes.append(wanted.background or "49")
    return min(
        (f"\x1b[{';'.join(filter(None, way))}m" for way in (codes, afresh)),
        key=len,
    )
