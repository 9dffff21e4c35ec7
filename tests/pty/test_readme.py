"""What README.md says to type works, word for word, on a fresh copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pty.terminal import PROJECT, Terminal

pytestmark = pytest.mark.pty


def command(name: str) -> str:
    """The command in README.md's block under the comment that names it."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\s*```sh\n(.*?)\n```", text, re.DOTALL)
    assert found, name
    return found[1]


def copy_of_the_project(folder: Path) -> Path:
    """The files that a checkout has, and nothing that was built since."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="git lists the files of a checkout")
def test_the_start_line_sets_up_and_opens_the_sample_archive(tmp_path: Path) -> None:
    checkout = copy_of_the_project(tmp_path / "tuinews")
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    home = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "STATE", "CACHE")}
    terminal = Terminal(
        ["sh", "-c", command("start")],
        environ={**clean, **home, "TERM": "xterm-256color"},
        cwd=checkout,
    )
    articles = sum(1 for path in (checkout / "articles").rglob("*") if path.is_file())
    try:
        terminal.wait(f"{articles} of {articles}", patience=400)
        terminal.send("/moon\r")
        terminal.wait("moon")
        terminal.send("Q")
        assert terminal.exit_status() == 0
    finally:
        terminal.close()


def test_every_command_that_readme_tables_exists() -> None:
    from tuinews.cli.main import COMMANDS

    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `tuinews ([a-z]+)", text, re.MULTILINE))
    assert told == set(COMMANDS) - {"browse"}


def test_every_key_that_readme_tables_is_bound() -> None:
    from tuinews.tui.commands import COMMANDS

    bound = {key for each in COMMANDS for key in each.keys}
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("## Keys") : text.index("## Query language")]
    told = {
        key
        for line in re.findall(r"^\| .* \|$", table, re.MULTILINE)
        for cell in re.split(r"(?<!\\)\|", line)[2::3]
        for key in cell.replace(r"\|", "|").split()
        if len(key) == 1 and key.isascii()
    }
    assert told - bound == {"/"} - bound


def test_every_setting_that_readme_shows_is_known() -> None:
    from tuinews.settings.keys import KEYS

    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    block = text[text.index("## Settings") : text.index("## Over SSH")]
    assert set(re.findall(r"^([a-z_]+):", block, re.MULTILINE)) == set(KEYS)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd reads its units")
def test_the_units_that_index_by_a_timer_are_understood(tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```ini\n(.*?)```", text, re.DOTALL)
    assert block is not None
    units = re.findall(
        r"^# /etc/systemd/system/([\w.-]+).*?\n(.*?)(?=^#|\Z)", block[1], re.DOTALL | re.MULTILINE
    )
    assert [name for name, _text in units] == ["tuinews-index.service", "tuinews-index.timer"]
    files = [tmp_path / name for name, _text in units]
    for file, (_name, unit) in zip(files, units, strict=True):
        file.write_text(unit.replace("/opt/tuinews/bin/tuinews", sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, files)], capture_output=True, text=True
    )
    assert "tuinews-index" not in done.stderr
    assert done.returncode == 0
