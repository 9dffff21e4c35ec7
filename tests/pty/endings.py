"""Owns the ways a session can end, whatever it is doing: each end in each situation.

    python -m tests.pty.endings [SITUATION ...]

prints them as a table. What is left of a session is found by its environment, however many
processes it started.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.pty.processes import MARK, marked
from tests.pty.terminal import PATIENCE, Terminal, reader_environ, tuinews
from tests.tui.browsing import build_index, write_archive
from tuinews.reader.reader import Reader

STARRED = "world/harbour.md"
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_ON_AT_FIRST = frozenset({7, 25})
"""Modes that a terminal begins with: wrapping lines, and showing its cursor."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where sessions find things: a small archive with its index, and a large one without."""

    archive: Path
    index: Path
    large: Path

    @classmethod
    def make(cls, folder: Path) -> Places:
        """Write all of it."""
        archive = write_archive(folder / "gazette")
        index = build_index(archive, folder / "gazette-index")
        return cls(archive, index, write_archive(folder / "large", fillers=1_500))


@dataclass(frozen=True, slots=True)
class Situation:
    """What a session is doing.

    Attributes:
        reach: Leads there.
        words: Of the command line, behind the archive and the index.
        browses: Whether the browser has the terminal.
        large: Whether it works on the large archive, whose index is not built yet.
        starred: Whether an article was starred on the way.
    """

    name: str
    reach: Callable[[Terminal], None]
    words: tuple[str, ...] = ()
    browses: bool = True
    large: bool = False
    starred: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """What ends a session.

    Attributes:
        bring: Brings it about.
        number: Of the signal, as which a session says that it ended; 0 when it ends as asked.
        gone: Whether nothing of the terminal is left to look at.
    """

    name: str
    bring: Callable[[Terminal], None]
    number: int = 0
    gone: bool = False
    ignore_hangup: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session ended.

    Attributes:
        seconds: From the end's being brought about to the last process's being gone.
        changed: What is other about the terminal than it was; None where there is none to see.
        kept: Whether what was starred is; None where nothing was.
        left: Processes that stayed.
    """

    status: int
    seconds: float
    changed: tuple[str, ...] | None
    kept: bool | None
    left: tuple[str, ...]


def _start(terminal: Terminal) -> None:
    time.sleep(0.15)


def _list(terminal: Terminal) -> None:
    terminal.wait("44 of 44")
    terminal.wait(lambda screen: screen.lines[2].startswith("▶ • 09 Nov 2021"))
    terminal.send("s")
    terminal.wait(lambda screen: "*" in screen.lines[2][:5])


def _then(keys: str, shown: str) -> Callable[[Terminal], None]:
    def reach(terminal: Terminal) -> None:
        _list(terminal)
        terminal.send(keys)
        terminal.wait(shown)

    return reach


def _lend(terminal: Terminal) -> None:
    _list(terminal)
    terminal.send("|\r")
    terminal.wait(" to:")
    terminal.send("echo taken; exec sleep 600\r")
    terminal.wait("taken")


def _index_large(terminal: Terminal) -> None:
    terminal.wait("indexing")


def _work(terminal: Terminal) -> None:
    time.sleep(0.6)


def _converse(terminal: Terminal) -> None:
    terminal.wait("help lists")
    terminal.send("s\n")
    terminal.wait("Starred")


SITUATIONS = (
    Situation("starting", _start, starred=False),
    Situation("listing", _list),
    Situation("typing", _then("/harb", "3 of 44")),
    Situation("reading", _then("\r", "§ 1")),
    Situation("a dialog", _then("+", "tags:")),
    Situation("indexing", _index_large, large=True, starred=False),
    Situation("a command", _lend),
    Situation("--plain", _converse, ("--plain",), browses=False),
    Situation("index", _work, ("index",), browses=False, large=True, starred=False),
    Situation("search", _start, ("search", "line"), browses=False, starred=False),
)


def _signal(number: int) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.signal(number)


def _is_stopped(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].startswith("T")


def _stop(terminal: Terminal, number: int, patience: float) -> bool:
    """Ask for a stop, and wait for it; whether it came."""
    terminal.signal(number)
    end = time.monotonic() + patience
    while not (stopped := _is_stopped(terminal.pid)) and time.monotonic() < end:
        time.sleep(0.01)
    return stopped


def _stop_and_go_on(terminal: Terminal) -> None:
    # Nobody would have one go on who leads a session; so the kernel stops only who stops himself.
    if not _stop(terminal, signal.SIGTSTP, 1.5):
        _stop(terminal, signal.SIGSTOP, 1.5)
    terminal.signal(signal.SIGCONT)
    time.sleep(0.2)
    terminal.signal(signal.SIGTERM)


def _stop_hard_and_go_on(terminal: Terminal) -> None:
    _stop(terminal, signal.SIGSTOP, 1.5)
    terminal.signal(signal.SIGCONT)
    time.sleep(0.2)
    terminal.signal(signal.SIGTERM)


def _resize_often(terminal: Terminal) -> None:
    for number in range(120):
        terminal.resize(20 + number * 37 % 140, 2 + number * 11 % 50)
        time.sleep(0.002)
    terminal.signal(signal.SIGTERM)


def _stall(terminal: Terminal) -> None:
    terminal.stop_reading()
    for _press in range(100):
        terminal.send(" b")
        time.sleep(0.002)
    terminal.signal(signal.SIGTERM)


_TAKE_TIME = (_stall, _stop_and_go_on, _stop_hard_and_go_on, _resize_often)
"""Which end a session with the last of what they do."""
ENDS = (
    End("SIGTERM", _signal(signal.SIGTERM), signal.SIGTERM),
    End("SIGHUP", _signal(signal.SIGHUP), signal.SIGHUP),
    End("SIGINT", _signal(signal.SIGINT), signal.SIGINT),
    End("SIGQUIT", _signal(signal.SIGQUIT), signal.SIGQUIT),
    End("stop, go on, SIGTERM", _stop_and_go_on, signal.SIGTERM),
    End("SIGSTOP, go on, SIGTERM", _stop_hard_and_go_on, signal.SIGTERM),
    End("resizes, SIGTERM", _resize_often, signal.SIGTERM),
    End("stalled, SIGTERM", _stall, signal.SIGTERM),
    End("hang-up", Terminal.hang_up, signal.SIGHUP, gone=True),
    End("hang-up ignored", Terminal.hang_up, signal.SIGHUP, gone=True, ignore_hangup=True),
    End("end of input", lambda terminal: terminal.send("\x04"), gone=False),
)


def applies(situation: Situation, end: End) -> bool:
    """Whether an end can come about in a situation."""
    if end.name == "end of input":
        return situation.name == "--plain"  # the browser has that as a key, others read nothing
    if end.name.startswith("stalled"):
        return situation.browses and situation.name not in ("starting", "a command")
    if end.name.startswith("resizes"):
        return situation.browses
    # What the keyboard sends is left to a command that has the terminal.
    return not (situation.name == "a command" and end.name in ("SIGINT", "SIGQUIT"))


def outcome(situation: Situation, end: End, places: Places, work: Path) -> Outcome:
    """Have a session end so, at home in a new folder `work`."""
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    environ = {**reader_environ(work), MARK: mark, "SHELL": "/bin/sh"}
    archive = places.large if situation.large else places.archive
    index = work / "index" if situation.large else places.index
    command = tuinews("-a", os.fspath(archive), "-i", os.fspath(index), *situation.words)
    terminal = Terminal(command, environ=environ, ignore_hangup=end.ignore_hangup)
    try:
        situation.reach(terminal)
        begun = time.monotonic()
        end.bring(terminal)
        if end.bring in _TAKE_TIME:
            begun = time.monotonic()
        status = terminal.exit_status()
        while (left := marked(mark)) and time.monotonic() - begun < PATIENCE / 9:
            time.sleep(0.01)
        seconds = time.monotonic() - begun
        changed = None
        if not end.gone:
            if end.name.startswith("stalled"):
                terminal.listen()
                terminal.settle()
            changed = tuple(changes(terminal))
        return Outcome(
            status,
            seconds,
            changed,
            is_kept(environ, archive) if situation.starred else None,
            tuple(left.values()),
        )
    finally:
        terminal.close()
        for pid in marked(mark):
            os.kill(pid, signal.SIGKILL)


def changes(terminal: Terminal) -> list[str]:
    """What is other about a terminal than before the session, by its modes and what was sent."""
    found = []
    if terminal.local_flags() != terminal.flags_before:
        found.append("local flags")
    modes: dict[int, bool] = {}
    for numbers, letter in _MODE.findall(bytes(terminal.raw)):
        modes.update(dict.fromkeys(map(int, numbers.split(b";")), letter == b"h"))
    found += [f"?{mode}" for mode, on in modes.items() if on is not (mode in _ON_AT_FIRST)]
    if terminal.raw.rfind(b"\x1b[>1u") > terminal.raw.rfind(b"\x1b[<u"):
        found.append("keyboard")
    return found


def is_kept(environ: Mapping[str, str], archive: Path) -> bool:
    """Whether the article that was starred is, by what was kept."""
    reader = Reader.open(Path(environ["XDG_STATE_HOME"]) / "tuinews", archive)
    return reader.marks.is_starred(STARRED)


def expected(situation: Situation, end: End) -> frozenset[int]:
    """With which exit status a session may end."""
    number = end.number
    if situation.browses or situation.name == "--plain":
        usual = {128 + number if number else 0}
        if situation.name == "starting" or (not situation.browses and number == signal.SIGQUIT):
            usual.add(-number)  # before anything is on the terminal, and where nothing ever is
        if situation.name == "--plain" and end.gone:
            usual.add(0)  # a terminal that is gone reads as one whose input has ended
        return frozenset(usual)
    if end.ignore_hangup:
        return frozenset({0, 128 + number})  # goes on, until it finds nobody to tell
    # A search, and an index with time to go on, may have been done by then.
    goes_on = end.bring in (_stop_and_go_on, _stop_hard_and_go_on)
    done = {0} if situation.name == "search" or goes_on else set()
    return frozenset({-number, 128 + number} | done)


def faults(situation: Situation, end: End, seen: Outcome) -> list[str]:
    """What is wrong about an outcome, whatever time it took."""
    found = []
    if seen.status not in expected(situation, end):
        found.append(f"status {seen.status}")
    if seen.changed:
        found.append(f"terminal changed: {', '.join(seen.changed)}")
    if seen.kept is False:
        found.append("a mark is lost")
    if seen.left:
        found.append(f"left behind: {'; '.join(seen.left)}")
    return found


def main() -> None:
    """Print how each ends: exit status and seconds, and what is wrong."""
    chosen = [each for each in SITUATIONS if not sys.argv[1:] or each.name in sys.argv[1:]]
    wrong = []
    with tempfile.TemporaryDirectory(prefix="tuinews-endings-") as folder:
        places = Places.make(Path(folder))
        print(f"{'':24}" + "".join(f"{each.name:>13}" for each in chosen))
        for number, end in enumerate(ENDS):
            cells = []
            for place, situation in enumerate(chosen):
                if not applies(situation, end):
                    cells.append("·")
                    continue
                try:
                    seen = outcome(situation, end, places, Path(folder) / f"{number}-{place}")
                except AssertionError as error:
                    wrong.append(f"{end.name} while {situation.name}: {error}")
                    cells.append("! stuck")
                    continue
                bad = faults(situation, end, seen)
                wrong += [f"{end.name} while {situation.name}: {each}" for each in bad]
                cells.append(f"{'! ' if bad else ''}{seen.status} {seen.seconds:.2f} s")
            print(f"{end.name:24}" + "".join(f"{cell:>13}" for cell in cells), flush=True)
    print("\n".join(wrong or ["every terminal as it was, every mark kept, nothing left behind"]))


CASES = [each for each in product(SITUATIONS, ENDS) if applies(*each)]
"""Every situation with every end that can come about in it."""

if __name__ == "__main__":
    main()
