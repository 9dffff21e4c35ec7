"""Owns what commands print: every text passes here, so that no terminal obeys an article."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tuinews.articles.sanitise import sanitise_line, show_name
from tuinews.errors import QueryError, TuinewsError

if TYPE_CHECKING:
    from tuinews.index.results import Span

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def prepare_streams() -> None:
    """Have all three, and let no locale turn an article into a traceback: it is escaped."""
    _replace_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _replace_closed() -> None:
    """Put another in the place of a stream that whoever started the program had closed.

    There is nothing to read then; what is complained of goes nowhere; and to print fails, as it
    does on a full disk.
    """
    for name, mode, way in (
        ("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)
    ):  # fmt: skip
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode))


def counted(count: int, noun: str) -> str:
    """A number of things that have a regular plural: `1 file`, `2,000 files`."""
    return f"{count:,} {noun}{'s' if count != 1 else ''}"


def say(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(sanitise_line(text) + "\n")


def say_marked(text: str, spans: Iterable[Span]) -> None:
    """Print one line of already sanitised text, its `spans` in bold where the screen can."""
    if can_style():
        for start, end in reversed(list(spans)):
            text = f"{text[:start]}{_BOLD}{text[start:end]}{_PLAIN}{text[end:]}"
    sys.stdout.write(text + "\n")


def say_json(document: object) -> None:
    """Print one JSON document in UTF-8, whatever the locale says."""
    from tuinews.articles.export_json import to_json

    say_utf8(to_json(document, indent=2) + "\n")


def say_json_line(document: object) -> None:
    """Print one JSON document on one line, in UTF-8."""
    from tuinews.articles.export_json import to_json

    say_utf8(to_json(document) + "\n")


def say_utf8(text: str) -> None:
    """Print a text that is safe already, as it is, in UTF-8 whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))


def say_tsv(values: Iterable[object]) -> None:
    """Print one row of tab-separated values; tabs and line breaks in a value become spaces."""
    cells = ("" if value is None else sanitise_line(show_name(str(value))) for value in values)
    sys.stdout.write("\t".join(cells) + "\n")


def complain(message: str) -> None:
    """Print one line about what went wrong, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"tuinews: {sanitise_line(show_name(message))}\n")


@contextmanager
def pointing_into(query: str) -> Iterator[None]:
    """Have the error of a query that is not understood show the place in it."""
    try:
        yield
    except QueryError as error:
        error.query = query
        raise


def complain_of(error: TuinewsError) -> None:
    """Print what went wrong on standard error, with the place where that is in a query."""
    complain(str(error))
    if isinstance(error, QueryError) and error.query is not None:
        _point_at(error.query, error)


def _point_at(query: str, error: QueryError) -> None:
    """Print `query` on standard error with a caret under the column that `error` means."""
    from rich.cells import cell_len

    before, after = sanitise_line(query[: error.column]), sanitise_line(query[error.column :])
    sys.stderr.write(f"  {before}{after}\n  {' ' * cell_len(before)}^\n")
    if error.suggestion:
        sys.stderr.write(f"  try: {sanitise_line(error.suggestion)}\n")


def write_over(line: str) -> None:
    """Put `line` in place of the one before on standard error, without any control but return."""
    room = screen_width() - 1
    sys.stderr.write(f"\r{line[:room]:{room}}\r{line[:room]}")


def is_terminal() -> bool:
    """Whether standard output is a screen that somebody reads."""
    return sys.stdout.isatty()


def can_style() -> bool:
    """Whether standard output is a screen that understands bold."""
    return is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def screen_width() -> int:
    """Columns of the terminal."""
    return max(20, shutil.get_terminal_size().columns)
