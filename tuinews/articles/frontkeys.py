"""Owns what the keys of a block of front matter say, whichever notation it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DEPTH = 32
"""How deep lists and mappings may be nested."""

_WORD = re.compile(r"[^\W_]+")
_NO_WORD = re.compile(r"[\W_]+")

Value = object
"""A text, None, a list of values, or a dict of texts to values."""


@dataclass(slots=True)
class Keys:
    """Keys and values as they are found, in order.

    Attributes:
        values: Numbers, dates and switches as the words that stand in the file.
        comments: Lines that are no part of the values.
        leftover: Lines of a broken block that mean nothing as keys and values.
        warnings: One line each: what is wrong with the block, and where.
    """

    values: dict[str, Value] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    leftover: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def put(self, key: str, value: Value, line: int) -> None:
        """Take a value; the one that the key had before stays as `key (before)`."""
        if key in self.values:
            self.warnings.append(f"line {line}: “{key}” is stated twice")
            keep_before(self.values, key)
        self.values[key] = value


def keep_before(values: dict[str, Value], key: str) -> None:
    """Keep what a key that is stated again said so far, as `key (before)`."""
    before = f"{key} (before)"
    # Always a new list: one that an alias refers to as well must not come to hold itself.
    said = values.get(before, [])
    values[before] = [*(said if isinstance(said, list) else [said]), values[key]]


def nested_deeper(value: Value, depth: int = DEPTH) -> bool:
    """Whether lists and mappings are nested deeper than `depth`."""
    level = [value]
    while level:
        if depth < 0:
            return True
        level = [item for held in level for item in _held(held)]
        depth -= 1
    return False


def words_missing(line: str, words: frozenset[str], run_on: str) -> bool:
    """Whether a line says what neither `words` nor the text without blanks `run_on` holds."""
    return any(word not in words and word not in run_on for word in _WORD.findall(line))


def words_of(value: Value) -> tuple[frozenset[str], str]:
    """All words in keys and values, apart and run together."""
    texts: list[str] = []
    pending = [value]
    while pending:
        taken = pending.pop()
        if isinstance(taken, Mapping):
            texts += taken
            pending += taken.values()
        elif isinstance(taken, list):
            pending += taken
        elif isinstance(taken, str):
            texts.append(taken)
    text = " ".join(texts)
    return frozenset(_WORD.findall(text)), _NO_WORD.sub("", text)


def _held(value: Value) -> Iterable[Value]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()
