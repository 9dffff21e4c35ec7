"""Themes: which one a terminal gets, that all can be read, and what remains without colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from rich.color import Color
from rich.style import Style

from tuinews.settings import UserTheme
from tuinews.tui.themes import (
    ANSI_DARK,
    ANSI_LIGHT,
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NO_COLOR,
    Palette,
    RowStyles,
    palette,
    textual_theme,
)

TRUECOLOR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def styles(look: Palette) -> Iterator[tuple[str, Style]]:
    """Every look of a palette, by name."""
    for part in fields(look):
        value = getattr(look, part.name)
        if isinstance(value, Style):
            yield part.name, value
        elif isinstance(value, RowStyles):
            for each in fields(value):
                yield f"{part.name}.{each.name}", getattr(value, each.name)


def luminance(style: Style, ground: bool) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    color = style.bgcolor if ground else style.color
    assert color is not None
    channels = [value / 255 for value in color.get_truecolor()]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.name)
def test_all_text_has_the_contrast_that_reading_needs(look: Palette) -> None:
    for name, style in styles(look):
        if name == "rule":
            continue
        light, dark = sorted((luminance(style, False), luminance(style, True)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_high_contrast_has_the_contrast_that_poor_sight_needs() -> None:
    for name, style in styles(HIGH_CONTRAST):
        light, dark = sorted((luminance(style, False), luminance(style, True)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7, name


def test_a_theme_of_the_readers_own_has_its_colours_and_else_those_it_starts_from() -> None:
    own = {"evening": UserTheme("light", {"ink": "#102030", "raised": "cyan"})}
    look = palette("evening", TRUECOLOR, own)
    assert not look.dark
    assert look.text == Style.parse("#102030") + Style(bgcolor=LIGHT.text.bgcolor)
    assert look.cursor_row.lead.bgcolor == Color.parse("cyan")
    assert look.error.color == LIGHT.error.color
    assert palette("evening", {**TRUECOLOR, "NO_COLOR": "1"}, own) is NO_COLOR


def test_a_theme_may_leave_the_ground_to_the_terminal() -> None:
    look = palette("bare", TRUECOLOR, {"bare": UserTheme("dark", {"ground": "default"})})
    assert textual_theme(look).background == "ansi_default"


@pytest.mark.parametrize(
    ("setting", "environ", "expected"),
    [
        ("auto", TRUECOLOR, DARK),
        ("high-contrast", TRUECOLOR, HIGH_CONTRAST),
        ("auto", {**TRUECOLOR, "COLORFGBG": "0;15"}, LIGHT),
        ("auto", {**TRUECOLOR, "COLORFGBG": "15;0"}, DARK),
        ("auto", {"TERM": "xterm"}, ANSI_DARK),
        ("auto", {"TERM": "linux", "COLORFGBG": "0;7"}, ANSI_LIGHT),
        ("auto", {"TERM": "screen-256color"}, DARK),
        ("auto", {"TERM": "alacritty"}, DARK),
        ("auto", {"TERM": "foot-extra"}, DARK),
        ("auto", {"TERM": "xterm-ghostty"}, DARK),
        ("auto", {"TERM": "vt100"}, ANSI_DARK),
        ("light", TRUECOLOR, LIGHT),
        ("ansi-light", TRUECOLOR, ANSI_LIGHT),
        ("ansi-dark", {"TERM": "xterm"}, ANSI_DARK),
        ("light", {**TRUECOLOR, "NO_COLOR": "1"}, NO_COLOR),
        ("dark", {**TRUECOLOR, "NO_COLOR": ""}, DARK),
    ],
)
def test_a_terminal_gets_the_theme_it_can_show(
    setting: str, environ: dict[str, str], expected: Palette
) -> None:
    assert palette(setting, environ) is expected


def test_without_colour_there_is_none() -> None:
    for name, style in styles(NO_COLOR):
        assert style.color is None, name
        assert style.bgcolor is None, name


@pytest.mark.parametrize("look", [ANSI_DARK, ANSI_LIGHT], ids=lambda look: look.name)
def test_sixteen_colours_are_enough_for_the_ansi_themes(look: Palette) -> None:
    for name, style in styles(look):
        for color in (style.color, style.bgcolor):
            assert color is None or (color.number or 0) < 16, name


@pytest.mark.parametrize(
    "look",
    [DARK, LIGHT, HIGH_CONTRAST, ANSI_DARK, ANSI_LIGHT, NO_COLOR],
    ids=lambda look: look.name,
)
def test_what_matters_does_not_look_like_plain_text(look: Palette) -> None:
    for special in (look.match, look.current, look.crosshead, look.headline):
        assert special != look.text
    assert look.match != look.current
    assert look.row.headline != look.row.headline_read
