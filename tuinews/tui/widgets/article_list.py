"""Owns the list of articles: one row each, two while searching, read from the index's columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tuinews.settings.values import Column, Settings
from tuinews.tui.cells import clip, pad, pad_left, width
from tuinews.tui.excerpts import excerpt, marked
from tuinews.tui.lines import Line, Part
from tuinews.tui.listed_dates import CELLS, listed_date
from tuinews.tui.listing import Glimpse, Listing, RowSource
from tuinews.tui.marking import Marking
from tuinews.tui.themes import Palette, RowStyles
from tuinews.tui.widgets.cursor_list import CursorList

MARKER = "▶"
_FULL_WIDTH = 72
"""From how many columns on a row has desk and source beside date and headline."""
_ONE_COLUMN = 80
"""Below how many columns of the whole screen a row is a headline alone."""
_FEW = 10
"""A column is left out where not even one row in so many has anything in it."""
_SAMPLE = 200
"""How many rows tell how wide a column needs to be."""


class Columns(NamedTuple):
    """The columns of a row, with their cells: left of the headline, and at the right."""

    left: tuple[tuple[Column, int], ...] = ()
    right: tuple[Column, int] | None = None

    @property
    def indent(self) -> int:
        """Where the headline starts: after marker, signs and the columns at the left."""
        return 4 + sum(cells + 2 for _, cells in self.left)


class ArticleList(CursorList):
    """What is listed, or in place of it the lines that say why nothing is."""

    class Moved(CursorList.Moved):
        """The cursor stands on another line."""

    class Chosen(CursorList.Chosen):
        """The line under the cursor was clicked."""

    def __init__(
        self,
        look: Palette,
        marking: Marking,
        settings: Settings,
        *,
        id: str | None = None,  # noqa: A002 - Textual's
    ) -> None:
        super().__init__(look, id=id)
        self.listing: Listing | None = None
        self.glimpses: Mapping[int, Glimpse] = {}
        self._in_place_of_rows: Callable[[int], list[list[Part]]] = lambda _cells: []
        self._marking = marking
        self._settings = settings
        self._today = dt.date.today()
        self._needs: tuple[RowSource | None, dict[Column, int]] = (None, {})

    def count(self) -> int:
        """How many rows are listed and loaded."""
        return len(self.listing.order) if self.listing else 0

    @property
    def item_height(self) -> int:
        """Two lines for a hit, one for an article."""
        return 2 if self.listing and self.listing.searching else 1

    @property
    def current_id(self) -> str | None:
        """The article under the cursor."""
        return self.listing.id(self.cursor) if self.listing and self.count() else None

    def show(
        self, listing: Listing, glimpses: Mapping[int, Glimpse], *, cursor: int, row_on_screen: int
    ) -> None:
        """Show another listing, its cursor on the screen so many lines from the top."""
        self.listing = listing
        self._today = dt.date.today()
        self.glimpses = glimpses
        self.put(cursor, on_screen_at=row_on_screen // self.item_height)

    def say_nothing(self, lines: Callable[[int], list[list[Part]]]) -> None:
        """Say why nothing is listed, in lines that are made for the width there is."""
        self._in_place_of_rows = lines
        self.update()

    def paint_lines(self) -> list[Line]:
        """Rows, or what stands in their place."""
        if self.count():
            return super().paint_lines()
        lines = self._in_place_of_rows(self.size.width - 2)
        return [self.line(), *(self.line((" ", self.look.text), *parts) for parts in lines)]

    def paint_item(self, index: int, *, selected: bool) -> list[Line]:
        """The row of one article and, for a hit, its passage."""
        listing = self.listing
        if listing is None:
            return []
        styles = self.look.cursor_row if selected else self.look.row
        columns = self._columns(listing)
        row = listing.order[index]
        lines = [self._row(listing, row, columns, styles, selected)]
        if listing.searching:
            lines.append(self._passage(listing, row, columns, self.look.row))
        return lines

    def _row(
        self, listing: Listing, row: int, columns: Columns, styles: RowStyles, selected: bool
    ) -> Line:
        rows = listing.rows
        unread, starred = self._marking.signs(rows.id(row))
        sign = ("*" if starred else "") + ("•" if unread else "")
        lead = f"{MARKER if selected else ' '}{sign:>2} "
        for name, cells in columns.left:
            lead += pad(self._value(rows, row, name), cells) + "  "
        source = ""
        if columns.right is not None:
            name, cells = columns.right
            source = f"  {pad_left(self._value(rows, row, name), cells)} "
        room = self._room(columns)
        glimpse = self.glimpses.get(row)
        style = styles.headline if unread else styles.headline_read
        spans = glimpse.headline if glimpse else ()
        headline = marked(pad(rows.headline(row), room), spans, style, styles.match)
        return self.line((lead, styles.lead), *headline, (source, style), fill=style)

    def _room(self, columns: Columns) -> int:
        """The cells that a row has for its headline."""
        right = columns.right[1] + 3 if columns.right is not None else 0
        return self.size.width - columns.indent - right

    def _passage(self, listing: Listing, row: int, columns: Columns, styles: RowStyles) -> Line:
        """The second line of a hit: where it matches or, in a headline that is cut, its end."""
        indent = (" " * columns.indent, styles.passage)
        glimpse = self.glimpses.get(row)
        passage = glimpse and glimpse.passage
        if glimpse and not passage and glimpse.headline:
            headline, room = listing.rows.headline(row), self._room(columns)
            if width(headline[: glimpse.headline[0][1]]) >= room:
                text, spans = excerpt(headline, glimpse.headline, room)
                parts = marked(text, spans, styles.passage, styles.match)
                return self.line(indent, *parts, fill=styles.passage)
        if not passage:
            return self.line(indent, fill=styles.passage)
        crosshead = f"§ {passage.crosshead}  " if passage.crosshead else ""
        room = self.size.width - columns.indent - 1
        if width(crosshead) > room // 2:
            crosshead = f"{clip(crosshead.rstrip(), room // 2)}  "
        text, spans = excerpt(passage.text, passage.spans, room - width(crosshead))
        return self.line(
            indent,
            (crosshead, styles.crosshead),
            *marked(text, spans, styles.passage, styles.match),
            fill=styles.passage,
        )

    def _columns(self, listing: Listing) -> Columns:
        if self.app.size.width < _ONE_COLUMN:
            return Columns()
        if self._needs[0] is not listing.rows:
            self._needs = listing.rows, self._needed(listing.rows)
        most = max(8, self.size.width // 8)
        cells = {name: min(need, most) for name, need in self._needs[1].items()}
        if "date" in cells:
            cells["date"] = CELLS[self._settings.date_style]
        if self.size.width < _FULL_WIDTH:
            return Columns((("date", cells["date"]),) if "date" in cells else ())
        left = [(name, size) for name, size in cells.items() if size]
        # A source that comes last stands at the right, as it does in a newspaper.
        right = left.pop() if left and left[-1][0] == "source" else None
        return Columns(tuple(left), right)

    def _needed(self, rows: RowSource) -> dict[Column, int]:
        """Cells that each column needs, told from a sample of the rows."""
        sample = range(0, len(rows), max(1, len(rows) // _SAMPLE))
        return {
            name: _cells([self._value(rows, row, name) for row in sample])
            for name in self._settings.columns
        }

    def _value(self, rows: RowSource, row: int, column: Column) -> str:
        """What stands in a column of a row."""
        settings = self._settings
        match column:
            case "date":
                return listed_date(rows.published_date(row), settings.date_style, self._today)
            case "source":
                return rows.source(row)
            case "place":
                return rows.place(row)
            case "desk":
                desk = rows.desk(row)
                instead = "" if "place" in settings.columns else rows.place(row)
                return settings.desks.get(desk, desk) or instead


def _cells(values: list[str]) -> int:
    """The width of a column; none where few rows would have anything in it."""
    stated = [width(value) for value in values if value]
    return max(stated) if len(stated) * _FEW >= len(values) > 0 else 0
