"""Owns how a value is read from a settings file, and the error that says what it must be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tuinews.errors import SettingsError
from tuinews.settings.document import Block, Entry, Items, Node, Scalar
from tuinews.settings.keymap import wrong_key
from tuinews.settings.values import (
    BASES,
    COLOURS,
    COLUMNS,
    MAPPED,
    MEASURES,
    PIPE_FORMATS,
    THEMES,
    ExportMapping,
    Pipe,
    PipeFormat,
    UserTheme,
)

_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_HEX = r"(?i)#(?:[0-9a-f]{3}){1,2}"
_A_COLOUR = 'a colour, as 110, cyan, bright_cyan or "#87afd7" (in quotes)'


@dataclass(frozen=True, slots=True)
class At:
    """Where a value stands: which file, and under which key."""

    file: Path
    key: str

    def under(self, name: str) -> At:
        """Of a value within this one."""
        return At(self.file, f"{self.key}.{name}")

    def error(self, line: int, what: str) -> SettingsError:
        """The error that this value `what`."""
        return SettingsError(f"{self.file}:{line}: {self.key} {what}")


def folder(node: Node, at: At, line: int) -> Path:
    """A folder, relative to the settings file that names it."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value:
        raise at.error(line, "must be the path of a folder")
    try:
        return at.file.parent / Path(node.value).expanduser()
    except RuntimeError:
        raise at.error(line, "names a home that does not exist") from None


def switch(node: Node, at: At, line: int) -> bool:
    """On or off."""
    if not isinstance(node, Scalar) or not isinstance(node.value, bool):
        raise at.error(line, "must be on or off")
    return node.value


def word(node: Node, at: At, line: int, known: Sequence[str]) -> str:
    """One of some words."""
    text = node.text if isinstance(node, Scalar) else ""
    if text not in known:
        raise at.error(line, f"must be one of {', '.join(known)}{nearest(text, known)}")
    return text


def theme(node: Node, at: At, line: int) -> str:
    """The name of a theme; which there are is known once all settings are read."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise at.error(line, f"must be one of {', '.join(THEMES)}")
    return node.value


def themes(node: Node, at: At, line: int) -> dict[str, UserTheme]:
    """Themes of the reader's own, by name."""
    found = {}
    for entry in _block(node, at, line, "names with colours under each"):
        here = at.under(entry.key)
        if entry.key in THEMES:
            raise here.error(entry.line, "is a theme already; name yours otherwise")
        found[entry.key] = _user_theme(entry, here)
    return found


def _user_theme(theme: Entry, at: At) -> UserTheme:
    base = "dark"
    colours = {}
    for entry in _block(theme.value, at, theme.line, "lines such as `accent: cyan`"):
        here = at.under(entry.key)
        if entry.key == "base":
            base = word(entry.value, here, entry.line, BASES)
        elif entry.key not in COLOURS:
            known = ("base", *COLOURS)
            hint = nearest(entry.key, known) or f"; known: {', '.join(known)}"
            raise at.error(entry.line, f"has no colour '{entry.key}'{hint}")
        else:
            colours[entry.key] = _colour(entry.value, here, entry.line)
    return UserTheme(base, colours)


def _colour(node: Node, at: At, line: int) -> str:
    text = node.text.lower().replace("-", "_") if isinstance(node, Scalar) else ""
    if text.isascii() and text.isdigit() and int(text[:4]) < 256:
        return f"color({int(text)})"
    if re.fullmatch(_HEX, text):
        return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])
    if text == "default" or text.removeprefix("bright_") in _NAMED:
        return text
    raise at.error(line, f"must be {_A_COLOUR}")


def keymap(node: Node, at: At, line: int) -> dict[str, tuple[str, ...]]:
    """The keys of actions, by id; which actions there are the screen knows."""
    found = {}
    for entry in _block(node, at, line, 'lines such as `star: [s, "g s"]`'):
        here = at.under(entry.key)
        keys = _texts(entry.value)
        if keys is None:
            raise here.error(entry.line, "must be a key or a list of keys; [] for none")
        for key in keys:
            if wrong := wrong_key(key):
                raise here.error(entry.line, wrong)
        found[entry.key] = tuple(" ".join(key.split()) for key in dict.fromkeys(keys))
    return found


