"""Owns what the columns alone decide: dates, lengths, paths, languages and fields of names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import numpy as np

from tuinews.index.analysis import fold, tokens
from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.expansion import edits, expression, folded_pattern
from tuinews.index.rows import Rows
from tuinews.index.syntax import (
    NAME_FIELDS,
    And,
    Chosen,
    Dates,
    Fuzzy,
    Language,
    Leaf,
    Length,
    Named,
    Node,
    Not,
    Or,
    Path,
    Pattern,
    Phrase,
    Text,
    Word,
)
from tuinews.index.wording import fuzzy_word, wanted


def is_selection(node: Node) -> bool:
    """Whether columns alone decide the whole tree."""
    if isinstance(node, Not):
        return is_selection(node.node)
    if isinstance(node, And | Or):
        return all(map(is_selection, node.nodes))
    return not isinstance(node, Text) or node.field in NAME_FIELDS


def select(node: Node, rows: Rows) -> Bools:
    """Which rows a tree of column leaves matches: bool[rows]."""
    if isinstance(node, Not):
        return ~select(node.node, rows)
    if isinstance(node, And):
        found = np.ones(len(rows), np.bool_)
        for each in node.nodes:
            found &= select(each, rows)
        return found
    if isinstance(node, Or):
        found = np.zeros(len(rows), np.bool_)
        for each in node.nodes:
            found |= select(each, rows)
        return found
    return select_leaf(node, rows)


def select_leaf(leaf: Leaf, rows: Rows) -> Bools:
    """Which rows one leaf matches: bool[rows].

    Raises:
        ValueError: The leaf is one of words, which columns do not hold.
    """
    if isinstance(leaf, Dates):
        first = leaf.first.toordinal() if leaf.first else None
        return _within(rows.column("day"), first, leaf.last.toordinal() if leaf.last else None)
    if isinstance(leaf, Length):
        return _within(rows.column("words"), leaf.least, leaf.most)
    if isinstance(leaf, Path):
        return _select_path(leaf.pattern, rows)
    if isinstance(leaf, Language):
        code = leaf.code.replace("_", "-")
        return _with_name(rows, "language", lambda name: _speaks(name, code))
    if isinstance(leaf, Named):
        sought = fold(leaf.text)
        return _with_name(rows, leaf.field, lambda name: fold(name) == sought)
    if isinstance(leaf, Chosen):
        chosen = np.zeros(len(rows), np.bool_)
        chosen[list(leaf.rows)] = True
        return chosen
    if (
        not isinstance(leaf, Word | Phrase | Pattern | Fuzzy)
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
    ids = map(os.fsdecode, rows.keys())
    return np.fromiter(map(path_test(pattern), ids), np.bool_, len(rows))


def path_test(pattern: str) -> Callable[[str], bool]:
    """Whether an id matches: a pattern the whole of it, a plain name some folder or the file."""
    pattern = fold(pattern.strip("/"))
    if not re.search(r"[*?]", pattern):
        inside = f"/{pattern}/"
        stem = f"/{pattern}."
        return lambda id: inside in (path := f"/{fold(id)}/") or stem in path  # noqa: A006
    stands_for = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = [
        stands_for.get(piece) or re.escape(piece)
        for piece in re.findall(r"\*\*/?|\*|\?|[^*?]+", pattern)
    ]
    matches = re.compile("".join(parts), re.DOTALL).fullmatch
    return lambda id: matches(fold(id)) is not None  # noqa: A006


def _with_name(rows: Rows, column: str, test: Callable[[str], bool]) -> Bools:
    """The rows one of whose names in a column passes."""
    if column != "keyword":
        numbers = rows.column(column)
        return _passing(rows, numbers, test)[numbers]
    starts, numbers = rows.keyword_lists
    passed = ragged.offsets(_passing(rows, numbers, test)[numbers])
    return np.asarray(passed[starts[1:]] > passed[starts[:-1]])


def _passing(rows: Rows, numbers: Array, test: Callable[[str], bool]) -> Bools:
    """Which names pass, of those that some row has: bool[names]."""
    held = np.flatnonzero(np.bincount(numbers, minlength=1))
    passing = np.zeros(int(held.max(initial=0)) + 1, np.bool_)
    for number in held.tolist():
        passing[number] = bool(number) and test(rows.name(number))
    return passing


def name_test(leaf: Word | Phrase | Pattern | Fuzzy) -> Callable[[str], bool]:
    """Whether a name has the leaf's words, as written but for case and accents."""
    if isinstance(leaf, Pattern):
        matches = expression(folded_pattern(leaf.text)).fullmatch
        return lambda name: any(matches(word) for word in _all_words(name))
    if isinstance(leaf, Fuzzy):
        sought, most = fuzzy_word(leaf), leaf.distance
        return lambda name: any(edits(sought, word, most) <= most for word in _all_words(name))
    parts, joined, _ = wanted(leaf)
    sequence = [part.word for part in parts]
    starts = isinstance(leaf, Word) and leaf.open

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


def _words(name: str) -> list[str]:
    return [part.word for token in tokens(name) for part in token.analysed.parts]


def _joined(name: str) -> set[str]:
    return {token.analysed.joined.word for token in tokens(name) if token.analysed.joined}


def _all_words(name: str) -> set[str]:
    return _joined(name) | set(_words(name))


def docs_of(rows: Rows, selected: Bools) -> Bools:
    """Rows as articles by the engine's numbers."""
    docs = rows.column("doc")
    held = np.zeros(int(docs.max()) + 1 if len(docs) else 0, np.bool_)
    held[docs[selected]] = True
    return held
