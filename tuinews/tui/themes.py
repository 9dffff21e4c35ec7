"""Owns the looks of the browser: one palette a theme, from 256 colours down to none.

The painted themes use the fixed part of the 256-colour palette, which looks the same in a
terminal of 256 and of 16 million colours and takes half the bytes. The two `ansi` themes keep the
terminal's own 16 colours and background. Without colour, bold, dim, underline and reverse remain.
No state is told by colour alone: markers and signs say it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from textual.theme import Theme

from tuinews.settings import UserTheme
from tuinews.tui.colours import count_colours

_INHERITED = "ansi_default"


@dataclass(frozen=True, slots=True)
class RowStyles:
    """How the parts of a list row look; the row under the cursor has a set of its own.

    `lead` is marker, signs, date and desk. The fewer looks a row has, the fewer bytes it takes.
    """

    lead: Style
    headline: Style
    headline_read: Style
    passage: Style
    crosshead: Style
    match: Style


@dataclass(frozen=True, slots=True)
class Palette:
    """Every look there is."""

    name: str
    dark: bool
    text: Style
    quiet: Style
    rule: Style
    title: Style
    headline: Style
    crosshead: Style
    key: Style
    error: Style
    notice: Style
    banner: Style
    match: Style
    current: Style
    box_cursor: Style
    row: RowStyles
    cursor_row: RowStyles


def palette(
    name: str, environ: Mapping[str, str], own: Mapping[str, UserTheme] | None = None
) -> Palette:
    """The palette for a theme's setting in this terminal; `own` are themes of the reader's.

    `auto` is `light` where COLORFGBG tells of a light background, else `dark`; a terminal of 16
    colours gets the `ansi` theme of the same kind, and NO_COLOR (https://no-color.org) beats all.
    """
    if environ.get("NO_COLOR"):
        return NO_COLOR
    if own and name in own:
        theme = own[name]
        colours = {**_COLOURS[theme.base], **theme.colours}
        return _painted(name, dark=theme.base != "light", colours=colours)
    if name == "high-contrast":
        return HIGH_CONTRAST
    light = name.endswith("light") if name != "auto" else _light_background(environ)
    if name.startswith("ansi") or (name == "auto" and count_colours(environ) < 256):
        return ANSI_LIGHT if light else ANSI_DARK
    return LIGHT if light else DARK


def _light_background(environ: Mapping[str, str]) -> bool:
    """Whether COLORFGBG (`foreground;background`, 16 colours) tells of a light background."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "9", "10", "11", "12", "13", "14", "15")


def textual_theme(look: Palette) -> Theme:
    """The theme that makes Textual's own ground match ours."""
    ground = look.text.bgcolor
    background = ground.get_truecolor().hex if ground and not ground.is_default else _INHERITED
    ink = look.text.color
    foreground = ink.get_truecolor().hex if ink and not ink.is_default else _INHERITED
    return Theme(
        name=f"tuinews-{look.name}",
        primary=foreground,
        foreground=foreground,
        background=background,
        surface=background,
        panel=background,
        boost=background,
        dark=look.dark,
        ansi=True,
        variables={"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"},
    )


def _painted(name: str, *, dark: bool, colours: Mapping[str, str]) -> Palette:
    """A palette of colours, by the names that settings have for them."""

    def on(back: str, fore: str, attributes: str = "") -> Style:
        return Style.parse(f"{attributes} {colours[fore]} on {colours[back]}")

    matched = on("match_ground", "match")
    return Palette(
        name=name,
        dark=dark,
        text=on("ground", "ink"),
        quiet=on("ground", "quiet"),
        rule=on("ground", "rule"),
        title=on("ground", "ink", "bold"),
        headline=on("ground", "ink", "bold"),
        crosshead=on("ground", "warm", "bold"),
        key=on("ground", "accent"),
        error=on("ground", "error", "bold"),
        notice=on("ground", "warm"),
        banner=on("ground", "warm", "bold"),
        match=matched,
        current=on("current_ground", "current", "bold"),
        box_cursor=on("ink", "ground"),
        row=RowStyles(
            lead=on("ground", "lead"),
            headline=on("ground", "ink"),
            headline_read=on("ground", "quiet"),
            passage=on("ground", "quiet"),
            crosshead=on("ground", "warm"),
            match=matched,
        ),
        cursor_row=RowStyles(
            lead=on("raised", "raised_ink", "bold"),
            headline=on("raised", "raised_ink", "bold"),
            headline_read=on("raised", "raised_ink", "bold"),
            passage=on("raised", "raised_quiet"),
            crosshead=on("raised", "raised_warm"),
            match=matched,
        ),
    )


def _inherited(name: str, *, dark: bool, accent: str, warm: str, match: str) -> Palette:
    """A palette of the terminal's own colours, or of none where the names are attributes."""
    plain = Style()
    quiet = Style(dim=True)
    bold = Style(bold=True)
    marked = Style.parse(match)
    warm_bold = bold + Style.parse(warm)
    row = RowStyles(
        lead=Style.parse(accent),
        headline=plain,
        headline_read=quiet,
        passage=quiet,
        crosshead=Style.parse(warm),
        match=marked,
    )
    return Palette(
        name=name,
        dark=dark,
        text=plain,
        quiet=quiet,
        rule=quiet,
        title=bold,
        headline=bold,
        crosshead=warm_bold,
        key=Style.parse(accent),
        error=bold + Style.parse("red" if warm != accent else "bold"),
        notice=Style.parse(warm),
        banner=warm_bold,
        match=marked,
        current=Style(reverse=True, bold=True),
        box_cursor=Style(reverse=True),
        row=row,
        cursor_row=RowStyles(
            lead=bold,
            headline=bold,
            headline_read=bold,
            passage=plain,
            crosshead=warm_bold,
            match=marked + bold,
        ),
    )


def _numbered(**numbers: int) -> dict[str, str]:
    """Colours of the 256 by their numbers."""
    return {name: f"color({number})" for name, number in numbers.items()}


_COLOURS = {
    "dark": _numbered(
        ground=234, ink=252, quiet=246, rule=239, accent=110, lead=109, warm=179, error=210,
        match=230, match_ground=58, current=232, current_ground=221,
        raised=237, raised_ink=255, raised_quiet=250, raised_warm=222,
    ),
    "light": _numbered(
        ground=255, ink=235, quiet=241, rule=250, accent=25, lead=24, warm=94, error=124,
        match=232, match_ground=222, current=231, current_ground=25,
        raised=252, raised_ink=232, raised_quiet=238, raised_warm=52,
    ),
    "high-contrast": _numbered(
        ground=16, ink=231, quiet=255, rule=255, accent=51, lead=231, warm=226, error=217,
        match=16, match_ground=226, current=16, current_ground=51,
        raised=231, raised_ink=16, raised_quiet=16, raised_warm=16,
    ),
}  # fmt: skip
"""What the themes start from that have colours of their own."""
DARK = _painted("dark", dark=True, colours=_COLOURS["dark"])
LIGHT = _painted("light", dark=False, colours=_COLOURS["light"])
HIGH_CONTRAST = _painted("high-contrast", dark=True, colours=_COLOURS["high-contrast"])
ANSI_DARK = _inherited(
    "ansi-dark", dark=True, accent="cyan", warm="yellow", match="black on yellow"
)
ANSI_LIGHT = _inherited(
    "ansi-light", dark=False, accent="blue", warm="magenta", match="black on yellow"
)
NO_COLOR = _inherited(
    "no-color", dark=True, accent="not dim", warm="not dim", match="bold underline"
)
