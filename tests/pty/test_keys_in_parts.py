"""Keys, reports and pastes that a network parts at any byte are still what they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

APART = 0.3
"""Seconds that two parts may come apart."""
LATE = 0.34
"""Seconds after which the machine, not the program, was slow, and nothing is shown."""
TRIES = 10
FIRST = "1/44"
KEYS = {
    "down": ("\x1b[B", "2/44"),
    "down of the keypad": ("\x1bOB", "2/44"),
    "page down": ("\x1b[6~", "22/44"),
    "end": ("\x1b[F", "44/44"),
    "j of kitty": ("\x1b[106u", "2/44"),
    "j of kitty, with its text": ("\x1b[106;1;106u", "2/44"),
    "down of kitty": ("\x1b[1;1B", "2/44"),
    "wheel": ("\x1b[<65;10;10M", "4/44"),
    "click on a row": ("\x1b[<0;10;5M\x1b[<0;10;5m", "3/44"),
}
REPORTS = {
    "mode": "\x1b[?2026;2$y",
    "attributes": "\x1b[?62;22;52c",
    "keyboard": "\x1b[?1u",
    "focus": "\x1b[I",
    "colour": "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\",
    "colour, with a bell": "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "version": "\x1bP>|XTerm(388)\x1b\\",
    "termcap": "\x1bP1+r524742=38\x1b\\",
    "long": "\x1b[?" + ";".join(map(str, range(60, 80))) + "c",
}


def listed(archive: Path, launch: Launch, **variables: str) -> Terminal:
    """A browser that has come to rest on its list."""
    terminal = launch(archive, variables=variables)
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.settle()
    return terminal


class CameLateError(Exception):
    """A part was sent later than it should have been."""


def part(terminal: Terminal, *parts: str) -> None:
    """Send something in parts that come apart."""
    for each in parts:
        sent = time.monotonic()
        terminal.send(each)
        time.sleep(APART)
        if time.monotonic() - sent > LATE:
            raise CameLateError


def in_time(test: Callable[..., None]) -> Callable[..., None]:
    """Do a test again where its parts came late."""

    @wraps(test)
    def tried(*arguments: Any, **named: Any) -> None:
        for _ in range(TRIES - 1):
            try:
                return test(*arguments, **named)
            except CameLateError:
                continue
        return test(*arguments, **named)

    return tried


def stands_at(place: str) -> object:
    return lambda shown: shown.lines[-1].startswith(f" {place}")


@pytest.mark.parametrize(("key", "place"), KEYS.values(), ids=KEYS.keys())
@in_time
def test_a_key_that_comes_apart_anywhere_is_that_key(
    archive: Path, launch: Launch, key: str, place: str
) -> None:
    terminal = listed(archive, launch)
    for at in range(1, len(key)):
        terminal.send("g")
        terminal.wait(stands_at(FIRST))
        part(terminal, key[:at], key[at:])
        terminal.wait(stands_at(place))
    terminal.send("g")
    terminal.wait(stands_at(FIRST))
    part(terminal, *key)
    terminal.wait(stands_at(place))


@pytest.mark.parametrize("key", ["\x1bOP", "\x1b[11~", "\x1b[24~", "\x1b[[A", "\x1b[7$"])
@in_time
def test_a_key_without_an_action_does_nothing_in_parts_either(
    archive: Path, launch: Launch, key: str
) -> None:
    terminal = listed(archive, launch)
    whole = terminal.text
    part(terminal, *key)
    time.sleep(2 * APART)
    terminal.settle()
    assert terminal.text == whole


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
@pytest.mark.parametrize("step", [1, 1_000])
def test_an_answer_of_the_terminal_is_never_typed(
    archive: Path, launch: Launch, report: str, step: int
) -> None:
    terminal = listed(archive, launch)
    terminal.send("/")
    terminal.wait("to the hits")
    shown = terminal.text
    for at in range(0, len(report), step):
        terminal.send(report[at : at + step])
        time.sleep(0.1)
    terminal.settle()
    assert terminal.text == shown
    terminal.send("harbour")
    terminal.wait("/ harbour")
    terminal.wait("3 of 44")


@pytest.mark.parametrize(
    "parts",
    [
        ("\x1b[200~harbour\x1b[201~",),
        (*"\x1b[200~harb\x1b[201~", "our"),
        ("\x1b[20", "0~harbour\x1b[2", "01~"),
        ("\x1b[200~harbour", "\x1b", "[201~"),
        ("\x1b[200~\x1b[31mhar", "bour\x1b[0m", "\x1b[201", "~"),
    ],
    ids=["whole", "byte by byte", "markers", "end", "with escapes"],
)
@in_time
def test_a_paste_is_a_paste_wherever_it_is_parted(
    archive: Path, launch: Launch, parts: tuple[str, ...]
) -> None:
    terminal = listed(archive, launch)
    terminal.send("/")
    terminal.wait("to the hits")
    part(terminal, *parts)
    terminal.wait("harbour")
    terminal.settle()
    assert "2 of 44" not in terminal.text
    terminal.send("\x15\x1b")
    terminal.wait("44 of 44")


@in_time
def test_a_paste_into_the_list_presses_no_key(archive: Path, launch: Launch) -> None:
    terminal = listed(archive, launch)
    shown = terminal.text
    part(terminal, "\x1b[200~sjQ\x1b[31mjQ", "\x1b[201", "~")
    terminal.settle()
    assert terminal.text == shown


@pytest.mark.parametrize("connection", ["", "192.0.2.1 1 192.0.2.2 22"], ids=["here", "far"])
def test_esc_alone_acts_and_what_is_typed_after_it_too(
    archive: Path, launch: Launch, connection: str
) -> None:
    terminal = listed(archive, launch, SSH_CONNECTION=connection)
    terminal.send("?")
    terminal.wait("esc")
    terminal.settle()
    terminal.send("\x1b")
    terminal.wait(stands_at(FIRST))
    terminal.send("?")
    terminal.settle()
    terminal.send("\x1b")
    time.sleep(0.15)
    terminal.send("j")
    terminal.wait(stands_at("2/44"))
    terminal.send("\r")
    terminal.wait("] section")
    terminal.send("\x1b")
    time.sleep(0.15)
    terminal.send("[")
    terminal.wait(stands_at("2/44"))
    terminal.send("\x1b\x1b\x1b[A")
    terminal.wait(stands_at(FIRST))
