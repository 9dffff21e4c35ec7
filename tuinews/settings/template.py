"""Owns the commented settings file that a reader starts from."""

from __future__ import annotations

import os
from pathlib import Path

from tuinews import paths
from tuinews.errors import SettingsError
from tuinews.settings.keys import KEYS
from tuinews.settings.loading import FILE_NAME

_HEAD = """\
# Settings of tuinews. Every line is optional: take away the "# " of those you want to change.
# `tuinews settings` prints what is in force and where it comes from.
"""


def template() -> str:
    """Every setting with what it means and an example, all of it as comments."""
    parts = [_HEAD]
    for key in KEYS.values():
        example = "\n".join(f"# {line}" for line in key.example.split("\n"))
        parts.append(f"## {key.description}\n{example}\n")
    return "\n".join(parts)


def init_file(file: Path | None = None) -> Path:
    """Write the template to `file`, or where the reader's own settings are; returns the path.

    Raises:
        SettingsError: There is a file already, or it cannot be written.
    """
    chosen = file or paths.config_dir() / FILE_NAME
    try:
        chosen.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(chosen, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except (OSError, ValueError) as error:
        if os.path.lexists(chosen):
            raise SettingsError(f"{chosen}: is there already; it is left as it is") from None
        what = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise SettingsError(f"{chosen}: cannot be written: {what}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(template())
    return chosen
