"""Owns the browser as a program: starts it, ends it, and says how it ended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from tuinews.settings import Settings
from tuinews.tui import terminal_safety
from tuinews.tui.curtain import Curtain
from tuinews.tui.curtained_driver import CurtainedDriver
from tuinews.tui.keymap import program_bindings
from tuinews.tui.lifecycle import Lifecycle
from tuinews.tui.screens.browser import BrowserScreen
from tuinews.tui.screens.commanded import CommandedScreen
from tuinews.tui.screens.ground import Desk
from tuinews.tui.themes import palette, textual_theme
from tuinews.tui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from tuinews.index.worker import Worker


class Browser(App[int], inherit_bindings=False):
    """The Textual application around the browser's screen."""

    TITLE = "tuinews"
    CSS_PATH = "tuinews.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*program_bindings()]

    def __init__(self, desk: Desk, theme: str, curtain: Curtain | None = None) -> None:
        terminal_safety.harden()
        self._curtain = curtain
        super().__init__()
        self.animation_level = "none"
        self.look = palette(theme, os.environ)
        self.browser = BrowserScreen(self.look, desk)
        self._lifecycle = Lifecycle(self._leave, curtain.modes if curtain else None)
        if curtain is not None:
            self.browser.hang(curtain)
        ground = textual_theme(self.look)
        self.register_theme(ground)
        self.theme = ground.name

    def get_default_screen(self) -> BrowserScreen:
        """The one screen that is always there."""
        return self.browser

    def get_driver_class(self) -> type[Driver]:
        """The driver for this terminal; behind a curtain one that begins where that is."""
        driver = super().get_driver_class()
        if driver is LinuxDriver and self._curtain is not None and self._curtain.is_down:
            return CurtainedDriver
        return driver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw nothing while the curtain is down."""
        if self._curtain is None or not self._curtain.is_down:
            super()._display(screen, renderable)

    def on_mount(self) -> None:
        """Watch for the end from outside."""
        if self._curtain is not None:
            self._curtain.handed_over()
        if not self.is_headless:
            self._lifecycle.watch()

    async def on_event(self, event: events.Event) -> None:
        """Do what a key or a paste asks for before the next one is looked at.

        Textual forwards keys to the widget that has the keyboard when they arrive, and looks for
        bindings later. What is typed in one burst, as over a slow line, then goes astray: of
        `/kabul` the list would get every letter.
        """
        if isinstance(event, events.Key) and await self._do_key(event):
            return
        if isinstance(event, events.Paste) and isinstance(self.focused, LineEdit):
            self.focused.insert_text_at_cursor(event.text.partition("\n")[0])
            return
        await super().on_event(event)

    async def _do_key(self, event: events.Key) -> bool:
        """Whether the key was for a box to type in, or is bound to something."""
        focused = self.focused
        if isinstance(focused, LineEdit):
            if event.character and focused.check_consume_key(event.key, event.character):
                focused.insert_text_at_cursor(event.character)
                return True
        elif isinstance(self.screen, CommandedScreen):
            await self.screen.settle()
        active = self.screen.active_bindings
        bound = next((active[key] for key in event.aliases if key in active), None)
        if bound is None:
            return False
        await self.run_action(bound.binding.action, bound.node)
        return True

    def action_redraw(self) -> None:
        """Draw the whole screen anew."""
        if isinstance(self.screen, CommandedScreen):
            self.screen.redraw()

    def action_interrupt(self) -> None:
        """Quit from anywhere."""
        self.exit(0)

    def _leave(self, status: int) -> None:
        self.exit(status)


def run_browser(
    *,
    archive: Path,
    index_dir: Path,
    settings: Settings,
    state_dir: Path,
    worker: Worker | None = None,
    curtain: Curtain | None = None,
) -> int:
    """Browse `archive` until the reader quits; returns the exit status.

    Args:
        worker: A process that keeps the index in step, forked before anything of this was
            imported; without one the index is only read.
        curtain: What shows until there is something to see, and where that is kept.
    """
    for stale in ("COLUMNS", "LINES"):
        # Exported by some shells, and believed by Textual even after the window was resized.
        os.environ.pop(stale, None)
    desk = Desk(archive, index_dir, state_dir, settings.trust_index, worker)
    browser = Browser(desk, settings.theme, curtain)
    try:
        status = browser.run(mouse=settings.mouse)
    finally:
        browser.browser.finish()
        if worker is not None:
            worker.stop()
    return browser.return_code or 0 if status is None else status
