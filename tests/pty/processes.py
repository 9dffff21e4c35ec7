"""Owns finding the processes that a session started, however far off, by their environment."""

from __future__ import annotations

import contextlib
import os
import shlex
import time
from pathlib import Path

from tests.pty.terminal import PATIENCE

MARK = "TUINEWS_TEST_MARK"
"""A variable of every process that a session starts."""


def marked(mark: str) -> dict[int, str]:
    """What runs now with this value of `MARK`: the process ids, each with its command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                words = (folder / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
                found[int(folder.name)] = shlex.join(map(os.fsdecode, words))
    return found


def wait_until_empty(mark: str) -> float:
    """Wait until nothing runs with this mark; returns the seconds that took."""
    begun = time.monotonic()
    while left := marked(mark):
        assert time.monotonic() - begun < PATIENCE, f"still there: {left}"
        time.sleep(0.02)
    return time.monotonic() - begun
