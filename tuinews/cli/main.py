"""Owns the program's entry: parses the words, runs the command, turns errors into exit codes."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from tuinews import __version__
from tuinews.cli import output
from tuinews.cli.interruption import Interruption
from tuinews.cli.options import add_common
from tuinews.errors import ExitCode, TuinewsError, UsageError

if TYPE_CHECKING:
    from tuinews.tui.curtain import Curtain

COMMANDS = {
    "browse": "open the browser on a folder of articles (what tuinews DIR does)",
    "index": "bring the index in step with the folder of articles",
    "search": "print the articles that match a query, best first",
    "show": "print one article",
    "list": "print the articles of the archive",
    "export": "write articles as Markdown, plain text, JSON Lines, or citations",
    "alerts": "print the new hits of saved searches, each once",
    "import": "bring articles from feeds, exports and saved pages into the archive",
    "doctor": "look at terminal, settings, archive, index and marks, and say what is wrong",
    "keys": "print every action of the browser with its keys",
    "settings": "print the settings in force and where each comes from",
}
BROKEN_PIPE = 128 + 13
INTERRUPTED = 128 + 2
HUNG_UP = 128 + 1

_DESCRIPTION = """\
A news browser for the terminal: a folder of articles becomes a searchable archive.

  tuinews [DIR]        open the browser on a folder of articles
  tuinews --plain DIR  browse it line by line: for screen readers, dumb terminals, scripts
  tuinews COMMAND ...  one of the commands below"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, instead of printing the usage above it."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see: {self.prog} --help)")


def main(argv: Sequence[str] | None = None, *, curtain: Curtain | None = None) -> int:
    """Run the command line; returns the exit status that `ExitCode` describes.

    `curtain` is what may hang on the terminal already, to be taken away before anything is said.
    """
    output.prepare_streams()
    _see_children_end()
    words = list(sys.argv[1:] if argv is None else argv)
    interruption = Interruption()
    try:
        with interruption.watched():
            command, words = _name_command(words)
            options = _parser(command).parse_args(words, argparse.Namespace(curtain=curtain))
            status: int = options.run(options)
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if curtain is not None:
            curtain.take_away()
        ending = KeyboardInterrupt() if interruption.came else error
        if "--debug" in words and not isinstance(ending, BrokenPipeError | KeyboardInterrupt):
            raise
        try:
            return _say_why(ending)
        except OSError:
            return _hung_up()
    return status


def _see_children_end() -> None:
    """Have the ends of processes be told, which one started by some daemons is not.

    Who ignores SIGCHLD passes that on, and no child could be waited for.
    """
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _say_why(error: Exception | KeyboardInterrupt) -> int:
    """Say in one line what ended the command; returns the exit status."""
    if isinstance(error, TuinewsError):
        output.complain_of(error)
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        output.complain("interrupted")
        return INTERRUPTED
    _discard_output()
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    if isinstance(error, OSError) and error.errno == errno.EIO and error.filename is None:
        return _hung_up()
    if not isinstance(error, OSError):
        what = f"{type(error).__name__}: {error}".removesuffix(": ")
        output.complain(f"this should not have happened: {what} (--debug shows where)")
        return ExitCode.CRASHED
    output.complain(f"{error.filename or 'the output'}: {error.strerror or error}")
    return ExitCode.UNREADABLE


def _hung_up() -> int:
    """Let everything go nowhere, since the terminal is gone; returns the exit status."""
    _discard_output()
    os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
    return HUNG_UP


def _discard_output() -> None:
    """Let what is still to be written go nowhere; else Python complains once more at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(command: str) -> argparse.ArgumentParser:
    """The parser of `command`, whose module alone is imported, since some take long to.

    With "" for it the parser of the help that lists all of them.
    """
    parser = _Parser(
        prog="tuinews",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tuinews {__version__}")
    add_common(parser)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [command] if command else COMMANDS:
        description = COMMANDS[name]
        subparser = commands.add_parser(
            name, help=description, description=f"{description}.", allow_abbrev=False
        )
        if command:
            add_common(subparser, below=True)
            module = import_module(f"tuinews.cli.{name}_command")
            module.configure(subparser)
            subparser.set_defaults(run=module.run)
    return parser


def _name_command(words: list[str]) -> tuple[str, list[str]]:
    """The command of `words`, put in where none is named, since `tuinews DIR` browses."""
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    takes_value = add_common(common)
    known = {flag for action in common._actions for flag in action.option_strings}
    position = 0
    while position < len(words) and words[position].startswith("-"):
        if words[position] in ("-h", "--help", "--version"):
            return "", words
        if not {words[position].partition("=")[0], words[position][:2]} & known:
            break  # one of the browser's own
        position += 2 if words[position] in takes_value else 1
    if position < len(words) and words[position] in COMMANDS:
        return words[position], words
    return "browse", [*words[:position], "browse", *words[position:]]
