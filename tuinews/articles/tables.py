"""Owns tables as text: cells in columns that line up."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_WIDEST = 120
"""A table whose columns would take more than this is not padded."""


def lay_out(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows of cells out as lines, columns parted by ` | `, padded where they fit."""
    if not rows:
        return ""
    count = max(map(len, rows))
    widths = [
        max((_columns(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)
    ]
    padded = sum(widths) + 3 * count <= _WIDEST
    lines = []
    for row in rows:
        cells = [
            cell + " " * (widths[i] - _columns(cell)) if padded else cell
            for i, cell in enumerate(row)
        ]
        lines.append(" | ".join(cells).rstrip())
    return "\n".join(lines)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
