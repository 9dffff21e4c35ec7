"""Owns how what settings files say becomes the settings in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tuinews.errors import SettingsError
from tuinews.settings.document import Block, Entry, read_document
from tuinews.settings.keys import KEYS
from tuinews.settings.loading import DEFAULT, LONGEST, LONGEST_BESIDE, SHOWN, LoadedSettings
from tuinews.settings.reading import At, nearest
from tuinews.settings.values import THEMES, Settings


def own_settings(data: bytes, chosen: Path) -> LoadedSettings:
    """The settings of the reader's own file.

    Raises:
        SettingsError: With file, line, key and what is expected there.
    """
    document = read_document(_decoded(data, LONGEST, chosen), chosen)
    values: dict[str, Any] = {}
    for entry in document.entries:
        if entry.key in values:
            raise SettingsError(f"{chosen}:{entry.line}: {entry.key} is set twice; keep one")
        values[entry.key] = _read(entry, chosen)
    loaded = _loaded(values, document, chosen)
    _check_theme(loaded)
    return loaded


def with_settings_beside(own: LoadedSettings, data: bytes, beside: Path) -> LoadedSettings:
    """The settings with those beside the archive under them: what the reader says goes first."""
    try:
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
