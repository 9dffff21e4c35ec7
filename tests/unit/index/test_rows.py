"""The columns of list rows: what goes in comes out, generation after generation."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index import row_writer
from tuinews.index.analysis import fold
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.row import Row
from tuinews.index.row_buffer import Names, RowBuffer
from tuinews.index.row_order import sorted_headlines, sorted_texts
from tuinews.index.row_parcel import Parcel, receive, send
from tuinews.index.row_texts import texts_of
from tuinews.index.row_writer import Changes, RowWriter
from tuinews.index.rows import Rows

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


class Kept:
    """Rows through generations, as an indexer keeps them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Rows | None = None
        self.base = folder / "none"
        self.generation = 0

    def commit(
        self,
        changes: Changes,
        renumbered: np.ndarray,
        adopted: Sequence[tuple[Parcel, int]] = (),
    ) -> Rows:
        self.generation += 1
        writer = RowWriter(self.rows, changes, renumbered, adopted)
        contents = self.folder / f"{self.generation}.contents"
        with SegmentWriter(contents) as file:
            meta = writer.write_changes(file) if writer.is_small else {}
            file.close(meta)
        if not writer.is_small:
            self.base = self.folder / f"{self.generation}.rows"
            writer.write(self.base)
        self.rows = Rows(SegmentFile(self.base), SegmentFile(contents))
        return self.rows


def sent(rows: Sequence[Row]) -> Parcel:
    """The rows of articles that another process read, as they come over a pipe."""
    buffer = RowBuffer(Names())
    for place, row in enumerate(rows):
        buffer.add(os.fsencode(row.id), row, place)
    ours, theirs = Pipe()
    with ours, theirs:
        send(theirs, buffer)
        return receive(ours)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_generations_of_changes_come_back(tmp_path_factory, data: st.DataObject) -> None:
    kept = Kept(tmp_path_factory.mktemp("rows"))
    expected: dict[str, Row] = {}
    doc: dict[str, int] = {}
    docs = 0
    before = row_writer.MOST_CHANGES
    try:
        for _ in range(5):
            row_writer.MOST_CHANGES = data.draw(st.sampled_from([0, 5, 1000]))
            moves = data.draw(st.permutations(range(docs))) if data.draw(st.booleans()) else None
            renumbered = np.array(moves or range(docs), np.int64)
            doc = {name: int(renumbered[number]) for name, number in doc.items()}
            changes: dict[str, tuple[Row, int] | None] = {}
            elsewhere: list[Row] = []
            for name in data.draw(st.lists(IDS, max_size=6, unique=True)):
                if name in expected and data.draw(st.booleans()):
                    changes[name] = None
                    del expected[name], doc[name]
                elif name not in expected and data.draw(st.booleans()):
                    elsewhere.append(data.draw(rows_of(name)))
                else:
                    expected[name] = data.draw(rows_of(name))
                    doc[name] = docs
                    changes[name] = expected[name], docs
                    docs += 1
            adopted = [(sent(elsewhere), docs)] if elsewhere else []
            for row in elsewhere:
                expected[row.id], doc[row.id] = row, docs
                docs += 1
            last = kept.rows
            rows = kept.commit(changes, renumbered, adopted)
            if last is not None:
                known = set(last.keys())
                assert rows.count_new(last) == sum(key not in known for key in list(rows.keys()))
            ordered = sorted(expected, key=os.fsencode)
            assert [back(rows, row) for row in range(len(rows))] == [expected[n] for n in ordered]
            assert list(rows.keys()) == list(map(os.fsencode, ordered))
            for place in range(len(rows)):
                assert rows.find(rows.id(place)) == place
                assert rows.doc(place) == doc[rows.id(place)]
                assert rows.row_of_doc[rows.doc(place)] == place
            assert int((rows.row_of_doc >= 0).sum()) == len(rows)
            assert rows.find("no such id") is None
            check_orders(rows)
    finally:
        row_writer.MOST_CHANGES = before


