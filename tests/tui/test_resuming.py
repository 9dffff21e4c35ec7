"""Coming back: the list begins at its top, and one key leads to where the last session ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.browsing import Browsing, browsing
from tuinews.tui.commands import Where

SIZES = [(40, 12), (80, 24), (120, 40)]


async def resumed(browser: Browsing) -> None:
    """Go back, from a list that begins at its top."""
    assert browser.screen.articles.cursor == 0
    assert browser.screen.search_box.value == ""
    await browser.press("'")


@pytest.mark.parametrize("size", SIZES)
async def test_an_article_that_was_open_among_hits_is_open_at_its_place_again(
    archive: Path, index: Path, state: Path, size: tuple[int, int]
) -> None:
    async with browsing(archive, index, state, size=size) as browser:
        await browser.press("/")
        await browser.type("note says again")
        await browser.press("enter", ",", "j", "j", "enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        await browser.press("g", "space", "space")
        article, place = browser.screen.current_article_id, browser.screen.view.place()
        cursor, order = browser.screen.articles.cursor, browser.screen.listing.request.sort
        assert place != (0, 0)
    async with browsing(archive, index, state, size=size) as browser:
        await resumed(browser)
        await browser.until(lambda: browser.screen.where is Where.READER)
        assert browser.screen.current_article_id == article
        assert browser.screen.view.place() == place
        assert browser.screen.view.matches
        assert browser.screen.articles.cursor == cursor
        await browser.press("q")
        assert browser.screen.search_box.value == "note says again"
        assert browser.screen.listing.request.sort == order == "newest"


@pytest.mark.parametrize("size", SIZES)
async def test_filters_and_the_article_under_the_cursor_come_back(
    archive: Path, index: Path, state: Path, size: tuple[int, int]
) -> None:
    async with browsing(archive, index, state, size=size) as browser:
        await browser.press("f")
        await browser.until(lambda: browser.screen.sidebar.choices)
        await browser.press("enter", "f", "5", "j")
        narrowing, article = browser.screen.narrowing, browser.cursor_id
        assert narrowing
    async with browsing(archive, index, state, size=size) as browser:
        await resumed(browser)
        await browser.until(lambda: browser.screen.listing.request.narrowing == narrowing)
        assert browser.cursor_id == article
        assert browser.screen.where is Where.LIST


async def test_a_session_that_ends_at_the_top_leaves_what_the_one_before_it_left(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("j", "j", "j")
        article = browser.cursor_id
    async with browsing(archive, index, state) as browser:
        assert browser.cursor_id != article
    async with browsing(archive, index, state) as browser:
        await resumed(browser)
        assert browser.cursor_id == article


async def test_an_article_that_is_gone_is_said_to_be(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("dredge")
        await browser.press("enter", "enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("is:unread")
        await browser.press("enter", "'")
        await browser.until(lambda: browser.screen.where is Where.READER)
        browser.screen.reader.departures.save(
            type(browser.screen._departure())("ferry", (), "newest", "world/harbour.md", True)
        )
        await browser.press("q", "'")
        await browser.until(lambda: browser.screen.search_box.value == "ferry")
        await browser.shows("The article that was open is not among these any more")
