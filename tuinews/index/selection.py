"""Owns what the columns alone decide: dates, lengths, paths, languages and fields of names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.analysis import fold, tokens
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.bydoc import Column, by_doc
from tuinews.index.leaves import (
    NAME_FIELDS,
    Chosen,
    Dates,
    Language,
    Leaf,
    Length,
    Like,
    Named,
    Path,
    Phrase,
    Text,
    Word,
)
from tuinews.index.path_names import PathNames
from tuinews.index.rows import Rows
from tuinews.index.syntax import And, Node, Not, Or
from tuinews.index.wording import likeness, wanted

_NAMES: Final = 50_000
"""Names whose words are remembered."""
_known_paths: WeakKeyDictionary[Rows, PathNames] = WeakKeyDictionary()


def is_selection(node: Node) -> bool:
    """Whether columns alone decide the whole tree."""
    if isinstance(node, Not):
        return is_selection(node.node)
    if isinstance(node, And | Or):
        return all(map(is_selection, node.nodes))
    return not isinstance(node, Text) or node.field in NAME_FIELDS


def select(node: Node, rows: Rows) -> Bools:
    """Which articles a tree of column leaves matches, by the engine's numbers.

    Not to be written to.
    """
    return _select(node, rows) & by_doc(rows).living


def _select(node: Node, rows: Rows) -> Bools:
    if isinstance(node, Not):
        return ~_select(node.node, rows)
    if isinstance(node, And):
        found = np.ones(len(by_doc(rows)), np.bool_)
        for each in node.nodes:
            found &= _select(each, rows)
        return found
    if isinstance(node, Or):
        found = np.zeros(len(by_doc(rows)), np.bool_)
        for each in node.nodes:
            found |= _select(each, rows)
        return found
    return _select_leaf(node, rows)


def _select_leaf(leaf: Leaf, rows: Rows) -> Bools:
    """Which articles one leaf matches; what it says of deleted ones means nothing.

    Raises:
        ValueError: The leaf is one of words, which columns do not hold.
    """
    if isinstance(leaf, Dates):
        first = leaf.first.toordinal() if leaf.first else None
        return _within(
            by_doc(rows).column("day"), first, leaf.last.toordinal() if leaf.last else None
        )
    if isinstance(leaf, Length):
        return _within(by_doc(rows).column("words"), leaf.least, leaf.most)
    if isinstance(leaf, Path):
        return _select_path(leaf.pattern, rows)
    if isinstance(leaf, Language):
        code = leaf.code.replace("_", "-")
        return _with_name(rows, "language", lambda name: _speaks(name, code))
    if isinstance(leaf, Named):
        sought = fold(leaf.text)
        return _with_name(rows, leaf.field, lambda name: fold(name) == sought)
    if isinstance(leaf, Chosen):
        numbered = by_doc(rows)
        chosen = np.zeros(len(numbered), np.bool_)
        chosen[numbered.numbers(np.array(leaf.rows, np.int64))] = True
        return chosen
    if (
        not isinstance(leaf, Word | Phrase | Like)
        or leaf.field is None
        or leaf.field not in NAME_FIELDS
    ):
        raise ValueError(f"{leaf} is not a leaf of columns")
    return _with_name(rows, leaf.field, name_test(leaf))


def _within(column: Array, least: int | None, most: int | None) -> Bools:
    found = np.ones(len(column), np.bool_)
    if least is not None:
        found &= column >= least
    if most is not None:
        found &= column <= most
    return found


def _speaks(name: str, code: str) -> bool:
    language = name.lower().replace("_", "-")
    return language == code or language.startswith(f"{code}-")


def _select_path(pattern: str, rows: Rows) -> Bools:
    """A pattern says what the whole id is, a plain name that of some folder or of the file."""
    pattern = fold(pattern.strip("/"))
    names = _path_names(rows)
    is_pattern = "*" in pattern or "?" in pattern
    return by_doc(rows).spread(names.like(pattern) if is_pattern else names.called(pattern))


def _path_names(rows: Rows) -> PathNames:
    known = _known_paths.get(rows)
    if known is None:
        known = _known_paths[rows] = PathNames(rows.keys())
    return known


def _with_name(rows: Rows, column: Column, test: Callable[[str], bool]) -> Bools:
    """The articles one of whose names in a column passes."""
    numbered = by_doc(rows)
    if column != "keyword":
        return _passing(rows, numbered.names(column), test).take(numbered.column(column))
    docs, numbers = numbered.keywords
    passing = _passing(rows, numbered.names(column), test).take(numbers)
    held = np.zeros(len(numbered), np.bool_)
    held[docs.compress(passing)] = True
    return held


def _passing(rows: Rows, numbers: Array, test: Callable[[str], bool]) -> Bools:
    """Which names pass, of those with some numbers: bool[highest number + 1]."""
    passing = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
    for number in numbers.tolist():
        passing[number] = bool(number) and test(rows.name(number))
    return passing


def name_test(leaf: Word | Phrase | Like) -> Callable[[str], bool]:
    """Whether a name has the leaf's words, as written but for case and accents."""
    if isinstance(leaf, Like):
        is_like = likeness(leaf)
        return lambda name: any(map(is_like, _all_words(name)))
    parts, joined, character = wanted(leaf)
    sequence = [part.word for part in parts]
    starts = character or (isinstance(leaf, Word) and leaf.open)

    def has(name: str) -> bool:
        words = _words(name)
        for start in range(len(words) - len(sequence) + 1):
            here = words[start : start + len(sequence)]
            if here == sequence:
                return True
            if starts and here[:-1] == sequence[:-1] and here[-1].startswith(sequence[-1]):
                return True
        if joined is not None:
            return joined.word in words
        return len(sequence) == 1 and sequence[0] in _joined(name)

    return has


@lru_cache(_NAMES)
def _words(name: str) -> list[str]:
    return [part.word for token in tokens(name) for part in token.analysed.parts]


@lru_cache(_NAMES)
def _joined(name: str) -> set[str]:
    return {token.analysed.joined.word for token in tokens(name) if token.analysed.joined}


def _all_words(name: str) -> set[str]:
    return _joined(name) | set(_words(name))
