"""Merging beside the writer: the same answers before, meanwhile and afterwards, and no waiting."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.index.columnar import batch
from tuinews.index.indexer import settle, sync
from tuinews.index.merger import Merger

ENOUGH = 10
"""Segments of a tier that are merged."""


@pytest.fixture
def archive(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of many segments, all of which are large to a commit."""
    monkeypatch.setattr(batch, "MERGED_AT_ONCE", 0)
    for number in range(ENOUGH):
        write(archive, number, "first")
        archive.sync()
    assert len(segments(archive)) == ENOUGH
    return archive


def write(archive: Archive, number: int, word: str) -> None:
    archive.write(f"{number}.md", f"apples and {word} word{number}", date="2021-11-07")


def segments(archive: Archive) -> list[str]:
    catalogue = archive.open()
    found = [segment.file.path.name for segment in catalogue.engine.snapshot.segments]
    catalogue.close()
    return found


def answers(archive: Archive) -> list[list[str]]:
    texts = ("apples", "first", "second", "third", "word3", "word1*", '"apples and"', "date:2021")
    return [archive.found(text) for text in texts]


def test_what_is_merged_meanwhile_takes_its_place_with_a_generation_of_its_own(
    archive: Archive,
) -> None:
    before = answers(archive)
    with Merger(archive.index) as merger:
        sync(archive.folder, archive.index, merger=merger)
        assert len(segments(archive)) == ENOUGH
        assert answers(archive) == before
        assert merger.wait()
        settle(archive.index, merger)
        assert not merger.is_busy
    assert len(segments(archive)) == 1
    assert answers(archive) == before
    assert archive.sync().unchanged == ENOUGH
    assert len([path for path in archive.index.iterdir() if path.suffix == ".segment"]) == 1


@pytest.mark.parametrize("seed", range(8))
def test_what_is_changed_and_deleted_meanwhile_is_so_in_what_was_merged(
    archive: Archive, seed: int
) -> None:
    pick = random.Random(seed)
    with Merger(archive.index) as merger:
        sync(archive.folder, archive.index, merger=merger)
        assert merger.is_busy
        for step in range(3):
            for number in pick.sample(range(ENOUGH + 2), 3):
                if pick.random() < 0.4:
                    (archive.folder / f"{number}.md").unlink(missing_ok=True)
                else:
                    write(archive, number, ("second", "third")[step % 2])
            if step == seed % 3:
                merger.wait()
            sync(archive.folder, archive.index, merger=merger)
        while merger.wait():
            settle(archive.index, merger)
    found = answers(archive)
    assert len(segments(archive)) < ENOUGH
    fresh = Archive(archive.folder, archive.index.with_name("fresh"))
    fresh.sync()
    assert found == answers(fresh)
    assert archive.sync().unchanged == len(found[0])


def test_a_merge_that_fails_changes_nothing_and_is_not_begun_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(archive)
    monkeypatch.setattr("tuinews.index.merger.merge", lambda *_: os._exit(9))
    with Merger(archive.index) as merger:
        sync(archive.folder, archive.index, merger=merger)
        assert not merger.wait()
        sync(archive.folder, archive.index, merger=merger)
        assert not merger.is_busy
    assert answers(archive) == before


def test_what_was_merged_of_segments_that_are_gone_is_thrown_away(archive: Archive) -> None:
    with Merger(archive.index) as merger:
        sync(archive.folder, archive.index, merger=merger)
        assert merger.wait()
        archive.sync(rebuild=True)
        before = answers(archive)
        settle(archive.index, merger)
    assert answers(archive) == before
    assert len(segments(archive)) == 1
    assert len([path for path in archive.index.iterdir() if path.suffix == ".segment"]) == 1


def test_stopping_leaves_no_process_and_the_next_writer_sweeps(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_segments: object, path: Path) -> None:
        path.with_name(path.name + ".part").write_bytes(b"begun")
        while True:
            os.sched_yield()

    monkeypatch.setattr("tuinews.index.merger.merge", endless)
    merger = Merger(archive.index)
    sync(archive.folder, archive.index, merger=merger)
    process = merger._process
    write(archive, 1, "second")
    sync(archive.folder, archive.index, merger=merger)
    assert archive.found("second") == ["1"]
    merger.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    archive.sync()
    assert not list(archive.index.glob("*.part"))
