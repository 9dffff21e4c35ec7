"""Generations: the old one or the new one, never in between, never silently wrong."""

from __future__ import annotations

import errno
import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.errors import IndexBusyError, IndexUnreadableError
from tuinews.index import durable
from tuinews.index.catalogue import Catalogue
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.write_lock import writing

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def built(archive: Archive) -> Archive:
    for number in range(8):
        archive.write(f"{number}.md", f"apples and word{number}")
    archive.sync()
    return archive


def test_no_index_says_how_to_make_one(archive: Archive) -> None:
    with pytest.raises(IndexUnreadableError, match="run: tuinews index"):
        archive.open()


def test_a_reader_keeps_its_generation_while_writers_go_on(built: Archive) -> None:
    catalogue = built.open()
    for number in range(12):
        built.write(f"more{number}.md", "apples")
        (built.folder / f"{number}.md").unlink(missing_ok=True)
        built.sync()
    assert not catalogue.is_current()
    assert search(catalogue, parse("apples")).total == 8
    assert catalogue.rows.headline(0)
    assert built.search("apples").total == 12


def test_a_newer_generation_is_noticed(built: Archive) -> None:
    catalogue = built.open()
    assert catalogue.is_current()
    built.write("new.md", "apples")
    built.sync()
    assert not catalogue.is_current()
    newer = built.open()
    assert newer.generation > catalogue.generation
    assert newer.is_current()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_closing_or_forgetting_a_catalogue_closes_its_files(built: Archive) -> None:
    gc.collect()
    before = open_files()
    for _ in range(3):
        catalogue = built.open()
        search(catalogue, parse("apples"))
        catalogue.close()
    catalogue = built.open()
    del catalogue
    assert open_files() == before


def test_folders_are_made_for_their_owner_alone(built: Archive) -> None:
    assert built.index.stat().st_mode & 0o777 == 0o700


def test_only_what_an_index_made_is_swept(built: Archive) -> None:
    kept = [".gitignore", "notes.txt", "rows.arrays", "photo.toc"]
    swept = [
        "rows-99.arrays", "rows-99.arrays.part", "failures-3.json", "manifest.json.part",
        "tuinews_99.contents", "tuinews_99.contents.part", "tuinews_abc123.segment",
        "tuinews_abc123.segment.part", "_tuinews_99.toc", "tuinews_abc123.seg",
    ]  # fmt: skip
    for name in (*kept, *swept):
        (built.index / name).write_text("x")
    built.sync()
    there = {path.name for path in built.index.iterdir()}
    assert set(kept) <= there
    assert not set(swept) & there
    assert built.search("apples").total == 8


class TestTrust:
    def test_a_folder_that_others_can_write_is_refused(self, built: Archive) -> None:
        built.index.chmod(0o770)
        with pytest.raises(IndexUnreadableError, match="chmod go-w"):
            built.open()
        assert Catalogue.open(built.index, trusted=True).rows

    def test_a_file_that_others_can_write_is_refused(self, built: Archive) -> None:
        segment = next(built.index.glob("*.segment"))
        segment.chmod(0o666)
        with pytest.raises(IndexUnreadableError, match="written by others"):
            built.open()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else_is_refused(self, built: Archive) -> None:
        os.chown(built.index, 12345, -1)
        with pytest.raises(IndexUnreadableError, match="another account"):
            built.open()
        with pytest.raises(IndexUnreadableError, match="another account"):
            built.sync()
        assert Catalogue.open(built.index, trusted=True).rows

    def test_syncing_shuts_an_open_folder_and_builds_anew(self, built: Archive) -> None:
        built.index.chmod(0o777)
        summary = built.sync()
        assert summary.added == 8
        assert built.index.stat().st_mode & 0o022 == 0
        assert built.search("apples").total == 8

    def test_a_lax_umask_does_not_open_the_files(self, archive: Archive) -> None:
        before = os.umask(0)
        try:
            archive.write("a.md", "apples")
            archive.sync()
        finally:
            os.umask(before)
        assert all(path.stat().st_mode & 0o022 == 0 for path in archive.index.iterdir())
        assert archive.search("apples").total == 1


