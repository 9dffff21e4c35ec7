"""Owns `tuinews keys`: every action of the browser with its id and the keys in force."""

from __future__ import annotations

import argparse

from tuinews.cli import output
from tuinews.cli.options import load_settings
from tuinews.errors import ExitCode
from tuinews.tui.keymap import keymap_of


def configure(_parser: argparse.ArgumentParser) -> None:
    """Declare the command's options: none."""


def run(options: argparse.Namespace) -> ExitCode:
    """Print the actions, one a line; between keys is a blank, in a sequence a dash."""
    commands = list(keymap_of(load_settings(options)).commands())
    width = max(len(command.id) for command in commands)
    for command in commands:
        keys = " ".join(key.replace(" ", "-") for key in command.keys)
        output.say(f"{command.id:<{width}}  {keys:<24}  {command.description}")
    return ExitCode.DONE
