"""Owns what `--restricted` takes away before anything else of the program runs.

Imports next to nothing: what it takes from the environment must be gone before others look there.
"""

from __future__ import annotations

import os
import sys
from typing import Never

OPTION = "--restricted"
_PREFIXES = ("TEXTUAL", "PYTHON", "LESS")
_NAMES = ("BROWSER", "PAGER", "MANPAGER", "GIT_PAGER", "EDITOR", "VISUAL", "SHELL")
_PROGRAMS = (
    "os.exec",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "subprocess.Popen",
    "webbrowser.open",
)
"""Audit events of the ways to another program: https://docs.python.org/3/library/audit_events.html"""

_taken: list[str] = []


def is_asked_for(words: list[str]) -> bool:
    """Whether the words of a command line ask for a restricted session."""
    return OPTION in words


def restrict() -> None:
    """Have no variable name a program or a file, and no code of this process start a program.

    It cannot be taken back, and holds in forked processes too.
    """
    for name in list(os.environ):
        if name.startswith(_PREFIXES) or name in _NAMES:
            del os.environ[name]
            _taken.append(name)
    sys.dont_write_bytecode = True
    # Where a module of the reader's own would be found before the one that is meant.
    sys.path[:] = [folder for folder in sys.path if folder not in ("", _cwd())]
    sys.addaudithook(_refuse)


def taken() -> tuple[str, ...]:
    """The variables that were set and are not any more."""
    return tuple(_taken)


def leave(status: int) -> Never:
    """End the process at once; with PYTHONINSPECT set, Python would ask for commands now."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # whoever read it is gone
    os._exit(status)


def _refuse(event: str, _arguments: object) -> None:
    if event in _PROGRAMS:
        raise PermissionError(f"with {OPTION} no program is started")


def _cwd() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - what pathlib imports is not restricted yet
    except OSError:
        return ""
