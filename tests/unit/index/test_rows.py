"""The columns of list rows: what goes in comes out, generation after generation."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index.arrays import ArrayFile
from tuinews.index.row_writer import write_rows
from tuinews.index.rows import Row, Rows

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
MOMENTS = st.one_of(
    st.dates(),
    st.datetimes(timezones=ZONES).map(lambda moment: moment.replace(microsecond=0)),
)
NAMES = st.sampled_from(["", "World", "Sport", "São Paulo", "日本"])
IDS = st.text(alphabet="abcé/-\udcff日", min_size=1, max_size=6)


@st.composite
def rows_of(draw: st.DrawFn, article_id: str) -> Row:
    return Row(
        id=article_id,
        headline=draw(st.text(alphabet="abc Éß日", max_size=8)),
        published=draw(MOMENTS),
        size=draw(st.integers(0, 2**50)),
        mtime_ns=draw(st.integers(-(2**60), 2**60)),
        digest=draw(st.binary(min_size=16, max_size=16)),
        words=draw(st.integers(0, 2**31)),
        desk=draw(NAMES),
        source=draw(NAMES),
        place=draw(NAMES),
        byline=draw(NAMES),
        language=draw(NAMES),
        keywords=tuple(draw(st.lists(NAMES.filter(bool), max_size=3, unique=True))),
    )


def back(rows: Rows, row: int) -> Row:
    return Row(
        rows.id(row), rows.headline(row), rows.published(row), rows.size(row),
        rows.mtime_ns(row), rows.digest(row), rows.words(row), rows.desk(row), rows.source(row),
        rows.place(row), rows.byline(row), rows.language(row), rows.keywords(row),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_generations_of_changes_come_back(tmp_path_factory, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("rows")
    expected: dict[str, Row] = {}
    doc: dict[str, int] = {}
    rows: Rows | None = None
    docs = 0
    for generation in range(3):
        names = data.draw(st.lists(IDS, max_size=6, unique=True))
        changes: dict[str, tuple[Row, int] | None] = {}
        for name in names:
            if name in expected and data.draw(st.booleans()):
                changes[name] = None
                del expected[name], doc[name]
            else:
                expected[name] = data.draw(rows_of(name))
                doc[name] = docs
                changes[name] = expected[name], docs
                docs += 1
        path = folder / f"rows-{generation}.arrays"
        write_rows(path, rows, changes, lambda number: number, docs)
        rows = Rows(ArrayFile.open(path))
        assert [back(rows, row) for row in range(len(rows))] == [
            expected[name] for name in sorted(expected, key=os.fsencode)
        ]
        for row in range(len(rows)):
            assert rows.find(rows.id(row)) == row
            assert rows.columns.doc[row] == doc[rows.id(row)]
            assert rows.columns.row_of_doc[doc[rows.id(row)]] == row
        assert sum(row >= 0 for row in rows.columns.row_of_doc) == len(rows)
        assert rows.find("no such id") is None


def table(tmp_path: Path, *rows: Row) -> Rows:
    changes = {row.id: (row, place) for place, row in enumerate(rows)}
    write_rows(tmp_path / "rows", None, changes, lambda number: number, len(rows))
    return Rows(ArrayFile.open(tmp_path / "rows"))


def made(name: str, published: dt.date, headline: str = "") -> Row:
    return Row(name, headline, published, 1, 1, bytes(16), 1)


def test_orders_are_by_time_and_by_folded_headline(tmp_path: Path) -> None:
    rows = table(
        tmp_path,
        made("a", dt.date(2021, 1, 1), "zebra"),
        made("b", dt.date(2022, 1, 1), "Élan"),
        made("c", dt.date(1901, 1, 1), "echo"),
    )
    assert [rows.id(row) for row in rows.order("newest")] == ["b", "a", "c"]
    assert [rows.id(row) for row in rows.order("oldest")] == ["c", "a", "b"]
    assert [rows.id(row) for row in rows.order("headline")] == ["c", "b", "a"]


def test_the_date_is_the_articles_own_whatever_the_time_zone(tmp_path: Path) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    row = Row("a", "", dt.datetime(2021, 11, 9, 1, tzinfo=tokyo), 1, 1, bytes(16), 1)
    rows = table(tmp_path, row)
    assert rows.published_date(0) == dt.date(2021, 11, 9)
    assert rows.published(0) == row.published


def test_an_empty_table_can_be_read(tmp_path: Path) -> None:
    rows = table(tmp_path)
    assert len(rows) == 0
    assert rows.find("a") is None
    assert list(rows.order("newest")) == []


def test_a_heap_that_is_mostly_waste_is_written_afresh(tmp_path: Path) -> None:
    long = "x" * 700_000
    rows = table(tmp_path, *(made(name, dt.date(2021, 1, 1), long) for name in "abcd"))
    for generation in range(4):
        changed = {name: (made(name, dt.date(2021, 1, 1), "short"), 0) for name in "abc"}
        path = tmp_path / f"rows-{generation}"
        write_rows(path, rows, changed, lambda number: number, 4)
        rows = Rows(ArrayFile.open(path))
    assert (tmp_path / "rows-3").stat().st_size < 1_000_000
    assert [rows.headline(row) for row in range(4)] == ["short"] * 3 + [long]
