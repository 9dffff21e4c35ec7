"""Owns a box to type in that takes one line: Textual's Input, painted as everything else is."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, ClassVar, Self

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from tuinews.articles.sanitise import sanitise_line
from tuinews.tui.cells import width
from tuinews.tui.lines import Line, Part, common_end, paint
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.typed_into import TypedInto


class LineEdit(Input, TypedInto, inherit_bindings=False):
    """A prompt, what is typed with the cursor in it, and a status at the right.

    Input's keys for editing are kept; those that leave the box are commands of ours.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in Input.BINDINGS
        if isinstance(binding, Binding) and binding.action not in ("submit", "copy")
    ]

    DEFAULT_CSS = """
    LineEdit {
        width: 1fr;
        height: 1;
    }
    """

    def __init__(self, look: Palette, prompt: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        self._line: Line | None = None
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.look = look
        self.prompt = prompt
        self._status = ""

    def set_status(self, status: str) -> None:
        """Show `status` at the right."""
        if status != self._status:
            self._status = status
            self.refresh()

    def put(self, text: str) -> None:
        """Replace what is typed; the cursor goes behind it."""
        self.value = sanitise_line(text)
        self.cursor_position = len(self.value)

    def take_key(self, key: str, character: str | None) -> bool:
        """Insert what a key types."""
        if not character or not self.check_consume_key(key, character):
            return False
        self.insert_text_at_cursor(character)
        return True

    def take_paste(self, text: str) -> None:
        """Insert the first line of what was pasted."""
        self.insert_text_at_cursor(text.partition("\n")[0])

    def insert_text_at_cursor(self, text: str) -> None:
        """Insert typed or pasted text, without its controls, in place of what is selected."""
        start, end = sorted(self.selection)
        self.replace(sanitise_line(text), start, end)

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """Refresh only as far to the right as the line changes."""
        before = self._line
        if regions or before is None:
            return super().refresh(*regions, **how)
        if how.get("layout"):
            super().refresh(repaint=False, layout=True)
        if before.cell_length == self.size.width:
            self._line = self._paint()
            changed = self.size.width - common_end(before, self._line)
            if self._line != before:
                super().refresh(Region(0, 0, changed, 1))
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for the compositor."""
        if self._line is None or self._line.cell_length != self.size.width:
            # Textual has noted that a widget of a new size needs to be sent; it just is.
            self._repaint_regions.clear()
        self._line = self._paint()
        return [self._line.crop(crop.x, crop.right) for _ in crop.line_range]

    def _paint(self) -> Line:
        look = self.look
        status = f" {self._status} " if self._status else ""
        room = self.size.width - width(self.prompt) - width(status)
        if room < 12:
            status, room = "", self.size.width - width(self.prompt)
        typed = self._typed(room)
        gap = room - sum(width(text) for text, _ in typed)
        return paint(
            [(self.prompt, look.key), *typed, (" " * gap, look.text), (status, look.quiet)],
            self.size.width,
            look.text,
            self.region.x,
        )

    def _typed(self, room: int) -> list[Part]:
        """What is typed, from as far on as it takes to keep the cursor in sight."""
        value, cursor = self.value, self.cursor_position
        # Not one by one: each is measured to the cursor, and a query has up to 4,096.
        start = bisect_left(
            range(cursor), True, key=lambda begin: width(value[begin:cursor]) <= room - 2
        )
        if not self.has_focus:
            return [(value[start:], self.look.text)]
        low, high = sorted(self.selection)
        if low == high:
            low, high = cursor, cursor + 1
        return [
            (value[start:low], self.look.text),
            (value[max(start, low) : high] or " ", self.look.box_cursor),
            (value[high:], self.look.text),
        ]
