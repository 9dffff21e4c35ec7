"""Export writes what is asked for: by query, by id or all, to standard output or a new file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.fixtures.payloads import CONTROLS, OBEYED
from tests.unit.cli.conftest import Run


def test_hits_are_exported_in_their_order(run: Run) -> None:
    out = run("export", "--all", "--sort", "oldest", "--format", "jsonl").out
    ids = [json.loads(line)["id"] for line in out.splitlines()]
    assert ids == ["sport/mile.md", "science/moon.txt", "world/kabul.txt"]
    shown = run("show", "sport/mile.md", "--json").json()
    assert json.loads(out.splitlines()[0]) == shown


def test_ids_are_exported_in_theirs(run: Run) -> None:
    out = run("export", "world/kabul.txt", "sport/mile.md", "world/kabul.txt").out
    assert out.startswith("# The envoy spoke")
    assert "\n\n---\n\n# Four minutes fall at Iffley Road\n" in out
    assert out.count("# Four minutes") == 1
    assert run("export", "world/kabul.txt", "--format", "text").out.startswith("The envoy spoke")


def test_no_more_are_exported_than_the_limit_says(run: Run) -> None:
    for asked in (["--all"], ["world/kabul.txt", "sport/mile.md"]):
        lines = run("export", *asked, "--limit", "1", "--format", "jsonl").out.splitlines()
        assert len(lines) == 1
        assert run("export", *asked, "--limit", "0").status == 1


def test_an_id_among_ids_that_names_nothing_is_said(run: Run) -> None:
    outcome = run("export", "world/kabul.txt", "world/oslo.txt")
    assert (outcome.status, outcome.out) == (1, "")
    assert "world/oslo.txt" in outcome.err


def test_a_citation_names_the_paragraph_that_matches(run: Run) -> None:
    (item,) = json.loads(run("export", "transit", "--format", "csl-json").out)
    cited = item["custom"]["tuinews"]
    assert (cited["id"], cited["section"], cited["paragraph"]) == ("world/kabul.txt", 1, 0)
    assert len(cited["sha256"]) == 64
    entry = run("export", "transit", "--format", "bibtex").out
    assert "section 2 (TIES RE-ESTABLISHED), paragraph 1" in entry
    assert cited["sha256"] in entry


def test_a_paragraph_can_be_cited_by_its_number(run: Run) -> None:
    words = ["export", "world/kabul.txt", "--format", "bibtex", "--section", "1", "--paragraph"]
    assert "paragraph 1, SHA" in run(*words, "0").out
    assert run(*words, "9").status == 1


def test_several_citations_are_one_document(run: Run) -> None:
    items = json.loads(run("export", "--all", "--format", "csl-json").out)
    assert len({item["id"] for item in items}) == 3
    assert run("export", "--all", "--format", "bibtex").out.count("\n@article{") == 2


def test_a_file_is_written_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    words = ["export", "transit", "-o", os.fspath(file)]
    assert run(*words).status == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# The envoy")
    again = run(*words)
    assert (again.status, again.out) == (2, "")
    assert "--force" in again.err
    assert run("export", "moon", "--force", "-o", os.fspath(file)).status == 0
    assert file.read_text(encoding="utf-8").startswith("# Two men")


def test_nothing_found_writes_nothing(run: Run, tmp_path: Path) -> None:
    outcome = run("export", "nowhere", "-o", os.fspath(tmp_path / "out.md"))
    assert (outcome.status, outcome.out) == (1, "")
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--all", "kabul"],
        ["(kabul"],
        ["--restricted", "--all", "-o", "out.md"],
        ["--all", "--format", "pdf"],
        ["kabul", "--section", "1"],
        ["kabul", "--section", "1", "--paragraph", "0"],
        ["--all", "-o", "{archive}/out.md"],
    ],
)
def test_wrong_use_is_said_and_writes_nothing(run: Run, archive: Path, words: list[str]) -> None:
    before = sorted(archive.rglob("*"))
    outcome = run("export", *(word.format(archive=archive) for word in words))
    assert (outcome.status, outcome.out) == (2, "")
    assert sorted(archive.rglob("*")) == before


@pytest.mark.parametrize("payload", CONTROLS.values(), ids=CONTROLS)
def test_no_payload_reaches_an_export(run: Run, tmp_path: Path, payload: str) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    name = payload.replace("/", "_").replace("\0", "")[:60]
    item = {
        "headline": f"Head {payload}",
        "body_html": f"<p>Needle {payload}</p>",
        "byline": payload,
    }
    (folder / f"{name}.json").write_text(json.dumps(item))
    for form in ("markdown", "text", "jsonl", "bibtex", "csl-json"):
        outcome = run("export", "--all", "--format", form, on=folder)
        assert outcome.out
        assert not OBEYED.search(outcome.out), form
        assert not OBEYED.search(outcome.err)
    if "\n" not in name:
        assert run("export", f"{name}.json", on=folder).out.startswith("# Head")
