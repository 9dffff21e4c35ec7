"""Searches that outlive the session: saved, remembered; and what is typed, completed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.tui.browsing import Browsing, browsing, build_index, write_archive, write_article
from tuinews.index.querylang import FIELDS, parse
from tuinews.tui.commands import Where
from tuinews.tui.completing import completions
from tuinews.tui.narrowing import WIDE, Filter
from tuinews.tui.saved import whole_query

VALUES = {"place": ("New York", "York", "Kabul"), "date": ("2021", "today"), "source": ("—",)}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("de", "desk:"),
        ("kabul he", "kabul headline:"),
        ("(a OR by", "(a OR byline:"),
        ("-pl", "-place:"),
        ("place:", 'place:="New York"'),
        ("place:ka", "place:=Kabul"),
        ("trade place:yo", 'trade place:="New York"'),
        ('place:"new', 'place:="New York"'),
        ('place:="new', 'place:="New York"'),
        ("source:", 'source:="—"'),
        ("PLACE:k", "place:=Kabul"),
        ("date:t", "date:today"),
    ],
)
def test_the_end_of_a_search_is_completed(typed: str, first: str) -> None:
    offered = completions(typed, FIELDS, VALUES)
    assert offered[0] == first
    if not first.endswith(":"):
        parse(first, today=dt.date(2021, 11, 9))


@pytest.mark.parametrize("typed", ["", "kabul ", "zzz", "place:zzz", "nothing:x", "a:b:c"])
def test_what_cannot_be_completed_is_left_alone(typed: str) -> None:
    assert completions(typed, FIELDS, VALUES) == ()


def test_a_search_with_filters_is_one_query() -> None:
    narrowed = WIDE.narrowed(Filter("desk", "world"))
    assert whole_query("", WIDE) == ""
    assert whole_query("a OR b", narrowed) == "(a OR b) desk:=world"
    assert whole_query("a b date:7d", narrowed) == "a b date:7d desk:=world"
    assert parse(whole_query("a OR b", narrowed)).parsed == "(a OR b) desk:=world"
    assert whole_query("", narrowed) == "desk:=world"
    assert whole_query("a OR b", WIDE) == "a OR b"


async def test_tab_completes_fields_and_values_and_goes_on_to_the_next(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        box = browser.screen.search_box
        await browser.press("/", *"sou", "tab")
        await browser.until(lambda: box.value == "source:")
        await browser.press("tab")
        await browser.until(lambda: box.value == "source:=AP")
        await browser.press("tab")
        await browser.until(lambda: box.value == "source:=XYZ")
        await browser.until(lambda: browser.screen.listing.total == 16)


async def test_searches_of_earlier_sessions_are_walked_with_up(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        for text in ("ferry", "harbour", "ferry"):
            await browser.press("/")
            await browser.type(text)
            await browser.press("enter", "escape")
    async with browsing(archive, index, state) as browser:
        await browser.until(lambda: len(browser.screen._history) == 2)
        await browser.press("/", "up")
        assert browser.screen.search_box.value == "ferry"
        await browser.press("up")
        assert browser.screen.search_box.value == "harbour"


async def save(browser: Browsing, name: str) -> None:
    """Save the present search."""
    await browser.press("ctrl+s", *name, "enter")
    await browser.shows(f"Saved as {name}")


async def test_a_saved_search_counts_what_came_since_it_was_last_opened(
    tmp_path: Path, state: Path
) -> None:
    archive = write_archive(tmp_path / "archive", fillers=3)
    index = build_index(archive, tmp_path / "index")
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        await save(browser, "port")
    write_article(archive / "new.txt", "Harbour closed\n\nThe harbour closed on Monday.\n")
    build_index(archive, index)
    async with browsing(archive, index, state) as browser:
        await browser.press("S")
        await browser.shows("1 new of 4")
        await browser.press("enter")
        await browser.until(lambda: browser.screen.listing.total == 4)
        await browser.press("S")
        await browser.until(lambda: "port   harbour" in browser.text)
        assert "new of" not in browser.text


async def test_filters_are_saved_with_the_search_and_come_back_as_query(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("f")
        await browser.until(lambda: browser.screen.sidebar.choices)
        await browser.press("enter", "f")
        await save(browser, "notes")
        await browser.press("escape")
        await browser.until(lambda: browser.screen.listing.total == 44)
        await browser.press("S")
        await browser.shows("notes   desk:=notes")
        await browser.press("enter")
        await browser.until(lambda: browser.screen.listing.total == 40)


async def test_a_question_that_is_left_marks_and_saves_nothing(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("M", "y", "escape")
        assert browser.screen.where is Where.LIST
        assert browser.text.count("•") > 10
        await browser.press("/")
        await browser.type("harbour")
        await browser.press("ctrl+s", "x", "escape", "S")
        await browser.shows("No search is saved")


async def test_a_search_saved_without_a_name_is_called_what_it_is(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour")
        await browser.press("ctrl+s", "enter")
        await browser.shows("Saved as harbour")


async def test_reading_all_takes_in_what_was_not_fetched_for_the_list(
    archive: Path, index: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuinews.tui.session.HITS", 5)
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("note")
        await browser.press("enter", "M", "y", "enter")
        await browser.shows("40 marked as read")
        assert len(browser.screen.reader.marks.ids_read()) == 40
