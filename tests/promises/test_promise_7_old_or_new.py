"""Promise 7: an index opens as the old or the new generation, never in between or silently wrong.

A few moments, places and sizes are tried each time; `TUINEWS_MOMENTS=200` tries as many as the
promise says, in about half an hour.
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.promises.faults import (
    MANY_COMMITS,
    MOMENTS,
    ONE_COMMIT,
    Answers,
    Place,
    article,
    digest,
    group_is_gone,
    names,
    old_and_new,
    write,
)
from tuinews.errors import ExitCode, IndexUnreadableError
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import sync
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.write_lock import NAME as LOCK
from tuinews.index.write_lock import writing


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Answers, Answers]:
    """An index that a sync brings from some answers to others, with changes and a merge."""
    return old_and_new(tmp_path_factory.mktemp("promise7"))


def kill_at_a_moment(command: list[str], index: Path, wait: float) -> None:
    """Kill what indexes, so many seconds after it began to; nothing of it must stay."""
    lock = index / LOCK
    lock.unlink(missing_ok=True)
    process = subprocess.Popen(
        command, cwd=PROJECT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and not lock.exists():
        time.sleep(0.001)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert group_is_gone(process.pid)


def seconds_from_lock_to_end(place: Place, commits: str) -> float:
    """How long what indexes takes from when it begins to write."""
    process = subprocess.Popen(
        place.command(commits), cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not (place.index / LOCK).exists():
        time.sleep(0.001)
    started = time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - started


def test_killed_at_any_moment_of_a_first_build_what_is_there_is_whole(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    texts = {name: article(name, "red") for name in names()}
    write(archive, texts)
    digests = {name: digest(text) for name, text in texts.items()}
    takes = seconds_from_lock_to_end(Place(archive, tmp_path / "timed"), MANY_COMMITS)
    pick = random.Random(MOMENTS)
    begun = 0
    for moment in range(MOMENTS):
        place = Place(archive, tmp_path / f"{moment}")
        kill_at_a_moment(place.command(MANY_COMMITS), place.index, pick.uniform(0, takes))
        there: dict[str, bytes] = {}
        if (place.index / "manifest.json").exists():
            begun += 1
            there = place.check_generation()
            assert there.items() <= digests.items()
        summary = sync(archive, place.index)
        # What had been committed is not read again.
        assert (summary.unchanged, summary.added) == (len(there), len(texts) - len(there))
        assert place.check_generation() == digests
        assert not place.leftovers()
        shutil.rmtree(place.index)
    assert begun


def test_killed_at_any_moment_of_a_change_it_is_the_old_or_the_new(
    behind: tuple[Place, Answers, Answers], tmp_path: Path
) -> None:
    template, old, new = behind
    takes = seconds_from_lock_to_end(template.with_index(tmp_path / "timed"), ONE_COMMIT)
    pick = random.Random(MOMENTS + 1)
    for moment in range(MOMENTS):
        place = template.with_index(tmp_path / f"{moment}")
        kill_at_a_moment(place.command(ONE_COMMIT), place.index, pick.uniform(0, takes))
        assert place.answers() in (old, new)
        place.check_generation()
        sync(place.archive, place.index)
        assert place.answers() == new
        assert not place.leftovers()
        shutil.rmtree(place.index)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", folder],
        capture_output=True, text=True, check=False,
    ) if shutil.which("mount") else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def leave_free(disk: Path, size: int) -> None:
    """Fill a disk until so many bytes are free."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    status = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, status.f_bavail * status.f_frsize - size)


def one_line(text: str) -> bool:
    """Whether a command said one thing, and no traceback."""
    return text.count("\n") == 1 and text.startswith("tuinews: ")


