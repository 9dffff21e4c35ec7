"""What is sent so that a terminal copies a text."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.tui.clipboard import LONGEST, fits, is_known, sequence

XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}
SCREEN = {"TERM": "screen.xterm-256color", "STY": "1.pts"}


def text_of(sent: str) -> str:
    """The text in an OSC 52 sequence."""
    found = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\x07", sent)
    assert found, sent
    return base64.b64decode(found[1]).decode()


def test_a_terminal_is_sent_the_text_as_osc_52() -> None:
    assert text_of(sequence("héadline\n", XTERM)) == "héadline\n"


def test_tmux_is_asked_to_take_it_and_to_pass_it_on() -> None:
    sent = sequence("tide", TMUX)
    own, _, passed = sent.partition("\x1bPtmux;")
    assert text_of(own) == "tide"
    assert passed.endswith("\x1b\\")
    assert text_of(passed.removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")) == "tide"


def test_screen_passes_it_on_in_pieces_that_it_takes() -> None:
    text = "tide " * 200
    own, _, passed = sequence(text, SCREEN).partition("\x07")
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", passed, re.DOTALL)
    assert max(len(piece) for piece in pieces) < 256
    assert text_of("".join(pieces)) == text_of(own + "\x07") == text


@pytest.mark.parametrize("term", ["linux", "vt100", "vt220", "ansi"])
def test_a_terminal_that_would_print_it_is_sent_nothing(term: str) -> None:
    assert sequence("tide", {"TERM": term}) == ""


def test_only_a_terminal_that_takes_it_unasked_is_known() -> None:
    assert is_known({"TERM": "xterm-kitty"})
    assert is_known({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"})
    assert not is_known(XTERM)
    assert not is_known({**TMUX, "TERM_PROGRAM": "WezTerm"})
    assert not is_known({**SCREEN, "WT_SESSION": "1"})


def test_a_text_is_measured_in_bytes() -> None:
    assert fits("a" * LONGEST)
    assert not fits("é" * (LONGEST // 2 + 1))
    assert len(sequence("a" * LONGEST, XTERM)) <= 100_000


@given(st.text())
def test_no_byte_of_the_text_is_a_control_on_its_way(text: str) -> None:
    for environ in (XTERM, TMUX, SCREEN):
        sent = sequence(text, environ)
        assert re.fullmatch("[\x1b\x07\\\\\\];PA-Za-z0-9+/=]*", sent)
        assert sent.count("\x07") <= 2
