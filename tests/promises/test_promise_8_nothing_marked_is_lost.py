"""Promise 8: nothing that a reader marked is lost.

Sessions are processes that say each thing they did once the call for it has returned: what was
said must be there, whatever happened to the session afterwards.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fixtures.marking import THINGS, is_there
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.reader.reader import Reader

PROJECT = Path(__file__).parents[2]
SESSIONS = 4
KILLS = 28


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.txt").write_text("A headline\n\nOne.\n\nTwo.\n")
    return tmp_path / "archive"


@dataclass
class Session:
    """The sessions of one name, one after the other, and what they said."""

    name: str
    state: Path
    archive: Path
    said: list[int] = field(default_factory=list)
    first: int = 0

    def start(self) -> None:
        """Start one that begins a new turn of all things."""
        words = [os.fspath(self.state), os.fspath(self.archive), self.name, str(self.first)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fixtures.marking", *words],
            cwd=PROJECT, stdout=subprocess.PIPE,
        )  # fmt: skip

    def kill(self) -> None:
        """Kill it, and note what it said. The thing it was at may be done or not."""
        self.process.kill()
        output, _ = self.process.communicate()
        self.said += [int(line) for line in output.split(b"\n")[:-1]]
        self.first = (max(self.said, default=-1) // THINGS + 2) * THINGS


def test_what_four_sessions_marked_is_there_however_they_are_killed(
    state: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(8)
    sessions = [Session(f"session-{number}", state, archive) for number in range(SESSIONS)]
    for session in sessions:
        session.start()
    for number in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.5))
        session = sessions[number % SESSIONS]
        session.kill()
        session.start()
    for session in sessions:
        session.kill()
    reader = Reader.open(state, archive)
    assert reader.notice is None
    said = [(session.name, number) for session in sessions for number in session.said]
    lost = [each for each in said if not is_there(reader, *each)]
    with capsys.disabled():
        print(
            f"\npromise 8: {KILLS + SESSIONS} kills in {SESSIONS} sessions,"
            f" {len(said):,} acknowledged, {len(lost)} lost"
        )
    assert lost == []
    assert len(said) > SESSIONS * THINGS


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A state folder on a disk of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", folder],
            capture_output=True,
        ).returncode
    )
    if not made:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_on_a_full_disk_what_was_marked_stays_and_what_could_not_be_is_written_later(
    full: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = Reader.open(full, archive)
    assert reader.notice is None
    ballast = full / "ballast"
    ballast.write_bytes(b"x" * (300 << 10))
    article = read_article(archive, stat_entry(archive, "a.txt"))
    kept, refused = [], []
    for number in range(2000):
        name = f"{number}.txt"
        written = reader.marks.set_note(name, f"{number} " + "words of a note " * 20)
        (kept if written else refused).append(name)
        if len(refused) > 20:
            break
    assert kept
    assert refused
    assert "could not be written" in (reader.notice or "")
    assert not reader.history.add("a query " * 1000)
    reader.positions.save(article, (0, 1))
    assert all(reader.marks.note_of(name) for name in kept + refused)
    other = Reader.open(full, archive)
    there_now = other.marks.ids_with_note()
    assert set(kept) <= there_now
    other.close()
    ballast.unlink()
    assert reader.marks.set_starred("last.txt", True)
    assert reader.notice is None
    reader.close()
    again = Reader.open(full, archive)
    assert again.notice is None
    lost = set(kept + refused) - again.marks.ids_with_note()
    with capsys.disabled():
        print(
            f"\npromise 8: full disk, {len(kept):,} acknowledged, {len(refused)} refused and said,"
            f" {len(lost)} lost once there was room"
        )
    assert not lost
    assert again.marks.ids_starred() == {"last.txt"}
    again.close()


LIMITED = """
import resource, sys
from pathlib import Path
from tuinews.reader.reader import Reader

reader = Reader.open(Path(sys.argv[1]), Path(sys.argv[2]))
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, most))
refused = 0
for number in range(2000):
    written = reader.marks.set_note(f"{number}.txt", "words of a note " * 20)
    print("kept" if written else "refused", number)
    refused += not written
    if refused > 20:
        break
assert "could not be written" in reader.notice
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
assert reader.marks.refresh() in (True, False)
print("later", reader.notice)
"""


def test_where_a_file_may_not_grow_what_could_not_be_marked_is_written_later(
    state: Path, archive: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, os.fspath(state), os.fspath(archive)],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    *lines, last = done.stdout.splitlines()
    assert last == "later None"
    assert {"kept", "refused"} == {line.split()[0] for line in lines}
    reader = Reader.open(state, archive)
    assert reader.notice is None
    assert reader.marks.ids_with_note() == {f"{line.split()[1]}.txt" for line in lines}
