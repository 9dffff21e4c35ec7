"""Owns the boxes to type in: to search the archive, to look through an article, to answer."""

from __future__ import annotations

from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_edit import LineEdit


class SearchBox(LineEdit):
    """Where a search of the archive is typed."""

    PROMPT = " / "

    def __init__(self, look: Palette) -> None:
        super().__init__(look, self.PROMPT)


class FindBox(LineEdit):
    """Where words to find in the open article are typed."""

    PROMPT = " find: "

    def __init__(self, look: Palette) -> None:
        super().__init__(look, self.PROMPT)


class AskBox(LineEdit):
    """Where the answer to a question is typed."""

    def __init__(self, look: Palette) -> None:
        super().__init__(look, "")

    def ask(self, prompt: str, text: str) -> None:
        """Ask a question, with an answer to begin with."""
        self.prompt = prompt
        self.put(text)
