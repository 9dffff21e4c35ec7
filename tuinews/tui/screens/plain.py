"""Owns a text shown bare, to be selected by the means of the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tuinews.tui.cells import wrap
from tuinews.tui.commands import Where
from tuinews.tui.lines import Part
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pager import Pager


class PlainScreen(OverlayScreen[bool]):
    """Answers True when the text was copied without this screen."""

    def __init__(self, look: Palette, title: str, text: str) -> None:
        body = Pager(look, lambda cells: list(_lines(look, text, cells)))
        super().__init__(look, title, Where.PLAIN, body)

    def do_copied(self) -> None:
        self.dismiss(True)


def _lines(look: Palette, text: str, cells: int) -> Iterator[list[Part]]:
    for line in text.split("\n"):
        for start, end in wrap(line, cells):
            yield [(line[start:end], look.text)]
