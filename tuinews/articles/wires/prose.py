"""Owns the paragraphs of a wire's text: lines that were wrapped to fit a printer become one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tuinews.articles.paragraphs import MOST_LINES

_WIDEST = 100
"""A text with longer lines was not wrapped: each of its lines is a paragraph."""
_FULL = 0.75
"""A line is full when the next word would have passed this much of the text's width."""

_ROW = re.compile(r"\S {3,}\S|\S\t+\S")
_ITEM = re.compile(r"\s*[-*•]\s+\S")
_INDENT = re.compile(r"\t|  +")


def unwrap(text: str) -> str:
    """A text with one line a paragraph and blank lines between them; rows of tables stay rows."""
    lines = text.split("\n", MOST_LINES)
    rest = lines[MOST_LINES:]
    lines = lines[:MOST_LINES]
    width = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    taken: list[str] = []
    for line in lines:
        if taken and not (width <= _WIDEST and _belongs(taken, line, width)):
            paragraphs.append(_joined(taken))
            taken = []
        if line.strip():
            taken.append(line.rstrip())
    if taken:
        paragraphs.append(_joined(taken))
    return "\n\n".join(paragraphs + rest)


def _belongs(taken: list[str], line: str, width: int) -> bool:
    """Whether a line carries on the paragraph that the lines before it are."""
    last = taken[-1]
    if not line.strip():
        return False
    row, row_before = bool(_ROW.search(line.strip())), bool(_ROW.search(last.strip()))
    if row or row_before:
        return row and row_before
    if line.startswith(("^", "#")) or last.startswith("#") or _ITEM.match(line):
        return False
    if _INDENT.match(line) and not _ITEM.match(taken[0]):
        return False
    word = line.split(maxsplit=1)[0]
    return len(last) + 1 + len(word) > width * _FULL


def _joined(lines: Iterable[str]) -> str:
    lines = list(lines)
    if _ROW.search(lines[0].strip()) and len(lines) > 1:
        return "\n".join(lines)
    return " ".join(line.strip() for line in lines)
