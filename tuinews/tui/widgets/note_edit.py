"""Owns a box for several lines of text."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from tuinews.articles.sanitise import sanitise
from tuinews.tui.lines import Line, paint
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.typed_into import TypedInto


class NoteEdit(TextArea, TypedInto):
    """Text with a cursor in it; no control ever gets into it, by key, paste or from the start.

    Editing is Textual's, painting ours, as everywhere.
    """

    DEFAULT_CSS = """
    NoteEdit {
        height: 1fr;
        border: none;
        padding: 0 1;
        scrollbar-size: 0 0;
    }
    NoteEdit:focus {
        border: none;
    }
    """

    def __init__(self, look: Palette, text: str) -> None:
        super().__init__(sanitise(text), compact=True, highlight_cursor_line=False)
        self.look = look
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def take_key(self, key: str, character: str | None) -> bool:
        """Insert what a key types; Enter begins a new line."""
        if key == "enter":
            character = "\n"
        elif not character or not self.check_consume_key(key, character):
            return False
        self.take_paste(character)
        return True

    def take_paste(self, text: str) -> None:
        """Insert what was pasted, in place of what is selected."""
        result = self.replace(sanitise(text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for the compositor."""
        return [self._paint_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def _paint_line(self, y: int) -> Line:
        """A line as it is wrapped, with what is selected of it, or the cursor, marked."""
        wrapped = self.wrapped_document
        shown = wrapped._offset_to_line_info
        look, cells, column = self.look, self.outer_size.width, self.region.x
        number = y + self.scroll_offset.y
        if number >= len(shown):
            return paint((), cells, look.text, column)
        row, part = shown[number]
        parts = wrapped.get_sections(row)
        text, before = parts[part], sum(map(len, parts[:part]))
        low, high = sorted(self.selection)
        if low == high:
            high = (low[0], low[1] + 1)
        first, end = (low[1] if low[0] == row else 0), (high[1] if high[0] == row else 1 << 30)
        if low[0] <= row <= high[0] and (part == len(parts) - 1 or first < before + len(text)):
            first, end = max(0, first - before), max(0, end - before)
        else:
            first = end = len(text)
        marked = text[first:end] or (" " if end > first else "")
        return paint(
            [
                (f" {text[:first]}", look.text),
                (marked, look.box_cursor),
                (text[end:], look.text),
            ],
            cells,
            look.text,
            column,
        )
