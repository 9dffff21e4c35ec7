"""Reading side by side: the same index as one process makes, and no process is left behind."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.errors import IndexUnreadableError
from tuinews.index import gathering, indexer, progress
from tuinews.index.indexer import settle, sync
from tuinews.index.merger import Merger
from tuinews.index.progress import Progress
from tuinews.index.write_lock import writing


@pytest.fixture
def many(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(indexer, "WORTH_IT", 10)
    monkeypatch.setattr(gathering, "_AT_A_TIME", 7)
    for number in range(150):
        archive.write(
            f"{number % 5}/{number}.md", f"apples and word{number}", date="2021-11-07T10:00:00Z",
            keywords=f"[one, two{number % 3}]",
        )  # fmt: skip
    (archive.folder / "bad.md").write_bytes(b"\0\1\2\3" * 50)
    return archive


def rows_of(archive: Archive) -> list[tuple[object, ...]]:
    catalogue = archive.open()
    rows = catalogue.rows
    found = [
        (rows.id(n), rows.headline(n), rows.published(n), rows.keywords(n), rows.words(n),
         rows.digest(n), rows.size(n), rows.mtime_ns(n))
        for n in range(len(rows))
    ]  # fmt: skip
    catalogue.close()
    return found


def test_side_by_side_makes_what_one_process_makes(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = many.sync()
    assert (summary.added, summary.failed, summary.articles) == (150, 1, 150)
    beside = rows_of(many)
    answers = [many.found(text) for text in ("apples", "word7", "word1*", "keyword:two1")]
    assert len(answers[0]) == 150
    shutil.rmtree(many.index)
    monkeypatch.setattr(indexer, "WORTH_IT", 10_000)
    many.sync()
    assert rows_of(many) == beside
    assert [many.found(text) for text in ("apples", "word7", "word1*", "keyword:two1")] == answers
    assert many.sync().unchanged == 150


def test_it_commits_as_it_goes_and_reports(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "COMMIT_EVERY", 0.0)
    monkeypatch.setattr(progress, "COMMIT_SHARE", 0.0)
    monkeypatch.setattr(progress, "REPORT_EVERY", 0.0)
    told: list[Progress] = []
    with Merger(many.index) as merger:
        sync(many.folder, many.index, report=told.append, merger=merger)
        while merger.wait():
            settle(many.index, merger)
    assert any(each.committed for each in told)
    assert told[-1].done == told[-1].total == 151
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert many.search("apples").total == 150
    assert len(list(many.index.glob("*.segment"))) == 1


def test_new_articles_beside_changed_ones_are_all_taken(many: Archive) -> None:
    many.sync()
    for number in range(30):
        many.write(f"new/{number}.md", "bananas")
        many.write(f"{number % 5}/{number}.md", "cherries", date="2021-11-07T10:00:00Z")
    (many.folder / "4" / "149.md").unlink()
    summary = many.sync()
    assert (summary.added, summary.updated, summary.deleted) == (30, 30, 1)
    assert many.search("bananas").total == 30
    assert many.search("cherries").total == 30
    assert many.search("apples").total == 119


def test_an_interrupted_build_leaves_no_process_and_goes_on_later(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[gathering.Gathering] = []
    original = gathering.Gathering

    def noting(*arguments: object) -> gathering.Gathering:
        started.append(original(*arguments))
        return started[-1]

    def interrupt(so_far: Progress) -> None:
        if so_far.done > 20:
            processes.extend(started[0]._processes)
            raise KeyboardInterrupt

    processes: list[int] = []
    monkeypatch.setattr(indexer, "Gathering", noting)
    monkeypatch.setattr(progress, "REPORT_EVERY", 0.0)
    with pytest.raises(KeyboardInterrupt):
        sync(many.folder, many.index, report=interrupt)
    assert len(processes) == gathering.PROCESSES
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert not list(many.index.glob("*.segment"))
    assert many.sync().articles == 150


def test_a_process_that_dies_is_an_error_and_not_a_hang(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(archive: Path, entry: object) -> None:
        os._exit(9)

    monkeypatch.setattr(gathering, "read_one", dying)
    with pytest.raises(IndexUnreadableError, match="has ended"):
        many.sync()
    monkeypatch.undo()
    assert many.sync().articles == 150


BUILD = """
import sys
from pathlib import Path
from tuinews.index import gathering, indexer, progress
indexer.WORTH_IT = 10
progress.COMMIT_EVERY = progress.COMMIT_SHARE = progress.REPORT_EVERY = 0.0
gathering._AT_A_TIME = 7
indexer.sync(Path(sys.argv[1]), Path(sys.argv[2]), report=lambda p: print(p.done, flush=True))
"""


def test_killed_at_any_moment_the_next_sync_is_not_kept_out_and_finishes(many: Archive) -> None:
    generator = random.Random(3)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", BUILD, many.folder, many.index],
            cwd=Path(__file__).parents[3], stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        process.stdout.readline()
        time.sleep(generator.random() * 0.2)
        process.kill()
        process.wait()
        with writing(many.index):
            pass
        process.stdout.close()
    assert many.sync().articles == 150
    assert len(many.found("apples")) == 150
