"""Owns the next best answer when no article has all the words of a query: those with some."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tuinews.index.analysis import analyse
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.querylang import Query
from tuinews.index.syntax import And, Node, Or, Word
from tuinews.index.wording import is_text, required

SHARE: Final = 4
"""One in so many of the words must be there, and at least one.

With a half or a third, articles asked for in words that none has all of are found less often, as
the benchmark of relevance measures; with any one of many words nearly every article is found.
"""
_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Partly:
    """Articles with some of the words.

    Attributes:
        node: Any of the words.
        rows: int64[n], ascending.
        score: float32[n], what the words that each has add up to.
        message: What the reader should be told of them.
        complete: Whether time sufficed.
    """

    node: Node
    rows: Array
    score: Array
    message: str
    complete: bool


def strictly(query: Query) -> Query:
    """The same query, which no article answers with some of its words."""
    return replace(query, node=Or((query.node,)))


def find_partly(
    node: Node,
    find: Callable[[Node], tuple[Array, Array | None]],
    articles: int,
    deadline: float,
) -> Partly | None:
    """The articles that have some of the words; filters and exclusions hold. None without any.

    Args:
        node: A query that no article answers.
        find: The rows that match, int64[n], and their scores, float32[n].
        articles: How many rows there are.
        deadline: When to stop (monotonic seconds).
    """
    nodes = required(node.nodes if isinstance(node, And) else (node,))
    asked = [each for each in nodes if is_text(each)]
    words = list(dict.fromkeys(part for each in asked for part in _loosened(each)))
    if len(words) < 2:
        return None
    others = [each for each in nodes if not is_text(each)]
    counts = np.zeros(articles, np.int32)
    scores = np.zeros(articles, np.float32)
    complete = True
    for word in words:
        complete = time.monotonic() < deadline
        if not complete:
            break
        rows, score = find(And((word, *others)))
        counts[rows] += 1
        if score is not None:
            scores[rows] += score
    least = min(max(len(words) // SHARE, 1), int(counts.max(initial=0)))
    if not least:
        return None
    rows = np.flatnonzero(counts >= least)
    message = _told(len(asked), len(words), least)
    return Partly(Or(tuple(words)), rows, scores[rows], message, complete)


def _loosened(leaf: Node) -> Iterator[Node]:
    """A leaf, or the pairs of characters of a run without spaces, in which no word is marked."""
    parts = analyse(leaf.text).parts if isinstance(leaf, Word) else ()
    if not isinstance(leaf, Word) or len(parts) <= _PAIR or not analyse(leaf.text).unspaced:
        yield leaf
        return
    for part in parts[:-1]:
        yield replace(leaf, text=leaf.text[part.start : part.end], open=False)


def _told(asked: int, words: int, least: int) -> str:
    if asked < words:
        return "no article has all of it; these have parts of it"
    if words == _PAIR:
        return "no article has both words; these have one of them"
    return f"no article has all {words} words; these have {'one' if least == 1 else least} or more"
