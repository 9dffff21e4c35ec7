"""Owns what the columns alone decide: dates, lengths, paths, languages and fields of names."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Callable, Iterable

from tuinews.index.analysis import fold, tokens
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


def select(node: Node, rows: Rows) -> set[int]:
    """The rows that a tree of column leaves matches."""
    if isinstance(node, Not):
        return set(range(len(rows))) - select(node.node, rows)
    if isinstance(node, And):
        found: set[int] | None = None
        for each in node.nodes:
            found = select(each, rows) if found is None else found & select(each, rows)
        return set(range(len(rows))) if found is None else found
    if isinstance(node, Or):
        return set().union(*(select(each, rows) for each in node.nodes))
    return set(select_leaf(node, rows))


def select_leaf(leaf: Leaf, rows: Rows) -> Iterable[int]:
    """The rows that one leaf matches, ascending.

    Raises:
        ValueError: The leaf is one of words, which columns do not hold.
    """
    columns = rows.columns
    if isinstance(leaf, Dates):
        first = leaf.first.toordinal() if leaf.first else 0
        last = leaf.last.toordinal() if leaf.last else 1 << 30
        return [row for row, day in enumerate(columns.day) if first <= day <= last]
    if isinstance(leaf, Length):
        least = leaf.least or 0
        most = 1 << 62 if leaf.most is None else leaf.most
        return [row for row, words in enumerate(columns.words) if least <= words <= most]
    if isinstance(leaf, Path):
        return _select_path(leaf.pattern, rows)
    if isinstance(leaf, Language):
        code = leaf.code.replace("_", "-")
        return _with_name(rows, "language", lambda name: _speaks(name, code))
    if isinstance(leaf, Chosen):
        return leaf.rows
    if (
        not isinstance(leaf, Word | Phrase | Pattern | Fuzzy)
        or leaf.field is None
        or leaf.field not in NAME_FIELDS
    ):
        raise ValueError(f"{leaf} is not a leaf of columns")
    return _with_name(rows, leaf.field, name_test(leaf))


def _speaks(name: str, code: str) -> bool:
    language = name.lower().replace("_", "-")
    return language == code or language.startswith(f"{code}-")


def _select_path(pattern: str, rows: Rows) -> list[int]:
    test = path_test(pattern)
    return [row for row, key in enumerate(rows.keys()) if test(os.fsdecode(key))]


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


def _with_name(rows: Rows, column: str, test: Callable[[str], bool]) -> list[int]:
    """The rows one of whose names in a column passes."""
    passed: dict[int, bool] = {0: False}

    def passes(number: int) -> bool:
        known = passed.get(number)
        if known is None:
            known = passed[number] = test(rows.name(number))
        return known

    if column == "keyword":
        return [row for row in range(len(rows)) if any(map(passes, rows.keyword_numbers(row)))]
    numbers = getattr(rows.columns, column)
    return [row for row, number in enumerate(numbers) if passes(number)]


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


def docs_of(rows: Rows, selected: Iterable[int]) -> array[int]:
    """The engine's numbers of rows, ascending."""
    doc = rows.columns.doc
    return array("I", sorted(doc[row] for row in selected))
