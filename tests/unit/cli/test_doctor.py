"""`tuinews doctor` says what is well, what is not, and what to do; it changes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Run

CHECKS = [
    "program",
    "terminal",
    "extra feeds",
    "extra html",
    "settings",
    "archive",
    "index",
    "marks",
]


def checks(document: Any) -> dict[str, Any]:
    return {check["check"]: check for check in document["checks"]}


def test_it_prints_exactly_the_documented_keys(run: Run) -> None:
    run("index")
    outcome = run("doctor", "--json")
    document = outcome.json()
    assert outcome.status == 0
    assert list(document) == ["healthy", "checks", "skipped", "warnings"]
    assert [check["check"] for check in document["checks"]] == CHECKS
    for check in document["checks"]:
        assert list(check) == ["check", "state", "says", "details"]
        assert check["state"] in ("ok", "note", "wrong")
    assert document["healthy"] is True
    assert (document["skipped"], document["warnings"]) == ([], [])


def test_it_prints_a_line_a_check(run: Run) -> None:
    lines = run("doctor").out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith(("ok", "note"))] == [
        name.split()[0] for name in CHECKS
    ]


def test_looking_builds_no_index_and_keeps_no_marks(run: Run, tmp_path: Path, home: Path) -> None:
    found = checks(run("-i", str(tmp_path / "idx"), "doctor", "--json").json())
    assert found["index"]["state"] == "note"
    assert "run: tuinews index" in found["index"]["says"]
    assert not (tmp_path / "idx").exists()
    assert not (home / "state").exists()


def test_it_says_how_far_the_index_is_behind(run: Run, archive: Path) -> None:
    run("index")
    (archive / "new.txt").write_text("A new headline\n\nText.\n", encoding="utf-8")
    index = checks(run("doctor", "--json").json())["index"]
    assert index["state"] == "note"
    assert index["details"] == ["articles it does not hold yet, or no more: 1; run: tuinews index"]
    assert "generation 1, 3 articles" in index["says"]


def test_a_damaged_index_is_exit_3_and_the_rest_is_still_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "idx"
    run("-i", str(folder), "index")
    for file in folder.iterdir():
        if file.name != "manifest.json" and file.stat().st_size:
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 0xFF
            file.write_bytes(data)
    outcome = run("-i", str(folder), "doctor", "--json")
    assert outcome.status == 3
    document = outcome.json()
    found = checks(document)
    assert document["healthy"] is False
    assert found["index"]["state"] == "wrong"
    assert "tuinews index --rebuild" in found["index"]["says"]
    assert list(found) == CHECKS


def test_an_archive_that_is_not_there_is_exit_3(run: Run, tmp_path: Path) -> None:
    outcome = run("doctor", "--json", on=tmp_path / "none")
    assert outcome.status == 3
    assert checks(outcome.json())["archive"]["state"] == "wrong"


def test_settings_that_cannot_be_used_are_exit_2(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("colour: blue\n", encoding="utf-8")
    outcome = run("--settings", str(own), "doctor", "--json")
    assert outcome.status == 2
    found = checks(outcome.json())["settings"]
    assert found["state"] == "wrong"
    assert "unknown setting 'colour'" in found["says"]


def test_what_was_skipped_is_listed_with_its_reason(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    os.mkfifo(archive / "pipe.txt")
    (tmp_path / "secret.txt").write_text("secret")
    (archive / "link.txt").symlink_to(tmp_path / "secret.txt")
    (archive / "picture.jpg").write_bytes(b"\xff\xd8\xff" + bytes(1000))
    without = run("doctor", "--json").json()["skipped"]
    assert [item["id"] for item in without] == ["link.txt", "pipe.txt"]
    read = run("doctor", "--warnings", "--json").json()["skipped"]
    skipped = {item["id"]: item["reason"] for item in read}
    assert "named pipe" in skipped["pipe.txt"]
    assert "out of the archive" in skipped["link.txt"]
    assert "picture" in skipped["picture.jpg"]
    run("index")
    assert {item["id"] for item in run("doctor", "--json").json()["skipped"]} == set(skipped)
    assert "skipped  picture.jpg: a picture, not text" in run("doctor").out


def test_warnings_of_articles_are_printed_when_asked_for(run: Run, archive: Path) -> None:
    (archive / "odd.md").write_text("---\ndate: someday\n---\nText.\n", encoding="utf-8")
    assert run("doctor", "--json").json()["warnings"] == []
    (item,) = run("doctor", "--warnings", "--json").json()["warnings"]
    assert item["id"] == "odd.md"
    assert any("someday" in warning for warning in item["warnings"])
    assert "warning  odd.md: " in run("doctor", "--warnings").out


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"TERM": "dumb"}, "set TERM"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "16 million colours"),
        ({"TERM": "foot"}, "256 colours"),
        ({"TERM": "xterm"}, ", 16 colours"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "NO_COLOR is set"),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, "in tmux"),
        ({"TERM": "screen", "STY": "1.pts-0.host"}, "in screen"),
        ({"TERM": "xterm", "COLUMNS": "20", "LINES": "5"}, "at least 40 columns"),
    ],
)
def test_the_terminal_is_described_by_what_it_says_of_itself(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name in ("TERM", "COLORTERM", "NO_COLOR", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = checks(run("doctor", "--json").json())["terminal"]
    assert any(said in text for text in (found["says"], *found["details"]))
