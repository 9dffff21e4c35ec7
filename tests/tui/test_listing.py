"""The list: folders without an index, marks of several sessions, the mouse, a first build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.browsing import browsing, build_index, write_archive, write_article
from tuinews.index.progress import Progress, Summary
from tuinews.reader.marks import Marks
from tuinews.tui.commands import Where
from tuinews.tui.messages import Synced, Syncing
from tuinews.tui.widgets.article_list import ArticleList


async def test_a_folder_without_an_index_is_listed_by_its_names_and_can_be_read(
    archive: Path, tmp_path: Path, state: Path
) -> None:
    async with browsing(archive, tmp_path / "none", state) as browser:
        assert browser.screen.listing.total == 44
        await browser.shows("000.md")
        await browser.press("/")
        await browser.type("harbour")
        await browser.shows("there is nothing to search yet")
        await browser.press("escape", "escape", "enter")
        await browser.until(lambda: browser.screen.where is Where.READER)


async def test_a_damaged_index_is_as_good_as_none(
    archive: Path, tmp_path: Path, state: Path
) -> None:
    index = build_index(archive, tmp_path / "index")
    for file in index.iterdir():
        if file.is_file() and file.stat().st_size:
            file.write_bytes(b"\x00" * file.stat().st_size)
    async with browsing(archive, index, state) as browser:
        assert browser.screen.listing.total == 44


async def test_marks_of_another_session_are_there(archive: Path, index: Path, state: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_starred("business/ferry.md", True)
    marks.close()
    async with browsing(archive, index, state) as browser:
        await browser.until(lambda: "*" in browser.lines[3][:4])


async def test_marks_that_cannot_be_kept_are_said_to_be_of_this_session_only(
    archive: Path, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    async with browsing(archive, index, tmp_path / "file" / "state") as browser:
        await browser.shows("marks are kept for this session only")
        await browser.press("s")
        assert "*" in browser.lines[2][:4]


async def test_the_mouse_moves_the_cursor_opens_and_scrolls(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.pilot.click(ArticleList, offset=(20, 3))
        await browser.settled()
        assert browser.screen.articles.cursor == 3
        await browser.pilot.click(ArticleList, offset=(20, 3))
        await browser.until(lambda: browser.screen.where is Where.READER)
        await browser.pilot._post_mouse_events(_scrolls(), browser.screen.view, offset=(5, 5))
        await browser.until(lambda: browser.screen.view.first > 0)


async def test_at_an_edge_the_list_jumps_half_a_page(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        articles = browser.screen.articles
        page = articles.page
        for _press in range(page):
            await browser.press("j")
        assert articles.first == page - page // 2
        first = articles.first
        await browser.press("j")
        assert articles.first == first


async def test_a_page_that_begins_with_the_last_article_ends_with_it(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("pagedown", "pagedown", "pagedown", "pagedown")
        articles = browser.screen.articles
        assert articles.cursor == 43
        assert articles.first == 44 - articles.page


async def test_columns_that_few_articles_fill_are_left_out(tmp_path: Path, state: Path) -> None:
    archive = tmp_path / "gazette"
    for number in range(12):
        write_article(archive / f"{number}.md", f"---\ntitle: Note {number}\n---\nText.\n")
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state) as browser:
        assert browser.lines[2][15:].strip().startswith("Note")
        assert browser.lines[2].index("Note") == 17


async def test_an_archive_that_grows_keeps_the_cursor_on_its_article(
    tmp_path: Path, state: Path
) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=5)
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state) as browser:
        await browser.press("j")
        article = browser.cursor_id
        write_article(archive / "new.md", "---\ntitle: A pond\ndate: 2022-01-01\n---\nText.\n")
        build_index(archive, index)
        browser.screen._open_index()
        await browser.shows("A pond")
        assert browser.cursor_id == article
        assert browser.screen.articles.cursor == 2


def _scrolls() -> list[type]:
    from textual.events import MouseScrollDown

    return [MouseScrollDown]


@pytest.mark.parametrize("size", [(80, 24), (80, 9), (40, 12)])
async def test_a_moved_cursor_leaves_the_list_as_if_all_of_it_were_painted(
    archive: Path, index: Path, state: Path, size: tuple[int, int]
) -> None:
    async with browsing(archive, index, state, size=size) as browser:
        for keys in ("jjkjjjjj", "  jjbkkk", "Gkkjjj", "gjkkk"):
            for key in keys:
                await browser.press({" ": "space"}.get(key, key))
                shown = list(browser.screen.articles._lines)
                browser.screen.articles._paint()
                assert shown == browser.screen.articles._lines


async def test_how_far_a_sync_is_is_said_once_a_second_and_not_of_a_short_one(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        at_rest, said = browser.lines[0], []
        for tenth in range(35):
            running = Progress(tenth, 35, 0, tenth / 10, 10.0, (35 - tenth) / 10)
            browser.screen.post_message(Syncing(running))
            await browser.pilot.pause()
            if browser.lines[0] not in (at_rest, *said):
                said.append(browser.lines[0])
        assert [line.split("indexing ")[1].split(" %")[0] for line in said] == ["28", "57", "85"]
        browser.screen.post_message(Synced(Summary(35, 0, 0, 0, 0, 44, 3.5)))
        await browser.until(lambda: browser.lines[0] == at_rest)
        browser.screen.post_message(Syncing(Progress(1, 1, 0, 0.2, 5.0, None)))
        await browser.pilot.pause()
        assert browser.lines[0] == at_rest