def sizes_up_to(most: int) -> list[int]:
    """Sizes to try, closer to each other where they are small; each a whole number of pages."""
    return sorted({int(most * (step / MOMENTS) ** 2) // 4096 * 4096 for step in range(MOMENTS)})


@pytest.mark.parametrize("first", [True, False], ids=["first build", "change"])
def test_a_full_disk_leaves_the_old_generation_and_is_said_in_one_line(
    behind: tuple[Place, Answers, Answers], disk: Path, tmp_path: Path, first: bool
) -> None:
    template, old, new = behind
    expected = None if first else old
    whole = Place(template.archive, tmp_path / "whole")
    sync(whole.archive, whole.index)
    most = 4 * sum(path.stat().st_size for path in whole.index.iterdir())
    outcomes = set()
    for size in sizes_up_to(most):
        place = Place(template.archive, disk / "index")
        if not first:
            place = template.with_index(disk / "index")
        leave_free(disk, size)
        done = place.run(ONE_COMMIT)
        outcomes.add(done.returncode)
        if done.returncode:
            assert done.returncode == ExitCode.UNREADABLE, done.stderr
            assert one_line(done.stderr), done.stderr
            assert "No space left" in done.stderr
            assert place.answers() == expected
            left = place.leftovers() if (place.index / "manifest.json").exists() else set()
            assert not left
        else:
            assert place.answers() == new
        (disk / "ballast").unlink()
        assert place.run(ONE_COMMIT).returncode == 0
        assert place.answers() == new
        assert not place.leftovers()
        shutil.rmtree(place.index)
    assert outcomes == {0, ExitCode.UNREADABLE}


def test_files_that_may_not_grow_leave_the_old_generation_and_are_said_in_one_line(
    behind: tuple[Place, Answers, Answers], tmp_path: Path
) -> None:
    template, old, new = behind
    outcomes = set()
    for size in sizes_up_to(600_000):
        place = template.with_index(tmp_path / f"{size}")

        def limit(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = place.run(ONE_COMMIT, preexec_fn=limit)
        outcomes.add(done.returncode)
        if done.returncode:
            assert done.returncode == ExitCode.UNREADABLE, done.stderr
            assert one_line(done.stderr), done.stderr
            assert place.answers() == old
        sync(place.archive, place.index)
        assert place.answers() == new
        assert not place.leftovers()
        shutil.rmtree(place.index)
    assert outcomes == {0, ExitCode.UNREADABLE}


def rewrite(path: Path, data: bytes | bytearray) -> None:
    """Replace a file by another, as a copy from a bad disk would be."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)


@pytest.mark.parametrize("page", [False, True], ids=["byte", "page"])
def test_damage_anywhere_in_any_file_is_noticed_or_changes_no_answer(
    behind: tuple[Place, Answers, Answers], tmp_path: Path, page: bool
) -> None:
    template, _, new = behind
    whole = template.with_index(tmp_path / "whole")
    sync(whole.archive, whole.index)
    pick = random.Random(MOMENTS + page)
    for name in sorted(path.name for path in whole.index.iterdir() if path.name != LOCK):
        place = whole.with_index(tmp_path / "index")
        path = place.index / name
        data = path.read_bytes()
        noticed = 0
        for _ in range(MOMENTS):
            damaged = bytearray(data)
            at = pick.randrange(len(data))
            if page:
                at -= at % 4096
                damaged[at : at + 4096] = pick.randbytes(len(damaged[at : at + 4096]))
            else:
                damaged[at] ^= 1 << pick.randrange(8)
            rewrite(path, damaged)
            found = place.answers()
            assert found in (new, None), name
            noticed += found is None
        assert noticed or not page, name
        # It is built anew by itself.
        sync(place.archive, place.index)
        assert place.answers() == new
        shutil.rmtree(place.index)


CUT = """
import os, sys
from pathlib import Path
from tuinews.errors import IndexUnreadableError
from tuinews.index.catalogue import Catalogue
from tuinews.index.querylang import parse
from tuinews.index.search import search

catalogue = Catalogue.open(Path(sys.argv[1]))
if sys.argv[3] == "used":
    search(catalogue, parse("apples"))
os.truncate(sys.argv[2], int(sys.argv[4]))
for ask in (
    lambda: [search(catalogue, parse(text)) for text in ("", "apples", "ap* desk:world")],
    lambda: [catalogue.rows.headline(row) for row in range(len(catalogue.rows))],
    lambda: catalogue.rows.order("newest")[0],
    catalogue.verify,
):
    try:
        ask()
    except IndexUnreadableError as error:
        print("noticed")
"""


@pytest.mark.parametrize("state", ["used", "unused"])
def test_a_file_cut_short_under_a_reader_does_not_end_it(
    behind: tuple[Place, Answers, Answers], tmp_path: Path, state: str
) -> None:
    template, _, new = behind
    files = [path.name for path in template.index.iterdir()]
    for name in files:
        if name == LOCK or not name.endswith((".segment", ".arrays", ".contents")):
            continue
        if name.endswith(".segment") and name != max(files):
            continue
        for size in (0, 4096):
            place = template.with_index(tmp_path / "index")
            done = subprocess.run(
                [sys.executable, "-c", CUT, place.index, place.index / name, state, str(size)],
                capture_output=True, text=True, cwd=PROJECT, check=False,
            )  # fmt: skip
            assert done.returncode == 0, (name, done.returncode, done.stderr)
            assert "noticed" in done.stdout
            assert place.answers() is None
            sync(place.archive, place.index)
            assert place.answers() == new
            shutil.rmtree(place.index)


def test_a_second_writer_says_who_holds_the_index_and_reading_goes_on(
    behind: tuple[Place, Answers, Answers], tmp_path: Path
) -> None:
    template, old, _ = behind
    place = template.with_index(tmp_path / "index")
    with writing(place.index):
        done = place.run(ONE_COMMIT)
        assert done.returncode == ExitCode.UNREADABLE
        assert one_line(done.stderr)
        assert f"is being written by process {os.getpid()} on" in done.stderr
        assert place.answers() == old


def test_two_writers_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    texts = {name: article(name, "red") for name in names()}
    write(archive, texts)
    for attempt in range(max(2, MOMENTS // 10)):
        place = Place(archive, tmp_path / f"{attempt}")
        both = [
            subprocess.Popen(
                place.command(MANY_COMMITS), cwd=PROJECT,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(2)
        ]  # fmt: skip
        said = [process.communicate()[1] for process in both]
        assert 0 in {process.returncode for process in both}, said
        for process, text in zip(both, said, strict=True):
            assert process.returncode in (0, ExitCode.UNREADABLE)
            assert not process.returncode or "is being written by process" in text
        assert place.check_generation().keys() == texts.keys()
        sync(archive, place.index)
        assert not place.leftovers()


def test_readers_open_and_search_while_a_writer_commits_merges_and_sweeps(tmp_path: Path) -> None:
    place = Place(tmp_path / "archive", tmp_path / "index")
    texts = {name: article(name, "red") for name in names()}
    write(place.archive, texts)
    process = subprocess.Popen(place.command(MANY_COMMITS), cwd=PROJECT, stdout=subprocess.DEVNULL)
    kept: list[tuple[Catalogue, int]] = []
    generations = set()
    while process.poll() is None:
        try:
            catalogue = Catalogue.open(place.index)
        except IndexUnreadableError:
            assert not generations
            continue
        found = search(catalogue, parse("apples"), limit=1000)
        assert found.total == len(catalogue.rows) == len(found.hits)
        generations.add(catalogue.generation)
        kept.append((catalogue, found.total))
        if len(kept) > 20:
            # One that was opened long ago answers as it did, its files long swept.
            oldest, total = kept.pop(0)
            assert search(oldest, parse("red -green")).total == total
            oldest.verify()
            oldest.close()
    assert process.returncode == 0
    assert len(generations) > 1
    for catalogue, total in kept:
        assert search(catalogue, parse("apples")).total == total
        catalogue.close()
    assert place.check_generation().keys() == texts.keys()


def test_an_index_that_cannot_be_written_is_used_as_it_is(
    behind: tuple[Place, Answers, Answers], disk: Path
) -> None:
    template, old, _ = behind
    place = template.with_index(disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    before = sorted(place.index.iterdir())
    assert place.answers() == old
    done = place.run(ONE_COMMIT)
    assert done.returncode == ExitCode.UNREADABLE
    assert one_line(done.stderr)
    assert "Read-only file system" in done.stderr
    searched = subprocess.run(
        [sys.executable, "-m", "tuinews", "search", "-a", place.archive, "-i", place.index, "red"],
        capture_output=True, text=True, cwd=PROJECT, check=False,
    )  # fmt: skip
    assert searched.returncode == 0, searched.stderr
    assert "Article" in searched.stdout
    assert "the index may be behind" in searched.stderr
    assert sorted(place.index.iterdir()) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_an_index_of_somebody_else_is_neither_read_nor_written(
    behind: tuple[Place, Answers, Answers], tmp_path: Path
) -> None:
    place = behind[0].with_index(tmp_path / "index")
    os.chown(place.index, 12345, -1)
    done = place.run(ONE_COMMIT)
    assert done.returncode == ExitCode.UNREADABLE
    assert one_line(done.stderr)
    assert "belongs to another account (uid 12345)" in done.stderr
    assert place.answers() is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_an_index_that_others_can_write_is_not_read_and_is_built_anew(
    behind: tuple[Place, Answers, Answers], tmp_path: Path, mode: int
) -> None:
    template, _, new = behind
    place = template.with_index(tmp_path / "index")
    place.index.chmod(mode)
    assert place.answers() is None
    assert place.run(ONE_COMMIT).returncode == 0
    assert place.answers() == new
    assert place.index.stat().st_mode & 0o022 == 0
