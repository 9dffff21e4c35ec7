"""Owns what a typed line means: a command of the registry, how often, and with what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tuinews.tui.commands import COMMANDS, Command, Where
from tuinews.tui.keymap import Keymap

GO_ON = {Where.LIST: "page_down", Where.READER: "down"}
"""What an empty line does."""
_WORD = re.compile(r"([A-Za-z_]{2,})(?:\s+(.*)|)", re.DOTALL)
_COUNTED = re.compile(r"(\d{1,4})\s*(\D.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Order:
    """A command, how often it is to be done, and what was typed behind it."""

    command: str
    count: int = 1
    argument: str = ""


class Wording:
    """How the commands that plain browsing has are typed: by name, or by a key and Enter.

    Args:
        keymap: The keys in force, the reader's own among them.
        done_here: Ids of the commands that can be done without a screen.
    """

    def __init__(self, keymap: Keymap, done_here: Collection[str]) -> None:
        self._keys = {
            where: {
                keys: command.id
                for command in keymap.of(where)
                if command.id in done_here
                for keys in _typable(command)
            }
            for where in (Where.LIST, Where.READER)
        }
        self._ids = [command.id for command in COMMANDS if command.id in done_here]

    def order(self, line: str, where: Where) -> Order | None:
        """What a line asks for; None when it is no command.

        A number alone chooses by number, a number before a key repeats it.
        """
        line = line.rstrip("\r\n")
        if line != " ":
            line = line.strip()
        if not line:
            return Order(GO_ON[where])
        if line.isdecimal():
            return Order("open" if where is Where.LIST else "contents", argument=line)
        if line in self._ids:
            return Order(line)
        if counted := _COUNTED.fullmatch(line):
            found = self._typed(counted[2], where)
            return found and Order(found.command, int(counted[1]), found.argument)
        return self._typed(line, where)

    def nearest(self, line: str) -> str:
        """The name of a command that may be meant, or nothing."""
        word = line.split()[0].lower() if line.split() else ""
        near = difflib.get_close_matches(word, self._ids, n=1)
        return near[0] if near else ""

    def table(self, where: Where) -> Iterator[tuple[str, str, str]]:
        """Name, keys and description of each command of a part, in the registry's order."""
        for command in COMMANDS:
            of_this = where in command.where or (
                where is Where.LIST and Where.READER not in command.where
            )
            if command.id in self._ids and of_this:
                keys = [key for key, found in self._keys[where].items() if found == command.id]
                yield (
                    command.id,
                    " ".join("space" if key == " " else key for key in keys),
                    (command.description),
                )

    def _typed(self, line: str, where: Where) -> Order | None:
        keys = self._keys[where]
        if line in keys:
            return Order(keys[line])
        word = _WORD.fullmatch(line)
        if word is not None:
            found = self._named(word[1].lower())
            if found:
                return Order(found, argument=(word[2] or "").strip())
        key, rest = line[0], line[1:]
        parted = rest[:1].isspace() or rest.strip().isdecimal() or not key.isalnum()
        if key in keys and parted:
            return Order(keys[key], argument=rest.strip())
        return None

    def _named(self, word: str) -> str:
        """The command of a name, or of the start of only one name."""
        if word in self._ids:
            return word
        begun = [each for each in self._ids if each.startswith(word)] if len(word) > 2 else []
        return begun[0] if len(begun) == 1 else ""


def _typable(command: Command) -> Iterator[str]:
    """Those keys of a command that are characters; a sequence is typed without its spaces."""
    for key in command.keys:
        parts = [" " if part == "space" else part for part in key.split()]
        if all(len(part) == 1 for part in parts):
            yield "".join(parts)
