"""Owns the words a pattern or a fuzzy word stands for, out of a list of all words there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tuinews.index.analysis import LONGEST, fold

MOST: Final = 1000
"""How many words one pattern or fuzzy word may stand for."""


def literal_start(pattern: str) -> str:
    """What every word of the pattern starts with."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def expression(pattern: str) -> re.Pattern[str]:
    """A folded pattern as an expression; a `?` at the end may stand for nothing."""
    parts = []
    for place, character in enumerate(pattern):
        if character == "*":
            parts.append(".*")
        elif character == "?":
            parts.append(".?" if place == len(pattern) - 1 else ".")
        else:
            parts.append(re.escape(character))
    return re.compile("".join(parts), re.DOTALL)


def folded_pattern(pattern: str) -> str:
    """The pattern as the words it is compared with are: folded, and parts joined."""
    return "".join(
        piece if piece in ("*", "?") else "".join(re.findall(r"\w+|[.,](?=\d)", fold(piece)))
        for piece in re.findall(r"[*?]|[^*?]+", pattern)
    )[:LONGEST]


def words_like(pattern: str, words: Iterable[str]) -> Iterator[str]:
    """The words that a folded pattern stands for, in the order given."""
    return filter(expression(pattern).fullmatch, words)


def words_near(sought: str, distance: int, words: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The words within `distance` of `sought`, each with its distance, in the order given.

    Distance counts letters changed, missing, added, or swapped with a neighbour (optimal string
    alignment).
    """
    length = len(sought)
    letters = _letters(sought)
    for word in words:
        if abs(len(word) - length) > distance:
            continue
        # Each edit changes at most two letters of the set, so most words need no comparison.
        if (_letters(word) ^ letters).bit_count() > 2 * distance:
            continue
        found = edits(sought, word, distance)
        if found <= distance:
            yield found, word


def edits(one: str, other: str, most: int) -> int:
    """The distance between two words, or anything above `most` when it is above."""
    if one == other:
        return 0
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, counterpart in enumerate(other, 1):
            cost = min(
                above[column] + 1,
                here[column - 1] + 1,
                above[column - 1] + (letter != counterpart),
            )
            if (
                row > 1
                and column > 1
                and letter == other[column - 2]
                and one[row - 2] == counterpart
            ):
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most and min(above) > most:
            return most + 1
        before, above = above, here
    return above[-1]


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
