"""What a reader marked is kept, for each archive, across sessions and crashes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tuinews.reader.marks import Marks


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


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


def test_every_acknowledged_mark_survives_a_kill(state: Path, archive: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tuinews.reader.marks import Marks\n"
        "marks = Marks.open(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "for n in range(100000):\n"
        "    marks.set_read(f'{n}.txt', True); print(n, flush=True)\n"
    )
    for wanted in (1, 17, 60):
        command = [sys.executable, "-c", script, str(state), str(archive)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged = -1
            for line in writer.stdout:
                acknowledged = int(line)
                if acknowledged >= wanted:
                    break
            writer.send_signal(signal.SIGKILL)
        marks = Marks.open(state, archive)
        assert marks.notice is None
        assert all(marks.is_read(f"{n}.txt") for n in range(acknowledged + 1))
