"""Owns which settings are in force: the reader's own file, and what stands beside the archive."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from tuinews import paths
from tuinews.errors import SettingsError
from tuinews.settings.values import Settings

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
            return LoadedSettings(Settings(), dict.fromkeys(_names(), DEFAULT))
        raise SettingsError(f"{file}: no such settings file") from None
    except (OSError, ValueError) as error:
        what = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise SettingsError(f"{chosen}: cannot be read: {what}") from None
    from tuinews.settings.interpreting import own_settings

    return own_settings(data, chosen)


def _add_beside(own: LoadedSettings, file: Path | None, archive: Path) -> LoadedSettings:
    """The settings with those beside the archive under them: what the reader says goes first."""
    beside = archive / FILE_NAME
    if _is_same(beside, file or paths.config_dir() / FILE_NAME):
        return own
    try:
        data = _read_beside(beside)
        if data is None:
            return own
    except SettingsError as error:
        return replace(own, notices=(f"{error}; ignored",))
    from tuinews.settings.interpreting import with_settings_beside

    return with_settings_beside(own, data, beside)


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


def _names() -> Iterator[str]:
    return (each.name for each in fields(Settings))
