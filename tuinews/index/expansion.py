"""Owns what a pattern or a fuzzy word stands for: which words are like it, and how far away."""

from __future__ import annotations

import re
from typing import Final

from tuinews.index.analysis import LONGEST, fold

MOST: Final = 1000
"""How many words one pattern or fuzzy word may stand for."""


def expression(pattern: str) -> re.Pattern[str]:
    """A folded pattern as an expression; the `?` at its end may all stand for nothing."""
    bare = pattern.rstrip("?")
    first, *others = (
        "".join("." if each == "?" else re.escape(each) for each in part)
        for part in re.split(r"\*+", bare)
    )
    # What stands between two stars is taken where it comes first, for good: a later place could
    # not help what follows it, and to try them all takes for ever where there are many stars.
    between = "".join(f"(?>.*?{part})" for part in others[:-1])
    last = f".*{others[-1]}" if others else ""
    ending = f"(?:.{{{len(pattern) - len(bare)}}})?" if bare != pattern else ""
    return re.compile(f"{first}{between}{last}{ending}", re.DOTALL)


def folded_pattern(pattern: str) -> str:
    """The pattern as the words it is compared with are: folded, and parts joined."""
    return "".join(
        piece if piece in ("*", "?") else "".join(re.findall(r"\w+|[.,](?=\d)", fold(piece)))
        for piece in re.findall(r"[*?]|[^*?]+", pattern)
    )[:LONGEST]


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
