"""Owns the one line on standard error that says how far a command is, redrawn in place."""

from __future__ import annotations

import sys

from tuinews.cli import output


class ProgressLine:
    """The line; nothing where there is no terminal, or where it is gone meanwhile."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._drawn = False

    def draw(self, line: str) -> None:
        """Show how far it is."""
        self._put(line)
        self._drawn = self._shown

    def clear(self) -> None:
        """Leave the line empty for what is said next."""
        if self._drawn:
            self._put("")

    def _put(self, line: str) -> None:
        if self._shown:
            try:
                output.write_over(line)
                sys.stderr.flush()
            except OSError:  # no reason to stop
                self._shown = False
