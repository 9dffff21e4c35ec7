"""Dates in every form that metadata, paths and datelines carry."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.dates import date_in_path, moment_of, nearest_year, parse_date

UTC = dt.UTC
DAY = dt.date(2021, 11, 9)
MORNING = dt.datetime(2021, 11, 9, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("2021-11-09", "2021/11/09", "2021.11.09", "20211109", "9 November 2021", "9 Nov 2021"),
        *("Nov. 9, 2021", "November 9, 2021", "November 9th, 2021", "9th of November 2021"),
        *("9. November 2021", "09.11.2021", "9-Nov-2021", "Tuesday, November 9, 2021"),
        *("9 de noviembre de 2021", "9 novembre 2021", "mardi 9 novembre 2021", "2021年11月9日"),
        *("2021년 11월 9일", "9 ноября 2021", "11/13/2021", " 2021-11-09 "),
    ],
)
def test_a_day_is_read_in_many_forms(text: str) -> None:
    expected = dt.date(2021, 11, 13) if "13" in text else DAY
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2021-11-09T10:15:00Z", "2021-11-09 10:15", "2021-11-09T10:15:00.000000000Z"),
        *("2021-11-09T11:15:00+01:00", "2021-11-09 11:15:00 +0100", "2021-11-09 11:15:00 +1:00"),
        *("20211109T101500Z", "20211109T101500+0000", "Tue, 09 Nov 2021 10:15:00 GMT"),
        *("Tue, 9 Nov 2021 05:15:00 -0500 (EST)", "Tue Nov  9 10:15:00 UTC 2021", "1636452900"),
        *("1636452900000", "November 9, 2021 at 5:15 a.m. EST", "9 Nov 2021, 10:15 am"),
        *("2021-11-09T10：15：00Z",),
    ],
)
def test_a_moment_is_read_in_many_forms(text: str) -> None:
    assert parse_date(text) == MORNING


@pytest.mark.parametrize(
    "text",
    [
        *("", "someday", "2021", "2021-11", "2021-13-01", "2021-02-30", "0001-01-01", "9999-99-99"),
        *("4/5/2021", "2021-11-09T25:00:00", "2021-11-09T10", "true", "9 Foovember 2021", "-1"),
        *("2021-11-09" * 9, "99999999999999999999", "12345"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_values_that_are_dates_already_are_kept() -> None:
    assert parse_date(DAY) == DAY
    assert parse_date(dt.datetime(2021, 11, 9, 10, 15)) == MORNING
    assert parse_date(1636452900) == MORNING
    assert parse_date(20211109) == DAY
    nothing: tuple[object, ...] = (True, None, [], float("inf"), float("nan"), -5, 10**30)
    for value in nothing:
        assert parse_date(value) is None


def test_a_zone_nobody_knows_leaves_the_day() -> None:
    assert parse_date("9 November 2021 10:15 XYZ") == DAY


@pytest.mark.parametrize(
    ("id", "day"),
    [
        ("2021-11-09-storm.md", DAY),
        ("world/20211109_storm.txt", DAY),
        ("2021/11/09/storm.txt", DAY),
        ("2019-01-01/2021-11-09-storm.txt", DAY),
        ("2021-11-09/2021-13-45.txt", DAY),
        ("storm-2021-11.txt", None),
        ("120211109.txt", None),
        ("storm.txt", None),
    ],
)
def test_a_day_is_read_from_a_path(id: str, day: dt.date | None) -> None:  # noqa: A002 - an id
    assert date_in_path(id) == day


def test_a_day_without_year_is_the_nearest() -> None:
    assert nearest_year(12, 31, dt.date(2022, 1, 1)) == dt.date(2021, 12, 31)
    assert nearest_year(1, 1, dt.date(2021, 12, 31)) == dt.date(2022, 1, 1)
    assert nearest_year(2, 29, dt.date(2021, 3, 1)) == dt.date(2020, 2, 29)
    assert nearest_year(2, 30, dt.date(2021, 3, 1)) is None


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_time_of_a_file_is_a_moment(mtime_ns: int) -> None:
    assert moment_of(mtime_ns).tzinfo is UTC


@given(st.text(max_size=90) | st.integers() | st.floats())
def test_any_value_may_be_asked(value: object) -> None:
    found = parse_date(value)
    assert found is None or not isinstance(found, dt.datetime) or found.tzinfo is not None
