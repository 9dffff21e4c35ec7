"""Owns a screen to pick one line from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from tuinews.tui.commands import Where
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pick_list import Item, PickList


class PickScreen(OverlayScreen[int]):
    """Answers the number of the line that was taken."""

    def __init__(
        self, look: Palette, title: str, where: Where, items: Sequence[Item], here: int = 0
    ) -> None:
        self._list = PickList(look, items, cursor=here)
        super().__init__(look, title, where, self._list)

    def do_choose(self) -> None:
        self.dismiss(self._list.cursor)

    @on(PickList.Chosen)
    def _take_clicked(self) -> None:
        self.do_choose()
