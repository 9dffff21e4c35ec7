"""Owns the browser as a program: starts it, ends it, and says how it ended."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import RenderableType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from tuinews.index.heap import share_among_threads
from tuinews.settings import Settings
from tuinews.tui import terminal_safety
from tuinews.tui.colours import count_colours
from tuinews.tui.curtain import Curtain
from tuinews.tui.curtained_driver import CurtainedDriver, ThriftyDriver
from tuinews.tui.keyed_app import KeyedApp
from tuinews.tui.keymap import Keymap
from tuinews.tui.lending import Lender, Lending
from tuinews.tui.lifecycle import Lifecycle
from tuinews.tui.screens.browser import BrowserScreen
from tuinews.tui.screens.commanded import CommandedScreen
from tuinews.tui.screens.ground import Desk
from tuinews.tui.themes import palette, textual_theme

if TYPE_CHECKING:
    from tuinews.index.worker import Worker


class Browser(KeyedApp, Lender, inherit_bindings=False):
    """The Textual application around the browser's screen.

    Attributes:
        curtain: What shows until there is something to see; None where nothing does.
    """

    TITLE = "tuinews"
    CSS_PATH = "tuinews.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, desk: Desk, theme: str, curtain: Curtain | None = None) -> None:
        terminal_safety.harden()
        self.curtain = curtain
        super().__init__(Keymap(desk.settings.keymap))
        self.animation_level = "none"
        if self.console.color_system == "standard" and count_colours(os.environ) >= 256:
            # Rich knows fewer terminals.
            self.console._color_system = ColorSystem.EIGHT_BIT
        self.terminal = Lending(self)
        self.look = palette(theme, os.environ, desk.settings.themes)
        self.browser = BrowserScreen(self.look, desk)
        self._has_a_size = False
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
        if driver is not LinuxDriver:
            return driver
        is_down = self.curtain is not None and self.curtain.is_down
        return CurtainedDriver if is_down else ThriftyDriver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw nothing while the curtain is down, or a command has the terminal."""
        hidden = self.curtain is not None and self.curtain.is_down
        if not hidden and not self.terminal.is_lent:
            self._learn_from_curtain()
            super()._display(screen, renderable)

    def _learn_from_curtain(self) -> None:
        """Have nothing sent again that the page which was kept shows already."""
        curtain, driver = self.curtain, self._driver
        if curtain is not None and curtain.drawn and isinstance(driver, ThriftyDriver):
            driver.saw(curtain.drawn, curtain.size)
            curtain.drawn = ""

    def on_mount(self) -> None:
        """Take the terminal over, from the curtain too."""
        if self.curtain is not None:
            self.curtain.handed_over()
        if not self.is_headless:
            self._lifecycle.begun()
            self.call_after_refresh(_collect_garbage)

    def watch_for_the_end(self) -> None:
        """Have signals and a terminal that is gone end the program, from before it starts."""
        self._lifecycle.watch()

    def on_resize(self) -> None:
        """Draw anew what a terminal moves about that is resized, or shows again after a stop."""
        if self._has_a_size:
            self.action_redraw()
        self._has_a_size = True

    def action_redraw(self) -> None:
        """Draw the whole screen anew, whatever the terminal may show by now."""
        if self.curtain is not None:
            self.curtain.drawn = ""
        if isinstance(self._driver, ThriftyDriver):
            self._driver.forget()
        if isinstance(self.screen, CommandedScreen):
            self.screen.redraw()

    def action_interrupt(self) -> None:
        """Quit from anywhere."""
        self.exit(0)

    def _print_error_renderables(self) -> None:
        """Leave what went wrong to `run_browser`: Textual would print a traceback."""
        self._exit_renderables.clear()

    @property
    def failure(self) -> Exception | None:
        """What ended the program unasked."""
        return self._exception

    def _leave(self, status: int) -> None:
        self.browser.wait_no_more()
        self.exit(status)


def _collect_garbage() -> None:
    """Have garbage looked for from now on, but not in what the start made."""
    gc.freeze()
    gc.enable()


def run_browser(
    *,
    archive: Path,
    index_dir: Path,
    settings: Settings,
    state_dir: Path,
    worker: Worker | None = None,
    curtain: Curtain | None = None,
    restricted: bool = False,
    notices: tuple[str, ...] = (),
) -> int:
    """Browse `archive` until the reader quits; returns the exit status.

    Args:
        worker: A process that keeps the index in step, forked before anything of this was
            imported; without one the index is only read.
        curtain: What shows until there is something to see, and where that is kept.
        restricted: Whether nothing outside archive, index and state may be reached.
        notices: What to say at first, such as what of the settings was not taken.

    Raises:
        Exception: What ended the browser unasked; the terminal is as it was by then.
    """
    for stale in ("COLUMNS", "LINES"):
        # Exported by some shells, and believed by Textual even after the window was resized.
        os.environ.pop(stale, None)
    desk = Desk(
        archive,
        index_dir,
        state_dir,
        trust_index=settings.trust_index,
        worker=worker,
        settings=settings,
        restricted=restricted,
        notices=notices,
    )
    share_among_threads()
    browser = Browser(desk, settings.theme, curtain)
    browser.watch_for_the_end()
    try:
        status = browser.run(mouse=settings.mouse)
    finally:
        browser.browser.finish()
        if worker is not None:
            worker.stop()
    if browser.failure is not None:
        raise browser.failure
    return browser.return_code or 0 if status is None else status
