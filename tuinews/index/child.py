"""Owns the processes that a writer forks to work beside it: they end when it does.

A child holds none of its parent's rights, writes nothing to the terminal, steps back behind those
who wait for an answer, and is gone at once when its parent is, however that came about and
whatever it was doing. What it leaves the next writer sweeps.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from typing import Final

from tuinews.index.write_lock import leave_to_parent

_POLITE: Final = 10
"""How far behind others a child stands, on the scale of nice(2)."""
_lifeline: tuple[int, int] | None = None
"""A pipe nobody writes to: its end says to every child that this process is gone."""
_owner = 0
"""The process that made it; one that was forked makes its own."""


def fork(work: Callable[[], None]) -> int:
    """Have a process of its own do `work`; returns its id.

    It exits with 0 when the work is done, else with 1; what went wrong `work` tells itself.
    """
    global _lifeline, _owner
    if _lifeline is None or _owner != os.getpid():
        _lifeline, _owner = os.pipe(), os.getpid()
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        alive, held_by_parent = _lifeline
        os.close(held_by_parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        leave_to_parent()
        threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _POLITE)
        work()
        status = 0
    finally:
        os._exit(status)


def _end_with_parent(alive: int) -> None:
    os.read(alive, 1)
    os._exit(1)


def end(process: int) -> None:
    """End a child, whatever it does."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, 0)
