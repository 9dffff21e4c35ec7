"""Alerts print the new hits of saved searches, each once, and are silent where there are none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.payloads import CONTROLS, OBEYED
from tests.unit.cli.conftest import Run
from tuinews.reader.marks import Marks

ROW_KEYS = ["id", "headline", "published", "desk", "source", "place", "score"]


def write(archive: Path, name: str, text: str) -> None:
    (archive / name).write_text(text, encoding="utf-8")


def test_a_new_hit_is_told_once(run: Run, archive: Path) -> None:
    added = run("alerts", "--add", "Trade", "trade OR commerce")
    assert (added.status, added.out) == (
        0,
        "Trade: saved; articles that match by now: 1\n",
    )
    none = run("alerts")
    assert (none.status, none.out, none.err) == (1, "", "")
    write(archive, "oslo.txt", "Oslo trade grows\n\nOSLO, Nov. 9, 2021 (XYZ) -- Trade grew.\n")
    write(archive, "bergen.txt", "Bergen rests\n\nBERGEN (XYZ) -- Nothing.\n")
    told = run("alerts")
    assert told.status == 0
    assert told.out == "Trade: 1 new\n2021-11-09  Oslo trade grows  (oslo.txt)\n"
    assert run("alerts").status == 1


def test_a_search_for_tags_alike_tells_what_was_tagged_since(
    run: Run, archive: Path, home: Path
) -> None:
    run("alerts", "--add", "Space", "tag:spa*")
    marks = Marks.open(home / "state" / "tuinews", archive)
    marks.set_tags(["world/kabul.txt"], {"space race": True})
    marks.close()
    assert run("alerts").out.startswith("Space: 1 new\n")


def test_each_search_tells_its_own_hits_as_json(run: Run, archive: Path) -> None:
    run("alerts", "--add", "Trade", "trade")
    run("alerts", "--add", "Oslo", "oslo")
    write(archive, "oslo.txt", "Oslo trade grows\n\nOSLO, Nov. 9, 2021 (XYZ) -- Trade grew.\n")
    document = run("alerts", "--json").json()
    assert list(document) == ["since", "new", "searches"]
    assert (document["since"], document["new"]) == ("last", 2)
    assert [each["name"] for each in document["searches"]] == ["Trade", "Oslo"]
    for each in document["searches"]:
        assert list(each) == ["name", "query", "new", "partial", "hits"]
        assert [list(hit) for hit in each["hits"]] == [ROW_KEYS]
        assert each["hits"][0]["id"] == "oslo.txt"
    again = run("alerts", "--json")
    assert (again.status, again.json()["new"]) == (1, 0)


def test_an_article_that_is_moved_or_corrected_is_not_told_again(run: Run, archive: Path) -> None:
    run("alerts", "--add", "Moon", "moon")
    write(archive, "moon.txt", "Moon\n\nThe moon is full.\n")
    assert run("alerts").status == 0
    (archive / "moon.txt").rename(archive / "luna.txt")
    assert run("alerts").status == 1
    write(archive, "luna.txt", "Moon\n\nThe moon is not full.\n")
    assert run("alerts").status == 1


def test_since_a_day_tells_what_was_told_and_remembers_nothing(run: Run, archive: Path) -> None:
    run("alerts", "--add", "Moon", "moon OR telephone")
    since = run("alerts", "--since", "2000", "--json").json()
    assert [hit["id"] for hit in since["searches"][0]["hits"]] == ["world/kabul.txt"]
    assert run("alerts", "--since", "1969-07-20").status == 0
    assert run("alerts", "--since", "1d").status == 1
    write(archive, "new.txt", "Moon\n\nOSLO, Nov. 9, 2021 (XYZ) -- The moon is full.\n")
    assert "(new.txt)" in run("alerts", "--since", "2021-11-09").out
    assert "(new.txt)" in run("alerts").out
    wrong = run("alerts", "--since", "yore")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)


def test_what_could_not_be_printed_is_told_next_time(run: Run, archive: Path, home: Path) -> None:
    run("alerts", "--add", "Moon", "moon")
    write(archive, "new.txt", "Moon\n\nThe moon is full.\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tuinews", "-a", archive, "alerts"],
            cwd=Path(__file__).parents[3], env=dict(os.environ), stdout=full,
            stderr=subprocess.PIPE,
        )  # fmt: skip
    assert done.returncode != 0
    assert "(new.txt)" in run("alerts").out


def test_alerts_at_the_same_time_tell_each_hit_once(run: Run, archive: Path) -> None:
    run("alerts", "--add", "Moon", "moon")
    for number in range(20):
        write(archive, f"{number}.txt", f"Moon {number}\n\nThe moon is full, part {number}.\n")
    words = [sys.executable, "-m", "tuinews", "-a", os.fspath(archive), "alerts", "--no-sync"]
    run("index")
    running = [
        subprocess.Popen(words, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [line for each in running for line in each.communicate()[0].splitlines() if "(" in line]
    assert len(told) == len(set(told)) == 20
    assert sorted(each.returncode for each in running) == [0, 1, 1]


def test_words_that_no_article_has_together_are_no_news(run: Run, archive: Path) -> None:
    run("alerts", "--add", "Both", "moonlight sonata")
    write(archive, "a.txt", "Moonlight\n\nThe moonlight was bright.\n")
    write(archive, "b.txt", "Sonata\n\nA sonata was played.\n")
    assert run("alerts").status == 1
    write(archive, "c.txt", "Moonlight sonata\n\nThe moonlight sonata was played.\n")
    assert run("alerts").out.startswith("Both: 1 new\n")


def test_searches_are_listed_and_removed_by_name(run: Run) -> None:
    assert run("alerts", "--list").status == 1
    run("alerts", "--add", "Kabul  trade", "kabul trade")
    run("alerts", "--add", "Oslo", "headline:oslo")
    assert run("alerts", "--list").out == "Kabul trade  kabul trade\nOslo         headline:oslo\n"
    listed = run("alerts", "--list", "--json").json()["searches"]
    assert [list(each) for each in listed] == [["name", "query", "created"]] * 2
    missing = run("alerts", "--remove", "Olso")
    assert (missing.status, "did you mean 'Oslo'?" in missing.err) == (1, True)
    assert run("alerts", "--remove", "Oslo").status == 0
    assert run("alerts", "--list").out == "Kabul trade  kabul trade\n"


def test_what_cannot_be_saved_is_said_in_a_line(run: Run) -> None:
    wrong = run("alerts", "--add", "Bad", "(kabul")
    assert (wrong.status, "^" in wrong.err) == (2, True)
    run("alerts", "--add", "Oslo", "oslo")
    for name in ("Oslo", " "):
        taken = run("alerts", "--add", name, "other")
        assert (taken.status, taken.err.count("\n")) == (2, 1)
        assert ("--remove" in taken.err) == (name == "Oslo")
    assert run("alerts", "--add", "x").status == 2
    assert run("alerts", "--list").out == "Oslo  oslo\n"


def test_without_saved_searches_it_says_how_to_add_one(run: Run) -> None:
    outcome = run("alerts")
    assert (outcome.status, outcome.out) == (1, "")
    assert "--add NAME QUERY" in outcome.err


def test_without_a_memory_nothing_is_told_again_and_again(run: Run, home: Path) -> None:
    run("alerts", "--add", "Moon", "moon")
    (home / "state/tuinews/marks.sqlite3").write_bytes(b"not a database" * 100)
    outcome = run("alerts")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (3, "", 1)


@pytest.mark.parametrize("payload", CONTROLS.values(), ids=CONTROLS)
def test_no_payload_comes_back_from_a_saved_search(run: Run, archive: Path, payload: str) -> None:
    said = payload.replace("\0", "")
    run("alerts", "--add", f"Moon {said}", f'moon OR "{said}"')
    write(archive, "new.txt", "Moon\n\nThe moon is full.\n")
    for words in (
        ["--list"],
        ["--list", "--json"],
        ["--json", "--since", "2000"],
        ["--since", said],
        ["--remove", f"Noon {said}"],
        [],
    ):
        outcome = run("alerts", *words)
        assert not OBEYED.search(outcome.out), words
        assert not OBEYED.search(outcome.err), words
