"""Owns the sidebar's list: facets of what is listed, a line a value, the taken ones marked."""

from __future__ import annotations

from tuinews.tui.cells import pad, width
from tuinews.tui.facet_choices import FACETS, Choice, Survey, choices
from tuinews.tui.lines import Line
from tuinews.tui.narrowing import Narrowing
from tuinews.tui.themes import Palette
from tuinews.tui.widgets.article_list import MARKER
from tuinews.tui.widgets.cursor_list import CursorList

_LABEL = max(map(len, FACETS)) + 1
TAKEN = "✓"


class Sidebar(CursorList):
    """Values to narrow by; the screen is asked to take them.

    Attributes:
        choices: The lines there are.
        message: What is said when there are none.
    """

    class Moved(CursorList.Moved):
        """The cursor stands on another line."""

    class Chosen(CursorList.Chosen):
        """The line under the cursor was clicked."""

    def __init__(self, look: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(look, id=id)
        self.choices: tuple[Choice, ...] = ()
        self.message = ""
        self._survey = Survey()
        self._narrowing = Narrowing()
        self._unfolded: set[str] = set()

    def show(self, survey: Survey, narrowing: Narrowing) -> None:
        """Offer what was counted; the cursor stays on its value, or near to it."""
        self._survey, self._narrowing = survey, narrowing
        here = self.chosen
        self.choices = choices(survey, narrowing, self._unfolded)
        same = (
            number
            for number, each in enumerate(self.choices)
            if here and (each.facet, each.value) == (here.facet, here.value)
        )
        self.put(next(same, self.cursor))

    def unfold(self, facet: str) -> None:
        """Offer all values of a facet; the cursor goes to the first that was not there."""
        self._unfolded.add(facet)
        at = self.cursor
        self.show(self._survey, self._narrowing)
        self.put(at)

    @property
    def chosen(self) -> Choice | None:
        """The line under the cursor."""
        return self.choices[self.cursor] if self.choices else None

    def count(self) -> int:
        """How many lines there are."""
        return len(self.choices)

    def paint_lines(self) -> list[Line]:
        """All lines, or why there are none."""
        if self.choices:
            return super().paint_lines()
        return [self.line((f" {self.message}", self.look.quiet))]

    def paint_item(self, index: int, *, selected: bool) -> list[Line]:
        """`▶ desk     ✓ world       12`."""
        choice = self.choices[index]
        look = self.look
        styles = look.cursor_row if selected else look.row
        label = choice.facet if choice.leads else ""
        lead = f"{MARKER if selected else ' '} {pad(label, _LABEL)}"
        count = f" {choice.count:,} " if choice.value else " "
        value = choice.shown or f"… {choice.count:,} more"
        mark = f"{TAKEN if choice.taken else ' '} "
        room = self.size.width - width(lead) - width(mark) - width(count)
        style = styles.headline if choice.value else styles.passage
        style = styles.crosshead if choice.taken else style
        return [
            self.line(
                (lead, styles.lead),
                (f"{mark}{pad(value, room)}", style),
                (count, styles.passage),
                fill=styles.passage,
            )
        ]
