"""Owns the reader's settings: a strict YAML file becomes a frozen dataclass."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuinews import paths
from tuinews.errors import SettingsError

if TYPE_CHECKING:
    from yaml import Node

FILE_NAME = "tuinews.yaml"
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
class Settings:
    """What a reader may decide; `KEYS` says what each means and may be."""

    articles: Path | None = None
    index: Path | None = None
    trust_index: bool = False
    theme: str = "auto"
    mouse: bool = True


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


def _plain(node: Node) -> object:
    """A scalar as YAML reads it; anything else as None, which no setting accepts."""
    import yaml

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
