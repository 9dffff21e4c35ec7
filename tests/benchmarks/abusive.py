"""Measures how long the queries of promise 5 take on any index.

    python -m tests.benchmarks.abusive INDEX [--slowest N] [--browser ARCHIVE]

Prints the slowest first: milliseconds by the clock of one warm run, the longest time that a
thread beside it waited for the interpreter, articles found, and whether that is all.

With `--browser` each is pasted into the search box of a real browser without a terminal, and
what waits is the event loop that draws the screen. ARCHIVE may be an empty folder.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.promises.abuse import ABUSIVE, USUAL
from tests.tui.browsing import Browsing, browsing
from tuinews.errors import QueryError
from tuinews.index.catalogue import Catalogue
from tuinews.index.querylang import parse
from tuinews.index.search import search

_BEAT = 0.005
"""Seconds between two beats of the heart."""

HEART = 0.01
"""Seconds between two beats in the event loop of a browser."""


@dataclass(frozen=True)
class Taken:
    """What one query took, in seconds."""

    name: str
    took: float
    gap: float
    total: int
    exact: bool


def main() -> None:
    """Measure, and print one line a query."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--slowest", type=int, default=60, metavar="N")
    parser.add_argument("--browser", type=Path, metavar="ARCHIVE")
    options = parser.parse_args()
    catalogue = Catalogue.open(options.index)
    asked = ABUSIVE | {f"as usual: {text or 'everything'}": text for text in USUAL}
    search(catalogue, parse("warm"))
    if options.browser:
        taken = asyncio.run(in_browser(options.browser, options.index, asked))
    else:
        taken = [measure(catalogue, name, text) for name, text in asked.items()]
    taken.sort(key=lambda each: -each.took)
    print(f"{len(catalogue.rows):,} articles")
    print(f"{'ms':>8}{'gap ms':>8}{'found':>10}")
    for each in taken[: options.slowest]:
        partial = "" if each.exact else "  partial"
        times = f"{each.took * 1000:8.1f}{each.gap * 1000:8.1f}"
        print(f"{times}{each.total:10,}  {each.name}{partial}")
    print(
        f"longest {max(each.took for each in taken):.2f} s, "
        f"longest gap {max(each.gap for each in taken) * 1000:.0f} ms"
    )


def measure(catalogue: Catalogue, name: str, text: str) -> Taken:
    """Ask once, with a heart beating beside it."""
    gaps = [0.0]
    done = threading.Event()

    def beat() -> None:
        last = time.perf_counter()
        while not done.wait(_BEAT):
            now = time.perf_counter()
            gaps.append(now - last - _BEAT)
            last = now

    heart = threading.Thread(target=beat)
    heart.start()
    started = time.perf_counter()
    total, exact = 0, True
    try:
        results = search(catalogue, parse(text))
        total, exact = results.total, results.exact
    except QueryError as error:
        name = f"{name} ({error})"
    took = time.perf_counter() - started
    done.set()
    heart.join()
    return Taken(name, took, max(gaps), total, exact)


async def in_browser(archive: Path, index: Path, asked: dict[str, str]) -> list[Taken]:
    """Paste every query into a browser's search box, with a heart beating in its event loop."""
    with tempfile.TemporaryDirectory() as state:
        async with browsing(archive, index, Path(state)) as browser:
            await browser.press("/")
            return [await asked_of(browser, name, text) for name, text in asked.items()]


async def asked_of(browser: Browsing, name: str, text: str) -> Taken:
    """Ask once, and wait until the answer is on the screen."""
    box, loop = browser.screen.search_box, asyncio.get_running_loop()
    gaps = [0.0]

    async def beat() -> None:
        while True:
            last = loop.time()
            await asyncio.sleep(HEART)
            gaps.append(loop.time() - last - HEART)

    heart = asyncio.create_task(beat())
    started = loop.time()
    box.value = ""
    box.take_paste(text)
    screen = browser.screen
    while screen._text != box.value.strip() or screen.under_way or screen._debounce is not None:
        await asyncio.sleep(HEART)
    took = loop.time() - started
    await asyncio.sleep(10 * HEART)
    heart.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await heart
    listing = browser.screen.listing
    assert listing is not None
    return Taken(name, took, max(gaps), listing.total, listing.exact)


if __name__ == "__main__":
    main()
