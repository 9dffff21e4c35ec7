"""Owns the versions of a story: which there are, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tuinews.index.changes import Changed, Piece, word_diff
from tuinews.tui.cells import wrap
from tuinews.tui.commands import Where
from tuinews.tui.lines import Part
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.screens.picking import PickScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.pager import Pager

if TYPE_CHECKING:
    from tuinews.articles.article import Article

_MARKS = {"same": ("", ""), "added": ("{+", "+}"), "gone": ("[-", "-]")}
"""What stands around words, as wdiff has it, since no state is told by colour alone."""


class VersionsScreen(PickScreen):
    """Answers the number of the version to compare with; `opened` when it is to be opened."""

    def __init__(self, look: Palette, lines: Sequence[str], here: int) -> None:
        super().__init__(
            look, "Versions of this story", Where.VERSIONS, [(line, "") for line in lines], here
        )
        self.opened = False

    def do_open_version(self) -> None:
        self.opened = True
        self.do_choose()


class ChangesScreen(OverlayScreen[None]):
    """What changed from the older to the newer of two versions."""

    def __init__(self, look: Palette, older: Article, newer: Article) -> None:
        changes = word_diff(older, newer)
        body = Pager(look, lambda cells: list(_lines(look, changes, cells)))
        super().__init__(look, f"What changed: {newer.headline}", Where.CHANGES, body)


def _lines(look: Palette, changes: Sequence[Changed], cells: int) -> Iterator[list[Part]]:
    """Paragraphs that changed, and between them how many did not."""
    same = 0
    for pieces in changes:
        if all(piece.kind == "same" for piece in pieces):
            same += 1
            continue
        yield from _unchanged(look, same)
        same = 0
        yield from _changed(look, pieces, cells - 2)
        yield []
    yield from _unchanged(look, same)


def _unchanged(look: Palette, count: int) -> Iterator[list[Part]]:
    if count:
        yield [(f" ⋯ {count} paragraph{'s' * (count != 1)} unchanged", look.quiet)]
        yield []


def _changed(look: Palette, pieces: Sequence[Piece], cells: int) -> Iterator[list[Part]]:
    """A paragraph in lines, each run of it in its look."""
    styles = {"same": look.text, "added": look.match, "gone": look.quiet}
    text, runs = "", []
    for piece in pieces:
        before, after = _MARKS[piece.kind]
        bare = piece.text.replace("\n", " ")
        words = bare.strip()
        gap = bare[: len(bare) - len(bare.lstrip())]
        start = len(text) + len(gap)
        text += f"{gap}{before}{words}{after}"
        runs.append((start, len(text), styles[piece.kind]))
        text += bare[len(gap) + len(words) :]
    for low, high in wrap(text, cells):
        parts: list[Part] = [(" ", look.text)]
        at = low
        for start, end, style in runs:
            first, last = max(start, low), min(end, high)
            if first < last:
                parts += ((text[at:first], look.text), (text[first:last], style))
                at = last
        yield [*parts, (text[at:high], look.text)]
