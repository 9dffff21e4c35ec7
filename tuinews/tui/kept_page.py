"""Owns a page as it is kept: what stood on the screen, and what each of its rows looks like.

A page is text and numbers; nothing of its file is ever sent to a terminal as an escape sequence.
Imports next to nothing, since the first thing a reader sees waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Run = tuple[str, int, str]
"""Text with how it looks (codes of SGR, ECMA-48 8.3.117) and the column it starts in, from 0."""
Row = tuple[Run, ...]

MOVES = ("down", "up", "top")
"""The commands that a page answers itself."""
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_CODES = frozenset("0123456789;")


class Item(NamedTuple):
    """An article of the list, as its row looks with and without the cursor.

    Attributes:
        name: Its id, as `repr` writes it.
        at: The row it stands in, from 0.
        status_at: The row that says where the cursor is, and what it says then; -1 for none.
    """

    name: str
    at: int
    bare: Row
    chosen: Row
    status_at: int
    status: Row


class Page(NamedTuple):
    """A screen with the cursor on the first of its articles.

    Attributes:
        keys: For each of `MOVES` the single keys that do it, by Textual's names.
    """

    rows: tuple[Row, ...]
    items: tuple[Item, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ((), (), ())


def lines_of(page: Page) -> list[str]:
    """A page as the lines of its file."""
    lines = ["\t".join(map(" ".join, page.keys)), f"{len(page.rows)}\t{len(page.items)}"]
    lines += map(_written, page.rows)
    for item in page.items:
        lines.append(f"{item.name}\t{item.at}\t{item.status_at}")
        lines += map(_written, (item.bare, item.chosen, item.status))
    return lines


def page_of(lines: Sequence[str], columns: int, rows: int) -> Page | None:
    """The page in the lines of a file; None when it is not one for a terminal of this size.

    Raises:
        ValueError: The lines are no page at all.
    """
    keys = tuple(tuple(each.split()) for each in lines[0].split("\t"))
    count, items = map(int, lines[1].split("\t"))
    if len(keys) != len(MOVES) or count != rows or len(lines) != 2 + rows + 4 * items:
        return None
    page = Page(tuple(map(_read, lines[2 : 2 + rows])), (), keys)
    found = []
    for at in range(2 + rows, len(lines), 4):
        name, place, status_at = lines[at].split("\t")
        bare, chosen, status = map(_read, lines[at + 1 : at + 4])
        found.append(Item(name, int(place), bare, chosen, int(status_at), status))
    is_safe = all(_is_safe(row, columns) for row in page.rows) and all(
        0 <= item.at < rows
        and -1 <= item.status_at < rows
        and all(_is_safe(row, columns) for row in (item.bare, item.chosen, item.status))
        for item in found
    )
    return page._replace(items=tuple(found)) if is_safe else None


def draw(at: int, row: Iterable[Run]) -> str:
    """What draws a row; each run is put at its column, whatever the terminal made of the last."""
    drawn = (f"\x1b[{at + 1};{column + 1}H\x1b[0;{codes}m{text}" for codes, column, text in row)
    return "".join(drawn) + "\x1b[0m"


def _written(row: Row) -> str:
    return "\t".join(f"{codes}\t{column}\t{_plain(text)}" for codes, column, text in row)


def _read(line: str) -> Row:
    parts = line.split("\t") if line else []
    return tuple(
        (codes, int(column), text)
        for codes, column, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    )


def _is_safe(row: Row, columns: int) -> bool:
    """Whether a row is numbers and printable text, nothing of it an escape sequence."""
    return all(
        _CODES.issuperset(codes)
        and 0 <= column < columns
        and text.translate(_JOINERS).isprintable()
        and len(text) <= 4 * columns
        for codes, column, text in row
    )


def _plain(text: str) -> str:
    """Text as a page holds it: without what some terminal might not show as a character."""
    if text.translate(_JOINERS).isprintable():
        return text
    return "".join(each for each in text if each.isprintable() or each in "\u200c\u200d")
