"""Owns the search for words within a few edits of a word."""

from __future__ import annotations

import numpy as np

from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.lexicon import Lexicon, signature

_ONES = np.array([bin(byte).count("1") for byte in range(1 << 16)], np.uint8)


def words_within(
    lexicon: Lexicon, word: str, edits: int, *, same_start: int = 0, swaps: bool = False
) -> Array:
    """Places of the words at most `edits` edits away from `word`, ascending.

    Args:
        edits: Insertions, deletions and substitutions allowed.
        same_start: How many first letters must be the same.
        swaps: Count two neighbouring letters swapped as one edit (optimal string alignment).
    """
    first, after = lexicon.with_prefix(word[:same_start].encode("utf-8", "surrogateescape"))
    length = lexicon.length[first:after].astype(np.int16)
    near = np.abs(length - min(len(word), 255)) <= edits
    letters = lexicon.letters[first:after] ^ np.uint32(signature(word))
    near &= _ONES[letters & 0xFFFF] + _ONES[letters >> 16] <= 2 * edits
    places = np.flatnonzero(near) + first
    if not len(places):
        return places
    texts = [text.decode("utf-8", "surrogateescape") for text in lexicon.words(places)]
    return places[distances(texts, word, swaps=swaps) <= edits]


def distances(texts: list[str], word: str, *, swaps: bool) -> Array:
    """Edit distance of each text from `word`: `int16[len(texts)]`.

    The dynamic programme runs once for all texts, a letter of a text and of the word at a time.
    """
    table = np.array(texts)
    width = table.dtype.itemsize // 4
    letters = np.ascontiguousarray(table).view(np.uint32).reshape(len(texts), width).T
    length = np.array([len(text) for text in texts])
    target = [ord(letter) for letter in word]
    ones = np.ones(len(texts), np.int16)
    row = [ones * place for place in range(len(target) + 1)]
    before = row
    result = np.where(length == 0, len(target), 0).astype(np.int16)
    for column in range(width):
        letter = letters[column]
        fresh = [ones * (column + 1)]
        for place, wanted in enumerate(target):
            cost = np.minimum(row[place] + (letter != wanted), row[place + 1] + 1)
            cost = np.minimum(cost, fresh[place] + 1)
            if swaps and column and place:
                swapped = (letter == target[place - 1]) & (letters[column - 1] == wanted)
                cost = np.where(swapped, np.minimum(cost, before[place - 1] + 1), cost)
            fresh.append(cost)
        before, row = row, fresh
        ended = length == column + 1
        result[ended] = row[-1][ended]
    return result
