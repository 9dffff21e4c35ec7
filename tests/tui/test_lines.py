"""Painting: a terminal shows exactly the styled cells, with few bytes and nothing of a control."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style

from tests.fixtures.payloads import CONTROLS
from tuinews.tui.lines import common_end, encode, paint
from tuinews.tui.terminal_safety import FORBIDDEN

STYLES = [
    Style.parse(text)
    for text in (
        "none", "bold", "dim", "italic", "underline", "reverse", "bold underline", "red",
        "on blue", "bold red on blue", "color(109) on color(234)", "reverse green", "dim on red",
    )
]  # fmt: skip
PLAIN = Style()
TEXTS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), max_size=12)
WIDE = st.sampled_from(["世界", "مرحبا", "e\u0301a", "漢字kana", "a", " ", "—", "…"])


def cells(data: str, columns: int) -> list[tuple[str, ...]]:
    """What each cell of a terminal's first row looks like after `data`."""
    screen = pyte.Screen(columns, 2)
    pyte.Stream(screen).feed(data)
    row = screen.buffer[0]
    return [
        (
            cell.data,
            "" if cell.data.isspace() and not cell.reverse else cell.fg,
            cell.bg,
            *(name for name in ("underscore", "reverse") if getattr(cell, name)),
            *(name for name in ("bold", "italics") if getattr(cell, name) and cell.data != " "),
        )
        for cell in (row[x] for x in range(columns))
    ]


@given(st.lists(st.tuples(TEXTS | WIDE, st.sampled_from(STYLES)), max_size=6))
def test_a_line_sent_as_changes_looks_as_if_each_run_were_sent_whole(
    parts: list[tuple[str, Style]],
) -> None:
    line = paint(parts, 60, PLAIN)
    whole = "".join(
        line.render_style(style or PLAIN, text, ColorSystem.TRUECOLOR) for text, style, _ in line
    )
    assert cells(encode(line, "truecolor", 0), 60) == cells(whole, 60)


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(STYLES)), max_size=4))
def test_a_line_has_exactly_its_cells_whatever_is_in_it(parts: list[tuple[str, Style]]) -> None:
    line = paint(parts, 40, PLAIN)
    assert line.cell_length == sum(segment.cell_length for segment in line) == 40


@given(st.text(max_size=40) | st.sampled_from(list(CONTROLS.values())))
def test_nothing_painted_is_a_control(text: str) -> None:
    sent = encode(paint([(text, PLAIN)], 40, PLAIN), "truecolor", 0)
    jumps = sent.split("\x1b[")
    assert all(jump.partition("G")[0].isdigit() for jump in jumps[1:])
    assert not FORBIDDEN & {ord(character) for character in sent.replace("\x1b[", "")}


def test_runs_of_one_look_are_sent_without_a_word_between() -> None:
    red = Style.parse("red")
    assert (
        encode(paint([("ab", red), ("cd", red)], 4, PLAIN), "truecolor", 0) == "\x1b[31mabcd\x1b[0m"
    )


def test_blanks_between_two_looks_take_no_change_of_colour() -> None:
    red, green = Style.parse("red"), Style.parse("green")
    sent = encode(paint([("a", red), (" ", green), ("b", red)], 3, PLAIN), "truecolor", 0)
    assert sent == "\x1b[31ma b\x1b[0m"


def test_text_of_disputed_width_is_followed_by_a_jump_to_where_it_should_end() -> None:
    family = "👩\u200d👩\u200d👧"
    sent = encode(paint([(family, PLAIN), ("next", PLAIN)], 10, PLAIN, 5), "truecolor", 5)
    assert sent == f"  \x1b[6G{family}\x1b[8Gnext    "


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [("1/510", "2/510", 9), ("abc", "abc", 10), ("a\u0301x", "e\u0301x", 9), ("", "abc", 7)],
)
def test_only_what_differs_to_the_left_is_sent_again(before: str, after: str, same: int) -> None:
    one, other = (paint([(text, PLAIN)], 10, PLAIN) for text in (before, after))
    assert common_end(one, other) == same


def test_a_part_of_a_line_is_still_sent_as_changes() -> None:
    red = Style.parse("red")
    line = paint([("abc", red), ("def", red)], 8, PLAIN)
    console = Console(color_system="truecolor", force_terminal=True)
    assert line.crop(0, 5).render(console) == "\x1b[31mabcde\x1b[0m"


def test_what_is_cut_off_leaves_one_ellipsis_at_the_end() -> None:
    line = paint([("副大統領から昇格", PLAIN), ("大統領", STYLES[1])], 8, PLAIN)
    assert line.text == "副大統… "
