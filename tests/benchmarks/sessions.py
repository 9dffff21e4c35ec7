"""Measures twenty readers at once on one index: their memory, their rest, and a key's answer.

    python -m tests.benchmarks.sessions --archive FOLDER --index FOLDER [--sessions N]

Each is a real browser on a pty of its own, with marks of its own. Private memory is what
`/proc/PID/smaps_rollup` calls Private_Clean and Private_Dirty, of the browser and of what it
started together: when opened, two seconds after typing, and two seconds after every sort and the
facets were used. Rest is the processor's time of all together in ten seconds without a key, as a
share of one processor. While every session types twice a second, the seconds from each key to the
first byte of its answer are taken, and the processor's time that all keys took.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.keystrokes import percentile
from tests.pty.terminal import Terminal, tuinews

_IDLE = 10.0
_CALM = 300.0
"""Seconds at most until every session's index has been found to be in step."""
_CALM_LOOKS = 4
"""Looks, a second apart, that find nobody indexing."""
_BREATH = 2.0
"""Seconds after the last key when memory is measured again."""
_BETWEEN = 0.5
"""Seconds between two keys of one reader."""
_KEYS = "jjjk j/trade\x15\r"
"""Without Esc, which by itself waits a third of a second for the rest of a key."""
_MORE_KEYS = (*",,,/trade", "\r", *",,,,fj", "f")
"""Every sort of the archive and of hits, then the facets."""
_MEGABYTE = 1_000_000
_BARS = {"memory": 60.0, "idle": 3.0, "key": 300.0}


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a session: its browser's and its indexer's own, and the browser's fair share."""

    browser: float
    worker: float
    share: float


def main() -> None:
    """Measure, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sessions", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuinews-sessions-") as work:
        readers = [
            _open(options.archive, options.index, Path(work) / f"reader-{number}")
            for number in range(options.sessions)
        ]
        try:
            _measure(readers)
        finally:
            for reader in readers:
                reader.close()


def _measure(readers: list[Terminal]) -> None:
    for reader in readers:
        reader.settle(2.0)
    _wait_until_calm(readers)
    before = [_memory(reader.pid) for reader in readers]
    spent = sum(_processor_time(reader.pid) for reader in readers)
    time.sleep(_IDLE)
    idle = (sum(_processor_time(reader.pid) for reader in readers) - spent) / _IDLE * 100
    spent = sum(_processor_time(reader.pid) for reader in readers)
    answers = _type(readers, _KEYS)
    a_key = (sum(_processor_time(reader.pid) for reader in readers) - spent) / len(answers)
    time.sleep(_BREATH)
    after = [_memory(reader.pid) for reader in readers]
    _type(readers, _MORE_KEYS)
    time.sleep(_BREATH)
    at_last = [_memory(reader.pid) for reader in readers]
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{len(readers)} sessions on {os.cpu_count()} processors; {readers[0].lines[0].strip()}")
    print(f"load of the host over 1, 5 and 15 minutes: {load}")
    print(f"{'':44}{'measured':>16}{'at most':>10}")
    phases = (("when opened", before), ("when typed in", after), ("facets, every sort", at_last))
    for name, sizes in phases:
        most = max(sizes, key=lambda size: size.browser + size.worker)
        _row(f"private memory {name}, MB", most.browser + most.worker, _BARS["memory"])
        print(
            f"  the browser {most.browser:.1f}, its indexer {most.worker:.1f}; "
            f"the browser's share of all {most.share:.1f}"
        )
    _row("processor at rest, all together, %", idle, _BARS["idle"])
    _row("key to paint, 95 %, ms", percentile(answers, 95) * 1000, _BARS["key"])
    print(
        f"  median {percentile(answers, 50) * 1000:.0f} ms, {len(answers)} keys answered; "
        f"{a_key * 1000:.0f} ms of a processor each"
    )


def _row(name: str, measured: float, most: float) -> None:
    verdict = "kept" if measured <= most else "exceeded"
    print(f"{name:44}{measured:16,.1f}{most:10,.0f} {verdict}")


def _open(archive: Path, index: Path, home: Path) -> Terminal:
    environ = {
        **os.environ,
        "XDG_CONFIG_HOME": os.fspath(home / "config"),
        "XDG_STATE_HOME": os.fspath(home / "state"),
        "XDG_CACHE_HOME": os.fspath(home / "cache"),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }
    settings = home / "config" / "tuinews" / "tuinews.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("trust_index: on\n", encoding="utf-8")
    command = tuinews("-a", os.fspath(archive), "-i", os.fspath(index))
    terminal = Terminal(command, environ=environ)
    terminal.wait(" of ")
    return terminal


def _type(readers: list[Terminal], keys: Sequence[str]) -> list[float]:
    """Seconds from each key to the first byte of its answer, all readers typing in turn."""
    answers = []
    pause = _BETWEEN / len(readers)
    for key in keys:
        waiting: dict[Terminal, tuple[float, int]] = {}
        for reader in readers:
            waiting[reader] = (time.monotonic(), len(reader.raw))
            reader.send(key)
            end = time.monotonic() + pause
            while time.monotonic() < end:
                answers += _answered(waiting)
                time.sleep(0.001)
        end = time.monotonic() + _BETWEEN
        while waiting and time.monotonic() < end:
            answers += _answered(waiting)
            time.sleep(0.001)
    return answers


def _answered(waiting: dict[Terminal, tuple[float, int]]) -> list[float]:
    """The answers that have begun by now, whose readers wait no more."""
    now = time.monotonic()
    done = [reader for reader, (_sent, seen) in waiting.items() if len(reader.raw) > seen]
    return [now - waiting.pop(reader)[0] for reader in done]


def _memory(pid: int) -> Memory:
    browser, share = _sizes(pid)
    return Memory(browser, sum(_sizes(child)[0] for child in _family(pid)[1:]), share)


def _sizes(pid: int) -> tuple[float, float]:
    """Megabytes that a process has to itself, and its share of what it maps with others."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size, _unit = line.split()
        sizes[name] = int(size) * 1024 / _MEGABYTE
    return sizes["Private_Clean:"] + sizes["Private_Dirty:"], sizes["Pss:"]


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _family(pid: int) -> list[int]:
    """A process and all that it started, or had started."""
    return [pid, *(each for child in _children(pid) for each in _family(child))]


def _wait_until_calm(readers: list[Terminal]) -> None:
    """Wait until nobody indexes any more: as many processes as are there at rest."""
    end = time.monotonic() + _CALM
    calm = 0
    while time.monotonic() < end and calm < _CALM_LOOKS:
        time.sleep(1.0)
        calm = 0 if any(len(_family(each.pid)) > 2 for each in readers) else calm + 1


def _processor_time(pid: int) -> float:
    """Seconds of the processor that a process and what it started have used."""
    ticks = 0
    for each in _family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
