"""Measures the browser on its screen against its budgets and against newsboat and fzf.

    python -m tests.benchmarks.screen [--rounds N] [--archive FOLDER --index FOLDER]

Without an archive one of 44 articles is written. Every program is started on a pty of 80x24, in
turns, so that what else the machine does hits all alike; the medians are compared. `first paint`
is when the first text stands on the screen, `live` when the answer to a key does that was typed
before the program had started: `j`, which a kept page answers, or `?`, which only the whole
browser does. Bytes are counted, and keys are timed up to the last byte of their answer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.keystrokes import Keystrokes, browser_keys, percentile, rival_keys
from tests.benchmarks.rivals import Rival, rivals
from tests.pty.terminal import Terminal, tuinews
from tests.tui.browsing import build_index, write_archive

_HELLO = """
from textual.app import App
from textual.widgets import Label


class Hello(App):
    BINDINGS = [("j", "answer", "Answer")]

    def compose(self):
        yield Label("Hello")

    def action_answer(self):
        self.query_one(Label).update("Answered")


Hello().run()
"""
_BARE = "a bare Textual program"
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, and by what it is known to have painted and to have answered a key."""

    command: list[str]
    painted: bytes
    answered: Callable[[Terminal], bool]
    key: str = "j"


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of a program."""

    first_paint: float
    live: float


def main() -> None:
    """Measure, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--index", type=Path)
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="tuinews-screen-"))
    archive, index = options.archive, options.index
    if archive is None:
        archive = write_archive(work / "archive")
        index = build_index(archive, work / "index")
    environ = _environ(work)
    words = ["-a", os.fspath(archive), "-i", os.fspath(index or work / "index")]
    browser = tuinews(*words)
    _start(Program(browser, b" of ", _moved), environ, calm=3.0)
    bare = tuinews("--restricted", *words)
    programs = {
        _BARE: Program([sys.executable, "-c", _HELLO], b"Hello", _said),
        "the browser": Program(browser, b" of ", _moved),
        "the browser, key ?": Program(browser, b" of ", _helped, "?"),
        "no page kept": Program(bare, b" of ", _moved),
        "no page kept, key ?": Program(bare, b" of ", _helped, "?"),
    }
    seen: dict[str, list[Start]] = {name: [] for name in programs}
    for _round in range(options.rounds):
        for name, program in programs.items():
            seen[name].append(_start(program, environ))
    print(f"{'':28}{'first paint':>16}{'':8}{'live':>16}")
    base = _medians(seen[_BARE])
    for name, starts in seen.items():
        paint, live = _medians(starts)
        print(
            f"{name:28}{paint * 1000:13.0f} ms{paint / base[0]:8.2f}"
            f"{live * 1000:13.0f} ms{live / base[1]:8.2f}"
        )
    paint, live = _medians(seen["the browser"])
    _, any_key = _medians(seen["the browser, key ?"])
    keys = browser_keys(browser, environ)
    _print_budgets(paint / base[0], live / base[1], any_key / base[1], keys)
    _print_rivals(keys, rivals(words, work), environ)


def _print_budgets(paint: float, live: float, any_key: float, keys: Keystrokes) -> None:
    """Each budget with what was measured."""
    budgets = [
        ("bytes of a cursor move", keys.move, 450, ""),
        ("bytes of a cursor move, 256 colours", keys.move_256, 300, ""),
        ("bytes of a list page", keys.list_page, 4200, ""),
        ("bytes of a reader page", keys.reader_page, 3200, ""),
        ("bytes in 10 idle seconds", keys.idle, 0, ""),
        ("bytes of a character that changes no result", keys.typed, 300, ""),
        ("first paint, to a bare Textual program", paint, 0.3, "times"),
        ("live, to a bare Textual program", live, 1.15, "times"),
        ("any key answered, to a bare Textual program", any_key, 1.15, "times"),
        ("cursor key to paint, median", statistics.median(keys.move_times) * 1000, 10, "ms"),
        ("cursor key to paint, 95 %", percentile(keys.move_times, 95) * 1000, 10, "ms"),
        ("keystroke to results, 95 %", percentile(keys.typed_times, 95) * 1000, 100, "ms"),
    ]
    print(f"\n{'budget':46}{'measured':>16}{'at most':>12}")
    for name, measured, most, unit in budgets:
        figure = f"{measured:,.2f}" if unit == "times" else f"{measured:,.0f}"
        verdict = "kept" if measured <= most else "exceeded"
        print(f"{name:46}{f'{figure} {unit}'.strip():>16}{most:12,} {verdict:>9}")


def _print_rivals(keys: Keystrokes, others: list[Rival], environ: Mapping[str, str]) -> None:
    """What a key costs elsewhere, and the browser's share of that."""
    own = statistics.median(keys.move_times)
    print(f"\n{'':20}{'bytes of a move':>18}{'key to paint':>18}{'browser to it':>24}")
    print(f"{'the browser':20}{keys.move:18,}{own * 1000:15.1f} ms")
    for rival in others:
        if rival.command is None:
            print(f"{rival.name:20}  not installed")
            continue
        sizes, times = rival_keys(rival, environ)
        move, took = max(sizes), statistics.median(times)
        print(
            f"{rival.name:20}{move:18,}{took * 1000:15.1f} ms"
            f"{f'{keys.move / move:.2f} bytes, {own / took:.2f} time':>24}"
        )


def _medians(starts: list[Start]) -> tuple[float, float]:
    return (
        statistics.median(each.first_paint for each in starts),
        statistics.median(each.live for each in starts),
    )


def _start(program: Program, environ: Mapping[str, str], *, calm: float = 0.0) -> Start:
    """Start a program with a key typed ahead, and end it once it has answered and been calm."""
    begun = time.perf_counter()
    terminal = Terminal(program.command, environ=environ)
    try:
        if not calm:
            terminal.send(program.key)
        painted = _wait(lambda: program.painted in terminal.raw, begun)
        live = painted if calm else _wait(lambda: program.answered(terminal), begun)
        time.sleep(calm)
    finally:
        terminal.close()
    return Start(painted, live)


def _wait(condition: Callable[[], bool], begun: float) -> float:
    while not condition():
        if time.perf_counter() - begun > _LONGEST:
            raise SystemExit("a program that was started does not answer")
        time.sleep(0.001)
    return time.perf_counter() - begun


def _said(terminal: Terminal) -> bool:
    return b"Answered" in terminal.raw


def _moved(terminal: Terminal) -> bool:
    """Whether the cursor stands on the second row."""
    return terminal.lines[3].startswith("▶")


def _helped(terminal: Terminal) -> bool:
    """Whether help is open."""
    return b"Help" in terminal.raw


def _environ(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    # The last one, since an installed program has bytecode, as the bare Textual program does.
    others = ("COLORFGBG", "TERM_PROGRAM", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
    for name in ("NO_COLOR", *others):
        kept.pop(name, None)
    folders = {f"XDG_{kind}_HOME": os.fspath(home / kind) for kind in ("CONFIG", "STATE", "CACHE")}
    return kept | folders | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


if __name__ == "__main__":
    main()
