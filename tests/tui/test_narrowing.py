"""Narrowing the list by facets and by time: filters, lines of the sidebar, bars, and the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.browsing import Browsing, browsing, build_index, write_article
from tuinews.index.leaves import Named
from tuinews.index.querylang import parse
from tuinews.tui.commands import Where
from tuinews.tui.facet_choices import FEW, Survey, choices
from tuinews.tui.narrowing import NAMES, WIDE, Filter, Narrowing
from tuinews.tui.periods import bars, say_period

WORLD, XYZ = Filter("desk", "world"), Filter("source", "XYZ")
YEAR, MONTH, DAY = (Filter("date", each) for each in ("2021", "2021-11", "2021-11-09"))


@given(st.sampled_from(NAMES), st.text(max_size=40).filter(str.strip))
def test_a_filter_asks_for_the_whole_name_whatever_it_is(field: str, value: str) -> None:
    query = parse(Filter(field, value).text)
    assert query.node == Named(value, field)
    assert parse(query.parsed) == query


@pytest.mark.parametrize("value", ["OR", "NOT", 'the "Echo"', "-sport", "a:b", "New York", "AP"])
@pytest.mark.parametrize("field", ["tag", "path"])
def test_a_value_that_would_mean_more_is_quoted(field: str, value: str) -> None:
    assert parse(Filter(field, value).text).parsed.startswith(f"{field}:")


def test_filters_are_taken_and_taken_back_in_any_order() -> None:
    both = WIDE.toggled(WORLD).toggled(XYZ)
    assert both.text == "desk:=world source:=XYZ"
    assert both.toggled(WORLD).text == "source:=XYZ"
    assert both.widened().text == "desk:=world"
    assert both.widened("desk").text == "source:=XYZ"
    assert not both.widened().widened()
    assert not WIDE.widened()


def test_of_periods_within_each_other_the_shortest_is_in_force() -> None:
    narrowing = WIDE.narrowed(YEAR).narrowed(WORLD).narrowed(MONTH).narrowed(DAY)
    assert narrowing.text == "desk:=world date:2021-11-09"
    assert narrowing.widened("date").text == "desk:=world date:2021-11"
    assert narrowing.has(YEAR)
    assert narrowing.toggled(YEAR).text == "desk:=world"
    assert not WIDE.narrowed(Filter("date", "20210")).has(YEAR)


def test_long_facets_show_their_first_values_until_the_rest_is_asked_for() -> None:
    survey = Survey({"desk": tuple((f"desk {n}", 99 - n) for n in range(20)), "year": ()})
    shown = choices(survey, WIDE, set())
    assert [each.value for each in shown[:-1]] == [f"desk {n}" for n in range(FEW)]
    assert (shown[-1].value, shown[-1].count) == ("", 20 - FEW)
    assert [each.leads for each in shown] == [True] + [False] * FEW
    assert len(choices(survey, WIDE, {"desk"})) == 20


def test_a_byline_is_offered_without_the_word_that_says_it_is_one() -> None:
    survey = Survey({"byline": (("By the World Desk", 2), ("Byron", 1)), "desk": (("By sea", 1),)})
    offered = choices(survey, WIDE, set())
    assert [each.shown for each in offered] == ["By sea", "the World Desk", "Byron"]
    assert offered[1].filter == Filter("byline", "By the World Desk")


def test_a_value_that_is_taken_stands_first_and_is_marked() -> None:
    survey = Survey({"desk": (("sport", 9), ("world", 3)), "year": (("2020", 9), ("2021", 3))})
    shown = choices(survey, Narrowing((WORLD, MONTH)), set())
    assert [(each.value, each.taken) for each in shown] == [
        ("world", True), ("sport", False), ("2021", True), ("2020", False),
    ]  # fmt: skip


def test_a_name_of_signs_alone_is_offered_and_one_of_nothing_is_not() -> None:
    survey = Survey({"source": (("—", 9), ("AP", 3), ("", 2))})
    assert [each.value for each in choices(survey, WIDE, set())] == ["—", "AP"]


@pytest.mark.parametrize(
    ("counts", "periods"),
    [
        ((("2021", 1), ("2023", 2)), ["2021", "2022", "2023"]),
        ((("2021-11", 1), ("2022-02", 2)), ["2021-11", "2021-12", "2022-01", "2022-02"]),
        ((("2020-02-28", 1), ("2020-03-01", 2)), ["2020-02-28", "2020-02-29", "2020-03-01"]),
        ((("0001", 1), ("9999", 2)), ["0001", "9999"]),
        ((), []),
    ],
)
def test_bars_leave_no_period_out_unless_there_are_far_too_many(
    counts: tuple[tuple[str, int], ...], periods: list[str]
) -> None:
    found = bars(counts)
    assert [bar.period for bar in found] == periods
    assert sum(bar.articles for bar in found) == sum(count for _, count in counts)


def test_periods_are_said_in_words() -> None:
    said = [say_period(each.value) for each in (YEAR, MONTH, DAY)]
    assert said == ["2021", "November 2021", "9 November 2021"]


async def counted(browser: Browsing, key: str) -> None:
    """Open the sidebar or the timeline, from when it is counted."""
    await browser.press(key)
    screen = browser.screen
    await browser.until(lambda: screen.sidebar.choices if key == "f" else screen.timeline.bars)


async def test_facets_follow_the_search_and_combine_with_it(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("/")
        await browser.type("harbour OR wind")
        await browser.press("enter")
        await counted(browser, "f")
        desks = [each.value for each in browser.screen.sidebar.choices if each.facet == "desk"]
        assert sorted(desks) == ["business", "science", "sport", "world"]
        while browser.screen.sidebar.chosen.value != "XYZ":
            await browser.press("j")
        await browser.press("enter")
        assert browser.screen.listing.total == 2
        assert browser.screen.listing.parsed == "(harbour OR wind) source:=XYZ"
        assert browser.screen.sidebar.chosen.value == "XYZ"
        await browser.shows("(harbour OR wind) source:=XYZ")
        await browser.press("/", "ctrl+u")
        await browser.type("ferry")
        assert browser.screen.listing.parsed.endswith("source:=XYZ")
        await browser.press("enter", "escape")
        assert browser.screen.listing.total == 44
        assert not browser.screen.narrowing


async def test_the_count_beside_a_value_is_what_taking_it_lists(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await counted(browser, "f")
        for number in range(len(browser.screen.sidebar.choices)):
            await browser.press("home", *("j" for _step in range(number)))
            choice = browser.screen.sidebar.chosen
            await browser.press("enter")
            assert browser.screen.listing.total == choice.count
            await browser.press("backspace")


async def test_what_was_read_and_starred_can_be_narrowed_to(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("m", "j", "s")
        await counted(browser, "f")
        states = [
            (each.value, each.count)
            for each in browser.screen.sidebar.choices
            if each.facet == "state"
        ]
        assert states == [("unread", 43), ("read", 1), ("starred", 1)]
        await browser.press("end", "enter")
        assert browser.screen.listing.total == 1
        assert browser.cursor_id == "business/ferry.md"
        assert "is:starred" in browser.lines[0]
        await browser.press("enter", "k", "enter")
        assert browser.screen.narrowing.text == "is:read"
        assert browser.cursor_id == "world/harbour.md"


async def test_marks_can_be_asked_for_in_a_search(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("s", "/")
        await browser.type("harbour is:starred")
        assert browser.screen.listing.total == 1
        await browser.press("ctrl+u")
        await browser.type("thread:nothing.md")
        await browser.shows("there is no article nothing.md")


async def test_the_cursor_stays_on_its_article_when_the_list_is_narrowed(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await browser.press("j")
        await counted(browser, "f")
        while browser.screen.sidebar.chosen.value != "XYZ":
            await browser.press("j")
        await browser.press("enter")
        assert browser.cursor_id == "business/ferry.md"


async def test_under_80_columns_the_sidebar_lies_over_the_list(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(60, 20)) as browser:
        await counted(browser, "f")
        assert "Harbour board" not in browser.text
        assert browser.lines[0].startswith(" 44 of 44")
        await browser.press("enter")
        assert "40 of 44" in browser.lines[0]
        await browser.press("tab")
        assert browser.screen.where is Where.LIST
        assert browser.lines[2].startswith("▶")
        await browser.pilot.resize_terminal(100, 20)
        await browser.shows("Narrow by")
        await browser.shows("Note 039")


async def test_the_sidebar_gives_way_to_an_open_article_and_comes_back(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await counted(browser, "f")
        await browser.press("tab", "enter")
        await browser.shows("The harbour board voted on Tuesday")
        assert "Narrow by" not in browser.text
        await browser.press("q")
        await browser.shows("Narrow by")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_from_an_open_article_one_goes_to_the_facets_of_the_list_and_back_to_its_place(
    archive: Path, index: Path, state: Path, size: tuple[int, int]
) -> None:
    async with browsing(archive, index, state, size=size) as browser:
        await browser.press("j", "j", "enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        await browser.press("space")
        place = browser.screen.view.place()
        assert place != (0, 0)
        await counted(browser, "f")
        assert browser.screen.where is Where.FACETS
        await browser.shows("Narrow by" if size[0] >= 80 else "44 of 44")
        assert browser.screen.view.display == (size[0] == 120)
        await browser.press("f")
        assert browser.screen.where is Where.LIST
        assert browser.cursor_id == "notes/039.md"
        await browser.press("enter")
        await browser.until(lambda: browser.screen.where is Where.READER)
        assert browser.screen.view.place() == place
        await counted(browser, "T")
        assert browser.screen.where is Where.TIMELINE
        await browser.press("enter")
        assert browser.screen.listing.total < 44


async def test_narrowing_to_a_period_shows_finer_ones(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        await counted(browser, "T")
        await browser.press("end", "left")
        await browser.shows("2020 · 40 articles")
        await browser.press("enter")
        assert [len(bar.period) for bar in browser.screen.timeline.bars] == [10] * 40
        await browser.press("enter")
        assert browser.screen.listing.total == 1
        await browser.press("enter")
        await browser.shows("A day is as fine as it gets")


async def test_on_a_low_screen_the_timeline_itself_names_the_bar_under_its_cursor(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state, size=(40, 12)) as browser:
        await counted(browser, "T")
        await browser.press("end")
        assert "2021 · 2 articles" in browser.text
        await browser.press("left")
        assert "2020 · 40 articles" in browser.text
        await browser.pilot.resize_terminal(40, 24)
        await browser.until(lambda: browser.app.size.height == 24)
        await browser.settled()
        assert browser.text.count("2020 · 40 articles") == 1


async def test_an_article_that_states_nothing_but_its_text_can_be_browsed_with_both_open(
    tmp_path: Path, state: Path
) -> None:
    write_article(tmp_path / "archive" / "a.txt", "Only this.\n")
    index = build_index(tmp_path / "archive", tmp_path / "index")
    async with browsing(tmp_path / "archive", index, state) as browser:
        await counted(browser, "T")
        await counted(browser, "f")
        await browser.press("enter", "j", "k", "G", "g", "backspace")
        assert browser.screen.listing.total == 1


async def test_without_an_index_the_sides_say_so(archive: Path, tmp_path: Path) -> None:
    async with browsing(archive, tmp_path / "none", tmp_path / "state") as browser:
        await browser.press("f")
        await browser.shows("No index to count from yet")
        await browser.press("enter", "j", "f", "T", "enter", "left", "end")
        await browser.shows("No index to count from yet")


async def test_filters_that_nothing_passes_any_more_say_how_to_get_back(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(archive, index, state) as browser:
        browser.screen.narrowing = Narrowing((Filter("desk", "gone"),))
        browser.screen.ask()
        await browser.shows("No article passes the filters.")
        await browser.shows("⌫  in the list takes away  desk:=gone")
        await browser.press("backspace")
        assert browser.screen.listing.total == 44
