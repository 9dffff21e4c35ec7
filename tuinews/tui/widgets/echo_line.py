"""Owns the line under the search box: what was understood, or where and why it was not."""

from __future__ import annotations

from tuinews.errors import QueryError
from tuinews.tui.cells import width
from tuinews.tui.lines import Line
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView


class EchoLine(LineView):
    """The parsed query; an error with a caret under its column."""

    def __init__(self, look: Palette, *, indent: int) -> None:
        super().__init__(look)
        self._indent = indent
        self._parsed = ""
        self._note = ""
        self._error: QueryError | None = None

    def show(self, parsed: str, note: str, error: QueryError | None) -> None:
        """Say what was understood; `note` is what else to know of how it was answered."""
        if (parsed, note, error) != (self._parsed, self._note, self._error):
            self._parsed, self._note, self._error = parsed, note, error
            self.update()

    def paint_lines(self) -> list[Line]:
        """The one line."""
        look = self.look
        if self._error is None:
            note = f"  {self._note}" if self._note else ""
            return [
                self.line(
                    (" " * self._indent, look.text), (self._parsed, look.quiet), (note, look.notice)
                )
            ]
        said = str(self._error)
        if self._error.suggestion:
            said += f" · try {self._error.suggestion}"
        caret = min(self._indent + self._error.column, self.size.width - 2)
        if caret + 2 + width(said) <= self.size.width or caret < self.size.width // 2:
            return [self.line((" " * caret, look.text), (f"^ {said}", look.error))]
        start = max(1, caret - 1 - width(said))
        return [self.line((" " * start, look.text), (f"{said} ^", look.error))]
