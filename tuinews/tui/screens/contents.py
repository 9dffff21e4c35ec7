"""Owns the contents of the open article: its crossheads, and where in them the matches are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from tuinews.tui.commands import Where
from tuinews.tui.keymap import bindings
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pick_list import Item, PickList


class ContentsScreen(OverlayScreen[int]):
    """Answers the number of the section that was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.CONTENTS)]

    def __init__(self, look: Palette, headline: str, items: Sequence[Item], here: int) -> None:
        self._list = PickList(look, items, cursor=here)
        super().__init__(look, headline, Where.CONTENTS, self._list)

    def do_choose(self) -> None:
        self.dismiss(self._list.cursor)

    @on(PickList.Chosen)
    def _take_clicked(self) -> None:
        self.do_choose()
