"""Promise 12, of what nobody foresaw: one line, an exit status, the terminal as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.pty.terminal import Terminal
from tests.tui.browsing import write_archive
from tuinews.cli.main import COMMANDS
from tuinews.errors import ExitCode

BROKEN = """
import sys
from importlib import import_module
from tuinews.__main__ import main

def broken(*_, **__):
    raise ValueError("a \\x1b[31mred\\x1b[0m\\nherring")

module, name = sys.argv.pop(1).split(":")
found = import_module(module)
*outer, last = name.split(".")
for each in outer:
    found = getattr(found, each)
setattr(found, last, broken)
sys.exit(main())
"""
SAID = "tuinews: this should not have happened: ValueError: a "


def command(place: str, *words: str) -> list[str]:
    """The program, in which a function is broken."""
    return [sys.executable, "-c", BROKEN, place, *words]


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("debug", [False, True])
def test_a_command_that_breaks_says_one_line_and_with_debug_where(name: str, debug: bool) -> None:
    words = [name, *(["--debug"] if debug else [])]
    needed = {"search": ["apples"], "show": ["a.md"], "import": ["x.mbox"], "export": ["apples"]}
    done = subprocess.run(
        command(f"tuinews.cli.{name}_command:run", *words, *needed.get(name, [])),
        capture_output=True, text=True, cwd=PROJECT, check=False,
    )  # fmt: skip
    assert not done.stdout
    if debug:
        assert "Traceback" in done.stderr
        assert done.returncode
        return
    assert done.returncode == ExitCode.CRASHED, done.stderr
    assert done.stderr.startswith(SAID)
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


@pytest.mark.pty
@pytest.mark.parametrize(
    "place",
    [
        "tuinews.tui.session:Session.answer",
        "tuinews.tui.screens.browser:BrowserScreen._begin",
        "tuinews.tui.app:Browser.__init__",
        "tuinews.tui.widgets.article_list:ArticleList.paint_item",
    ],
)
def test_a_browser_that_breaks_leaves_the_terminal_as_it_was(place: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", fillers=5)
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("STATE", "CACHE", "CONFIG")}
    terminal = Terminal(
        command(place, "-a", os.fspath(archive), "-i", os.fspath(tmp_path / "index")),
        environ={**os.environ, **homes, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        columns=120,
    )
    try:
        assert terminal.exit_status() == ExitCode.CRASHED
        terminal.wait(SAID.strip())
        assert "Traceback" not in terminal.text
        assert terminal.local_flags() == terminal.flags_before
        assert terminal.raw.rfind(b"\x1b[?1049l") >= terminal.raw.rfind(b"\x1b[?1049h")
    finally:
        terminal.close()
