"""`tuinews settings` says what is in force and why, and begins a file of settings."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run


def test_every_setting_is_printed_with_where_it_comes_from(
    run: Run, archive: Path, home: Path
) -> None:
    (home / "config/tuinews").mkdir(parents=True)
    own = home / "config/tuinews/tuinews.yaml"
    own.write_text("mouse: off\nkeymap:\n  star: [s, g s]\n")
    (archive / "tuinews.yaml").write_text("desks:\n  world: World\narticles: /etc\n")
    outcome = run("settings")
    lines = [line.split(maxsplit=1) for line in outcome.out.splitlines()]
    said = {name: " ".join(rest.split()) for name, rest in lines}
    assert said["mouse"] == f"off {own}:1"
    assert said["star"] == f"s, g s {own}:3"
    assert said["world"] == f"World {archive}/tuinews.yaml:2"
    assert said["articles"] == "- default"
    assert outcome.err.count("\n") == 1
    assert "'articles' is ignored" in outcome.err


def test_an_action_that_is_none_is_an_error(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("keymap:\n  starr: s\n")
    outcome = run("--settings", str(own), "settings")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"tuinews: {own}:2: keymap.starr is no action; did you mean 'star'?\n"


def test_settings_are_shown_where_there_is_no_archive(run: Run, tmp_path: Path) -> None:
    outcome = run("settings", on=tmp_path / "none")
    assert (outcome.status, outcome.err) == (0, "")


def test_a_file_is_begun_once(run: Run, home: Path) -> None:
    outcome = run("settings", "--init")
    file = home / "config/tuinews/tuinews.yaml"
    assert (outcome.status, outcome.out.split(":")[0]) == (0, str(file))
    text = file.read_text()
    assert run("settings").status == 0
    assert run("settings", "--init").status == 2
    assert file.read_text() == text
    assert run("--restricted", "settings", "--init").status == 2
