"""Owns a box for several lines of text."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tuinews.articles.sanitise import sanitise
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.typed_into import TypedInto


class NoteEdit(TextArea, TypedInto):
    """Text with a cursor in it; no control ever gets into it, by key, paste or from the start."""

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
        self.cursor_blink = False
        self.register_theme(
            TextAreaTheme(
                f"tuinews-{look.name}",
                base_style=look.text,
                cursor_style=look.box_cursor,
                selection_style=look.current,
            )
        )
        self.theme = f"tuinews-{look.name}"
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
