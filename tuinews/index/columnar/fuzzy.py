"""Owns the search for words within a few edits of a word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.columnar.lexicon import Lexicon, signature

_ONES = np.array([bin(byte).count("1") for byte in range(1 << 16)], np.uint8)
_MOST = 100
"""Edits beyond which distances are not told apart, so that they fit into a byte."""


def words_within(
    lexicon: Lexicon, word: str, edits: int, *, same_start: int = 0, swaps: bool = False
) -> Array:
    """Places of the words at most `edits` edits away from `word`, ascending.

    Args:
        edits: Insertions, deletions and substitutions allowed.
        same_start: How many first letters must be the same.
        swaps: Count two neighbouring letters swapped as one edit (optimal string alignment).
    """
    found, *_ = words_within_all([lexicon], word, edits, same_start=same_start, swaps=swaps)
    return found


def words_within_all(
    lexicons: Sequence[Lexicon], word: str, edits: int, *, same_start: int = 0, swaps: bool = False
) -> list[Array]:
    """The same in several lexicons at once."""
    if not lexicons:
        return []
    places = [_likely(lexicon, word, edits, same_start) for lexicon in lexicons]
    tables = [lexicon.letters_of(each) for lexicon, each in zip(lexicons, places, strict=True)]
    width = max(table.shape[1] for table in tables)
    table = np.concatenate(
        [np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in tables]
    )
    near = distances(table, word, swaps=swaps) <= edits
    ends = np.cumsum([len(each) for each in places])
    parts = np.split(near, ends[:-1])
    return [each.compress(part) for each, part in zip(places, parts, strict=True)]


def _likely(lexicon: Lexicon, word: str, edits: int, same_start: int) -> Array:
    """Places of the words that may be so near, by their lengths and which letters they have."""
    first, after = lexicon.with_prefix(word[:same_start].encode("utf-8", "surrogateescape"))
    length = lexicon.length[first:after].astype(np.int16)
    near = np.abs(length - min(len(word), 255)) <= edits
    places = np.flatnonzero(near)
    letters = lexicon.letters[first:after].take(places) ^ np.uint32(signature(word))
    close = _ONES.take(letters & 0xFFFF) + _ONES.take(letters >> 16) <= 2 * edits
    return places.compress(close) + first


def distances(table: Array, word: str, *, swaps: bool) -> Array:
    """Edit distance of each row of letters from `word`: `int16[rows]`, at most about 100 told.

    The dynamic programme runs once for all rows, a letter of a row and of the word at a time.

    Args:
        table: uint8, uint16 or uint32[rows, width], letters, with zeros behind the last.
        word: What they are compared with.
        swaps: Count two neighbouring letters swapped as one edit (optimal string alignment).
    """
    rows, width = table.shape
    target = [ord(letter) for letter in word]
    kind = np.int8 if max(width, len(target)) < _MOST else np.int16
    letters = np.ascontiguousarray(table.T)
    ended = np.zeros(rows, np.int64) if not width else np.count_nonzero(table, axis=1)
    row: list[Array] = [np.full(rows, place, kind) for place in range(len(target) + 1)]
    before = row
    result = np.where(ended == 0, len(target), 0).astype(np.int16)
    for column in range(width):
        letter = letters[column]
        fresh: list[Array] = [np.full(rows, column + 1, kind)]
        for place, wanted in enumerate(target):
            cost = row[place] + (letter != wanted)
            np.minimum(cost, row[place + 1] + kind(1), out=cost)
            np.minimum(cost, fresh[place] + kind(1), out=cost)
            if swaps and column and place:
                swapped = (letter == target[place - 1]) & (letters[column - 1] == wanted)
                np.copyto(cost, np.minimum(cost, before[place - 1] + kind(1)), where=swapped)
            fresh.append(cost)
        before, row = row, fresh
        here = ended == column + 1
        result[here] = row[-1][here]
    return result
