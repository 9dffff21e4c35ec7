"""Reading: where an article opens, what is said of it, what happens when it is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tui.browsing import browsing, build_index, write_archive, write_article
from tuinews.tui.commands import Where


async def test_a_hit_opens_at_its_passage_with_the_match_marked(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 14)) as browser:
        await browser.press("/")
        await browser.type("borrowed")
        await browser.press("enter", "enter")
        await browser.shows("half of it borrowed")
        view = browser.screen.view
        assert view.match == 0
        assert view.first > 0
        assert browser.lines[0].startswith(" Harbour board votes")
        line = next(line for line in view._lines if "borrowed" in line.text)
        marked = [part.text for part in line if part.style == view.look.current]
        assert marked == ["borrowed"]


async def test_the_status_says_section_match_percent_and_minutes(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("borrowed")
        await browser.press("enter", "enter")
        await browser.shows("§ 3/4 What it costs · match 1/1 · 79 % · 1 min")


async def test_a_match_in_a_folded_section_unfolds_it(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        await browser.press("enter", "enter")
        await browser.until(lambda: browser.screen.view.match is not None)
        await browser.press("Z")
        await browser.until(lambda: browser.text.count("▸") == 3)
        await browser.press("n", "n", "n")
        await browser.until(lambda: browser.text.count("▸") == 2)


async def test_an_article_that_vanished_says_so_in_one_line(tmp_path: Path, state: Path) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=2)
    index = build_index(archive, tmp_path / "index")
    shutil.rmtree(archive / "world")
    async with browsing(archive, index, state) as browser:
        assert browser.cursor_id == "world/harbour.md"
        await browser.press("enter")
        await browser.shows("This article cannot be shown: ")
        await browser.press("q")
        assert browser.screen.where is Where.LIST


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_an_article_of_a_headline_alone_says_that_it_has_no_text(
    tmp_path: Path, state: Path, size: tuple[int, int]
) -> None:
    archive = tmp_path / "gazette"
    write_article(archive / "a.md", "---\ntitle: Flash\ndate: 2021-11-09\n---\n")
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state, size=size) as browser:
        await browser.press("enter")
        await browser.shows("This article has no text")
        await browser.press("]", "n", "z", "t", "space", "G")
        await browser.shows("This article has no text")


async def test_why_an_article_cannot_be_shown_is_told_whole_on_a_narrow_screen(
    tmp_path: Path, state: Path
) -> None:
    archive = write_archive(tmp_path / "gazette", fillers=2)
    index = build_index(archive, tmp_path / "index")
    shutil.rmtree(archive)
    async with browsing(archive, index, state, size=(40, 12)) as browser:
        await browser.press("enter")
        await browser.shows("This article cannot be shown: ")
        told = "".join(line.strip() for line in browser.lines)
        assert "".join(str(archive).split()) in "".join(told.split())


async def test_a_reader_without_a_line_of_keys_says_what_came_of_a_key(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(40, 12)) as browser:
        await browser.press("enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        rows = browser.screen.view.size.height
        assert rows == 12
        await browser.press("V")
        await browser.shows("No other version")
        await browser.press("j")
        await browser.until(lambda: browser.screen.view.size.height == rows)


async def test_reading_an_article_marks_it_as_read_for_the_next_session(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        await browser.press("q", "j", "s")
    async with browsing(archive, index, state) as browser:
        await browser.until(lambda: "*" in browser.lines[3][:4])
        assert "•" not in browser.lines[2][:4]
        assert "•" in browser.lines[3][:4]


async def test_find_starts_from_the_place_on_the_screen_and_n_stays_in_the_article(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("j", "j", "enter")
        await browser.until(lambda: browser.screen.view.length() > 60)
        article = browser.cursor_id
        await browser.press("end", "/")
        await browser.pilot.press(*"of the")
        await browser.until(lambda: len(browser.screen.view.matches) > 40)
        assert browser.screen.view.match > 20
        await browser.press("enter", "end")
        while browser.screen.view.next_match(1):
            pass
        await browser.press("n")
        await browser.shows("No further match in this article")
        assert browser.cursor_id == article


async def test_esc_forgets_what_was_found_and_shows_the_searchs_matches_again(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        await browser.press("enter", "enter")
        await browser.until(lambda: browser.screen.view.match is not None)
        before = browser.screen.view.matches, browser.screen.view.match
        await browser.press("/")
        await browser.pilot.press(*"sandbank")
        await browser.until(lambda: len(browser.screen.view.matches) == 1)
        await browser.press("escape")
        assert (browser.screen.view.matches, browser.screen.view.match) == before


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
async def test_resizing_keeps_the_place(
    archive: Path, index: Path, state: Path, size: tuple[int, int]
) -> None:
    async with browsing(archive, index, state, size=(100, 20)) as browser:
        await browser.press("j", "j", "enter")
        await browser.until(lambda: browser.screen.view.length() > 60)
        await browser.press("pagedown", "pagedown")
        view = browser.screen.view
        top = view._body.lines[view.first]
        await browser.pilot.resize_terminal(*size)
        await browser.until(lambda: view.laid_out.width == view.size.width)
        await browser.settled()
        here = view._body.lines[view.first]
        seen = view._body.lines[view.first : view.first + view.size.height]
        assert (top.section, top.paragraph) in {(line.section, line.paragraph) for line in seen}
        assert abs((here.paragraph or 0) - (top.paragraph or 0)) <= view.size.height


async def test_a_tag_given_in_the_midst_of_an_article_moves_nothing(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 16)) as browser:
        await browser.press("enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        view = browser.screen.view
        for number in range(1, 9):
            await browser.press("j")
            seen = browser.lines[1:-1]
            await browser.press("+")
            await browser.pilot.press(*f"t{number}", "enter")
            await browser.until(lambda number=number: f"t{number}" in view.laid_out.kept.tags)
            await browser.settled()
            assert browser.lines[1:-1] == seen


async def test_resizing_keeps_the_cursor_on_the_screen(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(100, 40)) as browser:
        await browser.press("3", "0", "j")
        article = browser.cursor_id
        for size in [(40, 12), (200, 50), (80, 24)]:
            await browser.pilot.resize_terminal(*size)
            await browser.until(lambda size=size: browser.app.size == size)
            await browser.settled()
            assert browser.cursor_id == article
            assert sum(line.startswith("▶") for line in browser.lines) == 1


async def test_from_120_columns_the_reader_stands_beside_the_list(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(120, 30)) as browser:
        await browser.shows("The harbour board voted on Tuesday")
        assert any(line.startswith("▶") for line in browser.lines)
        assert browser.screen.where is Where.LIST
        await browser.press("j")
        await browser.shows("The ferry line wants forty metres")
        await browser.press("enter")
        assert browser.screen.where is Where.READER
        assert any(line.startswith("▶") for line in browser.lines)
        await browser.pilot.resize_terminal(100, 30)
        await browser.until(lambda: not any(line.startswith("▶") for line in browser.lines))
        await browser.shows("The ferry line wants forty metres")


async def test_under_fifteen_rows_there_is_no_footer_and_notices_are_on_top(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 12)) as browser:
        assert "⏎ open" not in browser.text
        assert "of the archive" in browser.lines[-1]
        await browser.press("u")
        assert "Nothing to undo" in browser.lines[0]


async def test_under_eighty_columns_a_row_is_a_headline(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(79, 24)) as browser:
        assert browser.lines[2] == "▶ • Harbour board votes to dredge the northern channel"
    async with browsing(archive, index, state, size=(80, 24)) as browser:
        assert "09 Nov 2021" in browser.lines[2]
        assert browser.lines[2].endswith("XYZ")


async def test_a_long_article_is_opened_and_left(tmp_path: Path, state: Path) -> None:
    archive = tmp_path / "gazette"
    write_article(archive / "long.txt", "A long one\n\n" + "word and word again.\n\n" * 20_000)
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state) as browser:
        await browser.press("enter")
        await browser.until(lambda: browser.screen.view.length() > 20_000)
        await browser.press("G")
        await browser.shows("100 %")
        await browser.press("q")
        assert browser.screen.where is Where.LIST
