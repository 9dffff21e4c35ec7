"""Owns `tuinews settings`: the settings in force and where each comes from, or a file to start."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from tuinews.cli import output
from tuinews.cli.options import load_settings, locate
from tuinews.errors import ArchiveError, ExitCode, UsageError
from tuinews.settings import ExportMapping, LoadedSettings, Pipe, UserTheme, check_keymap
from tuinews.settings.template import init_file
from tuinews.tui.commands import COMMANDS

WIDEST = 40
"""Columns that values are aligned over; longer ones stand out."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--init",
        action="store_true",
        help="write a file of all settings, commented, where your own are; none is overwritten",
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Print the settings, one a line, or begin a file of them."""
    if options.init:
        if options.restricted:
            raise UsageError("with --restricted no file is written")
        output.say(f"{init_file(options.settings)}: written; every line of it is optional")
        return ExitCode.DONE
    loaded = load_settings(options, _archive(options))
    check_keymap(loaded, {command.id for command in COMMANDS})
    rows = list(_rows(loaded))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        output.say(f"{name:<{widths[0]}}  {value:<{min(widths[1], WIDEST)}}  {origin}")
    for notice in loaded.notices:
        output.complain(notice)
    return ExitCode.DONE


def _archive(options: argparse.Namespace) -> Path | None:
    """The archive, for the settings beside it; settings are also shown where there is none."""
    try:
        return locate(options).archive
    except ArchiveError:
        return None


def _rows(loaded: LoadedSettings) -> Iterator[tuple[str, str, str]]:
    """Name, value and origin of each setting, and under a mapping of what is in it."""
    for key, origin in loaded.origins.items():
        value = getattr(loaded.values, key)
        if not isinstance(value, Mapping):
            yield key, _show(value), origin
            continue
        yield key, "" if value else "-", origin
        for name, each in value.items():
            yield f"  {name}", _show(each), loaded.lines.get(f"{key}.{name}", "")


def _show(value: object) -> str:
    match value:
        case None | ():
            return "-"
        case bool():
            return "on" if value else "off"
        case tuple():
            return ", ".join(map(str, value))
        case Mapping():
            return ", ".join(f"{name}={each}" for name, each in value.items())
        case UserTheme(base=base, colours=colours):
            return f"{base}, {_show(colours)}"
        case Pipe(command=command, format=form, wait=wait):
            return f"{command} ({form}{'' if wait else ', wait=off'})"
        case ExportMapping(columns=columns):
            return _show(columns)
        case _:
            return str(value)
