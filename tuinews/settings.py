"""Owns the reader's settings: a strict YAML file becomes a frozen dataclass."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuinews import paths
from tuinews.errors import SettingsError

if TYPE_CHECKING:
    from yaml import Node

FILE_NAME = "tuinews.yaml"
MAPPED = (
    *("headline", "body", "byline", "published", "updated", "desk", "source", "located"),
    *("keywords", "url", "language", "slugline", "embargo", "urgency", "summary"),
)
"""What of an article a column of an export may hold."""
_DEPTH = 2
"""How deep settings are nested: a mapping in the mappings."""
THEMES = ("auto", "dark", "light", "ansi-dark", "ansi-light")


def _folder(value: object, file: Path) -> Path:
    """A folder, relative to the settings file that names it."""
    if not isinstance(value, str) or not value:
        raise ValueError("must be the path of a folder")
    return file.parent / Path(value).expanduser()


def _switch(value: object, _file: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be on or off")
    return value


def _theme(value: object, _file: Path) -> str:
    if value not in THEMES:
        raise ValueError(f"must be one of {', '.join(THEMES)}{_nearest(str(value), THEMES)}")
    return str(value)


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """Which column of an export (`author.name`: a name within an object) is what of an article.

    `date_format` is how its dates are written, as strptime has it; None where that is clear.
    """

    columns: Mapping[str, str]
    date_format: str | None = None


def _mappings(value: object, file: Path) -> Mapping[str, ExportMapping]:
    if not isinstance(value, _Lines):
        raise ValueError("must be names with a mapping of columns under each")
    mappings: dict[str, ExportMapping] = {}
    for name, columns, line in value.entries:
        if name in mappings:
            raise SettingsError(f"{file}:{line}: mappings.{name} is set twice; keep one")
        mappings[name] = _mapping(f"mappings.{name}", columns, file, line)
    return mappings


def _mapping(key: str, value: object, file: Path, line: int) -> ExportMapping:
    if not isinstance(value, _Lines) or not value.entries:
        raise SettingsError(f"{file}:{line}: {key} must be lines such as `headline: Title`")
    columns: dict[str, str] = {}
    for name, column, at in value.entries:
        if name not in (*MAPPED, "date_format"):
            hint = _nearest(name, MAPPED) or f"; known: {', '.join(MAPPED)}, date_format"
            raise SettingsError(f"{file}:{at}: {key}: unknown field '{name}'{hint}")
        if not isinstance(column, str) or not column:
            expected = "a form of dates" if name == "date_format" else "the name of a column"
            raise SettingsError(f"{file}:{at}: {key}.{name} must be {expected}")
        if name in columns:
            raise SettingsError(f"{file}:{at}: {key}.{name} is set twice; keep one")
        columns[name] = column
    date_format = columns.pop("date_format", None)
    if not columns.keys() & {"headline", "body"}:
        raise SettingsError(f"{file}:{line}: {key} names no column for headline or body")
    return ExportMapping(columns, date_format)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader may decide; `KEYS` says what each means and may be."""

    articles: Path | None = None
    index: Path | None = None
    trust_index: bool = False
    theme: str = "auto"
    mouse: bool = True
    mappings: Mapping[str, ExportMapping] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """A setting's description, and how its value is read from YAML.

    `read` takes the value and the settings file, and raises ValueError with what the value must be.
    """

    read: Callable[[object, Path], object]
    description: str


KEYS = {
    "articles": Key(_folder, "folder of articles to open when none is named (else ./articles)"),
    "index": Key(_folder, "folder of its index"),
    "trust_index": Key(_switch, "on to open an index that another account owns or may write to"),
    "theme": Key(_theme, f"colours: {', '.join(THEMES)}"),
    "mouse": Key(_switch, "off to leave the mouse to the terminal"),
    "mappings": Key(_mappings, "which column is what, for each export that tuinews import reads"),
}


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, and for each key where its value comes from."""

    values: Settings
    origins: dict[str, str]


def load(file: Path | None = None) -> LoadedSettings:
    """Read `file`, or the reader's own settings file where there is one.

    Raises:
        SettingsError: With file, line, key and what is expected there.
    """
    origins = dict.fromkeys(KEYS, "default")
    chosen = file or paths.config_dir() / FILE_NAME
    try:
        text = chosen.read_text(encoding="utf-8")
    except FileNotFoundError:
        if file is None:
            return LoadedSettings(Settings(), origins)
        raise SettingsError(f"{file}: no such settings file") from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{chosen}: not UTF-8 at byte {error.start}; save it as UTF-8"
        ) from None
    except OSError as error:
        raise SettingsError(f"{chosen}: cannot be read: {os.strerror(error.errno or 0)}") from None
    values: dict[str, Any] = {}
    for key, value, line in _top_level(text, chosen):
        if key in values:
            raise SettingsError(f"{chosen}:{line}: {key} is set twice; keep one")
        values[key] = _read_value(key, value, chosen, line)
        origins[key] = f"{chosen}:{line}"
    return LoadedSettings(Settings(**values), origins)


def _read_value(key: str, value: object, file: Path, line: int) -> object:
    if key not in KEYS:
        hint = _nearest(key, KEYS) or f"; known: {', '.join(KEYS)}"
        raise SettingsError(f"{file}:{line}: unknown setting '{key}'{hint}")
    try:
        return KEYS[key].read(value, file)
    except ValueError as error:
        raise SettingsError(f"{file}:{line}: {key} {error}") from None


def _top_level(text: str, file: Path) -> list[tuple[str, object, int]]:
    """(key, value, line from 1) of each setting in `text`."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            return []
        if not isinstance(root, yaml.MappingNode):
            raise SettingsError(f"{file}:1: settings are `key: value` lines")
        return [
            (str(_plain(key)), _plain(value), key.start_mark.line + 1) for key, value in root.value
        ]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{file}:{line}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError):
        raise SettingsError(f"{file}: not YAML") from None


@dataclass(frozen=True, slots=True)
class _Lines:
    """A mapping in YAML: keys, values and lines."""

    entries: tuple[tuple[str, object, int], ...]


def _plain(node: Node, depth: int = 0) -> object:
    """A scalar as YAML reads it, a mapping with its lines; None for what no setting accepts."""
    import yaml

    if isinstance(node, yaml.MappingNode) and depth < _DEPTH:
        return _Lines(
            tuple(
                (str(_plain(key, _DEPTH)), _plain(value, depth + 1), key.start_mark.line + 1)
                for key, value in node.value
            )
        )
    if not isinstance(node, yaml.ScalarNode):
        return None
    try:
        value: object = yaml.SafeLoader("").construct_object(node)
    except ValueError:
        return None
    return value


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
