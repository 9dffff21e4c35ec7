"""Owns putting articles in place of what a query asks of the reader's marks and of threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from operator import is_
from weakref import WeakKeyDictionary

from tuinews.errors import QueryError
from tuinews.index.expansion import expression
from tuinews.index.folding import fold
from tuinews.index.leaves import Chosen, Marked, Pattern, Tagged, Thread
from tuinews.index.rows import Rows
from tuinews.index.selection import name_test
from tuinews.index.syntax import And, Node, Not, Or

Marks = Callable[[str], Collection[str]]
"""From `read`, `starred`, `note`, or `tag:` and a tag, to the ids of the articles marked so; from
`tags` to the tags there are.

What is not changed had better be the same object again: then nothing is looked up anew.
"""
Members = Callable[[str], Collection[str] | None]
"""From an article's id to those of its thread; None when there is no such article."""

_SCAN_FROM = 30
"""One id in so many rows is looked up by going through all rows rather than one by one."""
_known: WeakKeyDictionary[Rows, dict[str, tuple[Collection[str], list[int]]]] = WeakKeyDictionary()


def resolve(node: Node, rows: Rows, marks: Marks | None, members: Members | None) -> Node:
    """The tree with rows in place of marks and threads.

    Raises:
        QueryError: It asks for what is not given here, or for the thread of no article.
    """
    if isinstance(node, Not):
        return replace(node, node=resolve(node.node, rows, marks, members))
    if isinstance(node, And | Or):
        nodes = tuple(resolve(each, rows, marks, members) for each in node.nodes)
        return node if all(map(is_, nodes, node.nodes)) else replace(node, nodes=nodes)
    if isinstance(node, Marked | Tagged):
        if marks is None:
            raise QueryError("what a reader marked is not known here", node.column)
        if isinstance(node, Tagged):
            return Chosen(_rows_tagged(node.pattern, marks, rows), node)
        return Chosen(_rows_marked(node.mark, marks(node.mark), rows), node)
    if isinstance(node, Thread):
        if members is None:
            raise QueryError(f"{node} needs the articles, which are not at hand here", node.column)
        ids = members(node.id)
        if ids is None:
            raise QueryError(f"there is no article {node.id}", node.column)
        return Chosen(_rows_of(ids, rows), node)
    return node


def _rows_tagged(pattern: str, marks: Marks, rows: Rows) -> list[int]:
    """The rows of articles with a tag that is like a pattern from end to end, or in a word."""
    has_word, is_like = name_test(Pattern(pattern)), expression(fold(pattern)).fullmatch
    marked = (f"tag:{tag}" for tag in marks("tags") if has_word(tag) or is_like(fold(tag)))
    return sorted({row for mark in marked for row in _rows_marked(mark, marks(mark), rows)})


def _rows_marked(mark: str, ids: Collection[str], rows: Rows) -> list[int]:
    known = _known.setdefault(rows, {})
    last = known.get(mark)
    if last is None or last[0] is not ids:
        last = known[mark] = ids, _rows_of(ids, rows)
    return last[1]


def _rows_of(ids: Collection[str], rows: Rows) -> list[int]:
    """The rows of articles, ascending; those that are not there are left out."""
    if len(ids) * _SCAN_FROM < len(rows):
        found = map(rows.find, ids)
        return sorted({row for row in found if row is not None})
    wanted = {os.fsencode(each) for each in ids}
    return [row for row, key in enumerate(rows.keys()) if key in wanted]
