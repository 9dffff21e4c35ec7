"""Owns tables within Markdown, between pipes or in HTML: each becomes a verbatim text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tuinews.articles.markdowninline import Inline
from tuinews.articles.tables import lay_out

_DELIMITER_ROW = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL = re.compile(r"(?<!\\)\|")
_ROW_ENDS = re.compile(r"</tr\s*>|<tr\b[^<>]*>|</caption\s*>", re.IGNORECASE)
_CELL_ENDS = re.compile(r"</t[dh]\s*>", re.IGNORECASE)


def pipe_table(lines: Sequence[str], at: int, inline: Inline) -> tuple[str, int] | None:
    """A table whose head is line `at`, and where the lines after it begin.

    None when the next line is not the row of dashes under a head.
    """
    if at + 1 >= len(lines) or "-" not in lines[at + 1]:
        return None
    if not _DELIMITER_ROW.match(lines[at + 1].strip()):
        return None
    rows = [_cells(lines[at], inline)]
    at += 2
    while at < len(lines) and "|" in lines[at]:
        rows.append(_cells(lines[at], inline))
        at += 1
    return lay_out(rows), at


def html_table(table: str, inline: Inline) -> str:
    """The text of a table in HTML; its tags go to `inline`."""
    inline.markup.update(dict.fromkeys(_ROW_ENDS.findall(table)))
    rows = []
    for row in _ROW_ENDS.split(table):
        cells = [inline.plain(cell) for cell in _CELL_ENDS.split(row)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(cells)
    return lay_out(rows)


def _cells(line: str, inline: Inline) -> list[str]:
    line = line.strip().removeprefix("|").removesuffix("|")
    return [inline.plain(cell.replace("\\|", "|").strip()) for cell in _CELL.split(line)]
