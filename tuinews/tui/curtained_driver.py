"""Owns the terminal's driver for a browser that takes over a screen which already shows a page."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

_ALTERNATE_SCREEN = "\x1b[?1049h"


class CurtainedDriver(LinuxDriver):
    """Textual's, but that it does not enter the alternate screen, which some terminals clear."""

    def write(self, data: str) -> None:
        """Send everything else."""
        if data != _ALTERNATE_SCREEN:
            super().write(data)
