"""Owns what tests of the browser share: a fixed archive, and a browser driven by its keys."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tuinews.index.indexer import sync
from tuinews.settings import Settings
from tuinews.tui.app import Browser
from tuinews.tui.screens.browser import BrowserScreen
from tuinews.tui.screens.ground import Desk

PATIENCE = 60.0
"""Seconds to wait for what should come at once; the machine may be slow, no test may be hasty."""

HARBOUR = """---
title: Harbour board votes to dredge the northern channel
author: A correspondent
date: 2021-11-09
section: world
publisher: XYZ
located: Port Astra
url: https://example.org/harbour
---
The harbour board voted on Tuesday to dredge the northern channel before the winter storms.

Ships have waited outside for days, and every tide brings in more sand than the last.

## Background and recognition

The channel was dug in 1911. The harbour has been the town's living ever since, and its silt the
town's worry.

Engineers warned of the sandbank twenty years ago.

## What it costs

Nine million crowns, half of it borrowed. The harbour pays back over thirty years.

> A harbour that ships cannot enter is a pond.

## What comes next

- Tenders open in January.
- Dredgers arrive in March.
- The harbour stays open throughout.
"""

FERRY = """---
title: Ferry line asks the harbour for a longer quay
date: 2021-11-07
section: business
publisher: XYZ
---
The ferry line wants forty metres more of quay, it told the harbour office in a letter.

## Background

Two ferries a day have become six.
"""

MOON = """---
title: Two men walk on the moon
date: 1969-07-20
section: science
publisher: AP
---
Two men walked on the moon on Sunday and came back to their ship.

The harbour of Tranquillity, as a radio reporter called it, was dry.
"""

PLAIN = """Four minutes fall at the Iffley Road track

LONDON, 6 May 1954 (Reuters) - A medical student ran the mile in under four minutes on Thursday.

The wind dropped an hour before the race.
"""


def write_archive(folder: Path, *, fillers: int = 40) -> Path:
    """Write an archive whose every article, date and time of change is always the same."""
    articles = {
        "world/harbour.md": HARBOUR,
        "business/ferry.md": FERRY,
        "science/moon.md": MOON,
        "sport/mile.txt": PLAIN,
    }
    for number in range(fillers):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=number)
        articles[f"notes/{number:03}.md"] = (
            f"---\ntitle: Note {number:03} of the archive\ndate: {day}\nsection: notes\n"
            f"publisher: {'AP' if number % 3 else 'XYZ'}\n---\n"
            f"Nothing of note happened on day {number}.\n\n"
            + "\n\n".join(f"Line {line} of the note says so again." for line in range(40))
            + "\n"
        )
    for name, text in articles.items():
        write_article(folder / name, text)
    return folder


def write_article(file: Path, text: str) -> None:
    """Write one article, last changed on 1 December 2021."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    changed = dt.datetime(2021, 12, 1, tzinfo=dt.UTC).timestamp()
    os.utime(file, (changed, changed))


def build_index(archive: Path, index: Path) -> Path:
    """Bring an index in step with an archive."""
    sync(archive, index)
    return index


class Browsing:
    """A browser under test, with the questions that tests ask of it."""

    def __init__(self, app: Browser, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> BrowserScreen:
        """The browser's own screen, whatever lies over it."""
        return self.app.browser

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def cursor_id(self) -> str | None:
        """The article under the cursor."""
        return self.screen.articles.current_id

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until they are done and painted."""
        await self.pilot.press(*keys)
        await self.settled()

    async def type(self, text: str) -> None:
        """Type a text and wait for what is found."""
        await self.pilot.press(*(_key(character) for character in text))
        await self.until(lambda: self.screen._text == self.screen.search_box.value.strip())
        await self.settled()

    async def settled(self) -> None:
        """Wait for everything that was begun."""
        await self.until(lambda: not self.screen.under_way and self.screen._debounce is None)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain; the screen shows:\n{self.text}")
            await self.pilot.pause()
            await asyncio.sleep(0.005)

    async def shows(self, text: str) -> None:
        """Wait until the screen shows a text."""
        await self.until(lambda: text in self.text)

    async def start_over(self) -> None:
        """Close what is open, clear the search, and go to the top of the list."""
        while len(self.app.screen_stack) > 1:
            await self.app.pop_screen()
        if self.screen.is_reading:
            self.screen.action_command("back")
        self.screen.action_command("leave_facets")
        self.screen.action_command("leave_timeline")
        self.screen.leave_box()
        self.screen.action_command("clear_search")
        await self.until(lambda: self.screen._text == "")
        await self.settled()
        self.screen.action_command("top")
        await self.settled()


def _key(character: str) -> str:
    return {" ": "space", "\t": "tab"}.get(character, character)


@asynccontextmanager
async def browsing(
    archive: Path,
    index: Path,
    state: Path,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = "dark",
    settings: Settings | None = None,
    restricted: bool = False,
    notices: tuple[str, ...] = (),
) -> AsyncIterator[Browsing]:
    """Browse an archive, from when its list is there."""
    desk = Desk(
        archive,
        index,
        state,
        settings=settings or Settings(),
        restricted=restricted,
        notices=notices,
    )
    app = Browser(desk, theme)
    async with app.run_test(size=size) as pilot:
        browser = Browsing(app, pilot)
        await browser.until(lambda: browser.screen.listing is not None)
        await browser.until(lambda: browser.screen.reader is not None)
        await browser.settled()
        try:
            yield browser
        finally:
            app.browser.finish()
