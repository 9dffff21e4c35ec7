"""Owns how keys are written in settings, and the check that the actions they are for exist."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuinews.settings.loading import LoadedSettings

NAMES = (
    *("enter", "escape", "tab", "space", "backspace", "delete", "insert", "up", "down", "left"),
    *("right", "home", "end", "pageup", "pagedown", *(f"f{number}" for number in range(1, 25))),
)
"""Keys that have a name; any other is the character it types."""
LONGEST = 4
"""How many keys a sequence has at most."""
_MODIFIED = re.compile(r"((?:(?:ctrl|alt|shift)\+)*)(.+)")


def wrong_key(keys: str) -> str | None:
    """What is wrong with a key, or a sequence of keys with spaces between; None when nothing."""
    parts = keys.split()
    if not parts:
        return "has an empty key; write space for the space bar"
    if len(parts) > LONGEST:
        return f"has a sequence of more than {LONGEST} keys: {' '.join(parts)[:40]}"
    return next(filter(None, map(_wrong, parts)), None)


def _wrong(key: str) -> str | None:
    found = _MODIFIED.fullmatch(key)
    modifiers, name = (found[1], found[2]) if found else ("", key)
    if name in NAMES or (len(name) == 1 and name.isprintable()):
        return None
    import difflib

    near = difflib.get_close_matches(name.lower(), NAMES, n=1)
    if near:
        return f"has no key '{key}'; did you mean '{modifiers}{near[0]}'?"
    return f"has no key '{key}'; keys of a sequence have a space between"


def check_keymap(loaded: LoadedSettings, actions: Collection[str]) -> None:
    """See that every action of the keymap is one of `actions`, by id.

    Raises:
        SettingsError: One is not; says where, and which may be meant.
    """
    for action in loaded.values.keymap:
        if action not in actions:
            import difflib

            near = difflib.get_close_matches(action, list(actions), n=1)
            hint = f"did you mean '{near[0]}'?" if near else "tuinews keys lists them"
            raise loaded.error(f"keymap.{action}", f"is no action; {hint}")
