"""The cursor of a kept page: which keys it answers, and that the browser gets all others."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tuinews.tui.kept_cursor import KeptCursor
from tuinews.tui.kept_page import Item, Page, draw, lines_of, page_of

ITEMS = 5
PAGE = Page(
    tuple((("", 0, f"row {number}"),) for number in range(ITEMS + 2)),
    tuple(
        Item(
            repr(f"{number}.md"),
            number + 1,
            (("", 0, f"  {number}"),),
            (("7", 0, f"> {number}"),),
            ITEMS + 1,
            (("", 0, f"{number}/5"),),
        )
        for number in range(ITEMS)
    ),
    (("j", "down"), ("k", "up"), ("home",)),
)
DOWN = (b"j", b"\x1b[B", b"\x1bOB", b"\x1b[106u", b"\x1b[106;1;106u")
UP = (b"k", b"\x1b[A", b"\x1bOA")
TOP = (b"\x1b[H", b"\x1b[1~")
REPORTS = (b"\x1b[?2026;2$y", b"\x1b[I", b"\x1b[O", b"\x1b[<35;10;4M", b"\x1b[48;24;80;0;0t")
OTHERS = (
    b"/",
    b"q",
    b"\r",
    b"5",
    "é".encode(),
    b"\x1b[<0;10;4M",
    b"\x1b[C",
    b"\x1b",
    b"\x1b[106;5u",
)


def type_at(page: Page, chunks: Sequence[bytes]) -> tuple[KeptCursor, bytes, str]:
    """A cursor after all of this was typed, what it left to the browser, and what it drew."""
    source, keyboard = os.pipe()
    drawn: list[str] = []
    cursor = KeptCursor(page, drawn.append, source)
    cursor.begin()
    for chunk in chunks:
        os.write(keyboard, chunk)
    os.close(keyboard)
    left = cursor.unanswered(30.0)
    cursor.end()
    assert left is not None
    rest = b"".join(iter(lambda: os.read(source, 4096), b""))
    os.close(source)
    return cursor, left + rest, "".join(drawn)


def test_moving_draws_two_rows_and_the_status() -> None:
    cursor, left, drawn = type_at(PAGE, [b"j"])
    assert (cursor.index, cursor.has_moved, left) == (1, True, b"")
    was, now = PAGE.items[:2]
    assert drawn == draw(1, was.bare) + draw(2, now.chosen) + draw(ITEMS + 1, now.status)


def test_a_move_beyond_the_end_of_the_page_is_the_browsers() -> None:
    cursor, left, _ = type_at(PAGE, [b"jjjjjjk"])
    assert (cursor.index, left) == (4, b"jjk")


def test_a_move_beyond_the_top_is_none() -> None:
    cursor, left, drawn = type_at(PAGE, [b"kkk"])
    assert (cursor.index, cursor.has_moved, left, drawn) == (0, False, b"", "")


@given(
    st.lists(st.sampled_from((*DOWN, *UP, *TOP, *REPORTS))),
    st.sampled_from((b"", *OTHERS)),
    st.lists(st.sampled_from((*DOWN, *OTHERS))),
    st.data(),
)
def test_keys_are_answered_in_order_up_to_the_first_that_is_not_the_pages(
    answered: list[bytes], other: bytes, after: list[bytes], data: st.DataObject
) -> None:
    index, left = 0, b""
    for number, key in enumerate(answered):
        if key in REPORTS:
            left += key
        elif key in DOWN and index == ITEMS - 1:
            left += b"".join(answered[number:])
            break
        elif key in DOWN:
            index += 1
        else:
            index = max(0, index - 1) if key in UP else 0
    if other:
        left += other + b"".join(after)
    typed = b"".join(answered) + (other + b"".join(after) if other else b"")
    cut = data.draw(st.integers(0, len(typed)))
    cursor, got, _ = type_at(PAGE, [each for each in (typed[:cut], typed[cut:]) if each])
    assert (cursor.index, got) == (index, left)


def test_a_page_is_read_as_it_was_written() -> None:
    assert page_of(lines_of(PAGE), 80, ITEMS + 2) == PAGE
    assert page_of(lines_of(PAGE), 80, ITEMS + 3) is None
