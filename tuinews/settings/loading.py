"""Owns which settings are in force: the reader's own file, and what stands beside the archive."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tuinews import paths
from tuinews.errors import SettingsError
from tuinews.settings.document import Block, Entry, read_document
from tuinews.settings.keys import KEYS
from tuinews.settings.reading import At, nearest
from tuinews.settings.values import THEMES, Settings

FILE_NAME = paths.SETTINGS_FILE
SHOWN = ("columns", "desks", "mappings")
"""What the settings beside an archive may decide: only what is shown, and how exports are read."""
DEFAULT = "default"
LONGEST = 1 << 20
LONGEST_BESIDE = 16 << 10
"""Bytes of a settings file: of the reader's own, and of one that anybody may have written."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force.

    Attributes:
        origins: Key -> where its value comes from: `default`, or file and line.
        lines: Key, or key and name within as in `keymap.star` -> file and line, where stated.
        notices: One line each: what beside the archive was not taken, and why.
    """

    values: Settings
    origins: dict[str, str]
    lines: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def error(self, key: str, what: str) -> SettingsError:
        """The error that a value, named as in `lines`, `what`."""
        return SettingsError(f"{self.lines.get(key, 'settings')}: {key} {what}")


def load(file: Path | None = None, *, archive: Path | None = None) -> LoadedSettings:
    """Read `file`, or the reader's own settings file where there is one.

    Args:
        file: Settings to use instead of the reader's own.
        archive: The folder of articles that is opened, for the settings beside it.

    Raises:
        SettingsError: With file, line, key and what is expected there. What is wrong beside the
            archive is no error but a notice.
    """
    own = _load_own(file)
    return own if archive is None else _add_beside(own, file, archive)


def _load_own(file: Path | None) -> LoadedSettings:
    chosen = file or paths.config_dir() / FILE_NAME
    try:
        with chosen.open("rb") as stream:
            data = stream.read(LONGEST + 1)
    except FileNotFoundError:
        if file is None:
            return LoadedSettings(Settings(), dict.fromkeys(KEYS, DEFAULT))
        raise SettingsError(f"{file}: no such settings file") from None
    except (OSError, ValueError) as error:
        what = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise SettingsError(f"{chosen}: cannot be read: {what}") from None
    document = read_document(_decoded(data, LONGEST, chosen), chosen)
    values: dict[str, Any] = {}
    for entry in document.entries:
        if entry.key in values:
            raise SettingsError(f"{chosen}:{entry.line}: {entry.key} is set twice; keep one")
        values[entry.key] = _read(entry, chosen)
    loaded = _loaded(values, document, chosen)
    _check_theme(loaded)
    return loaded


def _read(entry: Entry, file: Path) -> object:
    if entry.key not in KEYS:
        hint = nearest(entry.key, KEYS) or f"; known: {', '.join(KEYS)}"
        raise SettingsError(f"{file}:{entry.line}: unknown setting '{entry.key}'{hint}")
    return KEYS[entry.key].read(entry.value, At(file, entry.key), entry.line)


def _loaded(values: dict[str, Any], document: Block, file: Path) -> LoadedSettings:
    lines = {
        name: f"{file}:{line}" for name, line in _lines(document) if name in values or "." in name
    }
    origins = {key: lines[key] if key in values else DEFAULT for key in KEYS}
    return LoadedSettings(Settings(**values), origins, lines)


def _lines(block: Block, prefix: str = "") -> Iterator[tuple[str, int]]:
    for entry in block.entries:
        yield f"{prefix}{entry.key}", entry.line
        if isinstance(entry.value, Block) and not prefix:
            yield from _lines(entry.value, f"{entry.key}.")


def _check_theme(loaded: LoadedSettings) -> None:
    known = (*THEMES, *loaded.values.themes)
    name = loaded.values.theme
    if name not in known:
        what = f"must be one of {', '.join(known)}{nearest(name, known)}"
        raise loaded.error("theme", what)


def _decoded(data: bytes, limit: int, file: Path) -> str:
    if len(data) > limit:
        raise SettingsError(f"{file}: longer than {limit:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _add_beside(own: LoadedSettings, file: Path | None, archive: Path) -> LoadedSettings:
    """The settings with those beside the archive under them: what the reader says goes first."""
    beside = archive / FILE_NAME
    if _is_same(beside, file or paths.config_dir() / FILE_NAME):
        return own
    try:
        data = _read_beside(beside)
        if data is None:
            return own
        document = read_document(_decoded(data, LONGEST_BESIDE, beside), beside)
    except SettingsError as error:
        return replace(own, notices=(f"{error}; ignored",))
    values, notices = _take_shown(document, beside)
    theirs = _loaded(values, document, beside)
    merged: dict[str, Any] = {}
    origins = dict(own.origins)
    for key in values:
        mine, other = getattr(own.values, key), values[key]
        if own.origins[key] == DEFAULT:
            merged[key], origins[key] = other, theirs.origins[key]
        elif isinstance(other, dict):
            merged[key] = {**other, **mine}
            origins[key] = f"{own.origins[key]}, {theirs.origins[key]}"
    return LoadedSettings(
        replace(own.values, **merged), origins, {**theirs.lines, **own.lines}, tuple(notices)
    )


def _take_shown(document: Block, file: Path) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    notices = []
    for entry in document.entries:
        where = f"{file}:{entry.line}"
        if entry.key not in SHOWN:
            notices.append(
                f"{where}: '{entry.key}' is ignored; beside an archive only"
                f" {', '.join(SHOWN)} can be set"
            )
        elif entry.key in values:
            notices.append(f"{where}: {entry.key} is set twice; ignored")
        else:
            try:
                values[entry.key] = _read(entry, file)
            except SettingsError as error:
                notices.append(f"{error}; ignored")
    return values, notices


def _read_beside(file: Path) -> bytes | None:
    """What a file of the archive holds, if it is one: no link is followed, no pipe waited for."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return None
        raise SettingsError(f"{file}: cannot be read: {os.strerror(error.errno or 0)}") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SettingsError(f"{file}: is no file")
        return stream.read(LONGEST_BESIDE + 1)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
