"""Owns what a query may have meant: its unknown words replaced by known ones that are like them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Protocol

from tuinews.index.expansion import edits
from tuinews.index.leaves import Word
from tuinews.index.schema import EXACT, TEXT_FIELDS
from tuinews.index.syntax import And, Node, Not, Or
from tuinews.index.wording import is_text, text_field, wanted

SUGGESTIONS: Final = 3
_SHORT: Final = 5
"""Words shorter than this may differ by one letter, longer ones by two."""
_LOOKED_AT: Final = 1000
"""Known words that are compared, those that most articles have."""


class Words(Protocol):
    """The words of an index."""

    def words_near(
        self, field: str, word: str, distance: int, *, most: int
    ) -> list[tuple[str, int]]:
        """Words of an exact field within so many edits, and in how many articles each is."""

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term."""


def suggest(node: Node, words: Words) -> Iterator[Node]:
    """The query with every unknown word replaced, likeliest first; nothing when all are known.

    Args:
        node: A query without matches.
        words: What is known.
    """
    unknown = [leaf for leaf in dict.fromkeys(_words(node)) if not _is_known(leaf, words)]
    known = {leaf: _like(leaf, words) for leaf in unknown}
    if not unknown or not all(known.values()):
        return
    for place in range(SUGGESTIONS):
        if any(place < len(found) for found in known.values()):
            chosen = {leaf: found[min(place, len(found) - 1)] for leaf, found in known.items()}
            yield _with(node, chosen)


def _words(node: Node) -> Iterator[Word]:
    if isinstance(node, And | Or):
        for each in node.nodes:
            yield from _words(each)
    elif isinstance(node, Word) and is_text(node):
        yield node


def _is_known(leaf: Word, words: Words) -> bool:
    parts, joined, character = wanted(leaf)
    if len(parts) != 1 or character or not parts[0].word.isalpha():
        return True
    field = text_field(leaf)
    if field not in TEXT_FIELDS:
        field = "body"
    return any(
        words.frequency(field, part.stem) or words.frequency(EXACT, part.word)
        for part in (*parts, joined)
        if part
    )


def _like(leaf: Word, words: Words) -> list[str]:
    """Known words like an unknown one: nearest first, then those that more articles have."""
    sought = wanted(leaf).parts[0].word
    distance = 1 if len(sought) < _SHORT else 2
    near = words.words_near(EXACT, sought, distance, most=_LOOKED_AT)
    ranked = (
        (edits(sought, word, distance) + (word[0] != sought[0]), -count, word)
        for word, count in near
        if word.isalpha()
    )
    return [word for _, _, word in heapq.nsmallest(SUGGESTIONS, ranked)]


def _with(node: Node, chosen: dict[Word, str]) -> Node:
    if isinstance(node, Not):
        return node
    if isinstance(node, And | Or):
        return replace(node, nodes=tuple(_with(each, chosen) for each in node.nodes))
    if isinstance(node, Word) and node in chosen:
        return replace(node, text=chosen[node])
    return node
