"""The database is private, survives what its folder may be like, and takes older ones along."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tuinews.reader import journal
from tuinews.reader.database import FILE, Database
from tuinews.reader.marks import Marks
from tuinews.reader.reader import Reader

FIRST_SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (
    archive BLOB NOT NULL,
    id      BLOB NOT NULL,
    read    INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (archive, id)
) WITHOUT ROWID
"""
MOUNTS = """\
22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
24 22 0:22 / /home rw shared:5 - nfs4 server:/home rw
25 24 0:23 / /home/local\\040disk rw - xfs /dev/vdb rw
26 22 0:24 / /mnt rw - ext4 /dev/vdc rw
27 22 0:25 / /mnt rw - cifs //server/mnt rw
rubbish
"""


def write_first(state: Path, archive: Path) -> None:
    """A database as the first version left it, in use and not closed."""
    state.mkdir()
    database = sqlite3.connect(state / FILE)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(FIRST_SCHEMA)
    path = os.fsencode(os.path.realpath(archive))
    database.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?)",
        [
            (path, b"a.txt", 1, 0),
            (path, b"caf\xe9.txt", 1, 1),
            (path, b"none.txt", 0, 0),
            (b"/elsewhere", b"a.txt", 0, 1),
        ],
    )
    database.commit()
    database.close()


def test_marks_of_the_first_version_are_taken_along(state: Path, archive: Path) -> None:
    write_first(state, archive)
    for _ in range(2):
        marks = Marks.open(state, archive)
        assert marks.notice is None
        assert marks.ids_read() == {"a.txt", os.fsdecode(b"caf\xe9.txt")}
        assert marks.ids_starred() == {os.fsdecode(b"caf\xe9.txt")}
        marks.close()
    assert Marks.open(state, Path("/elsewhere")).ids_starred() == {"a.txt"}


def test_a_database_of_a_later_version_is_read_no_further(state: Path, archive: Path) -> None:
    Marks.open(state, archive).close()
    database = sqlite3.connect(state / FILE)
    database.execute("PRAGMA user_version = 99")
    database.commit()
    marks = Marks.open(state, archive)
    assert "later tuinews" in (marks.notice or "")
    assert marks.set_starred("a", True) is False
    assert marks.is_starred("a")
    assert database.execute("PRAGMA user_version").fetchone() == (99,)


def test_what_is_written_is_on_disk_when_the_call_returns(state: Path) -> None:
    database = Database.open(state)
    assert database.read("PRAGMA journal_mode") == [("wal",)]
    assert database.read("PRAGMA synchronous") == [(2,)]  # FULL


def test_an_open_folder_is_made_private_and_so_is_the_file(state: Path) -> None:
    state.mkdir(mode=0o755)
    os.umask(os.umask(0o000))
    Database.open(state)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("used_before", [False, True])
def test_where_memory_cannot_be_shared_the_journal_is_deleted(
    state: Path, archive: Path, used_before: bool
) -> None:
    state.mkdir()
    if used_before:
        marks = Marks.open(state, archive)
        marks.set_read("before", True)
        marks.close()
    (state / f"{FILE}-shm").mkdir()
    mine, theirs = Marks.open(state, archive), Marks.open(state, archive)
    assert mine.set_starred("a", True)
    assert theirs.set_starred("b", True)
    assert mine.notice is None
    assert mine.refresh()
    assert mine.ids_starred() == {"a", "b"}
    assert mine.is_read("before") is used_before
    database = Database.open(state)
    assert database.read("PRAGMA journal_mode") == [("delete",)]
    assert database.read("PRAGMA synchronous") == [(3,)]  # EXTRA


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/home/ann/.local/state", "nfs4"),
        ("/home/local disk/ann", "xfs"),
        ("/homes", "ext4"),
        ("/mnt", "cifs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_last_mount_over_it(
    path: str, kind: str
) -> None:
    assert journal.file_system(path, MOUNTS) == kind


def test_on_a_file_system_of_many_hosts_no_memory_is_shared(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("22 1 0:22 / / rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(journal, "MOUNTS", mounts)
    database = Database.open(state)
    assert database.notice is None
    assert database.read("PRAGMA journal_mode") == [("delete",)]


@pytest.fixture
def read_only(state: Path, archive: Path) -> Iterator[Path]:
    """A state folder with a mark in it that can no longer be written."""
    marks = Marks.open(state, archive)
    marks.set_starred("kept", True)
    marks.close()
    if os.geteuid():
        state.chmod(0o500)
        (state / FILE).chmod(0o400)
        yield state
        state.chmod(0o700)
        return
    for options in (["--bind", state, state], ["-o", "remount,bind,ro", state]):
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("root writes everywhere, and may not mount here")
    yield state
    subprocess.run(["umount", state], check=True)


def test_marks_that_can_be_read_but_not_written_are_shown(read_only: Path, archive: Path) -> None:
    marks = Marks.open(read_only, archive)
    assert "for this session only" in (marks.notice or "")
    assert marks.is_starred("kept")
    assert not marks.set_read("kept", True)
    assert marks.is_read("kept")


def test_a_database_cut_short_is_left_alone_and_said(state: Path, archive: Path) -> None:
    marks = Marks.open(state, archive)
    marks.set_all_read([f"{n}.txt" for n in range(2000)], True)
    marks.close()
    whole = (state / FILE).read_bytes()
    (state / FILE).write_bytes(whole[: len(whole) // 2])
    marks = Marks.open(state, archive)
    marks.set_starred("a", True)
    assert marks.notice
    assert marks.is_starred("a")


def test_a_database_of_the_second_version_keeps_all_and_learns_commands(
    state: Path, archive: Path
) -> None:
    reader = Reader.open(state, archive)
    reader.marks.set_starred("a.md", True)
    reader.close()
    with closing(sqlite3.connect(state / FILE, isolation_level=None)) as database:
        for table in ("commands", "departures"):
            database.execute(f"DROP TABLE {table}")
        database.execute("PRAGMA user_version = 2")
    again = Reader.open(state, archive)
    assert again.notice is None
    assert again.marks.is_starred("a.md")
    for command in ("less", "wc -l", "less"):
        assert again.commands.add(command)
    assert again.commands.recent() == ("less", "wc -l")


def test_a_disk_that_is_full_at_the_first_start_is_said(state: Path) -> None:
    code = f"""
import resource
from pathlib import Path
from tuinews.reader.database import Database
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
print(Database.open(Path({os.fspath(state)!r})).notice)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "for this session only" in done.stdout
    assert "rollback" not in done.stdout
