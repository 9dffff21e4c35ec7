"""The commands keep their contract: options, documents, exit codes, one line for an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.unit.cli.conftest import KABUL, Run
from tuinews.cli import main
from tuinews.cli.main import COMMANDS
from tuinews.reader.marks import Marks

RESULT_KEYS = [
    "query", "parsed", "total", "took_ms", "partial", "spelling", "facets", "timeline", "hits",
]  # fmt: skip
ROW_KEYS = ["id", "headline", "published", "desk", "source", "place", "score"]
PASSAGE_KEYS = ["section", "crosshead", "paragraph", "text", "spans"]
ARTICLE_KEYS = [
    "id", "format", "encoding", "headline", "headline_derived", "byline", "dateline", "published",
    "published_from", "updated", "desk", "keywords", "source", "slugline", "located", "language",
    "url", "version", "embargo", "urgency", "summary", "sections", "notes", "links", "warnings",
]  # fmt: skip


def test_search_prints_exactly_the_documented_keys(run: Run) -> None:
    document = run("search", "trade OR headline:four", "--json").json()
    assert list(document) == RESULT_KEYS
    assert {hit["id"] for hit in document["hits"]} == {"world/kabul.txt", "sport/mile.md"}
    for hit in document["hits"]:
        assert list(hit) == [*ROW_KEYS, "passages"]
        for passage in hit["passages"]:
            assert list(passage) == PASSAGE_KEYS


def test_a_passage_says_where_in_the_article_its_words_are(run: Run) -> None:
    (hit,) = run("search", "transit", "--json").json()["hits"]
    (passage,) = hit["passages"]
    article = run("show", hit["id"], "--json").json()
    section = article["sections"][passage["section"]]
    assert section["crosshead"] == passage["crosshead"] == "TIES RE-ESTABLISHED"
    assert section["paragraphs"][passage["paragraph"]] == passage["text"]
    ((start, end),) = passage["spans"]
    assert passage["text"][start:end] == "transit"


def test_show_prints_exactly_the_documented_keys(run: Run) -> None:
    for name in ("world/kabul.txt", "sport/mile.md"):
        document = run("show", name, "--json").json()
        assert list(document) == ARTICLE_KEYS
        assert [list(section) for section in document["sections"]] == [
            ["crosshead", "paragraphs"] for _ in document["sections"]
        ]
    assert run("show", "world/kabul.txt", "--json").json()["dateline"] == {
        "text": "Kabul, 9 November 2021 (XYZ)",
        "place": "Kabul",
        "date": "2021-11-09",
        "source": "XYZ",
    }


def test_list_prints_newest_first_and_no_passages(run: Run) -> None:
    document = run("list", "--json").json()
    assert list(document) == RESULT_KEYS
    assert [hit["id"] for hit in document["hits"]] == [
        "world/kabul.txt",
        "science/moon.txt",
        "sport/mile.md",
    ]
    assert all(list(hit) == ROW_KEYS for hit in document["hits"])


def test_list_can_be_turned_and_paged(run: Run) -> None:
    oldest = run("list", "--sort", "oldest", "--tsv").out.splitlines()
    assert [line.split("\t")[0] for line in oldest] == [
        "sport/mile.md",
        "science/moon.txt",
        "world/kabul.txt",
    ]
    page = run("list", "--sort", "oldest", "--limit", "1", "--offset", "1", "--tsv").out
    assert page.splitlines() == oldest[1:2]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000])
def test_a_number_however_large_is_one(run: Run, number: str) -> None:
    assert len(run("list", "--limit", number, "--offset", "1", "--tsv").out.splitlines()) == 2
    assert run("search", "kabul", "--offset", number, "--limit", number).out == ""
    assert run("show", "world/kabul.txt", "--section", number).status == 1


def test_one_hit_is_one_line_of_json(run: Run) -> None:
    lines = run("search", "trade OR moon", "--jsonl").out.splitlines()
    assert len(lines) == 2
    assert all(list(json.loads(line)) == [*ROW_KEYS, "passages"] for line in lines)


def test_show_wraps_a_headline_a_line_of_facts_and_the_sections(run: Run) -> None:
    out = run("show", "world/kabul.txt").out
    assert out.startswith("The envoy spoke with the minister")
    assert "TIES RE-ESTABLISHED\n\nA visible change" in out
    assert max(map(len, out.splitlines())) <= 80


def test_show_says_that_an_article_of_a_headline_alone_has_no_text(run: Run, archive: Path) -> None:
    (archive / "flash.md").write_text("---\ntitle: Flash\ndate: 2021-11-09\n---\n")
    assert run("show", "flash.md").out.endswith("\n\n  This article has no text\n")
    assert "no text" not in run("show", "world/kabul.txt").out
    assert run("show", "flash.md", "--json").json()["sections"] == []


def test_show_can_print_one_section(run: Run) -> None:
    out = run("show", "world/kabul.txt", "--section", "1").out
    assert out.startswith("TIES RE-ESTABLISHED")
    assert "telephone" not in out
    wrong = run("show", "world/kabul.txt", "--section", "7")
    assert wrong.status == 1
    assert "no section 7" in wrong.err


def test_index_says_what_changed(run: Run, archive: Path) -> None:
    first = run("index", "--json").json()
    keys = ["added", "updated", "deleted", "unchanged", "failed", "articles", "seconds"]
    assert list(first) == keys
    assert (first["added"], first["articles"]) == (3, 3)
    (archive / "sport/mile.md").unlink()
    (archive / "new.txt").write_text("Oslo wins\n\nOSLO (XYZ) - Oslo won.\n", encoding="utf-8")
    (archive / "world/kabul.txt").write_text(KABUL + "More was said.\n", encoding="utf-8")
    second = run("index", "--json").json()
    assert [second[key] for key in keys[:6]] == [1, 1, 1, 1, 0, 3]


def test_search_brings_a_small_archive_in_step_first(run: Run, archive: Path) -> None:
    assert run("search", "zeppelin").status == 1
    (archive / "z.txt").write_text("A zeppelin lands\n\nThe zeppelin landed.\n", encoding="utf-8")
    assert run("search", "zeppelin", "--no-sync").status == 1
    assert run("search", "zeppelin").status == 0


def test_nothing_found_is_exit_1_and_says_so(run: Run) -> None:
    outcome = run("search", "xylophone")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.count("\n") == 1
    assert "nothing found for xylophone" in outcome.err
    empty = run("search", "xylophone", "--json")
    assert empty.status == 1
    assert empty.json()["total"] == 0


def test_a_wrong_query_is_exit_2_with_a_caret_under_its_column(run: Run) -> None:
    outcome = run("search", "trade headlin:kabul")
    assert outcome.status == 2
    assert outcome.out == ""
    message, query, caret, *_ = outcome.err.splitlines()
    assert message.startswith("tuinews: ")
    assert query[caret.index("^") :].startswith("headlin:kabul")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["show", "nowhere.txt"], 1, "nowhere.txt"),
        (["show", "../outside.txt"], 1, "outside.txt"),
        (["show", "/etc/passwd"], 1, "/etc/passwd"),
        (["search"], 2, "QUERY"),
        (["search", "a", "--limit", "many"], 2, "many"),
        (["search", "a", "--json", "--tsv"], 2, "not allowed with"),
        (["search", "a", "--sort", "best"], 2, "best"),
        (["list", "--unknown"], 2, "--unknown"),
        (["show"], 2, "ID"),
        (["elsewhere"], 2, "more than one archive"),
        (["--settings", "/nonexistent.yaml", "list"], 2, "no such settings file"),
    ],
)
def test_a_fault_is_one_line_with_the_right_exit_code(
    run: Run, words: list[str], status: int, said: str
) -> None:
    outcome = run(*words)
    assert outcome.status == status
    assert outcome.err.startswith("tuinews: ")
    assert outcome.err.count("\n") == 1
    assert said in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("command", ["index", "search x", "list", "show x", "browse"])
def test_an_archive_that_is_not_there_is_exit_3(run: Run, tmp_path: Path, command: str) -> None:
    outcome = run(*command.split(), on=tmp_path / "none")
    assert outcome.status == 3
    assert "no such folder" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_damaged_index_is_rebuilt_and_never_in_the_way(run: Run, tmp_path: Path) -> None:
    index = tmp_path / "idx"
    assert run("-i", str(index), "index").status == 0
    for file in index.iterdir():
        file.write_bytes(b"\0" * 100)
    assert run("-i", str(index), "search", "trade").status == 0


def test_an_index_that_is_only_asked_and_is_damaged_is_exit_3(run: Run, tmp_path: Path) -> None:
    index = tmp_path / "idx"
    run("-i", str(index), "index")
    (index / "manifest.json").write_text("{}")
    outcome = run("-i", str(index), "search", "trade", "--no-sync")
    assert outcome.status == 3
    assert outcome.err.count("\n") == 1


def test_an_empty_archive_is_exit_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = run("list", on=tmp_path / "empty")
    assert outcome.status == 1
    assert "no articles" in outcome.err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    out = capfd.readouterr().out
    assert "--articles" in out
    assert "usage: tuinews" in out


def test_a_query_may_ask_for_what_the_reader_marked(run: Run, archive: Path, home: Path) -> None:
    marks = Marks.open(home / "state" / "tuinews", archive)
    marks.set_read("science/moon.txt", True)
    marks.set_tags(["sport/mile.md"], {"record": True})
    marks.close()
    for query, expected in (
        ("is:read", {"science/moon.txt"}),
        ("is:unread", {"sport/mile.md", "world/kabul.txt"}),
        ("tag:record mile", {"sport/mile.md"}),
        ("tag:rec*", {"sport/mile.md"}),
        ('tag:"rec*"', set()),
        ("has:note", set()),
    ):
        lines = run("search", query, "--tsv").out.splitlines()
        assert {line.split("\t")[0] for line in lines} == expected


def test_an_option_may_stand_before_or_after_the_command(archive: Path) -> None:
    assert main(["--articles", str(archive), "list"]) == 0
    assert main(["list", "--articles", str(archive)]) == 0
    assert main([f"--articles={archive}", "list"]) == 0


def test_a_query_may_start_with_a_minus_behind_two(run: Run) -> None:
    ids = [line.split("\t")[0] for line in run("search", "--tsv", "--", "-moon").out.splitlines()]
    assert sorted(ids) == ["sport/mile.md", "world/kabul.txt"]


def test_the_sample_archive_opens_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], sample: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--sample", "list", "--json"]) == 0
    hits = json.loads(capfd.readouterr().out)["hits"]
    files = {p.relative_to(sample).as_posix() for p in sample.rglob("*") if p.is_file()}
    assert {hit["id"] for hit in hits} == files


def test_the_archive_of_the_settings_is_the_default(
    archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    own = home / "config" / "tuinews" / "tuinews.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(f"articles: {archive}\nindex: {tmp_path / 'idx'}\n", encoding="utf-8")
    assert main(["list", "--tsv"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 3
    assert (tmp_path / "idx" / "manifest.json").is_file()
    assert main(["settings"]) == 0
    assert f"{own}:1" in capfd.readouterr().out


def test_without_a_terminal_the_browser_is_the_plain_list(run: Run) -> None:
    outcome = run()
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) == 3
    assert "needs a terminal" in outcome.err


def start(*words: str, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tuinews", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **more},
    )


def test_a_reader_that_has_enough_is_no_error(archive: Path) -> None:
    for number in range(300):
        (archive / f"{number}.txt").write_text(f"Headline {number} {'x' * 300}\n\nBody.\n")
    with start("-a", str(archive), "list") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.read(10)
        program.stdout.close()
        assert program.stderr.read() == b""


def test_a_locale_that_cannot_show_the_text_is_no_error(archive: Path) -> None:
    (archive / "tokyo.txt").write_text("東京の見出し\n\n東京で何かがあった。\n", encoding="utf-8")
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"}):
        with start("-a", str(archive), "list", "--json", **locale) as program:
            out, err = program.communicate()
        assert program.returncode == 0, err
        assert "東京の見出し" in out.decode("utf-8")
        with start("-a", str(archive), "list", **locale) as program:
            out, err = program.communicate()
        assert program.returncode == 0, err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("shape", [[], ["--json"], ["--tsv"]])
def test_an_output_that_is_full_is_one_line_and_exit_3(archive: Path, shape: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tuinews", "-a", str(archive), "list", *shape],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == "tuinews: the output: No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "words", "status", "said"),
    [
        ([1], ["list"], 3, "tuinews: the output: Bad file descriptor\n"),
        ([1], ["list", "--json"], 3, "tuinews: the output: Bad file descriptor\n"),
        ([1], ["keys"], 3, "tuinews: the output: Bad file descriptor\n"),
        ([0], ["search", "telephone"], 0, ""),
        ([0], ["--plain"], 0, ""),
        ([2], ["search", "("], 2, ""),
        ([0, 1, 2], ["search", "("], 2, ""),
        ([0, 1, 2], ["list"], 3, ""),
    ],
)
def test_a_stream_that_was_closed_is_no_traceback(
    archive: Path, closed: list[int], words: list[str], status: int, said: str
) -> None:
    """Daemons start programs so."""
    done = subprocess.run(
        [sys.executable, "-m", "tuinews", "-a", archive, *words],
        preexec_fn=lambda: [os.close(number) for number in closed],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (status, said)


def test_an_archive_is_read_from_a_folder_that_is_gone(archive: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tuinews", "-a", archive, "list", "--tsv"],
        cwd=gone,
        preexec_fn=gone.rmdir,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3
