"""Owns how keys are bound and how they are written on screen."""

from __future__ import annotations

from textual.binding import Binding

from tuinews.tui.commands import COMMANDS, WHOLE_PROGRAM, Command, Where, of

_LABELS = {
    "enter": "⏎",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
}
_TEXTUAL_NAMES = {",": "comma"}
"""Keys that a Binding cannot be given as they are: it splits its keys at commas."""


def bindings(where: Where) -> list[Binding]:
    """The bindings of one part of the screen: each has the screen do the command."""
    return [
        Binding(_textual_name(key), f"screen.{_action(command, key)}", command.description)
        for command in of(where)
        if command.id not in WHOLE_PROGRAM
        for key in command.keys
    ]


def program_bindings() -> list[Binding]:
    """The bindings that come before those of whatever has the keyboard."""
    return [
        Binding(_textual_name(key), f"app.{command.id}", command.description, priority=True)
        for command in COMMANDS
        if command.id in WHOLE_PROGRAM
        for key in command.keys
    ]


def _action(command: Command, key: str) -> str:
    """The action of a key: a count is told its digit, everything else the command's id."""
    return f"count({key})" if command.id == "count" else f"command({command.id!r})"


def _textual_name(key: str) -> str:
    return _TEXTUAL_NAMES.get(key, key)


def label(key: str) -> str:
    """A key as the screen writes it: `^D`, `⏎`, `PgDn`, `j`."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return _LABELS.get(key, key)


def labels(command: Command) -> str:
    """All keys of `command` as help writes them."""
    if command.id == "count":
        return "1–9"
    return " ".join(label(key) for key in command.keys)
