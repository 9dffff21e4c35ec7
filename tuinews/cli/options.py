"""Owns the options every command takes, and what they and the settings together name."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from tuinews import paths, settings
from tuinews.errors import ArchiveError, UsageError
from tuinews.settings import LoadedSettings

LONGEST_NUMBER = 18
"""Digits of a number of articles; one that has more is as good as all of them."""
_TAKING_A_VALUE = (
    (("-a", "--articles"), "DIR", "folder of articles (default: settings, else ./articles)"),
    (
        ("-i", "--index"),
        "DIR",
        "folder of its index (default: settings, else ./index for ./articles, else a cache folder)",
    ),
    (("--settings",), "FILE", "settings to use instead of your own"),
)
_SWITCHES = (
    ("--sample", "the sample archive that comes with tuinews"),
    ("--restricted", "for shared accounts: nothing outside the archive can be reached"),
    ("--debug", "show the traceback of an error"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The archive and the index that a command works on."""

    archive: Path
    index: Path
    trust_index: bool


def add_common(parser: argparse.ArgumentParser, *, below: bool = False) -> set[str]:
    """Add the options of every command; returns the flags that take a value.

    `below` a command they have no defaults, so that they keep what stood before its name.
    """
    group = parser.add_argument_group("options of every command")
    default = argparse.SUPPRESS if below else None
    for flags, metavar, description in _TAKING_A_VALUE:
        group.add_argument(*flags, metavar=metavar, type=Path, default=default, help=description)
    for flag, description in _SWITCHES:
        group.add_argument(flag, action="store_true", default=default or False, help=description)
    return {flag for flags, _, _ in _TAKING_A_VALUE for flag in flags}


def whole_number(text: str) -> int:
    """A whole number from 0, as argparse reads an option."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text) if len(text) <= LONGEST_NUMBER else sys.maxsize


def load_settings(options: argparse.Namespace, archive: Path | None = None) -> LoadedSettings:
    """The settings in force for this call, with those beside the archive where one is named."""
    return settings.load(options.settings, archive=archive)


def locate(options: argparse.Namespace, folder: Path | None = None) -> Place:
    """The archive and index that the options, else the settings, else the defaults name.

    Raises:
        UsageError: Two different archives are named.
        ArchiveError: The archive is not a folder.
    """
    values = load_settings(options).values
    sample = paths.sample_archive() if options.sample else None
    named = {path for path in (folder, options.articles, sample) if path is not None}
    if len(named) > 1:
        raise UsageError("more than one archive is named; name one")
    archive = named.pop() if named else values.articles or Path("articles")
    if not archive.is_dir():
        what = "is not a folder" if archive.exists() else "no such folder"
        raise ArchiveError(
            f"{archive}: {what}; name a folder of articles (tuinews DIR), "
            "or open the sample archive with: tuinews --sample"
        )
    from_settings = values.index if archive == values.articles else None
    index = options.index or from_settings or paths.default_index(archive)
    return Place(archive, index, values.trust_index)
