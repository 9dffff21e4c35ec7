"""Where a session was left is there for the next one, and follows what happens to the article."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tuinews.reader.departures import Departure
from tuinews.reader.reader import Reader

HITS = Departure(
    "tag:x trade", (("desk", "world"), ("date", "2021-11")), "newest", "a/\udcff.md", True
)
LIST = Departure("", (), "oldest", "b.md", False)


def test_the_last_departure_from_an_archive_is_there_for_the_next_session(
    state: Path, archive: Path, tmp_path: Path
) -> None:
    reader = Reader.open(state, archive)
    assert reader.departures.find() is None
    assert reader.departures.save(LIST)
    assert reader.departures.save(HITS)
    reader.close()
    assert Reader.open(state, archive).departures.find() == HITS
    assert Reader.open(state, tmp_path / "another").departures.find() is None


def test_a_database_of_the_third_version_keeps_all_and_learns_departures(
    state: Path, archive: Path
) -> None:
    reader = Reader.open(state, archive)
    reader.marks.set_starred("a.md", True)
    assert reader.commands.add("less")
    reader.close()
    (file,) = state.glob("*.sqlite3")
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("DROP TABLE departures")
        database.execute("PRAGMA user_version = 3")
    again = Reader.open(state, archive)
    assert again.notice is None
    assert again.marks.is_starred("a.md")
    assert again.commands.recent() == ("less",)
    assert again.departures.save(LIST)
    assert again.departures.find() == LIST
