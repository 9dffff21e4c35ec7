"""Owns cutting text with matches in it so that a match is seen in the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.style import Style

from tuinews.tui.cells import ELLIPSIS, width
from tuinews.tui.lines import Part

if TYPE_CHECKING:
    from tuinews.index.results import Span


def marked(text: str, spans: Iterable[Span], plain: Style, match: Style) -> list[Part]:
    """`text` with each span in the style of a match."""
    parts: list[Part] = []
    at = 0
    for start, end in spans:
        parts += ((text[at:start], plain), (text[start:end], match))
        at = end
    parts.append((text[at:], plain))
    return [part for part in parts if part[0]]


def excerpt(text: str, spans: Sequence[Span], cells: int) -> tuple[str, list[Span]]:
    """The part of `text` from which the first match shows within `cells` cells, and its spans.

    The text before it is cut at a word, and an ellipsis says so. What is too long at the end is
    left to whoever paints it.
    """
    flat = text.replace("\n", " ")
    if not spans or width(flat[: spans[0][1]]) <= cells - 1:
        return flat, list(spans)
    first = spans[0][0]
    start = first
    room = max(0, cells - width(flat[first : spans[0][1]])) // 2
    while start > 0 and width(flat[start - 1 : first]) < room:
        start -= 1
    word = flat.find(" ", start, first)
    start = word + 1 if word >= 0 else start
    shift = len(ELLIPSIS) - start
    return ELLIPSIS + flat[start:], [(begin + shift, end + shift) for begin, end in spans]