class TestDamage:
    def test_every_damaged_byte_is_noticed_or_changes_no_answer(self, built: Archive) -> None:
        queries = [parse(text) for text in ("apples", "word3", '"apples and"', "", "path:5*")]
        expected = answers(built, queries)
        generator = random.Random(7)
        files = [path for path in built.index.iterdir() if path.name != "lock"]
        for _ in range(200):
            path = generator.choice(files)
            whole = path.read_bytes()
            damaged = bytearray(whole)
            at = generator.randrange(len(whole))
            if generator.random() < 0.5:
                damaged[at] ^= 1 << generator.randrange(8)
            else:
                damaged[at : at + 4096] = bytes(len(damaged[at : at + 4096]))
            rewrite(path, damaged)
            assert answers(built, queries) in (expected, None), path.name
            rewrite(path, whole)
        assert answers(built, queries) == expected

    def test_a_file_cut_short_is_noticed(self, built: Archive) -> None:
        for path in built.index.iterdir():
            if path.name == "lock":
                continue
            whole = path.read_bytes()
            rewrite(path, whole[: len(whole) // 2])
            assert answers(built, [parse("apples")]) is None, path.name
            rewrite(path, whole)

    def test_a_missing_file_is_noticed(self, built: Archive) -> None:
        next(built.index.glob("*.segment")).unlink()
        with pytest.raises(IndexUnreadableError, match="missing"):
            built.open()

    def test_a_newer_version_says_so(self, built: Archive) -> None:
        path = built.index / "manifest.json"
        document = json.loads(path.read_text())
        path.write_text(json.dumps(document | {"version": 99}))
        with pytest.raises(IndexUnreadableError, match="version 99"):
            built.open()

    def test_a_name_that_leads_out_of_the_folder_is_damage(self, built: Archive) -> None:
        path = built.index / "manifest.json"
        path.write_text(path.read_text().replace("rows-1.arrays", "../rows-1.arrays"))
        with pytest.raises(IndexUnreadableError):
            built.open()

    @pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
    @pytest.mark.parametrize("trusted", [True, False])
    def test_a_manifest_that_is_no_file_is_said_and_not_waited_for(
        self, built: Archive, make: Callable[[Path, int], None], trusted: bool
    ) -> None:
        path = built.index / "manifest.json"
        path.unlink()
        make(path, 0o600)
        with pytest.raises(IndexUnreadableError, match="is no file; remove it"):
            Catalogue.open(built.index, trusted=trusted)

    def test_a_manifest_that_others_can_write_is_refused(self, built: Archive) -> None:
        (built.index / "manifest.json").chmod(0o666)
        with pytest.raises(IndexUnreadableError, match="can be written by others"):
            built.open()

    def test_a_pipe_in_the_place_of_the_manifest_gives_way_to_one(self, built: Archive) -> None:
        path = built.index / "manifest.json"
        path.unlink()
        os.mkfifo(path)
        built.sync()
        assert built.search("apples").total == 8

    def test_a_sync_builds_a_damaged_index_anew(self, built: Archive) -> None:
        for pattern in ("*.segment", "rows-*", "manifest.json", "*.contents", "failures-*"):
            path = next(built.index.glob(pattern))
            damaged = bytearray(path.read_bytes())
            damaged[len(damaged) // 2] ^= 1
            rewrite(path, damaged)
            assert built.sync().added == 8, pattern
            assert built.search("apples").total == 8


def rewrite(path: Path, data: bytes | bytearray) -> None:
    """Replace a file's bytes by a new file, as a copy from a bad disk would be."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)


def answers(archive: Archive, queries: list[object]) -> list[object] | None:
    """What the index answers, None when it says that it is unreadable."""
    try:
        catalogue = archive.open()
        try:
            found = [search(catalogue, query) for query in queries]
            rows = catalogue.rows
            listed = [(rows.id(row), rows.headline(row), rows.published(row)) for row in range(8)]
            return [[(hit.id, hit.score) for hit in each.hits] for each in found] + [listed]
        finally:
            catalogue.close()
    except IndexUnreadableError:
        return None


class TestWriters:
    def test_a_second_writer_is_told_who_holds_the_index(self, built: Archive) -> None:
        with writing(built.index):
            script = (
                "import sys; from pathlib import Path\n"
                "from tuinews.index.indexer import sync\n"
                "sync(Path(sys.argv[1]), Path(sys.argv[2]))"
            )
            done = subprocess.run(
                [sys.executable, "-c", script, built.folder, built.index],
                capture_output=True, text=True, cwd=PROJECT, check=False,
            )  # fmt: skip
            assert "IndexBusyError" in done.stderr
            assert f"process {os.getpid()} on" in done.stderr

    def test_the_lock_is_free_after_its_holder(self, built: Archive) -> None:
        with writing(built.index):
            pass
        with writing(built.index), pytest.raises(IndexBusyError), writing(built.index):
            pass
        built.sync()

    def test_a_full_disk_leaves_the_last_generation(
        self, built: Archive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        built.write("new.md", "apples")
        before = {path.name for path in built.index.iterdir()}
        monkeypatch.setattr(durable.os, "fsync", full)
        with pytest.raises(IndexUnreadableError, match="No space left"):
            built.sync()
        monkeypatch.undo()
        assert built.search("apples").total == 8
        assert {path.name for path in built.index.iterdir()} == before
        built.sync()
        assert built.search("apples").total == 9


BUILD = """
import sys
from pathlib import Path
from tuinews.index import indexer, progress
progress.COMMIT_EVERY = progress.COMMIT_SHARE = 0.02
indexer.sync(Path(sys.argv[1]), Path(sys.argv[2]), report=lambda p: print(p.done, flush=True))
"""


def test_killed_at_any_moment_the_index_opens_and_the_next_sync_finishes(archive: Archive) -> None:
    generator = random.Random(5)
    for number in range(150):
        archive.write(f"{number}.md", f"apples word{number}")
    last = 0
    for attempt in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", BUILD, archive.folder, archive.index],
            cwd=PROJECT, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        process.stdout.readline()
        time.sleep(generator.random() * 0.25)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (archive.index / "manifest.json").exists():
            catalogue = archive.open()
            catalogue.verify()
            found = search(catalogue, parse("apples"), limit=1000)
            assert found.total == len(catalogue.rows) >= last
            last = len(catalogue.rows)
            catalogue.close()
        if attempt == 3:
            archive.write("0.md", "apples again")
    archive.sync()
    assert archive.search("apples").total == 150
    assert archive.found("word149") == ["149"]


def test_readers_and_a_writer_at_once_never_see_a_half(archive: Archive) -> None:
    for number in range(120):
        archive.write(f"{number}.md", f"apples word{number}")
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, archive.folder, archive.index],
        cwd=PROJECT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    seen = [0]
    while process.poll() is None:
        try:
            catalogue = archive.open()
        except IndexUnreadableError:
            assert seen == [0]
            continue
        found = search(catalogue, parse("apples"))
        assert found.total == len(catalogue.rows) >= seen[-1]
        seen.append(found.total)
        catalogue.close()
    assert process.returncode == 0
    assert archive.search("apples").total == 120
