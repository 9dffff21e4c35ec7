"""`tuinews import` prints one line or JSON, and its exit code says how it went."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.importing.serving import Server, http, rss, story
from tuinews.cli import main


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    file = tmp_path / "feed.xml"
    file.write_text(rss(story(1), story(2, "The river rose.")))
    return file


def run(archive: Path, *words: str | Path) -> int:
    return main(["import", "-a", str(archive), *map(str, words)])


def test_the_outcome_is_one_line(
    archive: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive, feed) == 0
    assert capsys.readouterr().out.startswith("2 imported in ")
    assert run(archive, feed) == 0
    assert capsys.readouterr().out.startswith("2 already there in ")


def test_the_outcome_as_json(archive: Path, feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(archive, feed, "/no/such\x1b[2Jfile", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document.pop("seconds") >= 0
    reason = "no such file or directory"
    assert document == {
        "imported": 2,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "files": ["2021/11/09-story-1.md", "2021/11/09-story-2.md"],
        "failures": [{"source": "/no/such\\x1b[2Jfile", "reason": reason}],
    }


def test_progress_is_one_line_on_a_terminal(
    archive: Path,
    feed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(archive, feed) == 0
    drawn = capsys.readouterr().err
    assert drawn[0] == drawn[-1] == "\r"
    assert {line.strip() for line in drawn.split("\r")} == {"", "1 of 1 sources, 2 new articles"}
    assert not re.search(r"[\x1b\n]", drawn)


def test_what_came_before_a_fault_is_said(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "2020").write_text("in the way")
    (tmp_path / "x.csv").write_text("title,date\nOne,2021-11-09\nTwo,2020-01-01\n")
    assert run(archive, tmp_path / "x.csv") == 3
    printed = capsys.readouterr()
    assert printed.out.startswith("1 imported")
    assert "a link or a file stands where a folder must be" in printed.err


def test_an_empty_feed_is_nothing_found(archive: Path, feed: Path) -> None:
    feed.write_text(rss())
    assert run(archive, feed) == 1


def test_what_cannot_be_read_at_all_is_3_and_one_line_each(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.xml").write_text("<rss")
    assert run(archive, tmp_path / "broken.xml", "/none") == 3
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        f"tuinews: {tmp_path}/broken.xml: not a feed",
        "tuinews: /none: no such file or directory",
    ]
    assert printed.out.startswith("2 failed in ")


def test_many_failures_are_counted_not_listed(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.jsonl").write_text('{"title": "One"}\n' + "x\n" * 5000)
    assert run(archive, tmp_path / "x.jsonl") == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "tuinews: and 4,980 more"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--restricted", "x"), "import is not there with --restricted"),
        (("ftp://a.example/x",), "only http and https addresses are fetched"),
        ((), "SOURCE"),
        (("--timeout", "0", "x"), "is not a number of seconds"),
        (("--timeout", "nan", "x"), "is not a number of seconds"),
        (("--mapping", "telx", "x"), "no mapping named 'telx'; did you mean 'telex'?"),
        (("--mapping", "zzz", "x"), "no mapping named 'zzz'; settings have them"),
    ],
)
def test_wrong_use_is_2_and_one_line(
    archive: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    reason: str,
) -> None:
    settings = tmp_path / "config" / "tuinews" / "tuinews.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("mappings:\n  telex:\n    headline: Titel\n")
    assert run(archive, *words) == 2
    printed = capsys.readouterr().err
    assert reason in printed
    assert printed.count("\n") == 1
    assert not list(archive.iterdir())


def test_the_sample_archive_is_left_alone(
    feed: Path, capsys: pytest.CaptureFixture[str], archive: Path
) -> None:
    assert main(["--sample", "import", str(feed)]) == 2
    assert "name your own with -a DIR" in capsys.readouterr().err


def test_an_archive_that_cannot_be_written_to_is_3(
    archive: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "2021").write_text("in the way")
    assert run(archive, feed) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_mapping_of_the_settings_is_used(archive: Path, tmp_path: Path) -> None:
    settings = tmp_path / "s.yaml"
    settings.write_text("mappings:\n  telex:\n    headline: Titel\n    body: Text\n")
    (tmp_path / "x.csv").write_text("Titel;Text\nDamm;Er hält.\n")
    assert run(archive, tmp_path / "x.csv", "--settings", settings, "--mapping", "telex") == 0
    (file,) = archive.rglob("*.md")
    assert "Er hält." in file.read_text()


def test_nothing_of_a_reply_reaches_the_terminal_as_a_control(
    archive: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b]52;c;aGk=\x07\x9b31m\u202e"
    server.routes = {
        "/a": f"HTTP/1.1 200 {evil}\r\nX: y\r\n\r\n{evil}".encode("utf-8", "replace"),
        "/b": http("", f"500 {evil}"),
        "/c": http("", "302 x", "Location: http://127.0.0.1:1/\x1b[2J"),
        "/d": http(f"<opml><body><outline xmlUrl='ftp://{evil[-2:]}'/></body></opml>"),
        "/e": http(rss(f"<title>{evil}x</title>")),
        "/f": evil.encode(),
    }
    run(archive, *(server.url(path) for path in server.routes))
    run(archive, *(server.url(path) for path in server.routes), "--json")
    printed = capsys.readouterr()
    for character in printed.out + printed.err:
        assert character == "\n" or character.isprintable()


@pytest.mark.parametrize("package", ["feedparser", "httpx", "defusedxml"])
def test_a_missing_extra_is_one_line_that_says_what_to_install(
    archive: Path, tmp_path: Path, package: str
) -> None:
    (tmp_path / "feed.xml").write_text(rss(story(1)))
    (tmp_path / "list.opml").write_text("<opml><body/></opml>")
    script = (
        "import sys, importlib.util as u\n"
        "found = u.find_spec\n"
        f"u.find_spec = lambda name, *rest: None if name == {package!r} else found(name, *rest)\n"
        "from tuinews.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    source = {"feedparser": "feed.xml", "httpx": "http://127.0.0.1:9/", "defusedxml": "list.opml"}
    done = subprocess.run(
        [sys.executable, "-c", script, "import", "-a", str(archive), source[package]],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert done.returncode == 3
    assert "pip install 'tuinews[feeds]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_exports_and_pages_need_no_extra() -> None:
    script = (
        "import sys, tuinews.cli.import_command\n"
        "print(*{'httpx', 'feedparser', 'defusedxml', 'textual', 'whoosh'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
