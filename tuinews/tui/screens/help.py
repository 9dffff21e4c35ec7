"""Owns help: every key of a part of the screen, and the query language on one page."""

from __future__ import annotations

from collections.abc import Iterator

from tuinews.tui.article_layout import MEASURE
from tuinews.tui.cells import pad, width, wrap
from tuinews.tui.commands import Where
from tuinews.tui.keymap import Keymap, labels
from tuinews.tui.lines import Part
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pager import Pager

_QUERIES = (
    ("kabul trade", "articles with both words, best first"),
    ('"bilateral trade"', "these words in this order"),
    ("trade OR commerce", "either word; AND, OR, NOT in capitals"),
    ("-sport", "without this word"),
    ("headline:kabul", "also byline, place, source, desk, keyword, crosshead, lede"),
    ("date:2021-11", "a day, a month, a year; 2021-11..2022-01, 2021.., last-week, 7d"),
    ("peace w/5 talks", "within five words; pre/5 in this order"),
    ("econom*  kabul~", "words that start so; words spelled nearly so; also with w/5"),
)
_BOXES = {Where.LIST: (Where.LIST, Where.SEARCH), Where.READER: (Where.READER, Where.FIND)}


class HelpScreen(OverlayScreen[None]):
    """The keys of one part of the screen and of the box that it opens."""

    def __init__(self, look: Palette, where: Where) -> None:
        super().__init__(
            look,
            "Help",
            Where.HELP,
            Pager(look, lambda cells: list(_content(look, self.keys, where, cells))),
        )


def _content(look: Palette, keys: Keymap, where: Where, cells: int) -> Iterator[list[Part]]:
    """The lines of help; a description that is too long for its column goes on below."""
    for title, rows in _chapters(keys, where):
        yield [(f" {title}", look.crosshead)]
        yield []
        column = min(max(width(left) for left, _ in rows), cells // 2)
        for left, right in rows:
            room = min(cells, MEASURE) - column - 6
            for number, (start, end) in enumerate(wrap(right, room)):
                shown = pad("" if number else left, column)
                yield [(f"   {shown}   ", look.key), (right[start:end], look.text)]
        yield []


def _chapters(keys: Keymap, where: Where) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for part in _BOXES.get(where, (where,)):
        yield part.value, [(labels(each), each.description) for each in keys.of(part)]
    if where is Where.LIST:
        yield "What to type in the search box", list(_QUERIES)
