"""Owns how much room text takes on a terminal: measuring, cutting, padding, wrapping in cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from tuinews.articles.article import ParagraphKind


ELLIPSIS = "…"
_JOINER = "\u200d"
_LETTER_JOINER = "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"

_IDEOGRAPHS = (
    "\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    "\U00020000-\U0003fffd"
)
_CLOSING = "、。，．・：；？！)）］｝〉》」』】〕〗〟’”‥…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_OPENING = "(（［｛〈《「『【〔〖〝‘“"
_PIECES = f"[ \\t\\u3000]+|[{_OPENING}]*[{_IDEOGRAPHS}][{_CLOSING}]*|[^ \\t\\u3000{_IDEOGRAPHS}]+"
"""Spaces; an ideograph with the punctuation that may not be parted from it; any other word."""
_ASCII_PIECES = r"[ \t]+|[^ \t]+"
"""The same where there is no ideograph; the first help on the screen need not wait for the other
pattern, whose classes take milliseconds to compile."""

Span = tuple[int, int]


def width(text: str) -> int:
    """How many cells `text` takes.

    Rich takes a joiner and what follows it for part of the character before. That holds between
    pictures; between letters, as in Persian, a joiner shapes them and takes nothing away.
    """
    if text.isascii():
        return len(text)
    return cell_len(re.sub(_LETTER_JOINER, "", text) if _JOINER in text else text)


def clip(text: str, cells: int) -> str:
    """`text` in at most `cells` cells, with an ellipsis where something was cut away."""
    if width(text) <= cells:
        return text
    return text[: _fitting(text, cells - 1)].rstrip(_JOINER) + ELLIPSIS if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """`text` clipped or filled with spaces to exactly `cells` cells."""
    clipped = clip(text, cells)
    return clipped + " " * (cells - width(clipped))


def pad_left(text: str, cells: int) -> str:
    """`text` clipped or filled from the left to exactly `cells` cells."""
    clipped = clip(text, cells)
    return " " * (cells - width(clipped)) + clipped


def wrap(text: str, cells: int, kind: ParagraphKind = "text") -> list[Span]:
    """Where each line of `text` starts and ends, no line wider than `cells`.

    Lines break at spaces, which belong to no line, and around ideographs; a longer word is cut
    at the edge. Verbatim text keeps its own line breaks and spaces and is only cut.
    """
    cells = max(cells, 2)
    if kind != "verbatim":
        return _wrap_words(text, 0, cells) or [(0, 0)]
    lines: list[Span] = []
    start = 0
    for line in text.split("\n"):
        lines += _cut(text, start, start + len(line), cells)
        start += len(line) + 1
    return lines


def _wrap_words(text: str, offset: int, cells: int) -> list[Span]:
    """Greedy wrapping of `text`, whose first character has index `offset`."""
    lines: list[Span] = []
    start = end = offset
    used = 0
    pieces, measure = (_ASCII_PIECES, len) if text.isascii() else (_PIECES, width)
    for match in re.finditer(pieces, text):
        piece, left, right = match[0], match.start() + offset, match.end() + offset
        size = measure(piece)
        if piece[0] in " \t\u3000":
            if end > start:
                used += size
            else:
                start = end = right
            continue
        if used + size > cells and end > start:
            lines.append((start, end))
            start, used = left, 0
        if size > cells:
            *full, (start, right) = _cut(text, left - offset, right - offset, cells, offset)
            lines += full
            size = measure(text[start - offset : right - offset])
        elif end <= start:
            start = left
        used += size
        end = right
    if end > start:
        lines.append((start, end))
    return lines


def _cut(text: str, start: int, end: int, cells: int, offset: int = 0) -> list[Span]:
    """Cut `text[start:end]` into lines of at most `cells` cells; at least one line, maybe empty."""
    lines: list[Span] = []
    while start < end:
        taken = max(1, _fitting(text[start:end], cells))
        lines.append((start + offset, start + taken + offset))
        start += taken
    return lines or [(start + offset, end + offset)]


def _fitting(text: str, cells: int) -> int:
    """How many characters from the start of `text` fit into `cells` cells.

    Marks that take no cell of their own stay with the character they stand on.
    """
    if text.isascii():
        return min(len(text), max(cells, 0))
    used = 0
    for index, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > cells:
            return index
    return len(text)
