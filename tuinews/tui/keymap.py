"""Owns which keys do what: those of the registry, with the reader's own in place of them.

No import of Textual here: `tuinews keys` and the settings are checked without a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tuinews.settings import LoadedSettings, check_keymap
from tuinews.tui.commands import BOXES, COMMANDS, Command, Where, of

_LABELS = {
    "enter": "⏎",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
}
_WAY_OUT = "ctrl+c"
"""The key that quits from anywhere and that no setting takes away."""

Keys = tuple[str, ...]
"""A key, or a sequence of keys, as it is typed."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A command that was typed; `key` is the last key of it."""

    command: Command
    key: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The first keys of a longer sequence."""

    keys: Keys


class Keymap:
    """The keys in force, in each part of the screen.

    Args:
        own: Command id -> the keys that the reader wants for it instead. Where one of them is a
            key of another command, or starts one, that command goes without it there.
    """

    def __init__(self, own: Mapping[str, Sequence[str]] | None = None) -> None:
        self._own = {**(own or {})}
        if "interrupt" in self._own:
            self._own["interrupt"] = (*dict.fromkeys((*self._own["interrupt"], _WAY_OUT)),)
        # Filled when they are asked for: the start needs one part of the screen.
        self._of: dict[Where, tuple[Command, ...]] = {}
        self._tables: dict[Where, dict[Keys, Command | None]] = {}

    def of(self, where: Where) -> tuple[Command, ...]:
        """The commands whose keys work in one part of the screen, in the registry's order."""
        if where not in self._of:
            self._of[where] = tuple(self._commands(where))
        return self._of[where]

    def commands(self) -> Iterator[Command]:
        """Every command, with all keys that do it somewhere."""
        for command in COMMANDS:
            keys = [
                key
                for where in command.where
                for found in self.of(where)
                if found.id == command.id
                for key in found.keys
            ]
            yield replace(command, keys=tuple(dict.fromkeys(keys)))

    def find(self, where: Where, before: Keys, names: Iterable[str]) -> Stroke | Begun | None:
        """What a key does after those typed `before`; it has several names."""
        table = self._table(where)
        for name in names:
            keys = (*before, name)
            if keys in table:
                command = table[keys]
                return Begun(keys) if command is None else Stroke(command, name)
        return None

    def single(self, where: Where, command_id: str) -> tuple[str, ...]:
        """The keys that do a command by themselves in one part of the screen."""
        table = self._table(where).items()
        return tuple(
            keys[0]
            for keys, command in table
            if command is not None and command.id == command_id and len(keys) == 1
        )

    def key(self, command_id: str) -> str:
        """The first key of a command as the screen writes it; its palette name if it has none."""
        found = next(each for each in self.commands() if each.id == command_id)
        return label(found.keys[0]) if found.keys else f":{command_id}"

    def _commands(self, where: Where) -> Iterator[Command]:
        stated = [
            tuple(key.split())
            for command in of(where)
            for key in self._own.get(command.id, ())
            if not _is_typed(key, where)
        ]
        for command in of(where):
            own = self._own.get(command.id)
            keys = tuple(
                key
                for key in (own if own is not None else command.keys)
                if not _is_typed(key, where)
                and (own is not None or not _is_taken(tuple(key.split()), stated))
            )
            yield command if keys == command.keys else replace(command, keys=keys)

    def _table(self, where: Where) -> dict[Keys, Command | None]:
        if where not in self._tables:
            self._tables[where] = _table(self.of(where))
        return self._tables[where]


class Keyed:
    """A program that has keys of its own."""

    keys: Keymap


def keys_of(program: object) -> Keymap:
    """The keys in force in a program."""
    return program.keys if isinstance(program, Keyed) else _DEFAULT


def keymap_of(loaded: LoadedSettings) -> Keymap:
    """The keys that settings ask for.

    Raises:
        SettingsError: An action is none, or a key is asked for by two actions in one place.
    """
    check_keymap(loaded, [command.id for command in COMMANDS])
    own = loaded.values.keymap
    for command in COMMANDS:
        for key in own.get(command.id, ()):
            if key == _WAY_OUT and command.id != "interrupt":
                raise loaded.error(f"keymap.{command.id}", f"cannot have {key}, which always quits")
            if all(_is_typed(key, where) for where in command.where):
                what = f"cannot have '{key}', which is typed into the box"
                raise loaded.error(f"keymap.{command.id}", what)
    for where in Where:
        _check_conflicts(loaded, where)
    return Keymap(own)


def _check_conflicts(loaded: LoadedSettings, where: Where) -> None:
    seen: dict[Keys, str] = {}
    for command in of(where):
        for key in loaded.values.keymap.get(command.id, ()):
            keys = tuple(key.split())
            other = next((seen[each] for each in seen if _is_taken(keys, [each])), None)
            if other is not None and not _is_typed(key, where):
                what = f"has '{key}', which does {other} already; {where.value} cannot tell them"
                raise loaded.error(f"keymap.{command.id}", f"{what} apart")
            seen[keys] = command.id


def label(key: str) -> str:
    """A key as the screen writes it: `^D`, `⏎`, `PgDn`, `j`; of a sequence one after the other."""
    return "".join(
        f"^{each.removeprefix('ctrl+').upper()}"
        if each.startswith("ctrl+")
        else _LABELS.get(each, each)
        for each in key.split()
    )


def labels(command: Command) -> str:
    """All keys of `command` as help writes them."""
    if command.id == "count":
        return "1–9"
    return " ".join(label(key) for key in command.keys)


def _table(commands: Iterable[Command]) -> dict[Keys, Command | None]:
    """What each sequence of keys does; None for what a longer one begins with."""
    table: dict[Keys, Command | None] = {}
    for command in commands:
        for key in command.keys:
            keys = tuple(key.split())
            table[keys] = command
            for length in range(1, len(keys)):
                table.setdefault(keys[:length], None)
    return table


def _is_taken(keys: Keys, stated: Iterable[Keys]) -> bool:
    """Whether keys are, begin, or begin with, any that were stated."""
    return any(keys[: len(other)] == other or other[: len(keys)] == keys for other in stated)


def _is_typed(key: str, where: Where) -> bool:
    """Whether a key is text where it is pressed."""
    first = key.split()[0]
    return where in BOXES and (len(first) == 1 or first == "space")


_DEFAULT = Keymap()
