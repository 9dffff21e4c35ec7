"""Owns what a leaf of words looks for, so that searching and marking look for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from tuinews.index.analysis import STOP_WORDS, Part, tokens
from tuinews.index.expansion import edits, expression, folded_pattern
from tuinews.index.leaves import (
    NAME_FIELDS,
    WORD_FIELDS,
    Fuzzy,
    Like,
    Pattern,
    Phrase,
    Text,
    Word,
)
from tuinews.index.schema import TextField
from tuinews.index.syntax import And, Node, Not, Or

_REMEMBERED: Final = 4096
"""Leaves of which it is remembered what they look for: a pattern may stand for a thousand."""
_STARRED: Final = re.compile(r"\w[*]|[*?]\w")


class Wanted(NamedTuple):
    """Parts that must follow each other, and what they may be joined to.

    Attributes:
        parts: One for a plain word, several for a phrase or a compound.
        joined: The whole of a compound as one word, which will do as well.
        character: Whether the last part is a run of a single character of an unspaced script,
            which is found inside any run.
    """

    parts: tuple[Part, ...]
    joined: Part | None
    character: bool


@lru_cache(_REMEMBERED)
def wanted(leaf: Word | Phrase, language: str = "en") -> Wanted:
    """What a word or phrase looks for in articles of a language of `stemming`.

    A run of an unspaced script may go on after what was asked for, so the lone character that
    ends it is not asked for.
    """
    found = [token.analysed for token in tokens(leaf.text, language)]
    parts = [part for each in found for part in each.parts]
    last = found[-1] if found else None
    if last and last.unspaced and len(last.parts) > 1:
        parts.pop()
    joined = last.joined if last and len(found) == 1 else None
    character = last is not None and last.unspaced and len(last.parts) == 1
    return Wanted(tuple(parts), joined, character)


def capitals(leaf: Word | Phrase, language: str) -> tuple[str, ...]:
    """The terms, in a row, of words in capitals; what has no capitals is its stem."""
    return tuple(
        capital if (capital := part.word.upper()).isupper() else part.stem
        for part in wanted(leaf, language).parts
    )


def fuzzy_word(leaf: Fuzzy) -> str:
    """The word that a fuzzy leaf compares with."""
    found = wanted(Word(leaf.text))
    return found.joined.word if found.joined else "".join(part.word for part in found.parts)


def likeness(leaf: Like) -> Callable[[str], bool]:
    """Whether a folded word is one that a pattern or fuzzy word stands for."""
    if isinstance(leaf, Pattern):
        matches = expression(folded_pattern(leaf.text)).fullmatch
        return lambda word: matches(word) is not None
    sought, most = fuzzy_word(leaf), leaf.distance
    return lambda word: edits(sought, word, most) <= most


def text_field(leaf: Text) -> TextField:
    """The index field that a leaf of words is looked up in."""
    for field in WORD_FIELDS:
        if leaf.field == field:
            return field
    return "body"


def starred_phrase(node: Node) -> Phrase | None:
    """A phrase with a star at a word, which whoever wrote it may take for a wildcard."""
    if isinstance(node, Not):
        return None
    if isinstance(node, And | Or):
        return next(filter(None, map(starred_phrase, node.nodes)), None)
    return node if isinstance(node, Phrase) and _STARRED.search(node.text) else None


def is_text(node: Node) -> bool:
    """Whether a node is a leaf that looks into the text of articles."""
    return isinstance(node, Text) and node.field not in NAME_FIELDS


def required(nodes: Iterable[Node]) -> list[Node]:
    """The nodes without stop words, or all of them when no other words were asked for."""
    found = list(nodes)
    kept = [node for node in found if not is_stop_word(node)]
    return kept if any(map(_asks_for_text, kept)) else found


def _asks_for_text(node: Node) -> bool:
    if isinstance(node, And | Or):
        return any(map(_asks_for_text, node.nodes))
    return not isinstance(node, Not) and is_text(node)


def is_stop_word(node: Node) -> bool:
    """Whether a node is a plain word that any article has."""
    return (
        isinstance(node, Word)
        and node.field is None
        and not node.open
        and node.text.lower() in STOP_WORDS
    )
