"""From an article to those of its kind: versions with what changed, and related articles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.browsing import browsing, build_index, write_article
from tuinews.tui.commands import Where

STORY = """---
title: {headline}
date: {date}
slugline: HARBOUR-DREDGE
---
The board voted on Tuesday to dredge the channel {when}.

Ships have waited outside for days.{more}
"""


def write_story(tmp_path: Path) -> tuple[Path, Path]:
    """An archive with two versions of a story, and its index."""
    archive = tmp_path / "gazette"
    first = STORY.format(headline="Board to vote", date="2021-11-08", when="soon", more="")
    second = STORY.format(
        headline="UPDATE 1-Board votes",
        date="2021-11-09",
        when="before the storms",
        more="\n\nTenders open in January.",
    )
    write_article(archive / "one.md", first)
    write_article(archive / "two.md", second)
    return archive, build_index(archive, tmp_path / "index")


async def test_what_changed_is_marked_by_signs_as_well_as_by_looks(
    tmp_path: Path, state: Path
) -> None:
    archive, index = write_story(tmp_path)
    async with browsing(archive, index, state) as browser:
        assert browser.cursor_id == "two.md"
        await browser.press("V")
        await browser.shows("Board to vote")
        await browser.press("enter")
        await browser.shows("the channel [-soon.-] {+before the")
        await browser.shows("⋯ 1 paragraph unchanged")
        await browser.shows("{+Tenders open in January.+}")
        assert browser.app.screen.where is Where.CHANGES


async def test_from_the_older_version_the_change_reads_the_same_way(
    tmp_path: Path, state: Path
) -> None:
    archive, index = write_story(tmp_path)
    async with browsing(archive, index, state) as browser:
        await browser.press("j", "V", "enter")
        await browser.shows("{+Tenders open in January.+}")


async def test_a_related_article_opens_even_where_it_is_not_listed(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("dredge")
        await browser.press("enter", "R")
        await browser.shows("Ferry line asks the harbour")
        await browser.press("home", "enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        opened = browser.screen.current_article_id
        assert opened != "world/harbour.md"
        await browser.press("s", "q")
        assert browser.cursor_id == "world/harbour.md"
        assert browser.screen.reader.marks.is_starred(opened)


@pytest.mark.parametrize("key", ["V", "R"])
async def test_an_index_cut_short_meanwhile_is_said_and_nothing_ends(
    tmp_path: Path, state: Path, key: str
) -> None:
    archive, index = write_story(tmp_path)
    async with browsing(archive, index, state) as browser:
        for segment in index.glob("*.segment"):
            os.truncate(segment, 100)
        await browser.press(key)
        await browser.shows(".segment: ")
        await browser.press("j")
        assert browser.cursor_id == "one.md"
