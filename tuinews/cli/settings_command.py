"""Owns `tuinews settings`: the settings in force and where each comes from."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from tuinews.cli import output
from tuinews.cli.options import load_settings
from tuinews.errors import ExitCode


def configure(_parser: argparse.ArgumentParser) -> None:
    """Declare the command's options: none."""


def run(options: argparse.Namespace) -> ExitCode:
    """Print the settings, one a line."""
    loaded = load_settings(options)
    for key, origin in loaded.origins.items():
        output.say(f"{key:<12}  {_show(getattr(loaded.values, key)):<24}  {origin}")
    return ExitCode.DONE


def _show(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "on" if value else "off"
        case Mapping():
            return ", ".join(value) or "-"
        case _:
            return str(value)
