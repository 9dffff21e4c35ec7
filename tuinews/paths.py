"""Owns where things live: settings, state, caches and the sample archive."""

from __future__ import annotations

import os
from pathlib import Path

SETTINGS_FILE = "tuinews.yaml"
"""The name of a settings file, in the config folder or at the top of an archive."""
_PACKAGE = Path(__file__).parent


def config_dir() -> Path:
    """The folder of the reader's own settings."""
    return _xdg("XDG_CONFIG_HOME", ".config")


def state_dir() -> Path:
    """The folder of what the reader did: read, starred."""
    return _xdg("XDG_STATE_HOME", ".local/state")


def cache_dir() -> Path:
    """The folder of what can be made again: indexes of archives elsewhere."""
    return _xdg("XDG_CACHE_HOME", ".cache")


def default_index(archive: Path) -> Path:
    """Where the index of `archive` is built when nobody says otherwise.

    `./index` for `./articles`; else a cache folder named after the archive's real path, so that
    two archives of one name never share an index.
    """
    try:
        if archive.resolve() == Path("articles").resolve():
            return Path("index")
    except FileNotFoundError:
        pass  # the working folder is gone, and nothing lies in it
    import hashlib

    real = os.fsencode(os.path.realpath(archive))
    label = "".join(c if c.isalnum() or c in "-_." else "-" for c in archive.resolve().name)
    return cache_dir() / "index" / f"{label[:40]}-{hashlib.sha256(real).hexdigest()[:16]}"


def sample_archive() -> Path:
    """The articles that come with tuinews: inside an installed package, beside a checkout's."""
    installed = _PACKAGE / "sample"
    return installed if installed.is_dir() else _PACKAGE.parent / "articles"


def _xdg(variable: str, fallback: str) -> Path:
    """`$variable/tuinews`; a relative value is ignored, as the XDG specification asks."""
    stated = os.environ.get(variable, "")
    base = Path(stated) if os.path.isabs(stated) else Path.home() / fallback  # noqa: PTH117
    return base / "tuinews"
