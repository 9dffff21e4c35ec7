"""Owns the next best answer when no article has all the words of a query: those with some."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tuinews.index.analysis import SURFACE, analyse
from tuinews.index.columnar.matched import Matched, scored
from tuinews.index.leaves import Word
from tuinews.index.querylang import Query
from tuinews.index.syntax import And, Node, Or
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
        matched: The articles, each with the scores of the words it has added up.
        message: What the reader should be told of them.
    """

    node: Node
    matched: Matched
    message: str


def strictly(query: Query) -> Query:
    """The same query, which no article answers with some of its words."""
    return replace(query, node=Or((query.node,)))


def find_partly(
    node: Node,
    find: Callable[[Node], Matched],
    articles: int,
    deadline: float,
) -> Partly | None:
    """The articles that have some of the words; filters and exclusions hold. None without any.

    Args:
        node: A query that no article answers.
        find: What matches.
        articles: How many articles there are, with deleted ones.
        deadline: When to stop (monotonic seconds).
    """
    nodes = required(node.nodes if isinstance(node, And) else (node,))
    asked = [each for each in nodes if is_text(each)]
    words = list(dict.fromkeys(part for each in asked for part in _loosened(each)))
    if len(words) < 2:
        return None
    others = [each for each in nodes if not is_text(each)]
    counts, scores = np.zeros(articles, np.int32), np.zeros(articles)
    complete = True
    for word in words:
        if time.monotonic() > deadline:
            complete = False
            break
        matched = find(And((word, *others)))
        complete = complete and matched.complete
        docs = matched.docs()
        counts[docs] += 1
        scores[docs] += matched.approximate()
    least = min(max(len(words) // SHARE, 1), int(counts.max(initial=0)))
    if not least:
        return None
    docs = np.flatnonzero(counts >= least).astype(np.uint32)
    message = _told(len(asked), len(words), least)
    found = scored(docs, scores, articles=articles, complete=complete)
    return Partly(Or(tuple(words)), found, message)


def _loosened(leaf: Node) -> Iterator[Node]:
    """A leaf, or the pairs of characters of a run without spaces, in which no word is marked."""
    if not isinstance(leaf, Word) or not SURFACE.fullmatch(leaf.text):
        yield leaf
        return
    analysed = analyse(leaf.text)
    parts = analysed.parts
    if not analysed.unspaced or len(parts) <= _PAIR:
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
