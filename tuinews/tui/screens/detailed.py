"""Owns the screen of all that is known of an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tuinews.tui.cells import pad, width, wrap
from tuinews.tui.commands import Where
from tuinews.tui.details import Detail
from tuinews.tui.lines import Part
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pager import Pager


class DetailsScreen(OverlayScreen[None]):
    """Labels at the left, values at the right, wrapped."""

    def __init__(self, look: Palette, details: Sequence[Detail]) -> None:
        body = Pager(look, lambda cells: list(_lines(look, details, cells)))
        super().__init__(look, "Article details", Where.DETAILS, body)


def _lines(look: Palette, details: Sequence[Detail], cells: int) -> Iterator[list[Part]]:
    column = max(width(label) for label, _ in details)
    room = cells - column - 4
    for label, value in details:
        shown = label
        for line in value.split("\n"):
            for start, end in wrap(line, room):
                yield [(f" {pad(shown, column)}  ", look.key), (line[start:end], look.text)]
                shown = ""
