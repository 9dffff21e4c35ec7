"""Walks a reader's way through the sample archive, in the real browser, and prints what it shows.

    python -m tests.pty.walk

Search, narrow by desk and by time, open at the passage, go on into the next article, star, tag,
save the search, quit, start again and go on at the same place. Each screen, 80x24, stands under a
line that says which keys were pressed. Exit status 1 when one does not show what it should.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import fspath
from pathlib import Path

from tests.pty.terminal import PROJECT, Terminal, reader_environ, tuinews

_KEYS = {"⏎": "\r", "⌫": "\x7f", "^U": "\x15", "End": "\x1b[F", "^S": "\x13", "space": " "}
"""Keys as the walk writes them, where they are not the characters that are sent."""
_PAUSE = 0.15
"""Seconds without a byte after which the next key is pressed, or the screen printed."""
_PATIENCE = 30.0
"""Seconds that a step may take to show what it should."""
STOPPED = (r"\A Two men walk on the moon\s+│ You got a bunch of guys about to turn blue",)


@dataclass(frozen=True, slots=True)
class Step:
    """Keys, and what the screen shows then.

    Attributes:
        keys: Parted by blanks: names of `_KEYS`, characters, and words to type.
        does: What they are pressed for.
        shows: Expressions, each of which is found on the screen.
    """

    keys: str
    does: str
    shows: tuple[str, ...]


FIRST = (
    Step("/ landing", "search as you type", (r"/ landing +5 of \d+ ", "^▶ • 23 Aug 2023")),
    Step("⏎", "to the hits", (r"^ hit 1/5 ",)),
    Step("f", "facets of the hits", ("^ Narrow by ", r"^▶ desk +science +3 ")),
    Step(
        "⏎", "narrow to a desk", (r"3 of \d+ ", r"^▶ desk +✓ science ", " landing desk:=science$")
    ),
    Step("f", "close the facets", (r"^ hit 1/3 ",)),
    Step("T", "the hits over time", (r"^ 1969 · 1 article ", r"^ 1969 – 2023$")),
    Step("End ⏎", "narrow to the last bar", (r"1 of \d+ ", "science date:2023-01-01..2023-12-31$")),
    Step("⌫", "widen again", (r"3 of \d+ ", r"^ 2023 · 1 article ")),
    Step("T", "close the timeline", (r"^ hit 1/3 ",)),
    Step("⏎", "open at the passage", (r"\A India lands near the moon", "land softly", "match 2/3")),
    Step("n", "the next match", ("match 3/3 ",)),
    Step("n", "the next match, in the next article", (r"\A Philae lands on a comet", "match 1/2 ")),
    Step("n n", "and in the next", (r"\A Two men walk on the moon", "The way down · match 1/3 ")),
    Step("s", "star it", ("^ Starred; u takes it back ",)),
    Step("+ apollo ⏎", "tag it", ("^ Tags: apollo; u takes it back ", r"^ +The way down$")),
    Step("q", "back to the hits", (r"^▶ \* 21 Jul 1969 ", "^ hit 3/3 ")),
    Step("^S moon ⏎", "save the search", ("^ Saved as moon ",)),
    Step("S", "the saved searches", (r"^▶ +moon +landing desk:=science +3$",)),
    Step("⏎", "take it", (r" landing desk:=science +3 of \d+ ", "^ hit 1/3 ")),
    Step("j j ⏎", "open the last of its hits", (r"\A Two men walk on the moon", "match 1/3 ")),
    Step("space", "read on", (*STOPPED, " 59 % ")),
)
AGAIN = (
    Step("'", "go on where the last session ended", (*STOPPED, "^ Where you stopped reading")),
    Step(
        "q", "back to its hits", (" landing desk:=science +3 of ", r"^▶ \* 21 Jul 1969 ", "hit 3/3")
    ),
    Step("/ ^U tag:ap* ⏎", "what was tagged", (r"/ tag:ap\* +1 of \d+ ", r"^▶ \* 21 Jul 1969 ")),
)


class AstrayError(Exception):
    """A step does not show what it should."""


def main() -> int:
    """Walk; 1 when a step does not show what it should."""
    with tempfile.TemporaryDirectory(prefix="tuinews-walk-") as folder:
        environ, index = reader_environ(Path(folder) / "home"), Path(folder) / "index"
        try:
            for steps in (FIRST, AGAIN):
                walk(steps, environ, index)
        except AstrayError as error:
            print(f"walk: {error}", file=sys.stderr)
            return 1
    return 0


def walk(steps: Sequence[Step], environ: Mapping[str, str], index: Path) -> None:
    """Start the browser, press the keys of each step and print what it shows, and quit.

    Raises:
        AstrayError: A step does not show what it should.
    """
    command = tuinews("-a", fspath(PROJECT / "articles"), "-i", fspath(index))
    terminal = Terminal(command, environ=environ)
    try:
        terminal.wait(" newest ")
        _show(
            terminal,
            Step("tuinews", "the list, newest first", (r" newest .*help$", r"^▶ • 07 Dec 2024")),
        )
        for step in steps:
            for key in step.keys.split():
                terminal.send(_KEYS.get(key, key))
                terminal.settle(_PAUSE)
            _show(terminal, step)
        terminal.send("Q")
        if status := terminal.exit_status():
            raise AstrayError(f"the browser ends with exit status {status}")
    finally:
        terminal.close()


def _show(terminal: Terminal, step: Step) -> None:
    """Print the screen of a step, from when it shows all that it should and is at rest."""
    missing = list(step.shows)

    def shows_all(screen: Terminal) -> bool:
        missing[:] = [each for each in step.shows if not re.search(each, screen.text, re.MULTILINE)]
        return not missing

    with contextlib.suppress(AssertionError):
        terminal.wait(shows_all, patience=_PATIENCE)
    terminal.settle(_PAUSE)
    print(f"=== {step.keys}  ({step.does})\n{terminal.text}\n", flush=True)
    if missing:
        raise AstrayError(f"after {step.keys} ({step.does}) there is no {missing[0]}")


if __name__ == "__main__":
    sys.exit(main())
