"""The walk through the sample archive shows at each step what it should, or ends."""

from __future__ import annotations

import pytest

from tests.pty import walk

pytestmark = pytest.mark.pty


def test_the_walk_through_the_sample_archive_shows_what_it_should(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert walk.main() == 0, capsys.readouterr().err
    shown = capsys.readouterr().out
    assert shown.count("\n=== ") + 1 == len(walk.FIRST) + len(walk.AGAIN) + 2
    assert all(f"=== {step.keys}  (" in shown for step in (*walk.FIRST, *walk.AGAIN))


def test_a_step_that_shows_something_else_ends_the_walk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_PATIENCE", 1.0)
    monkeypatch.setattr(walk, "FIRST", (walk.Step("j", "go down", ("no such line",)),))
    assert walk.main() == 1
    printed = capsys.readouterr()
    assert printed.err == "walk: after j (go down) there is no no such line\n"
    assert printed.out.count("=== ") == 2
