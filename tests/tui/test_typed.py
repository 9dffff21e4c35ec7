"""What comes from a terminal is put together to keys; what is no sequence was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tuinews.tui.typed import Typed


def keys(*parts: str) -> list[str]:
    """The keys that some characters are, in the parts in which they come."""
    typed = Typed(XTermParser(False), 0.35)
    found = [message for part in parts for message in typed.take(part)]
    return [message.key for message in found if isinstance(message, events.Key)]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[1;", "\x1bO", "\x1b]1", "\x1bP1"])
def test_a_key_that_no_sequence_goes_on_with_is_not_lost_in_one(begun: str) -> None:
    assert keys(begun, "\x03")[-1] == "ctrl+c"
    assert keys(begun, "\x1b[A")[-1] == "up"


def test_what_was_typed_after_escape_is_that() -> None:
    assert keys("\x1b[", "\x13date") == [
        "escape", "left_square_bracket", "ctrl+s", "d", "a", "t", "e",
    ]  # fmt: skip


SEQUENCES = {
    "\x1b[B": "down",
    "\x1bOB": "down",
    "\x1b[6~": "pagedown",
    "\x1b[[A": "f1",
    "\x1b[106u": "j",
    "\x1b[?60;61c": "",
    "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\": "",
    "\x1bP>|XTerm(388)\x1b\\": "",
    "\x1b[?2026;2$y": "",
}


@given(st.lists(st.sampled_from(sorted(SEQUENCES)), min_size=1, max_size=6), st.data())
def test_sequences_are_whole_however_they_are_parted(
    several: list[str], data: st.DataObject
) -> None:
    text = "".join(several)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1))))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert keys(*parts) == [SEQUENCES[each] for each in several if SEQUENCES[each]]
