"""Owns the reader's settings: a strict YAML file becomes a frozen dataclass.

What reads a file is imported where there is one: most readers have none, and the start waits.
"""

from tuinews.settings.keymap import check_keymap
from tuinews.settings.loading import FILE_NAME, SHOWN, LoadedSettings, load
from tuinews.settings.values import MAPPED, THEMES, ExportMapping, Pipe, Settings, UserTheme

__all__ = [
    "FILE_NAME",
    "MAPPED",
    "SHOWN",
    "THEMES",
    "ExportMapping",
    "LoadedSettings",
    "Pipe",
    "Settings",
    "UserTheme",
    "check_keymap",
    "load",
]
