"""Owns the screen of saved searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tuinews.tui.commands import Where
from tuinews.tui.screens.picking import PickScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from tuinews.tui.saved import Saved


class SearchesScreen(PickScreen):
    """Answers the number of the search to open; removes others while it is there."""

    def __init__(
        self,
        look: Palette,
        saved: Sequence[Saved],
        remove: Callable[[str], None],
        undo: Callable[[], None],
    ) -> None:
        super().__init__(look, "Saved searches", Where.SEARCHES, [_item(each) for each in saved])
        self._saved = saved
        self._remove = remove
        self._undo = undo

    @property
    def saved(self) -> Sequence[Saved]:
        """The searches on the screen."""
        return self._saved

    def show(self, saved: Sequence[Saved]) -> None:
        """Show other searches, the cursor as near to its place as can be."""
        at = self._list.cursor
        self._saved = saved
        self._list.set_items([_item(each) for each in saved])
        self._list.put(at)

    def do_choose(self) -> None:
        if self._saved:
            super().do_choose()

    def do_remove_search(self) -> None:
        if self._saved:
            self._remove(self._saved[self._list.cursor].name)

    def do_undo(self) -> None:
        self._undo()


def _item(saved: Saved) -> Item:
    return f"{saved.name}   {saved.problem or saved.query}", saved.said
