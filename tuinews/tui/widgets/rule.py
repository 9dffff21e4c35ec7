"""Owns the thin line that parts what stands above from what stands below."""

from __future__ import annotations

from tuinews.tui.lines import Line
from tuinews.tui.widgets.line_view import LineView


class Rule(LineView):
    """A line across, set in by one column."""

    def paint_lines(self) -> list[Line]:
        """The one line."""
        return [self.line((" " + "─" * (self.size.width - 1), self.look.rule))]
