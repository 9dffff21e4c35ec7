"""Signals while a command runs: Ctrl-C is one line and its exit status; none is ignored unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.tui.browsing import build_index, write_archive

_INTERRUPTED = """
import os, signal
try:
    os.kill(os.getpid(), signal.SIGINT)
    signal.pause()
except KeyboardInterrupt as error:
    raise {} from error
"""


@pytest.mark.parametrize("made_of_it", ["ImportError('initialization failed')", "error"])
def test_an_import_that_is_interrupted_ends_as_interrupted(tmp_path: Path, made_of_it: str) -> None:
    archive = write_archive(tmp_path / "gazette")
    build_index(archive, tmp_path / "index")
    library = tmp_path / "library" / "numpy"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text(_INTERRUPTED.format(made_of_it))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tuinews",
            "-a",
            archive,
            "-i",
            tmp_path / "index",
            "search",
            "line",
        ],
        env={**os.environ, "PYTHONPATH": f"{library.parent}{os.pathsep}{PROJECT}"},
        capture_output=True,
        text=True,
        check=False,
        # A shell has its background commands ignore it, and so all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert done.returncode == 130
    assert done.stderr.splitlines() == ["tuinews: interrupted"]


def test_who_ignores_the_ends_of_processes_can_have_an_index_built(tmp_path: Path) -> None:
    """Schedulers and daemons that do pass it on to what they start."""
    archive = tmp_path / "gazette"
    archive.mkdir()
    for number in range(2000):
        (archive / f"{number}.txt").write_text(f"Headline {number}\n\nA line of news.\n")
    done = subprocess.run(
        [sys.executable, "-m", "tuinews", "-a", archive, "-i", tmp_path / "index", "index"],
        preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2,000 added" in done.stdout
