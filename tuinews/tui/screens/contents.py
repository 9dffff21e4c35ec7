"""Owns the contents of the open article: its crossheads, and where in them the matches are."""

from __future__ import annotations

from collections.abc import Sequence

from tuinews.tui.commands import Where
from tuinews.tui.screens.picking import PickScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pick_list import Item


class ContentsScreen(PickScreen):
    """Answers the number of the section that was taken."""

    def __init__(self, look: Palette, headline: str, items: Sequence[Item], here: int) -> None:
        super().__init__(look, headline, Where.CONTENTS, items, here)
