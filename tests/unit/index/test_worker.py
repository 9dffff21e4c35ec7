"""The process beside the browser: it syncs when asked, and never outlives who asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.articles import watching
from tuinews.index import keeping
from tuinews.index.columnar import batch
from tuinews.index.progress import Failure, Progress, Summary
from tuinews.index.worker import Worker
from tuinews.index.write_lock import writing

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def worker(archive: Archive) -> Iterator[Worker]:
    started = Worker.start(archive.folder, archive.index)
    yield started
    started.stop()


def outcome(worker: Worker) -> Summary | Failure:
    for event in worker.events():
        if not isinstance(event, Progress):
            return event
    raise AssertionError("the worker ended")


def test_a_worker_syncs_when_asked(archive: Archive, worker: Worker) -> None:
    archive.write("a.md", "apples")
    worker.sync()
    done = outcome(worker)
    assert isinstance(done, Summary)
    assert done.added == 1
    assert archive.found("apples") == ["a"]
    archive.write("b.md", "apples")
    worker.sync(verify=True)
    done = outcome(worker)
    assert isinstance(done, Summary)
    assert (done.added, done.unchanged) == (1, 1)


def test_a_worker_tells_of_progress_and_commits(archive: Archive, worker: Worker) -> None:
    archive.write("a.md", "apples")
    worker.sync()
    for event in worker.events():
        if isinstance(event, Progress) and event.committed:
            assert archive.found("apples") == ["a"]
            return
    raise AssertionError("no commit was told of")


def test_a_sync_that_cannot_be_done_is_told_and_the_next_one_works(
    archive: Archive, worker: Worker
) -> None:
    archive.write("a.md", "apples")
    archive.index.mkdir(mode=0o700)
    with writing(archive.index):
        worker.sync()
        failed = outcome(worker)
        assert isinstance(failed, Failure)
        assert "being written by process" in failed.message
    worker.sync()
    assert isinstance(outcome(worker), Summary)


def test_stopping_ends_the_events(archive: Archive) -> None:
    worker = Worker.start(archive.folder, archive.index)
    worker.stop()
    assert list(worker.events()) == []
    worker.sync()


SCRIPT = """
import os, sys, time
from pathlib import Path
from tuinews.index.worker import Worker
worker = Worker.start(Path(sys.argv[1]), Path(sys.argv[2]))
print(worker._process, flush=True)
if sys.argv[3] == "busy":
    worker.sync()
time.sleep(60)
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_worker_dies_with_its_parent(archive: Archive, state: str) -> None:
    for number in range(200):
        archive.write(f"{number}.md", "apples " * 200)
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, archive.folder, archive.index, state],
        cwd=PROJECT, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert parent.stdout
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert ended(child)


def test_ctrl_c_is_left_to_the_browser(archive: Archive, worker: Worker) -> None:
    pid = worker._process
    assert pid
    worker.sync()
    outcome(worker)
    os.kill(pid, signal.SIGINT)
    worker.sync()
    assert isinstance(outcome(worker), Summary)


def ended(pid: int) -> bool:
    """Whether a process is gone, or soon is."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_worker_follows_the_folder_from_the_first_sync_on(
    archive: Archive, worker: Worker
) -> None:
    worker.sync()
    outcome(worker)
    archive.write("2022/a.md", "apples")
    done = outcome(worker)
    assert isinstance(done, Summary)
    assert done.articles == 1
    (archive.folder / "2022" / "a.md").unlink()
    assert outcome(worker) != done
    assert archive.found("apples") == []


def test_a_burst_of_files_is_one_sync(archive: Archive, worker: Worker) -> None:
    worker.sync()
    outcome(worker)
    for number in range(500):
        archive.write(f"{number}.md", "apples")
    done = outcome(worker)
    assert isinstance(done, Summary)
    assert done.added == 500


def test_a_folder_that_is_not_watched_is_looked_through_now_and_then(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_FOLDERS", 0)
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0.1)
    worker = Worker.start(archive.folder, archive.index)
    try:
        worker.sync()
        outcome(worker)
        archive.write("a.md", "apples")
        while archive.found("apples") != ["a"]:
            outcome(worker)
    finally:
        worker.stop()


def test_an_index_that_another_process_writes_is_tried_again_before_the_reader_hears_of_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write("a.md", "apples")
    archive.index.mkdir(mode=0o700)
    worker = Worker.start(archive.folder, archive.index)
    try:
        with writing(archive.index):
            worker.sync()
            time.sleep(0.3)
        assert isinstance(outcome(worker), Summary)
    finally:
        worker.stop()


def test_what_is_large_is_merged_between_two_syncs(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MERGED_AT_ONCE", 0)
    worker = Worker.start(archive.folder, archive.index)
    try:
        for number in range(10):
            archive.write(f"{number}.md", f"apples word{number}")
            archive.sync()
        worker.sync()
        outcome(worker)
        end = time.monotonic() + 60
        while len(list(archive.index.glob("*.segment"))) > 1:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert len(archive.found("apples")) == 10
        assert archive.found("word7") == ["7"]
    finally:
        worker.stop()
