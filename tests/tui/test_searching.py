"""Searching as you type: what is shown, what is thrown away, where the cursor stays."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.tui.browsing import browsing, build_index, write_article
from tuinews.tui.commands import Where
from tuinews.tui.listing import Request
from tuinews.tui.messages import Listed


async def test_hits_follow_the_typing_and_show_where_they_match(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harb")
        assert browser.screen.listing.total == 3
        await browser.until(lambda: browser.screen.articles.glimpses)
        glimpse = browser.screen.articles.glimpses[browser.screen.listing.order[0]]
        start, end = glimpse.passage.spans[0]
        assert glimpse.passage.text[start:end].lower() == "harbour"
        assert "3 of 44" in browser.lines[0]
        assert "best" in browser.lines[0]


async def test_a_whole_burst_of_keys_ends_up_where_it_belongs(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        for key in ("/", *"ferry", "enter", "enter"):
            browser.app.post_message(_pressed(key))
        await browser.until(lambda: browser.screen.where is Where.READER)
        await browser.shows("The ferry line wants forty metres")
        assert browser.screen.search_box.value == "ferry"


async def test_a_burst_of_keys_reaches_the_palette_too(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        for key in ("?", "q", ":", *"star", "enter"):
            browser.app.post_message(_pressed(key))
        await browser.shows("Starred; u takes it back")


async def test_what_was_understood_stands_under_the_box(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("title:harbour dredge")
        assert browser.lines[1].strip().startswith("headline:harbour")


async def test_an_error_points_at_its_column_and_the_last_hits_stay(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        await browser.type(" date:2021-99")
        caret = browser.lines[1].index("^")
        assert browser.lines[0][caret:].startswith("2021-99")
        await browser.shows("Harbour board votes")


async def test_a_stale_answer_is_thrown_away(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        newest = browser.screen.listing
        old = browser.screen.session.answer(Request(newest.request.serial - 1, "moon"))
        browser.screen.post_message(Listed(old))
        await browser.settled()
        assert browser.screen.listing is newest


async def test_the_cursor_stays_on_its_article_when_it_is_still_listed(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("j")
        assert browser.cursor_id == "business/ferry.md"
        await browser.press("/")
        await browser.type("harbour")
        assert browser.cursor_id == "business/ferry.md"
        assert browser.screen.articles.cursor > 0
        await browser.press("enter", "comma")
        assert browser.cursor_id == "business/ferry.md"
        await browser.press("escape")
        assert browser.cursor_id == "business/ferry.md"
        assert browser.screen.articles.cursor == 1


async def test_an_untouched_cursor_stands_on_the_best_hit(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("note 007")
        assert browser.screen.articles.cursor == 0
        assert browser.cursor_id == "notes/007.md"


async def test_no_hits_are_said_with_the_nearest_spelling_one_key_away(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("dregde")
        await browser.shows("No article matches.")
        await browser.shows("tab  searches for  dredge")
        await browser.press("enter")
        await browser.shows("⏎  searches for  dredge")
        await browser.press("enter")
        await browser.until(lambda: browser.screen.listing.total == 1)


async def test_a_paste_is_one_line_without_controls(
    archive: Path, index: Path, state: Path
) -> None:
    from textual.events import Paste

    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        browser.app.post_message(Paste("har\x1b[31mbour\nsecond line"))
        await browser.until(lambda: browser.screen.search_box.value)
        assert browser.screen.search_box.value == "har\u241b[31mbour"


async def test_editing_keys_work_in_the_box(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/", *"one two", "ctrl+w", *"2", "home", "x", "end", "backspace")
        assert browser.screen.search_box.value == "xone "
        await browser.press("ctrl+u")
        assert browser.screen.search_box.value == ""


def _pressed(key: str) -> object:
    from textual.events import Key

    names = {"/": "slash", "?": "question_mark", ":": "colon"}
    return Key(names.get(key, key), key if len(key) == 1 else None)


async def test_a_word_that_may_still_grow_does_so_in_another_index_too(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("tranquillit")
        assert browser.screen.listing.total == 1
        browser.screen._open_index()
        await browser.settled()
        assert browser.screen.listing.total == 1
        await browser.press("enter")
        assert browser.screen.listing.total == 0


async def test_opening_the_box_loads_what_a_search_takes(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        assert not browser.screen.session._searched
        await browser.press("/")
        await browser.until(lambda: browser.screen.session._searched)
        assert browser.screen.listing.request.text == ""


async def test_hits_do_not_wait_for_passages_that_take_long(
    archive: Path, index: Path, state: Path
) -> None:
    released = threading.Event()

    def take_long() -> None:
        released.wait()

    async with browsing(archive, index, state) as browser:
        browser.screen.send("glimpses", "slow", take_long)
        await browser.press("/")
        await browser.type("harbour")
        assert browser.screen.listing.total == 3
        assert not browser.screen.articles.glimpses
        released.set()
        await browser.until(lambda: len(browser.screen.articles.glimpses) == 3)


async def test_a_search_that_is_typed_fetches_a_few_hits_and_its_end_all(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(80, 10)) as browser:
        await browser.press("/")
        await browser.type("note")
        listing = browser.screen.listing
        assert listing.total == 40
        assert browser.screen.articles.size.height // 2 < len(listing.order) < 40
        assert "40 of 44" in browser.lines[0]
        await browser.press("enter")
        assert len(browser.screen.listing.order) == 40
        assert browser.screen.listing.order[: len(listing.order)] == listing.order


async def test_a_larger_window_fills_with_hits(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state, size=(80, 10)) as browser:
        await browser.press("/")
        await browser.type("note")
        await browser.pilot.resize_terminal(80, 60)
        await browser.until(lambda: len(browser.screen.articles.on_screen()) > 25)


async def test_a_match_at_the_cut_end_of_a_headline_is_shown_in_the_second_row(
    tmp_path: Path, state: Path
) -> None:
    headline = "Coroner's jury gives the ship treasure of Sutton Hoo to the lady of the manor"
    for name, title in (("long", headline), ("short", "The manor is sold")):
        text = f"---\ntitle: {title}\ndate: 1939-08-14\n---\nThe jury took a day.\n"
        write_article(tmp_path / "gazette" / f"{name}.md", text)
    index = build_index(tmp_path / "gazette", tmp_path / "index")
    async with browsing(tmp_path / "gazette", index, state) as browser:
        await browser.press("/")
        await browser.type("manor")
        await browser.shows("lady of the manor")
        assert sum("manor" in line for line in browser.lines[3:]) == 2
