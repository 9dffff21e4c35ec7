"""Owns writing a note on an article."""

from __future__ import annotations

from tuinews.tui.commands import Where
from tuinews.tui.screens.overlay import OverlayScreen
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.note_edit import NoteEdit


class NoteScreen(OverlayScreen[str]):
    """Answers what the note says when it is closed."""

    def __init__(self, look: Palette, headline: str, note: str) -> None:
        self._edit = NoteEdit(look, note)
        super().__init__(look, f"Note on {headline}", Where.NOTE, self._edit)

    @property
    def text(self) -> str:
        """The note as it stands."""
        return self._edit.text

    def on_mount(self) -> None:
        """Give the box the keyboard."""
        self.set_focus(self._edit)

    def do_keep_note(self) -> None:
        self.dismiss(self.text)