def check_orders(rows: Rows) -> None:
    every = range(len(rows))
    seconds = rows.column("published").tolist()
    newest = sorted(every, key=lambda row: (-seconds[row], row))
    assert rows.ordered("newest").tolist() == newest
    assert rows.ordered("oldest").tolist() == newest[::-1]
    by_headline = sorted(every, key=lambda row: (fold(rows.headline(row)), row))
    assert rows.ordered("headline").tolist() == by_headline
    starts, numbers = rows.keyword_lists
    for row in every:
        mine = numbers[starts[row] : starts[row + 1]].tolist()
        assert tuple(map(rows.name, mine)) == rows.keywords(row)
        assert rows.name(int(rows.column("desk")[row])) == rows.desk(row)
    folded = [fold(rows.name(number)) for number in range(len(rows.names.start) - 1)]
    places = {name: place for place, name in enumerate(sorted(set(folded)))}
    assert rows.name_places.tolist() == [places[name] for name in folded]


def table(tmp_path: Path, *rows: Row) -> Rows:
    changes = {row.id: (row, place) for place, row in enumerate(rows)}
    return Kept(tmp_path).commit(changes, np.empty(0, np.int64))


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


def test_a_few_changes_leave_the_file_of_rows_as_it_is(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    day = dt.date(2021, 1, 1)
    kept.commit({f"{n}": (made(f"{n}", day), n) for n in range(50)}, np.empty(0, np.int64))
    base = kept.base
    rows = kept.commit({"7": (made("7", day, "new"), 50)}, np.arange(50))
    assert kept.base == base
    assert rows.headline(rows.find("7") or 0) == "new"
    assert len(rows) == 50


def test_rows_are_written_anew_when_carrying_changes_on_has_cost_as_much(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    day = dt.date(2021, 1, 1)
    size, batch = 4000, 100
    before, row_writer.MOST_CHANGES = row_writer.MOST_CHANGES, 0
    try:
        kept.commit({f"{n:05}": (made(f"{n:05}", day), n) for n in range(size)}, np.arange(0))
        carried = written = 0
        for turn in range(20):
            base, laid = kept.base, 0
            if kept.rows is not None and kept.rows.changes is not None:
                laid = len(kept.rows.gone) + kept.rows.changes.rows
            names = [f"{turn * batch + n:05}" for n in range(batch)]
            first = size + turn * batch
            changes = {name: (made(name, day, "new"), first + n) for n, name in enumerate(names)}
            rows = kept.commit(changes, np.arange(first))
            carried = carried + laid if kept.base == base else 0
            written += kept.base != base
            assert carried <= size
            assert len(rows.gone) + (rows.changes.rows if rows.changes else 0) <= size // 4
            assert [rows.headline(rows.find(name) or 0) for name in names] == ["new"] * batch
        assert 0 < written < 10
        assert len(rows) == size
    finally:
        row_writer.MOST_CHANGES = before


def test_many_changed_headlines_are_put_in_order_like_few(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    day = dt.date(2021, 1, 1)
    kept.commit({f"{n}": (made(f"{n}", day, f"h{n}"), n) for n in range(300)}, np.arange(0))
    base = kept.base
    for first, count in ((0, 2), (2, 90)):
        names = [f"{n}" for n in range(first, first + count)]
        changes = {n: (made(n, day, "É" * (int(n) % 7) + n), 300 + int(n)) for n in names}
        rows = kept.commit(changes, np.arange(300 + first))
        check_orders(rows)
    assert kept.base == base


def test_times_of_files_stay_exact_beside_one_of_1970(tmp_path: Path) -> None:
    kept, day = Kept(tmp_path), dt.date(2021, 11, 9)
    times = {"old": 0, "new": 1_636_416_000_123_456_789, "more": 1_636_416_000_987_654_321}
    made_of = {name: replace(made(name, day), mtime_ns=time) for name, time in times.items()}
    kept.commit({"old": (made_of["old"], 0), "new": (made_of["new"], 1)}, np.arange(0))
    rows = kept.commit({}, np.arange(2), [(sent([made_of["more"]]), 2)])
    assert {rows.id(row): rows.mtime_ns(row) for row in range(3)} == times


@given(st.lists(st.text("abAÀé日\U0001f600", max_size=20)), st.sampled_from(["", "2021/11/"]))
def test_texts_are_put_in_order_however_alike_they_begin(texts: list[str], before: str) -> None:
    encoded = [(before + text).encode() for text in texts]
    places = range(len(texts))
    assert sorted_texts(texts_of(encoded)).tolist() == sorted(places, key=encoded.__getitem__)
    folded = [fold(before + text) for text in texts]
    assert sorted_headlines(texts_of(encoded)).tolist() == sorted(places, key=folded.__getitem__)
