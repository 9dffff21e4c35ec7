"""What a locale has no letter for is shown by another one, as wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuinews.tui.letters import Letters, codeset

SINGLE = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("C", "M"))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "utf-8"),
        ({"LANG": "de_DE.UTF-8"}, "utf-8"),
        ({"LANG": "de_DE.utf8@euro"}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, "ascii"),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1"),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, "utf-8"),
        ({"LC_ALL": "xx_YY.nonsense"}, "ascii"),
    ],
)
def test_the_variables_state_the_encoding(environ: dict[str, str], expected: str) -> None:
    assert codeset(environ) == expected


def test_marks_and_borders_have_plain_ones() -> None:
    assert Letters({"LC_ALL": "C"}).shown("▶ • café ── § 2/4 · «日本» …") == (
        '> o cafe -- # 2/4 - "????" .'
    )
    assert Letters({"LC_ALL": "de_DE.ISO-8859-1"}).shown("▶ café ─") == "> café -"
    assert Letters({}).shown("▶ café 日本") == "▶ café 日本"


@given(st.text(SINGLE))
def test_what_is_shown_instead_is_plain_and_as_wide(text: str) -> None:
    shown = Letters({"LC_ALL": "C"}).shown(text)
    assert shown.isascii()
    assert cell_len(shown) == cell_len(text)
    assert "\x1b" not in shown
