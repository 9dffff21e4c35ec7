"""Owns what is said when an optional package that an import needs is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from tuinews.errors import TuinewsError

_EXTRAS = {"feedparser": "feeds", "httpx": "feeds", "defusedxml": "feeds"}


class ExtraMissingError(TuinewsError):
    """An optional package is missing; the message says how to install it."""


def need(package: str) -> None:
    """Make sure that an optional package is there.

    Raises:
        ExtraMissingError: It is not.
    """
    if find_spec(package) is None:
        extra = _EXTRAS[package]
        raise ExtraMissingError(
            f"feeds need the package {package}; install it with: pip install 'tuinews[{extra}]'"
        )
