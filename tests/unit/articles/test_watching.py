"""Noticing changes: of files in any folder, in bursts, and not where the system cannot tell."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tuinews.articles import watching
from tuinews.articles.watching import NotWatchableError, Watch, is_local

PATIENCE = 60.0
NEVER = 1.5
"""Seconds that are long enough for what should not come to come."""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "2021" / "11").mkdir(parents=True)
    (folder / "index").mkdir()
    return folder


class Told:
    """What a watch tells of."""

    def __init__(self, archive: Path) -> None:
        self.bursts: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.watch = Watch(archive, [archive / "index"])
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        with contextlib.suppress(NotWatchableError):
            for _ in self.watch.changes():
                self.bursts.put(True)
        self.bursts.put(False)

    def comes(self) -> bool:
        return self.bursts.get(timeout=PATIENCE)

    def stays_away(self) -> bool:
        try:
            self.bursts.get(timeout=NEVER)
        except queue.Empty:
            return True
        return False


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "a new file": lambda archive: (archive / "new.md").write_text("apples"),
    "a file changed": lambda archive: (archive / "2021" / "old.md").write_text("apples"),
    "a file deleted": lambda archive: (archive / "2021" / "old.md").unlink(),
    "a file moved": lambda archive: (archive / "2021" / "old.md").rename(archive / "moved.md"),
    "a file replaced": lambda archive: (
        (archive / ".beside").write_text("pears"),
        (archive / ".beside").replace(archive / "2021" / "old.md"),
    ),
    "a file touched": lambda archive: os.utime(archive / "2021" / "old.md", (1, 1)),
    "a file deep down": lambda archive: (archive / "2021" / "11" / "new.md").write_text("apples"),
    "a folder moved in": lambda archive: (archive.parent / "aside").rename(archive / "aside"),
    "a folder deleted": lambda archive: shutil.rmtree(archive / "2021"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_of(archive: Path, name: str) -> None:
    (archive / "2021" / "old.md").write_text("pears")
    (archive.parent / "aside").mkdir()
    (archive.parent / "aside" / "a.md").write_text("apples")
    told = Told(archive)
    CHANGES[name](archive)
    assert told.comes()


def test_what_comes_into_new_folders_is_told_of(archive: Path) -> None:
    told = Told(archive)
    deep = archive / "2022" / "01" / "02"
    deep.mkdir(parents=True)
    assert told.comes()
    (deep / "a.md").write_text("apples")
    assert told.comes()
    shutil.rmtree(archive / "2022")
    assert told.comes()
    deep.mkdir(parents=True)
    assert told.comes()
    (deep / "a.md").write_text("apples")
    assert told.comes()


def test_what_is_no_article_is_not_told_of(archive: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (archive / "link").symlink_to(outside)
    told = Told(archive)
    (archive / "index" / "manifest.json").write_text("{}")
    (archive / ".a.md.swp").write_text("apples")
    (archive / ".git").mkdir()
    (archive / ".git" / "HEAD").write_text("main")
    (outside / "a.md").write_text("apples")
    assert told.stays_away()
    (archive / "a.md").write_text("apples")
    assert told.comes()


def test_reading_is_no_change(archive: Path) -> None:
    (archive / "a.md").write_text("apples")
    told = Told(archive)
    for _ in range(20):
        (archive / "a.md").read_text()
        list((archive / "2021").iterdir())
    assert told.stays_away()


def test_a_burst_is_told_of_once(archive: Path) -> None:
    told = Told(archive)
    for number in range(2_000):
        (archive / f"{number}.md").write_text("apples")
    assert told.comes()
    assert told.stays_away()


def test_the_end_of_the_archive_ends_watching(archive: Path) -> None:
    told = Told(archive)
    shutil.rmtree(archive)
    while told.comes():
        pass
    told.thread.join(PATIENCE)
    assert not told.thread.is_alive()


def test_too_many_folders_are_not_watched(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_FOLDERS", 2)
    with pytest.raises(NotWatchableError, match="more than 2 folders"):
        Watch(archive)


def test_folders_that_may_not_be_read_or_whose_names_are_too_long_are_left_out(
    archive: Path,
) -> None:
    descriptor = os.open(archive, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=descriptor)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    (archive / "closed").mkdir(mode=0)
    told = Told(archive)
    (archive / "2021" / "a.md").write_text("apples")
    assert told.comes()


LIMITED = """
import sys
from pathlib import Path
from tuinews.articles.watching import NotWatchableError, Watch
try:
    Watch(Path(sys.argv[1]))
except NotWatchableError as error:
    print("not watchable:", error)
"""


@pytest.mark.parametrize(
    ("limit", "most"), [("max_inotify_watches", 1), ("max_inotify_instances", 0)]
)
def test_a_limit_of_the_system_is_said(archive: Path, limit: str, most: int) -> None:
    script = f'echo {most} > /proc/sys/user/{limit}; exec "$@"'
    alone = ["unshare", "--user", "--map-root-user", "sh", "-ec", script, "-"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no namespace of our own to set limits in")
    done = subprocess.run(
        [*alone, sys.executable, "-c", LIMITED, archive],
        capture_output=True, text=True, cwd=PROJECT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("not watchable: "), done.stdout


MOUNTS = rb"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/root rw
30 27 0:30 / /home/ann/news rw - nfs4 server:/news rw
31 27 0:31 / /home/ann/My\040Share rw - cifs //server/share rw
32 27 0:32 / /mnt/sshfs rw shared:1 - fuse.sshfs ann@server: rw
33 27 0:33 / /mnt/host rw - 9p host rw
34 27 0:34 / /mnt/covered rw - nfs server:/x rw
35 27 254:1 / /mnt/covered rw - ext4 /dev/vdb rw
36 30 254:2 / /home/ann/news/local rw - xfs /dev/vdc rw
what is no line of it
"""


@pytest.mark.parametrize(
    ("folder", "local"),
    [
        ("/home/ann/articles", True),
        ("/home/ann/news", False),
        ("/home/ann/news/2021", False),
        ("/home/ann/newsroom", True),
        ("/home/ann/My Share/a", False),
        ("/mnt/sshfs", False),
        ("/mnt/host/articles", False),
        ("/mnt/covered/articles", True),
        ("/home/ann/news/local", True),
        ("/home/ann", False),  # some of what is below it is not
        ("/", False),
        ("/proc", True),
    ],
)
def test_network_file_systems_are_known_by_their_mounts(folder: str, local: bool) -> None:
    assert is_local(folder, MOUNTS) is local


def test_an_archive_on_a_network_file_system_is_not_watched(
    archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_bytes(b"27 1 254:0 / / rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    with pytest.raises(NotWatchableError, match="network"):
        Watch(archive)
