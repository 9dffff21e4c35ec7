"""Owns the two boxes to type in: one searches the archive, one looks through the open article."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tuinews.tui.commands import Where
from tuinews.tui.keymap import bindings
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_edit import LineEdit


class SearchBox(LineEdit):
    """Where a search of the archive is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SEARCH)]
    PROMPT = " / "

    def __init__(self, look: Palette) -> None:
        super().__init__(look, self.PROMPT)


class FindBox(LineEdit):
    """Where words to find in the open article are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.FIND)]
    PROMPT = " find: "

    def __init__(self, look: Palette) -> None:
        super().__init__(look, self.PROMPT)
