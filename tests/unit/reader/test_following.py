"""Marks stay with an article whose file is moved, corrected, or both in turn."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.reader.conftest import Rows
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.reader.departures import Departure
from tuinews.reader.marks import Marks
from tuinews.reader.reader import Reader

KABUL = "Kabul talks\n\nKABUL (XYZ) -- They talked.\n\nThey talked more.\n"


@pytest.fixture
def marks(state: Path, archive: Path) -> Marks:
    """The marks of an archive with one article, starred, tagged and noted upon."""
    (archive / "world").mkdir()
    (archive / "world/kabul.txt").write_text(KABUL)
    (archive / "oslo.txt").write_text("Oslo wins\n\nOslo won.\n")
    marks = Marks.open(state, archive)
    marks.follow(Rows(archive))
    marks.set_starred("world/kabul.txt", True)
    marks.set_tags(["world/kabul.txt"], {"asia": True})
    marks.set_note("world/kabul.txt", "call")
    return marks


def starred(marks: Marks) -> set[str]:
    """What is starred; tag and note have gone the same way."""
    assert marks.ids_starred() == marks.ids_tagged("asia") == marks.ids_with_note()
    return set(marks.ids_starred())


def test_a_moved_article_takes_its_marks_along(marks: Marks, archive: Path, state: Path) -> None:
    (archive / "2021").mkdir()
    (archive / "world/kabul.txt").rename(archive / "2021/kabul-talks.txt")
    assert marks.follow(Rows(archive)) == 1
    assert starred(marks) == starred(Marks.open(state, archive)) == {"2021/kabul-talks.txt"}
    assert marks.follow(Rows(archive)) == 0


def test_a_corrected_article_keeps_its_marks_and_is_found_by_its_new_bytes(
    marks: Marks, archive: Path
) -> None:
    (archive / "world/kabul.txt").write_text(KABUL + "\nCorrected.\n")
    assert marks.follow(Rows(archive)) == 0
    assert starred(marks) == {"world/kabul.txt"}
    (archive / "world/kabul.txt").rename(archive / "elsewhere.txt")
    marks.follow(Rows(archive))
    assert starred(marks) == {"elsewhere.txt"}


def test_a_copy_takes_no_marks_from_the_article(marks: Marks, archive: Path) -> None:
    (archive / "copy.txt").write_text(KABUL)
    assert marks.follow(Rows(archive)) == 0
    assert starred(marks) == {"world/kabul.txt"}


def test_an_article_that_is_only_not_indexed_yet_is_not_taken_for_gone(
    marks: Marks, archive: Path
) -> None:
    (archive / "copy.txt").write_text(KABUL)
    rows = Rows(archive)
    rows.found = [found for found in rows.found if found[0] == b"copy.txt"]
    assert marks.follow(rows) == 0
    assert starred(marks) == {"world/kabul.txt"}


def test_marks_wait_for_an_article_that_comes_back(marks: Marks, archive: Path) -> None:
    (archive / "world/kabul.txt").rename(archive.parent / "away.txt")
    marks.follow(Rows(archive))
    assert starred(marks) == {"world/kabul.txt"}
    (archive.parent / "away.txt").rename(archive / "back.txt")
    assert marks.follow(Rows(archive)) == 1
    assert starred(marks) == {"back.txt"}


def test_copies_that_are_moved_together_keep_their_own_marks(marks: Marks, archive: Path) -> None:
    (archive / "b.txt").write_text(KABUL)
    marks.follow(Rows(archive))
    marks.set_read("b.txt", True)
    (archive / "new").mkdir()
    (archive / "b.txt").rename(archive / "new/b.txt")
    (archive / "world/kabul.txt").rename(archive / "new/kabul.txt")
    assert marks.follow(Rows(archive)) == 2
    assert starred(marks) == {"new/kabul.txt"}
    assert marks.ids_read() == {"new/b.txt"}


def test_where_marks_meet_none_is_lost(marks: Marks, archive: Path) -> None:
    (archive / "copy.txt").write_text(KABUL)
    marks.follow(Rows(archive))
    marks.set_read("copy.txt", True)
    marks.set_note("copy.txt", "second")
    marks.set_starred("copy.txt", True)
    marks.set_tags(["copy.txt"], {"asia": True})
    (archive / "world/kabul.txt").unlink()
    assert marks.follow(Rows(archive)) == 1
    assert starred(marks) == {"copy.txt"}
    assert marks.is_read("copy.txt")
    assert sorted(marks.note_of("copy.txt").split("\n")) == ["call", "second"]


def test_a_mark_set_in_this_session_knows_the_bytes_of_its_article(
    marks: Marks, archive: Path
) -> None:
    marks.set_read("oslo.txt", True)
    (archive / "oslo.txt").rename(archive / "norway.txt")
    marks.follow(Rows(archive))
    assert marks.ids_read() == {"norway.txt"}


def test_many_marks_are_followed_by_name_that_is_not_text(marks: Marks, archive: Path) -> None:
    for number in range(40):
        (archive / f"{number}.txt").write_text(f"Story {number}\n")
    old, new = os.fsdecode(b"caf\xe9.txt"), os.fsdecode(b"th\xe9.txt")
    (archive / old).write_text("Odd name\n")
    names = [*(f"{number}.txt" for number in range(40)), old]
    marks.set_all_read(names, True)
    marks.follow(Rows(archive))
    (archive / old).rename(archive / new)
    for number in range(20):
        (archive / f"{number}.txt").rename(archive / f"moved-{number}.txt")
    assert marks.follow(Rows(archive)) == 21
    assert marks.ids_read() == {
        new,
        *(f"moved-{number}.txt" for number in range(20)),
        *(f"{number}.txt" for number in range(20, 40)),
    }


def test_the_position_moves_with_the_article(state: Path, archive: Path) -> None:
    (archive / "a.txt").write_text(KABUL)
    reader = Reader.open(state, archive)
    article = read_article(archive, stat_entry(archive, "a.txt"))
    assert reader.positions.save(article, (0, 1))
    reader.marks.follow(Rows(archive))
    (archive / "a.txt").rename(archive / "b.txt")
    reader.marks.follow(Rows(archive))
    moved = read_article(archive, stat_entry(archive, "b.txt"))
    assert reader.positions.find(moved) == (0, 1)


def test_where_a_session_was_left_moves_with_the_article(
    marks: Marks, state: Path, archive: Path
) -> None:
    departures = Reader.open(state, archive).departures
    assert departures.save(Departure("talks", (), "relevance", "world/kabul.txt", True))
    (archive / "world/kabul.txt").rename(archive / "moved.txt")
    marks.follow(Rows(archive))
    assert departures.find() == Departure("talks", (), "relevance", "moved.txt", True)
    (archive / "copy.txt").write_text(KABUL)
    marks.set_read("copy.txt", True)
    (archive / "moved.txt").unlink()
    marks.follow(Rows(archive))
    assert departures.find() == Departure("talks", (), "relevance", "copy.txt", True)
