"""Owns what of the libraries under the browser is left out, since its start would wait for it.

Imports nothing of them itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def import_textual() -> None:
    """Import Textual without what the browser does not use; whoever imports that later has it.

    It has a palette of its own, saves no screenshots into a folder for downloads, and opens no
    connection. All three are a fifth of the time that a Textual program imports, and OpenSSL is
    3 MB of every session; asyncio does without it, as where Python was built without.
    """
    if "asyncio" not in sys.modules:
        with _instead("ssl", None):
            import asyncio  # noqa: F401 - for Textual
    if "textual.app" not in sys.modules:
        with _instead("platformdirs", _HOLLOW), _instead("textual.command", _HOLLOW):
            import textual.app  # noqa: F401 - for the browser


class _Nothing:
    """Stands for a class that is named and never used."""


class _Hollow(ModuleType):
    """A module that has every name, and nothing under it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


_HOLLOW = _Hollow("left out")


@contextmanager
def _instead(name: str, module: ModuleType | None) -> Iterator[None]:
    """Have imports find `module`, or with None nothing, where one was not imported yet."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module  # type: ignore[assignment] # None makes an import fail
    try:
        yield
    finally:
        del sys.modules[name]
