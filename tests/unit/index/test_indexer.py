"""Keeping in step: what changed is read, nothing else is, and nothing is lost on the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive, touch
from tuinews.errors import ArchiveError, UnreadableArticleError
from tuinews.index import gathering, indexer, progress
from tuinews.index.indexer import pending, sync
from tuinews.index.progress import Progress


def counts(archive: Archive, **options: bool) -> tuple[int, int, int, int, int]:
    done = archive.sync(**options)
    return done.added, done.updated, done.deleted, done.unchanged, done.failed


def test_a_sync_adds_updates_and_deletes(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.write("b.md", "bananas")
    assert counts(archive) == (2, 0, 0, 0, 0)
    archive.write("b.md", "blueberries are new")
    archive.write("c.md", "cherries")
    (archive.folder / "a.md").unlink()
    assert counts(archive) == (1, 1, 1, 0, 0)
    assert archive.found("apples") == []
    assert archive.found("bananas") == []
    assert archive.found("blueberries") == ["b"]
    assert archive.found("") == ["b", "c"]


def test_a_sync_without_changes_commits_nothing(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.sync()
    catalogue = archive.open()
    assert counts(archive) == (0, 0, 0, 1, 0)
    assert catalogue.is_current()


def test_unchanged_files_are_not_read_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write("a.md", "apples")
    archive.write("b.md", "bananas")
    archive.sync()
    read: list[str] = []
    original = gathering.read_digest

    def noting(folder: Path, entry: indexer.Entry) -> object:
        read.append(entry.id)
        return original(folder, entry)

    monkeypatch.setattr(gathering, "read_digest", noting)
    archive.write("b.md", "bananas and more")
    archive.sync()
    assert read == ["b.md"]


def test_an_empty_archive_has_an_index_too(archive: Archive) -> None:
    assert counts(archive) == (0, 0, 0, 0, 0)
    assert len(archive.open().rows) == 0
    assert archive.search("oil").total == 0
    assert archive.search("").total == 0


def test_an_archive_that_became_empty(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.sync()
    (archive.folder / "a.md").unlink()
    assert counts(archive) == (0, 0, 1, 0, 0)
    assert archive.search("apples").total == 0
    archive.write("b.md", "apples")
    archive.sync()
    assert archive.found("apples") == ["b"]


def test_a_missing_archive_is_an_error_and_leaves_the_index_alone(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.sync()
    with pytest.raises(ArchiveError):
        sync(archive.folder.parent / "missing", archive.index)
    assert archive.found("apples") == ["a"]


def test_a_file_that_was_only_touched_is_not_indexed_again(archive: Archive) -> None:
    archive.write("a.md", "apples", date="2021-11-07")
    archive.sync()
    touch(archive.folder / "a.md", 1_000_000_000)
    assert pending(archive.folder, archive.index) == 1
    assert counts(archive) == (0, 0, 0, 1, 0)
    assert pending(archive.folder, archive.index) == 0
    assert archive.found("apples") == ["a"]
    assert archive.open().rows.mtime_ns(0) == 1_000_000_000 * 10**9


def test_a_date_that_comes_from_the_time_of_change_follows_it(archive: Archive) -> None:
    (archive.folder / "a.txt").write_text("apples without a date\n")
    touch(archive.folder / "a.txt", 1_000_000_000)
    archive.sync()
    assert archive.found("date:2001-09") == ["a"]
    touch(archive.folder / "a.txt", 1_600_000_000)
    assert counts(archive) == (0, 1, 0, 0, 0)
    assert archive.found("date:2020-09") == ["a"]
    assert archive.found("date:2001-09") == []


def test_a_change_that_hides_behind_size_and_time_is_found_by_verifying(archive: Archive) -> None:
    archive.write("a.md", "apples")
    touch(archive.folder / "a.md", 1_000_000_000)
    archive.sync()
    archive.write("a.md", "cherry")
    touch(archive.folder / "a.md", 1_000_000_000)
    assert counts(archive) == (0, 0, 0, 1, 0)
    assert counts(archive, verify=True) == (0, 1, 0, 0, 0)
    assert archive.found("cherry") == ["a"]
    assert counts(archive, verify=True) == (0, 0, 0, 1, 0)


def test_what_cannot_be_read_is_recorded_and_tried_again_when_it_changes(archive: Archive) -> None:
    path = archive.folder / "b.txt"
    path.write_bytes(b"\0\1\2" * 100)
    archive.write("a.md", "apples")
    assert counts(archive) == (1, 0, 0, 0, 1)
    failures = archive.open().failures
    assert [name for name, _ in failures] == ["b.txt"]
    assert failures[0][1]
    assert pending(archive.folder, archive.index) == 0
    assert counts(archive) == (0, 0, 0, 1, 1)
    path.write_text("bananas, readable now\n")
    assert counts(archive) == (1, 0, 0, 1, 0)
    assert archive.open().failures == ()


def test_an_article_that_breaks_its_reader_keeps_no_other_out(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = gathering.read_digest

    def breaking(folder: Path, entry: indexer.Entry) -> object:
        if entry.id == "b.md":
            raise RecursionError("too deep")
        return original(folder, entry)

    archive.write("a.md", "apples")
    archive.write("b.md", "bananas")
    monkeypatch.setattr(gathering, "read_digest", breaking)
    assert counts(archive) == (1, 0, 0, 0, 1)
    assert "too deep" in archive.open().failures[0][1]
    assert pending(archive.folder, archive.index) == 0
    monkeypatch.undo()
    assert counts(archive) == (1, 0, 0, 1, 0)


def test_what_is_indexed_stays_while_its_file_cannot_be_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(folder: Path, entry: indexer.Entry) -> object:
        raise UnreadableArticleError("input/output error") from OSError(5, "input/output error")

    archive.write("a.md", "apples")
    archive.sync()
    archive.write("a.md", "apples and pears")
    monkeypatch.setattr(gathering, "read_digest", refusing)
    assert counts(archive) == (0, 0, 0, 1, 1)
    assert archive.found("apples") == ["a"]
    monkeypatch.undo()
    assert counts(archive) == (0, 1, 0, 0, 0)
    assert archive.found("pears") == ["a"]


def test_an_archive_that_goes_away_meanwhile_empties_no_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(folder: Path, entry: indexer.Entry) -> object:
        raise ArchiveError("no archive")

    archive.write("a.md", "apples")
    archive.sync()
    archive.write("a.md", "apples and pears")
    monkeypatch.setattr(gathering, "read_digest", gone)
    with pytest.raises(ArchiveError):
        archive.sync()
    assert archive.found("apples") == ["a"]


def test_an_article_that_became_unreadable_is_found_no_longer(archive: Archive) -> None:
    archive.write("a.txt", "apples")
    archive.sync()
    (archive.folder / "a.txt").write_bytes(b"\0\1\2" * 100)
    assert counts(archive) == (0, 0, 1, 0, 1)
    assert archive.found("apples") == []
    assert len(archive.open().rows) == 0


def test_what_is_no_file_is_listed_with_its_reason(archive: Archive) -> None:
    os.mkfifo(archive.folder / "pipe.txt")
    assert counts(archive) == (0, 0, 0, 0, 1)
    assert archive.open().failures[0][0] == "pipe.txt"
    (archive.folder / "pipe.txt").unlink()
    archive.sync()
    assert archive.open().failures == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_the_system_refuses_is_tried_every_time(archive: Archive) -> None:
    archive.write("a.md", "apples")
    (archive.folder / "a.md").chmod(0)
    assert counts(archive) == (0, 0, 0, 0, 1)
    assert pending(archive.folder, archive.index) == 0
    (archive.folder / "a.md").chmod(0o600)
    assert counts(archive) == (1, 0, 0, 0, 0)


def test_names_that_are_no_text_keep_their_ids(archive: Archive) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (archive.folder / name).write_text("apples\n")
    (archive.folder / os.fsdecode(b"bad\xff.txt")).write_bytes(b"\0" * 100)
    archive.sync()
    assert [hit.id for hit in archive.search("apples").hits] == [name]
    assert [each for each, _ in archive.open().failures] == [os.fsdecode(b"bad\xff.txt")]
    assert counts(archive) == (0, 0, 0, 1, 1)


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_sync(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write("a.md", "apples")
    original = gathering.read_digest

    def changing(folder: Path, entry: indexer.Entry) -> object:
        archive.write("a.md", "apples and pears")
        return original(folder, entry)

    monkeypatch.setattr(gathering, "read_digest", changing)
    assert counts(archive) == (0, 0, 0, 0, 0)
    monkeypatch.undo()
    assert counts(archive) == (1, 0, 0, 0, 0)
    assert archive.found("pears") == ["a"]


@pytest.mark.parametrize("year", [1600, 2400])
def test_a_file_of_a_time_beyond_counting_is_an_article_like_any_other(
    archive: Archive, year: int
) -> None:
    archive.write("a.md", "apples")
    seconds = (year - 1970) * 31_556_952
    try:
        os.utime(archive.folder / "a.md", ns=(0, seconds * 10**9))
    except OSError:
        pytest.skip("the file system knows no such time")
    assert counts(archive) == (1, 0, 0, 0, 0)
    assert counts(archive) == (0, 0, 0, 1, 0)
    assert archive.found("apples") == ["a"]


def test_the_index_may_lie_inside_the_archive(archive: Archive) -> None:
    archive.write("a.md", "apples")
    inside = Archive(archive.folder, archive.folder / "index")
    inside.sync()
    assert counts(inside) == (0, 0, 0, 1, 0)


def test_a_rebuild_reads_everything_and_replaces_the_index_at_once(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.sync()
    before = archive.open()
    assert counts(archive, rebuild=True) == (1, 0, 0, 0, 0)
    assert not before.is_current()
    assert archive.found("apples") == ["a"]


def test_progress_is_told_and_every_commit_of_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "COMMIT_EVERY", 0.0)
    monkeypatch.setattr(progress, "COMMIT_SHARE", 0.0)
    for number in range(5):
        archive.write(f"{number}.md", "apples")
    seen: list[tuple[Progress, int]] = []

    def report(progress: Progress) -> None:
        found = archive.search("apples").total if progress.committed else -1
        seen.append((progress, found))

    summary = sync(archive.folder, archive.index, report=report)
    assert summary.articles == 5
    committed = [(progress.done, found) for progress, found in seen if progress.committed]
    assert committed == [(number, number) for number in range(1, 6)]
    last = seen[-1][0]
    assert (last.done, last.total) == (5, 5)
    assert last.seconds_left == 0


def test_an_interrupted_build_goes_on_where_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "COMMIT_EVERY", 0.0)
    monkeypatch.setattr(progress, "COMMIT_SHARE", 0.0)
    for number in range(5):
        archive.write(f"{number}.md", "apples")

    def stop(progress: Progress) -> None:
        if progress.committed and progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(archive.folder, archive.index, report=stop)
    assert archive.search("apples").total == 3
    assert counts(archive) == (2, 0, 0, 3, 0)


def test_many_small_syncs_leave_few_files(archive: Archive) -> None:
    for number in range(35):
        archive.write(f"{number}.md", f"apples number{number}")
        archive.sync()
    assert archive.search("apples", limit=100).total == 35
    assert archive.found("number17") == ["17"]
    assert len(list(archive.index.iterdir())) < 20


def test_pending_counts_everything_when_there_is_no_index(archive: Archive) -> None:
    archive.write("a.md", "apples")
    archive.write("b.md", "bananas")
    assert pending(archive.folder, archive.index) == 2
    archive.sync()
    assert pending(archive.folder, archive.index) == 0
    archive.write("a.md", "apples and more")
    (archive.folder / "b.md").unlink()
    assert pending(archive.folder, archive.index) == 2
