"""Every kind of terminal and of locale gets a list that it can show."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pty.conftest import Launch
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

TERMS = ("xterm-256color", "xterm", "screen-256color", "tmux-256color", "linux", "vt220")
LOCALES = {"UTF-8": {"LC_ALL": "C.UTF-8"}, "C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}}
ODD = ("foot", "ansi", "vt100", "screen.xterm-256color", "known-to-nobody")
"""Of 256 colours unsaid, with few abilities, of a compound name, and one that no host knows."""
LATIN_1 = {"LC_ALL": "en_US.ISO-8859-1", "PYTHONCOERCECLOCALE": "0"}
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
"""The screen that was there before, and the cursor."""


@pytest.mark.parametrize("colour", ["", "truecolor"], ids=["no COLORTERM", "COLORTERM"])
@pytest.mark.parametrize("kind", LOCALES)
@pytest.mark.parametrize("term", TERMS)
def test_the_list_shows_and_nothing_that_the_locale_has_no_letter_for(
    archive: Path, launch: Launch, term: str, kind: str, colour: str
) -> None:
    variables = {"TERM": term, "COLORTERM": colour, **LOCALES[kind]}
    sent = browse(launch(archive, variables=variables)).decode()
    assert sent.isascii() == (kind == "C"), beyond_ascii(sent)


@pytest.mark.parametrize("term", ODD)
def test_an_odd_terminal_of_one_byte_a_letter_is_sent_letters_that_it_has(
    archive: Path, launch: Launch, term: str
) -> None:
    variables = {"TERM": term, "COLORTERM": "", **LATIN_1}
    sent = browse(launch(archive, variables=variables)).decode("iso-8859-1")
    assert beyond_ascii(sent) == ["§", "·"]
    assert ("38;5;" in sent) == (term in ("foot", "screen.xterm-256color"))


def test_a_letter_that_takes_one_byte_in_its_locale_is_typed(archive: Path, launch: Launch) -> None:
    terminal = launch(archive, variables=LATIN_1)
    terminal.wait("44 of 44")
    before = terminal.settle()
    terminal.send("/caf\xe9".encode("iso-8859-1"))
    terminal.settle()
    assert b"\xe9" in terminal.raw[before:]


def browse(terminal: Terminal) -> bytes:
    """Search, read, ask for help and quit; returns all that was sent."""
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.send("/harbour\r")
    terminal.wait("hit 1/3")
    terminal.send("\r")
    terminal.wait("] section")
    terminal.send("?")
    terminal.wait("Help")
    terminal.settle()
    terminal.send("\x1b")
    terminal.wait("] section")
    terminal.send("Q")
    assert terminal.exit_status() == 0
    assert terminal.local_flags() == terminal.flags_before
    assert all(terminal.raw.rfind(each) > terminal.raw.rfind(b"] ") for each in RESTORED)
    return bytes(terminal.raw)


def beyond_ascii(text: str) -> list[str]:
    """The letters of a text that ASCII does not have."""
    return sorted({each for each in text if not each.isascii()})


@pytest.mark.parametrize("kind", LOCALES)
@pytest.mark.parametrize("term", ["dumb", ""])
def test_where_nothing_can_be_drawn_the_plain_list_is_printed(
    archive: Path, launch: Launch, term: str, kind: str
) -> None:
    terminal = launch(archive, variables={"TERM": term, **LOCALES[kind]})
    assert terminal.exit_status() == 0
    assert b"Harbour board votes" in terminal.raw
    assert b"\x1b" not in terminal.raw
    assert kind == "UTF-8" or bytes(terminal.raw).isascii()


def test_a_key_whose_bytes_come_apart_over_a_network_is_still_that_key(
    archive: Path, launch: Launch
) -> None:
    terminal = launch(archive, variables={"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"})
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.settle()
    terminal.send("jj")
    terminal.wait("3/44")
    for parts in (("\x1b", "[A"), ("\x1b[", "A"), ("\x1b", "O", "B")):
        for part in parts:
            terminal.send(part)
            time.sleep(0.25)
    terminal.settle()
    assert "2/44" in terminal.lines[-1], "up, up, down"


@pytest.mark.parametrize(
    ("key", "place"), [("\x1b[B", "2/44"), ("\x1b[106u", "2/44"), ("\x1b[6~", "22/44")]
)
def test_a_key_that_comes_apart_at_any_byte_is_still_that_key(
    archive: Path, launch: Launch, key: str, place: str
) -> None:
    terminal = launch(archive, variables={"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"})
    terminal.wait("44 of 44")
    terminal.wait("Harbour board votes")
    terminal.settle()
    for at in range(1, len(key)):
        terminal.send("g")
        terminal.wait(lambda shown: shown.lines[-1].startswith(" 1/44"))
        for part in (key[:at], key[at:]):
            terminal.send(part)
            time.sleep(0.2)
        terminal.wait(lambda shown: shown.lines[-1].startswith(f" {place}"))
