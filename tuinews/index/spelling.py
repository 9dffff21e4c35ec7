"""Owns what a query may have meant: its unknown words replaced by known ones that are like them."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol

from tuinews.index.expansion import words_near
from tuinews.index.schema import exact
from tuinews.index.syntax import And, Node, Not, Or, Word
from tuinews.index.wording import is_text, text_field, wanted

SUGGESTIONS: Final = 3
_SHORT: Final = 5
"""Words shorter than this may differ by one letter, longer ones by two."""


class Words(Protocol):
    """The words of an index."""

    def lexicon(self, field: str) -> Mapping[str, int]:
        """All words of an exact field, and in how many articles each is."""

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term."""


def suggest(
    node: Node, words: Words, in_time: Callable[[Iterable[str]], Iterable[str]]
) -> Iterator[Node]:
    """The query with every unknown word replaced, likeliest first; nothing when all are known.

    Args:
        node: A query without matches.
        words: What is known.
        in_time: Ends a long look through words when the time is over.
    """
    unknown = [leaf for leaf in dict.fromkeys(_words(node)) if not _is_known(leaf, words)]
    known = {leaf: _like(leaf, words, in_time) for leaf in unknown}
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
    return any(
        words.frequency(field, part.stem) or words.frequency(exact(field), part.word)
        for part in (*parts, joined)
        if part
    )


def _like(leaf: Word, words: Words, in_time: Callable[[Iterable[str]], Iterable[str]]) -> list[str]:
    """Known words like an unknown one: nearest first, then those that more articles have."""
    sought = wanted(leaf).parts[0].word
    field = exact(text_field(leaf))
    distance = 1 if len(sought) < _SHORT else 2
    lexicon = words.lexicon(field)
    near = words_near(sought, distance, in_time(lexicon))
    ranked = (
        (away + (word[0] != sought[0]), -lexicon[word], word)
        for away, word in near
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
