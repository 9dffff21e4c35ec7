"""Owns what is said to the terminal besides what the screen shows."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver


def send(program: App[Any], sequence: str) -> None:
    """Send something that shows nowhere."""
    if sequence and program._driver is not None:
        program._driver.write(sequence)
        program._driver.flush()


def use_mouse(program: App[Any], used: bool) -> None:
    """Take the mouse again, or leave it to the terminal, so that it can select text.

    Where settings leave it to the terminal for good, nothing changes.
    """
    driver = program._driver
    if isinstance(driver, LinuxDriver):
        if used:
            driver._enable_mouse_support()
        else:
            driver._disable_mouse_support()
