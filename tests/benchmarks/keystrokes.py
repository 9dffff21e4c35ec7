"""Owns what a key costs once a program has come to rest: bytes sent, seconds to the answer."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.rivals import Rival
from tests.pty.terminal import Terminal

_CALM = 0.3
"""Seconds without a byte after which an answer is over."""
_PRESSES = 20
_IDLE = 10.0
_WORDS = re.compile(r"[A-Za-z]{6,}")


@dataclass(frozen=True, slots=True)
class Keystrokes:
    """Bytes of single keys (the most of several), and seconds to the last byte of an answer."""

    move: int
    move_256: int
    list_page: int
    reader_page: int
    idle: int
    typed: int
    move_times: list[float]
    typed_times: list[float]


def browser_keys(command: list[str], environ: Mapping[str, str]) -> Keystrokes:
    """Press keys in the browser."""
    terminal = Terminal(command, environ={**environ, "COLORTERM": ""})
    try:
        _come_to_rest(terminal, " of ")
        move_256 = max(press(terminal, "j")[0] for _ in range(10))
    finally:
        terminal.close()
    terminal = Terminal(command, environ=environ)
    try:
        _come_to_rest(terminal, " of ")
        moves = [press(terminal, "j") for _ in range(_PRESSES // 2)]
        moves += [press(terminal, "k") for _ in range(_PRESSES // 2)]
        list_page = press(terminal, " ")[0]
        before = terminal.settle(1.0)
        time.sleep(_IDLE)
        idle = len(terminal.raw) - before
        words = list(dict.fromkeys(_WORDS.findall(" ".join(terminal.lines[2:-1]))))
        typed_times: list[float] = []
        typed = 0
        for word in sorted(words, key=len)[-4:]:
            terminal.send("/")
            terminal.settle(_CALM)
            pressed = [press(terminal, letter) for letter in word.lower()]
            typed_times += [took for _, took in pressed]
            typed = max(typed, press(terminal, " ")[0])
            terminal.send("\x15")
            terminal.settle(_CALM)
            terminal.send("\x1b")
            terminal.settle(_CALM)
        terminal.send("g\r")
        terminal.wait(" min")
        terminal.settle(1.0)
        reader_page = 0
        for _article in range(_PRESSES):
            if reader_page := press(terminal, " ")[0]:
                break
            press(terminal, "J")
    finally:
        terminal.close()
    bytes_of_moves = [size for size, _ in moves]
    return Keystrokes(
        max(bytes_of_moves), move_256, list_page, reader_page, idle, typed,
        [took for _, took in moves], typed_times,
    )  # fmt: skip


def rival_keys(rival: Rival, environ: Mapping[str, str]) -> tuple[list[int], list[float]]:
    """Move another program's cursor: bytes and seconds of each press."""
    assert rival.command is not None
    terminal = Terminal(rival.command, environ=environ)
    try:
        terminal.wait(rival.ready)
        terminal.settle(1.0)
        for keys in rival.before:
            terminal.send(keys)
            terminal.settle(1.0)
        pressed = [press(terminal, rival.move) for _ in range(_PRESSES // 2)]
    finally:
        terminal.close()
    return [size for size, _ in pressed], [took for _, took in pressed]


def press(terminal: Terminal, key: str) -> tuple[int, float]:
    """Press a key: how many bytes came, and seconds from the key to the last of them."""
    before = seen = len(terminal.raw)
    begun = last = time.perf_counter()
    terminal.send(key)
    while time.perf_counter() - last < _CALM:
        time.sleep(0.0002)
        if len(terminal.raw) != seen:
            seen, last = len(terminal.raw), time.perf_counter()
    return seen - before, last - begun


def percentile(values: list[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _come_to_rest(terminal: Terminal, shown: str) -> None:
    terminal.wait(shown)
    terminal.settle(2.0)
