"""Owns how much memory a command takes: the proportional share of it and all its children."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

_LOOK = 0.5
"""Seconds between two looks, each of which costs what is looked at about a millisecond."""


def run_watched(command: Sequence[str]) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run a command to its end; also the most megabytes that it and its children took together.

    What several processes share is counted once (PSS of proc(5)).
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ended = threading.Event()
    peak = 0

    def watch() -> None:
        nonlocal peak
        while not ended.wait(_LOOK):
            peak = max(peak, sum(map(_share, _tree(process.pid))))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    output, errors = process.communicate()
    ended.set()
    watching.join()
    return subprocess.CompletedProcess(command, process.returncode, output, errors), peak / 1e3


def _tree(process: int) -> list[int]:
    """A process and its children, and theirs."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                found += _tree(int(child))
        except OSError:
            continue
    return found


def _share(process: int) -> int:
    """Kilobytes of a process, what it shares with others divided among them; 0 of one gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
