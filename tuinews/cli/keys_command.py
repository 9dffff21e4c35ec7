"""Owns `tuinews keys`: every action of the browser with its id and keys."""

from __future__ import annotations

import argparse

from tuinews.cli import output
from tuinews.errors import ExitCode
from tuinews.tui.commands import COMMANDS


def configure(_parser: argparse.ArgumentParser) -> None:
    """Declare the command's options: none."""


def run(_options: argparse.Namespace) -> ExitCode:
    """Print the actions, one a line."""
    width = max(len(command.id) for command in COMMANDS)
    for command in COMMANDS:
        keys = " ".join(command.keys)
        output.say(f"{command.id:<{width}}  {keys:<24}  {command.description}")
    return ExitCode.DONE
