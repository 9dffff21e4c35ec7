"""What a reader marked is kept, for each archive, across sessions and crashes."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.reader.marks import Marks


def test_marks_are_there_in_the_next_session(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_read("world/a.txt", True)
    marks.set_starred("world/b.txt", True)
    marks.close()
    again = Marks.open(state, archive)
    assert again.is_read("world/a.txt")
    assert not again.is_read("world/b.txt")
    assert again.is_starred("world/b.txt")
    assert again.notice is None


def test_a_mark_can_be_taken_away(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_starred("a", True)
    marks.set_starred("a", False)
    assert not marks.is_starred("a")
    assert not Marks.open(state, archive).is_starred("a")


def test_reading_does_not_touch_the_star(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_starred("a", True)
    marks.set_read("a", True)
    marks.set_read("a", False)
    assert Marks.open(state, archive).is_starred("a")


def test_many_articles_are_marked_at_once(state: Path, archive: Path) -> None:
    names = [f"{n}.txt" for n in range(3000)]
    Marks.open(state, archive).set_all_read(names, True)
    again = Marks.open(state, archive)
    assert all(again.is_read(name) for name in names)


def test_two_archives_keep_their_marks_apart(state: Path, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    Marks.open(state, archive).set_read("a.txt", True)
    assert not Marks.open(state, tmp_path / "other").is_read("a.txt")


def test_a_name_that_is_not_text_can_be_marked(state: Path, archive: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    Marks.open(state, archive).set_read(name, True)
    assert Marks.open(state, archive).is_read(name)


def test_another_sessions_marks_appear_on_refresh(state: Path, archive: Path) -> None:
    mine, theirs = Marks.open(state, archive), Marks.open(state, archive)
    theirs.set_read("a.txt", True)
    assert mine.refresh()
    assert mine.is_read("a.txt")
    assert not mine.refresh()


def test_the_folder_of_marks_is_private(state: Path, archive: Path) -> None:
    Marks.open(state, archive)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_where_nothing_can_be_written_marks_live_in_memory_and_say_so(
    tmp_path: Path, archive: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    marks = Marks.open(tmp_path / "file", archive)
    marks.set_read("a", True)
    assert marks.is_read("a")
    assert "for this session only" in (marks.notice or "")


def test_a_damaged_database_is_left_alone_and_said(state: Path, archive: Path) -> None:
    state.mkdir()
    (state / "marks.sqlite3").write_bytes(b"not a database" * 100)
    marks = Marks.open(state, archive)
    assert "for this session only" in (marks.notice or "")
    assert (state / "marks.sqlite3").read_bytes().startswith(b"not a database")


def test_tags_are_counted_and_found_however_they_are_typed(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_tags(["a", "b"], {" Foreign \n Policy": True})
    marks.set_tags(["a"], {"oil": True})
    marks.set_tags(["a"], {"  ": True})
    again = Marks.open(state, archive)
    assert again.tags() == {"foreign policy": 2, "oil": 1}
    assert again.tags_of("a") == ("foreign policy", "oil")
    assert again.ids_tagged("FOREIGN policy") == {"a", "b"}
    again.set_tags(["a", "b"], {"foreign policy": False})
    assert again.tags() == {"oil": 1}


def test_a_note_is_replaced_and_taken_away(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_note("a", "call back\non \x1b[31mMonday")
    assert Marks.open(state, archive).note_of("a") == "call back\non ␛[31mMonday"
    marks.set_note("a", "done")
    assert marks.ids_with_note() == {"a"}
    assert Marks.open(state, archive).note_of("a") == "done"
    marks.set_note("a", "")
    assert Marks.open(state, archive).note_of("a") == ""
    assert marks.ids_with_note() == frozenset()


def test_notes_that_two_sessions_wrote_at_once_are_both_kept(state: Path, archive: Path) -> None:
    mine, theirs = Marks.open(state, archive), Marks.open(state, archive)
    mine.set_note("a", "mine")
    theirs.set_note("a", "theirs")
    assert set(Marks.open(state, archive).note_of("a").split("\n")) == {"mine", "theirs"}


def test_the_marked_articles_are_one_value_until_they_change(state: Path, archive: Path) -> None:
    marks, other = Marks.open(state, archive), Marks.open(state, archive)
    marks.set_all_read(["a", "b"], True)
    read, version = marks.ids_read(), marks.version
    marks.set_read("a", True)
    assert marks.ids_read() is read
    assert marks.version == version
    other.set_starred("c", True)
    marks.refresh()
    assert marks.version != version
    assert marks.ids_starred() == {"c"}
    assert marks.ids_read() == {"a", "b"}


def test_every_change_can_be_taken_back_the_last_first(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_read("b", True, undoable=False)
    marks.set_starred("a", True)
    marks.set_note("a", "first")
    marks.set_note("a", "second")
    marks.set_tags(["a", "c"], {"oil": True})
    marks.set_all_read(["a", "b", "c"], True)
    said = []
    while step := marks.undo.undo():
        said.append((step.says, step.article_ids))
        if len(said) == 3:
            assert marks.note_of("a") == "first"
    assert said == [
        ("2 articles marked as read", ("a", "c")),
        ("2 articles tagged oil", ("a", "c")),
        ("note written", ("a",)),
        ("note written", ("a",)),
        ("starred", ("a",)),
    ]
    again = Marks.open(state, archive)
    assert again.ids_read() == {"b"}
    assert not again.ids_starred() | again.ids_tagged("oil") | again.ids_with_note()


def test_deferred_changes_count_at_once_and_are_written_on_save(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.deferred = True
    assert not marks.set_starred("a", True)
    assert marks.is_starred("a")
    assert not Marks.open(state, archive).is_starred("a")
    Marks.open(state, archive).set_read("b", True)
    assert marks.save()
    assert marks.refresh()
    assert marks.is_starred("a")
    assert marks.is_read("b")
    assert Marks.open(state, archive).is_starred("a")


def test_what_could_not_be_written_is_said_and_written_later(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    database = sqlite3.connect(state / "marks.sqlite3")
    database.execute(
        "CREATE TRIGGER full BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    database.commit()
    assert not marks.set_starred("a", True)
    assert marks.is_starred("a")
    assert "no room" in (marks.notice or "")
    marks.refresh()
    assert marks.is_starred("a")
    database.execute("DROP TRIGGER full")
    database.commit()
    assert marks.set_read("b", True)
    assert marks.notice is None
    again = Marks.open(state, archive)
    assert again.is_starred("a")
    assert again.is_read("b")


def test_what_could_not_be_read_is_said_until_it_is_read(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    database = sqlite3.connect(state / "marks.sqlite3")
    database.execute("ALTER TABLE marks RENAME TO kept")
    assert not marks.refresh()
    assert "marks of other sessions are not shown" in (marks.notice or "")
    database.execute("ALTER TABLE kept RENAME TO marks")
    assert marks.refresh()
    assert marks.notice is None


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["read", "star", "tag", "note", "undo"]),
            st.sampled_from("abc"),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_what_is_shown_is_what_the_next_session_reads(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("marks")
    marks = Marks.open(folder / "state", folder)
    for turn, (step, name, value) in enumerate(steps):
        match step:
            case "read":
                marks.set_read(name, value)
            case "star":
                marks.set_starred(name, value)
            case "tag":
                marks.set_tags([name, "d"], {name: value})
            case "note":
                marks.set_note(name, f"note {turn}" if value else "")
            case "undo":
                marks.undo.undo()
    assert everything(Marks.open(folder / "state", folder)) == everything(marks)
    while marks.undo.undo():
        pass
    assert everything(Marks.open(folder / "state", folder)) == everything(
        Marks.open(folder / "none", folder)
    )


def everything(marks: Marks) -> tuple[object, ...]:
    return (
        marks.ids_read(),
        marks.ids_starred(),
        marks.tags(),
        [(name, marks.tags_of(name), marks.note_of(name)) for name in "abcd"],
    )
