"""Owns how tests call the command line: in this process, on an archive of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tuinews.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]

KABUL = """Kabul, 9 November 2021 (XYZ): The envoy spoke with the minister by telephone on Sunday.
Both sides talked about trade across the border.
TIES RE-ESTABLISHED
A visible change in trade and transit was noted, the envoy said.
"""
MILE = """---
title: Four minutes fall at Iffley Road
date: 1954-05-06
source: TUI
tags: [athletics, record]
section: sport
---
The runner broke four minutes for the mile.
"""
MOON = """Two men walk on the moon

HOUSTON, July 20, 1969 (XYZ) -- Two astronauts walked on the moon on Sunday.

They set up a television camera.
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no settings or cache of the tester's own take part."""
    for variable in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / "home" / variable.lower()))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "home"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three articles in two desks."""
    folder = tmp_path / "wire"
    for name, text in (
        ("world/kabul.txt", KABUL),
        ("sport/mile.md", MILE),
        ("science/moon.txt", MOON),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], archive: Path) -> Run:
    """Call tuinews on the archive."""

    def call(*words: str, on: Path | None = None) -> Outcome:
        capfd.readouterr()
        status = main(["-a", str(on or archive), *words])
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return call
