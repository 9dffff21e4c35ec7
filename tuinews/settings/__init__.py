"""Owns the reader's settings: a strict YAML file becomes a frozen dataclass."""

from tuinews.settings.keymap import check_keymap
from tuinews.settings.keys import KEYS, Key
from tuinews.settings.loading import FILE_NAME, SHOWN, LoadedSettings, load
from tuinews.settings.template import init_file, template
from tuinews.settings.values import MAPPED, THEMES, ExportMapping, Pipe, Settings, UserTheme

__all__ = [
    "FILE_NAME",
    "KEYS",
    "MAPPED",
    "SHOWN",
    "THEMES",
    "ExportMapping",
    "Key",
    "LoadedSettings",
    "Pipe",
    "Settings",
    "UserTheme",
    "check_keymap",
    "init_file",
    "load",
    "template",
]