def columns(node: Node, at: At, line: int) -> tuple[str, ...]:
    """Columns of the list, each at most once."""
    names = _texts(node)
    if names is None:
        raise at.error(line, f"must be a list of some of {', '.join(COLUMNS)}")
    for name in names:
        if name not in COLUMNS:
            hint = nearest(name, COLUMNS) or f"; known: {', '.join(COLUMNS)}"
            raise at.error(line, f"has no column '{name}'{hint}")
    if len(set(names)) < len(names):
        raise at.error(line, "names a column twice")
    return tuple(names)


def measure(node: Node, at: At, line: int) -> int:
    """The width of text, in characters."""
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, int) or isinstance(value, bool) or value not in MEASURES:
        raise at.error(line, f"must be a whole number from {MEASURES[0]} to {MEASURES[-1]}")
    return value


def desks(node: Node, at: At, line: int) -> dict[str, str]:
    """The names that desks are shown by."""
    found = {}
    for entry in _block(node, at, line, "lines such as `pol: Politics`"):
        text = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
        if not text or not text.isprintable():
            raise at.under(entry.key).error(entry.line, "must be a name on one line")
        found[entry.key] = text
    return found


def mappings(node: Node, at: At, line: int) -> dict[str, ExportMapping]:
    """The columns of exports, by name."""
    found = {}
    for entry in _block(node, at, line, "names with a mapping of columns under each"):
        found[entry.key] = _mapping(entry, at.under(entry.key))
    return found


def _mapping(mapping: Entry, at: At) -> ExportMapping:
    columns: dict[str, str] = {}
    for entry in _block(mapping.value, at, mapping.line, "lines such as `headline: Title`"):
        if entry.key not in (*MAPPED, "date_format"):
            hint = nearest(entry.key, MAPPED) or f"; known: {', '.join(MAPPED)}, date_format"
            raise SettingsError(
                f"{at.file}:{entry.line}: {at.key}: unknown field '{entry.key}'{hint}"
            )
        value = entry.value.value if isinstance(entry.value, Scalar) else None
        if not isinstance(value, str) or not value:
            what = "a form of dates" if entry.key == "date_format" else "the name of a column"
            raise at.under(entry.key).error(entry.line, f"must be {what}")
        columns[entry.key] = value
    date_format = columns.pop("date_format", None)
    if not columns.keys() & {"headline", "body"}:
        raise at.error(mapping.line, "names no column for headline or body")
    return ExportMapping(columns, date_format)


def pipes(node: Node, at: At, line: int) -> dict[str, Pipe]:
    """The commands that articles are piped to, by name."""
    found = {}
    for entry in _block(node, at, line, "names with a command each, as `print: lp`"):
        here = at.under(entry.key)
        if not isinstance(entry.value, Block):
            found[entry.key] = Pipe(_command(entry.value, here, entry.line))
        else:
            found[entry.key] = _pipe(entry, here)
    return found


def _pipe(pipe: Entry, at: At) -> Pipe:
    command, form, wait = "", "text", True
    for entry in _block(pipe.value, at, pipe.line, "a command, or lines such as `command: lp`"):
        here = at.under(entry.key)
        if entry.key == "command":
            command = _command(entry.value, here, entry.line)
        elif entry.key == "format":
            form = word(entry.value, here, entry.line, PIPE_FORMATS)
        elif entry.key == "wait":
            wait = switch(entry.value, here, entry.line)
        else:
            known = ("command", "format", "wait")
            hint = nearest(entry.key, known) or f"; known: {', '.join(known)}"
            raise at.error(entry.line, f"has no '{entry.key}'{hint}")
    if not command:
        raise at.error(pipe.line, "names no command")
    return Pipe(command, cast("PipeFormat", form), wait)


def _command(node: Node, at: At, line: int) -> str:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not text or "\0" in text:
        raise at.error(line, "must be a command, as your shell takes it")
    return text


def _block(node: Node, at: At, line: int, expected: str) -> Iterator[Entry]:
    """The entries of a mapping, each key once."""
    if not isinstance(node, Block) or not node.entries:
        raise at.error(line, f"must be {expected}")
    seen = set()
    for entry in node.entries:
        if entry.key in seen:
            raise at.under(entry.key).error(entry.line, "is set twice; keep one")
        seen.add(entry.key)
        yield entry


def _texts(node: Node) -> list[str] | None:
    """A list of words, or a word alone, as they are written; None for anything else."""
    items = node.items if isinstance(node, Items) else (node,)
    texts = [item.text for item in items if isinstance(item, Scalar) and item.text]
    return texts if len(texts) == len(items) else None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the word that was meant, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
