"""Promise 3: only regular files inside the archive are read, bounded in bytes, depth and time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.bombs import BOMBS
from tests.fixtures.hostile import SECRET, TERABYTE, Hostile
from tests.fixtures.limits import PROJECT, read_under_limits
from tuinews.articles.folder import Entry, Skipped, stat_entry, walk
from tuinews.articles.reading import LIMIT, read_article
from tuinews.errors import ArticleIdError, UnreadableArticleError

CPU_SECONDS = 60
MEMORY = 1 << 30


def found(hostile: Hostile) -> tuple[set[str], dict[str, str]]:
    entries: set[str] = set()
    skipped: dict[str, str] = {}
    for item in walk(hostile.folder):
        match item:
            case Entry(id=name):
                assert name not in entries
                entries.add(name)
            case Skipped(id=name, reason=reason):
                skipped[name] = reason
    return entries, skipped


def test_every_article_is_found_once_whatever_it_is_called(hostile: Hostile) -> None:
    assert found(hostile)[0] == set(hostile.articles)


def test_what_is_no_article_is_skipped_and_the_reason_says_what_it_is(hostile: Hostile) -> None:
    skipped = found(hostile)[1]
    listed = {name for name in hostile.refused if name in skipped}
    unlisted = set(hostile.refused) - listed
    assert unlisted == {
        "links/up/links/outside.txt",
        "links/outside-folder/secret.txt",
        "links/top/etc/passwd",
        "special/folder.txt",  # a folder like any other, with nothing in it
    }
    for name in listed:
        assert hostile.refused[name] in skipped[name]
    assert set(skipped) == listed


def test_hidden_files_are_passed_over_in_silence(hostile: Hostile) -> None:
    entries, skipped = found(hostile)
    assert not set(hostile.hidden) & (entries | set(skipped))


def test_no_name_leads_out_or_to_what_is_no_file(hostile: Hostile) -> None:
    for name, reason in hostile.refused.items():
        with pytest.raises((ArticleIdError, UnreadableArticleError), match=reason or "."):
            read_article(hostile.folder, Entry(name, 0, 0))


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "/",
        "/etc/passwd",
        "//etc/passwd",
        "../outside/secret.txt",
        "good/../../outside/secret.txt",
        "good/../good/plain.txt",
        "./good/plain.txt",
        "good//plain.txt",
        "good/plain.txt/",
        "good/plain.txt/..",
        "good",
        "good/plain.txt\0",
        "good/.hidden",
        "\udcff/\ud800",
        "x" * 300,
        "/".join(["d"] * 10_000),
        "links/" * 50 + "outside.txt",
        "links/up/" * 100 + "links/passwd.txt",
    ],
    ids=lambda name: ascii(name)[:30],
)
def test_a_crooked_id_is_refused_wherever_one_is_accepted(hostile: Hostile, name: str) -> None:
    with pytest.raises(ArticleIdError):
        stat_entry(hostile.folder, name)
    with pytest.raises((ArticleIdError, UnreadableArticleError)):
        read_article(hostile.folder, Entry(name, 0, 0))


def test_every_article_of_the_folder_is_read_within_its_limits(hostile: Hostile) -> None:
    readable = [name for name in hostile.articles if name != "endless.txt"]
    for cost in read_under_limits(hostile.folder, readable):
        assert cost.outcome.startswith("read"), cost


@pytest.mark.parametrize("group", BOMBS)
def test_no_content_costs_the_reader_its_life(tmp_path: Path, group: str) -> None:
    """Of each bomb the first 512 KiB: what costs more than its length says shows there as well.

    Whole bombs are measured by `python -m tests.benchmarks.hostile`.
    """
    for name, make in BOMBS[group].items():
        (tmp_path / name).write_bytes(make()[: 1 << 19])
    costs = list(read_under_limits(tmp_path, sorted(BOMBS[group]), seconds=2, memory=MEMORY))
    assert [cost for cost in costs if not cost.ended_well] == []


def test_of_a_file_of_a_terabyte_the_first_8_mib_are_looked_at(hostile: Hostile) -> None:
    if (hostile.folder / "endless.txt").stat().st_size != TERABYTE:
        pytest.skip("this file system has no files of a terabyte")
    (cost,) = read_under_limits(hostile.folder, ["endless.txt"])
    assert cost.ended_well, cost
    assert cost.peak < 12 * LIMIT / (1 << 20), cost


def test_a_file_that_becomes_a_pipe_or_a_link_after_it_was_listed_is_not_opened(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET)
    for name in ("pipe.txt", "link.txt", "gone.txt", "folder.txt"):
        (archive / name).write_text("An article.\n")
    entries = {item.id: item for item in walk(archive) if isinstance(item, Entry)}
    for name in entries:
        (archive / name).unlink()
    os.mkfifo(archive / "pipe.txt")
    (archive / "link.txt").symlink_to(tmp_path / "secret.txt")
    (archive / "folder.txt").mkdir()
    for entry in entries.values():
        with pytest.raises(UnreadableArticleError):
            read_article(archive, entry)


def test_indexing_the_hostile_folder_ends_and_takes_nothing_from_outside(
    hostile: Hostile, tmp_path: Path
) -> None:
    out = run_limited("-a", os.fspath(hostile.folder), "-i", str(tmp_path / "idx"), "index")
    assert out.returncode == 0, out.stderr
    out = run_limited(
        "-a", os.fspath(hostile.folder), "-i", str(tmp_path / "idx"), "search", "secret", "--json"
    )
    assert SECRET not in out.stdout
    out = run_limited("-a", os.fspath(hostile.folder), "-i", str(tmp_path / "idx"), "list", "--tsv")
    assert out.returncode == 0, out.stderr
    assert len(out.stdout.splitlines()) >= len(hostile.articles) - 1


@pytest.mark.parametrize("name", ["one-word.txt", "one-line.txt", "tabs.txt"])
def test_an_article_without_end_is_printed_before_its_time_is_up(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BOMBS["text"][name]())
    out = run_limited("-a", os.fspath(tmp_path), "show", name, seconds=10)
    assert out.returncode == 0, out.stderr


def run_limited(*words: str, seconds: int = CPU_SECONDS) -> subprocess.CompletedProcess[str]:
    """Run tuinews with so much processor time and memory, and no standard input."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.run(
        [sys.executable, "-m", "tuinews", *words],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        preexec_fn=limit,
        check=False,
    )
