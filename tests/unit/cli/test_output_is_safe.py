"""Promise 1 for the commands: nothing that a file holds reaches the terminal as a control."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

PAYLOADS = {
    "escape": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;cm0gLXJm\x1b\\",
    "device control": "\x1bP1;1|17/17\x1b\\",
    "c1 csi": "\x9b31m",
    "c1 osc": "\x9d0;owned\x9c",
    "nul and delete": "a\x00b\x7fc",
    "backspaces": "good\x08\x08\x08\x08evil",
    "carriage return": "hidden\rshown",
    "bidi override": "\u202eevil\u202c",
    "bidi isolate": "\u2066evil\u2069",
    "line separator": "a\u2028b\u2029c",
    "zero width": "pay\u200bpal",
    "shift out": "\x0eabc\x0f",
    "form feed": "a\x0cb\x0bc",
    "tags": "a\U000e0041\U000e0042b",
}
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\U000e0041]"
)


def article(payload: str) -> str:
    return (
        f"---\ntitle: {json.dumps('Head ' + payload)}\nauthor: {json.dumps('By ' + payload)}\n"
        f"tags: [{json.dumps(payload)}]\nsource: {json.dumps(payload)}\n"
        f"section: {json.dumps(payload)}\nother: {json.dumps(payload)}\n---\n"
        f"Needle {payload} body.\n\n## Cross {payload}\n\n[link {payload}](http://x/{payload})\n"
    )


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_payload_reaches_the_output_of_a_command(run: Run, tmp_path: Path, payload: str) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    name = f"{payload.replace('/', '_').replace(chr(0), '')}.md"
    text = article(payload)
    (folder / os.fsdecode(name.encode())).write_text(text, encoding="utf-8", newline="")
    (folder / "raw.txt").write_text(f"Head {payload}\n\nNeedle {payload}\n", newline="")
    for words in (
        ["index"],
        ["list"],
        ["list", "--json"],
        ["list", "--tsv"],
        ["search", "needle"],
        ["search", "needle", "--json"],
        ["search", "needle", "--jsonl"],
        ["search", payload.replace(chr(0), "")],
        ["search", f"{payload.replace(chr(0), '')}:x"],
        ["show", "raw.txt"],
        ["show", "raw.txt", "--json"],
        ["show", name],
        ["show", name, "--json"],
        ["show", f"no{payload}.txt"],
    ):
        outcome = run(*words, on=folder)
        for stream in (outcome.out, outcome.err):
            assert not OBEYED.search(stream), (words, stream)
            stream.encode("utf-8")


def test_a_name_that_is_not_text_can_be_listed_and_shown(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    name = os.fsdecode(b"caf\xe9\x1b.txt")
    (folder / name).write_text("Head\n\nBody of it.\n")
    (hit,) = run("list", "--json", on=folder).json()["hits"]
    assert hit["id"] == name
    assert run("show", hit["id"], on=folder).out.startswith("Head")
    assert "\\xe9\\x1b.txt" in run("list", on=folder).out
