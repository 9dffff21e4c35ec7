"""Owns what stands under the search box: what was understood, or where and why it was not."""

from __future__ import annotations

from tuinews.errors import QueryError
from tuinews.tui.cells import width, wrap
from tuinews.tui.lines import Line
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.line_view import LineView


class EchoLine(LineView):
    """The parsed query; or an error with a caret under its column, on more lines if need be."""

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
            self._take_room()
            self.update()

    def placed(self) -> None:
        """Take the lines that are needed in this width."""
        self._take_room()

    def paint_lines(self) -> list[Line]:
        """One line, or as many as the error takes."""
        look = self.look
        if self._error is None:
            note = f"  {self._note}" if self._note else ""
            return [
                self.line(
                    (" " * self._indent, look.text), (self._parsed, look.quiet), (note, look.notice)
                )
            ]
        return [self.line((text, look.error)) for text in self._error_lines(self._error)]

    def _error_lines(self, error: QueryError) -> list[str]:
        """The caret with the message behind it, before it, or on the lines below."""
        said = str(error)
        if error.suggestion:
            said += f" · try {error.suggestion}"
        cells = self.size.width
        caret = max(0, min(self._indent + error.column, cells - 2))
        if caret + 2 + width(said) < cells:
            return [f"{' ' * caret}^ {said}"]
        if width(said) + 2 < caret:
            return [f"{' ' * (caret - 1 - width(said))}{said} ^"]
        room = cells - self._indent - 1
        lines = [f"{' ' * self._indent}{said[start:end]}" for start, end in wrap(said, room)]
        return [f"{' ' * caret}^", *lines]

    def _take_room(self) -> None:
        needed = len(self._error_lines(self._error)) if self._error and self.size.width else 1
        if self.styles.height is None or self.styles.height.value != needed:
            self.styles.height = needed
