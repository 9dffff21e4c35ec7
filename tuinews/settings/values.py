"""Owns what a reader may decide, and the words that are said for it in a settings file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

Column = Literal["date", "desk", "place", "source"]
DateStyle = Literal["short", "iso", "relative"]
Listed = Literal["all", "unread"]
COLUMNS: tuple[Column, ...] = get_args(Column)
DATE_STYLES: tuple[DateStyle, ...] = get_args(DateStyle)
LISTED: tuple[Listed, ...] = get_args(Listed)
THEMES = ("auto", "dark", "light", "high-contrast", "ansi-dark", "ansi-light")
BASES = ("dark", "light", "high-contrast")
"""Themes that a theme of the reader's own may start from."""
COLOURS = (
    *("ground", "ink", "quiet", "rule", "accent", "lead", "warm", "error"),
    *("match", "match_ground", "current", "current_ground"),
    *("raised", "raised_ink", "raised_quiet", "raised_warm"),
)
"""What a theme has a colour for; `raised` is the row under the cursor."""
MAPPED = (
    *("headline", "body", "byline", "published", "updated", "desk", "source", "located"),
    *("keywords", "url", "language", "slugline", "embargo", "urgency", "summary"),
)
"""What of an article a column of an export may hold."""
MEASURES = range(40, 121)
PipeFormat = Literal["text", "markdown"]
PIPE_FORMATS: tuple[PipeFormat, ...] = get_args(PipeFormat)


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """Which column of an export (`author.name`: a name within an object) is what of an article.

    `date_format` is how its dates are written, as strptime has it; None where that is clear.
    """

    columns: Mapping[str, str]
    date_format: str | None = None


@dataclass(frozen=True, slots=True)
class UserTheme:
    """A theme of the reader's own: what of another theme has which colour instead.

    Colours are written as Rich reads them: `#87afd7`, `color(110)`, `bright_cyan`.
    """

    base: str
    colours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pipe:
    """A command that articles are piped to.

    Attributes:
        command: As the reader's shell takes it.
        format: What it is given: `text` or `markdown`.
        wait: Whether what it printed stays on the terminal until a key is pressed.
    """

    command: str
    format: PipeFormat = "text"
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader may decide; `KEYS` says what each means and may be.

    Attributes:
        keymap: Action id -> its keys, none of them to take all away; a key is a sequence of
            names with a space between, as in `g g`.
        measure: Characters of a line of text at most.
        desks: Desk -> the name it is shown by.
        clipboard: Whether a copy is also sent to the terminal, by OSC 52.
    """

    articles: Path | None = None
    index: Path | None = None
    trust_index: bool = False
    theme: str = "auto"
    themes: Mapping[str, UserTheme] = field(default_factory=dict)
    mouse: bool = True
    clipboard: bool = True
    keymap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_style: DateStyle = "short"
    columns: tuple[Column, ...] = ("date", "desk", "source")
    measure: int = 80
    desks: Mapping[str, str] = field(default_factory=dict)
    list: Listed = "all"
    mappings: Mapping[str, ExportMapping] = field(default_factory=dict)
    pipes: Mapping[str, Pipe] = field(default_factory=dict)
