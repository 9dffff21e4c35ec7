"""What settings change in the list and the reader: dates, columns, desk names, measure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.browsing import browsing
from tuinews.settings import Settings
from tuinews.settings.values import DATE_STYLES, DateStyle
from tuinews.tui.listed_dates import CELLS, listed_date

TODAY = dt.date(2021, 12, 1)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-12-01", "today"),
        ("2021-11-30", "yesterday"),
        ("2021-12-02", "tomorrow"),
        ("2021-12-11", "in 10 days"),
        ("2022-06-01", "2022-06-01"),
        ("2021-11-09", "22 days"),
        ("2021-06-01", "6 months"),
        ("1969-07-20", "52 years"),
    ],
)
def test_a_relative_date_says_how_long_ago_it_is(day: str, said: str) -> None:
    assert listed_date(dt.date.fromisoformat(day), "relative", TODAY) == said


@given(st.dates(), st.dates(), st.sampled_from(DATE_STYLES))
def test_every_date_fits_its_column(day: dt.date, today: dt.date, style: DateStyle) -> None:
    assert len(listed_date(day, style, today)) <= CELLS[style]


async def test_columns_stand_in_the_order_of_the_settings(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(columns=("source", "desk", "date"), date_style="iso")
    async with browsing(archive, index, state, settings=settings) as browser:
        assert browser.lines[2].split()[:5] == ["▶", "•", "XYZ", "world", "2021-11-09"]
        assert browser.lines[2].split()[5] == "Harbour"


async def test_a_list_may_have_headlines_alone(archive: Path, index: Path, state: Path) -> None:
    async with browsing(archive, index, state, settings=Settings(columns=())) as browser:
        assert browser.lines[2] == "▶ • Harbour board votes to dredge the northern channel"


async def test_a_desk_is_shown_by_its_name_in_list_and_reader(
    archive: Path, index: Path, state: Path
) -> None:
    settings = Settings(desks={"world": "Abroad"})
    async with browsing(archive, index, state, settings=settings) as browser:
        assert browser.lines[2].split()[5] == "Abroad"
        await browser.press("enter")
        await browser.shows("XYZ · Abroad")


@pytest.mark.parametrize("measure", [40, 120])
async def test_no_line_of_text_is_longer_than_the_measure(
    archive: Path, index: Path, state: Path, measure: int
) -> None:
    settings = Settings(measure=measure)
    async with browsing(archive, index, state, size=(140, 30), settings=settings) as browser:
        await browser.press("enter")
        await browser.shows("The harbour board voted")
        layout = browser.screen.view.laid_out
        assert layout is not None
        lines = [line for section in layout.sections for line in section]
        assert max(line.end - line.start for line in lines) <= measure


async def test_what_was_not_taken_of_the_settings_is_said_at_first(
    archive: Path, index: Path, state: Path
) -> None:
    async with browsing(
        archive, index, state, notices=("tuinews.yaml:1: theme: ignored",)
    ) as browser:
        await browser.shows("tuinews.yaml:1: theme: ignored")
