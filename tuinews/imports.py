"""Owns importing libraries without what they import in turn and nothing here uses.

What is left out is there for whoever imports it later.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Final


class _Nothing:
    """Stands for what is named and never used."""


class _Hollow(ModuleType):
    """A module that has every name, and nothing under it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


HOLLOW: Final = _Hollow("left out")


@contextmanager
def instead(name: str, module: ModuleType | None) -> Iterator[None]:
    """Have imports find `module`, or with None nothing, where one was not imported yet."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module  # type: ignore[assignment] # None makes an import fail
    try:
        yield
    finally:
        del sys.modules[name]


def import_alone(package: str, name: str) -> ModuleType:
    """A module of a package, without running what the package itself imports.

    Raises:
        ModuleNotFoundError: There is no such package, or no such module in it.
    """
    whole = f"{package}.{name}"
    if whole in sys.modules:
        return sys.modules[whole]
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    spec = PathFinder.find_spec(whole, places)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"there is no {whole}", name=whole)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
