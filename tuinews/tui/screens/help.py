"""Owns help: every key of a part of the screen, and the query language on one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType

from tuinews.tui.cells import pad, width
from tuinews.tui.commands import Where, of
from tuinews.tui.keymap import bindings, labels
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
    ("econom*  kabul~", "words that start so; words spelled nearly so"),
)
_READER_BOXES = (Where.READER, Where.FIND)
_LIST_BOXES = (Where.LIST, Where.SEARCH)


class HelpScreen(OverlayScreen[None]):
    """The keys of one part of the screen and of the box that it opens."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.HELP)]

    def __init__(self, look: Palette, where: Where) -> None:
        super().__init__(look, "Help", Where.HELP, Pager(look, list(_content(look, where))))


def _content(look: Palette, where: Where) -> Iterator[list[Part]]:
    parts = _READER_BOXES if where is Where.READER else _LIST_BOXES
    rows = {part: [(labels(each), each.description) for each in of(part)] for part in parts}
    column = max(width(keys) for part in rows.values() for keys, _ in part)
    for part, commands in rows.items():
        yield [(f" {part}", look.crosshead)]
        yield []
        for keys, description in commands:
            yield [(f"   {pad(keys, column)}   ", look.key), (description, look.text)]
        yield []
    if where is Where.LIST:
        yield [(" What to type in the search box", look.crosshead)]
        yield []
        for query, meaning in _QUERIES:
            yield [(f"   {pad(query, column)}   ", look.key), (meaning, look.text)]
