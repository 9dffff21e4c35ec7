"""Owns a query whose patterns near something are spelt out, for marking what they found.

A pattern near something, or so many times, stands for the words there are in the index that are
like it, each in all its forms. Only the index knows these; a text to be marked does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tuinews.index.leaves import AtLeast, Beside, Like, Near, Word
from tuinews.index.syntax import And, Node, Not, Or


def spelt_out(node: Node, words_like: Callable[[Like], Iterable[str]]) -> Node:
    """The tree with words in place of what stands for them near something."""

    def words(things: Iterable[Beside]) -> Iterator[Beside]:
        for thing in things:
            if isinstance(thing, Like):
                yield from map(Word, words_like(thing))
            else:
                yield thing

    if isinstance(node, Not):
        return replace(node, node=spelt_out(node.node, words_like))
    if isinstance(node, And | Or):
        return replace(node, nodes=tuple(spelt_out(each, words_like) for each in node.nodes))
    if isinstance(node, Near):
        return replace(node, things=tuple(tuple(words(thing)) for thing in node.things))
    if isinstance(node, AtLeast):
        return replace(node, things=tuple(words(node.things)))
    return node
