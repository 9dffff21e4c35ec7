"""Owns the terminal's driver for a browser that takes over a screen which already shows a page."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

_ALTERNATE_SCREEN = "\x1b[?1049h"


class CurtainedDriver(LinuxDriver):
    """Textual's, but that it begins in the alternate screen, which some clear when it is entered.

    Where it comes back to the terminal after a command had it, it enters that as any other does.
    """

    _has_begun = False

    def write(self, data: str) -> None:
        """Send everything else."""
        if data != _ALTERNATE_SCREEN or self._has_begun:
            super().write(data)
        self._has_begun = True
