"""What the browser looks like, in the three sizes that matter and in every theme."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.browsing import Browsing, build_index, write_archive, write_article
from tests.tui.test_kindred import write_story
from tuinews.tui.app import Browser
from tuinews.tui.commands import Where
from tuinews.tui.screens.ground import Desk

SIZES = [(40, 12), (80, 24), (200, 50)]
SIDE_SIZES = [(40, 12), (80, 24), (120, 40), (200, 50)]
SnapCompare = Callable[..., bool]

WORLD = """---
title: 港口委員會表決疏浚北航道，船隻已在外海等候多日
date: 2021-11-10
section: world
publisher: 新聞社
---
港口委員會週二表決，在冬季風暴之前疏浚北航道。
"""
ARABIC = """---
title: مجلس الميناء يصوت على تعميق القناة الشمالية
date: 2021-11-11
section: world
publisher: وكالة
---
صوت مجلس الميناء يوم الثلاثاء على تعميق القناة الشمالية قبل عواصف الشتاء.
"""
EMOJI = """---
title: "Café ferry \U0001f44d\U0001f3fd wins e\u0301clair prize \U0001f469\u200d\U0001f373"
date: 2021-11-12
section: culture
publisher: XYZ
embargo: EMBARGOED UNTIL 0001 GMT 13 NOVEMBER
---
The ferry's kitchen won.
"""


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the other tests, with headlines in wide and in right-to-left letters."""
    folder = write_archive(tmp_path_factory.mktemp("archive") / "gazette")
    for name, text in (("world.md", WORLD), ("arabic.md", ARABIC), ("emoji.md", EMOJI)):
        write_article(folder / name, text)
    return folder


@pytest.fixture(scope="session")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of that folder."""
    return build_index(archive, tmp_path_factory.mktemp("index") / "gazette")


@pytest.fixture(autouse=True)
def _fixed_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def look(
    archive: Path, index: Path, tmp_path: Path, snap_compare: SnapCompare
) -> Callable[..., bool]:
    """Compare what the browser shows after some keys with what it showed before."""

    def compare(
        *steps: tuple[str, ...],
        size: tuple[int, int],
        theme: str = "dark",
        folder: Path = archive,
        indexed: Path = index,
    ) -> bool:
        app = Browser(Desk(folder, indexed, tmp_path / "state"), theme)

        async def go(pilot: Pilot[int]) -> None:
            browser = Browsing(app, pilot)
            await browser.until(lambda: browser.screen.listing and browser.screen.reader)
            await browser.settled()
            for keys in steps:
                await browser.press(*keys)
                await until_quiet(browser)
            stop_the_clock(browser)
            await browser.settled()

        return snap_compare(app, terminal_size=size, run_before=go)

    return compare


async def until_quiet(browser: Browsing) -> None:
    """Wait until what was asked for shows: hits with their passages, the article beside them."""
    screen = browser.screen
    await browser.until(lambda: screen._text == screen.search_box.value.strip())
    await browser.settled()
    listing = screen.listing
    if listing is not None and listing.searching:
        rows = {listing.order[index] for index in screen.articles.on_screen()}
        await browser.until(lambda: rows <= screen.articles.glimpses.keys())
    if browser.cursor_id and (screen.side_by_side or screen.is_reading):
        await browser.until(
            lambda: screen.view.laid_out and screen.view.laid_out.article.id == browser.cursor_id
        )
    if screen.where is Where.FACETS:
        await browser.until(lambda: screen.sidebar.choices)
    if screen.where is Where.TIMELINE:
        await browser.until(lambda: screen.timeline.bars)
    await asyncio.sleep(0.2)
    await browser.settled()


def stop_the_clock(browser: Browsing) -> None:
    """Show a search as if it had taken four milliseconds."""
    articles = browser.screen.articles
    if articles.listing is not None:
        articles.listing = dataclasses.replace(articles.listing, seconds=0.004)
    browser.screen.refresh_status()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_list(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("j", "s"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_search(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("/", *"harbour"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_search_error(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("/", *"harbour date:2021-99"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_hits(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("/", *"harbuor"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_reader_at_a_match(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("/", *"harbour", "enter"), ("enter",), ("n", "n", "n"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_reader_with_folded_sections_and_find(
    look: Callable[..., bool], size: tuple[int, int]
) -> None:
    assert look(("j", "j", "j", "enter"), ("Z",), ("/", *"tenders"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_reader_with_an_embargo(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("enter",), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_contents(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("/", *"harbour", "enter"), ("enter",), ("t", "j"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_help(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("?",), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_palette(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look((":", *"mark"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_reader_with_tags_and_note(look: Callable[..., bool], size: tuple[int, int]) -> None:
    notes = ("+", *"tide silt", "enter", "i", *"Ask the board.", "enter", *"Twice.", "escape")
    assert look(("j", "j", "j"), notes, ("enter",), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_note(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("i", *"Ask the board.", "enter", *"Twice."), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_question(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("+", *"tide silt", "enter", "j"), ("+", *"t"), size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_details(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("j", "j", "j"), ("I",), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_links(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("j", "j", "j"), ("L",), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_text_to_select(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("j", "j", "j"), ("y",), ("j", "enter"), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_related(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("j", "j", "j"), ("R",), size=size)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_what_changed(look: Callable[..., bool], size: tuple[int, int], tmp_path: Path) -> None:
    archive, index = write_story(tmp_path)
    assert look(("V", "enter"), size=size, folder=archive, indexed=index)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_export(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("e", "j"), size=size)


@pytest.mark.parametrize("size", SIDE_SIZES, ids=str)
def test_sidebar(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("f",), ("enter", "j"), size=size)


@pytest.mark.parametrize("size", SIDE_SIZES, ids=str)
def test_timeline(look: Callable[..., bool], size: tuple[int, int]) -> None:
    assert look(("T",), ("left", "enter"), size=size)


def test_sidebar_and_timeline_of_a_search_without_colour(
    look: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(("/", *"harbour", "enter"), ("T",), ("f", "enter"), size=(120, 24))


@pytest.mark.parametrize("theme", ["high-contrast", "light", "ansi-dark", "ansi-light"])
def test_themes(look: Callable[..., bool], theme: str) -> None:
    assert look(("/", *"harbour", "enter"), size=(120, 24), theme=theme)


LOOKS = {
    "hits": (("/", *"harbour", "enter"), ("j",)),
    "reader": (("/", *"harbour", "enter"), ("enter",), ("n", "n", "n")),
    "facets": (("f",), ("enter", "j")),
}


@pytest.mark.parametrize("shown", LOOKS)
@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "none"])
@pytest.mark.parametrize("size", SIDE_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_main_screens(
    look: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    shown: str,
    theme: str,
    size: tuple[int, int],
) -> None:
    if theme == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    assert look(*LOOKS[shown], size=size, theme="dark" if theme == "none" else theme)


def test_no_colour(look: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(("/", *"harbour", "enter"), size=(120, 24))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_first_run(
    snap_compare: SnapCompare,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "absolute", lambda path: Path("/home/reader/news") / path.name)
    app = Browser(Desk(Path("empty"), tmp_path / "index", tmp_path / "state"), "dark")

    async def go(pilot: Pilot[int]) -> None:
        browser = Browsing(app, pilot)
        await browser.until(lambda: browser.screen.listing and browser.screen.reader)
        await browser.shows("No articles here yet")

    assert snap_compare(app, terminal_size=size, run_before=go)
