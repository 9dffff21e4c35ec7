"""Owns the search for words within a few edits of a word."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.columnar.lexicon import Lexicon, signature

_ONES = np.array([bin(byte).count("1") for byte in range(1 << 16)], np.uint8)
_LONGEST = 255
"""Letters of a word that are counted."""
_counts_bits = hasattr(np, "bitwise_count")
"""Whether numpy counts bits itself: from version 2 on."""
_known: WeakKeyDictionary[Lexicon, _ByLength] = WeakKeyDictionary()


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
    ends = np.cumsum([len(each) for each in places]).tolist()
    width = max(table.shape[1] for table in tables)
    together = np.zeros((ends[-1], width), np.result_type(*tables))
    for end, table in zip(ends, tables, strict=True):
        together[end - len(table) : end, : table.shape[1]] = table
    near = distances(together, word, swaps=swaps, most=edits) <= edits
    return [
        np.sort(each.compress(near[end - len(each) : end]))
        for end, each in zip(ends, places, strict=True)
    ]


class _ByLength:
    """The words of a lexicon, the short ones first.

    Attributes:
        places: Where each stands in the lexicon, ascending within a length.
        letters: uint32, the signature of each.
        bounds: Where each length from 0 to 255 starts among them, and the last one ends.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.places = np.argsort(lexicon.length, kind="stable").astype(np.uint32)
        self.letters = lexicon.letters.take(self.places)
        self.bounds = [0, *np.cumsum(np.bincount(lexicon.length, minlength=_LONGEST + 1)).tolist()]


def _by_length(lexicon: Lexicon) -> _ByLength:
    known = _known.get(lexicon)
    if known is None:
        known = _known[lexicon] = _ByLength(lexicon)
    return known


def _likely(lexicon: Lexicon, word: str, edits: int, same_start: int) -> Array:
    """Places of the words that may be so near, by their lengths and which letters they have."""
    words = _by_length(lexicon)
    length = min(len(word), _LONGEST)
    shortest, longest = max(0, length - edits), min(_LONGEST, length + edits)
    low, high = words.bounds[shortest], words.bounds[longest + 1]
    differ = _ones(words.letters[low:high] ^ np.uint32(signature(word)))
    near = np.empty(high - low, np.bool_)
    for size in range(shortest, longest + 1):
        # A letter more or less changes one bit, a letter changed two.
        apart = abs(size - length) if max(size, length) < _LONGEST else 0
        here = slice(words.bounds[size] - low, words.bounds[size + 1] - low)
        np.less_equal(differ[here], 2 * edits - apart, out=near[here])
    places = words.places[low:high].compress(near)
    if same_start:
        start = word[:same_start].encode("utf-8", "surrogateescape")
        first, after = lexicon.with_prefix(start)
        places = places.compress((places >= first) & (places < after))
    return places.astype(np.int64)


def _ones(bits: Array) -> Array:
    """How many bits of each number are set."""
    if _counts_bits:
        counted: Array = np.bitwise_count(bits)
        return counted
    return _ONES.take(bits & 0xFFFF) + _ONES.take(bits >> 16)


def distances(table: Array, word: str, *, swaps: bool, most: int) -> Array:
    """Edit distance of each row of letters from `word`, `most + 1` where it is more than `most`.

    The dynamic programme runs once for all rows, a letter of a row and of the word at a time,
    and looks at no more of the word than is within reach (Ukkonen 1985).

    Args:
        table: uint8, uint16 or uint32[rows, width], letters, with zeros behind the last.
        word: What they are compared with.
        swaps: Count two neighbouring letters swapped as one edit (optimal string alignment).
        most: Up to which distance they are told apart, at most 100.

    Returns:
        int8[rows].
    """
    rows, width = table.shape
    target = [ord(letter) for letter in word]
    size = len(target)
    one, far = np.int8(1), np.int8(most + 1)
    letters = np.ascontiguousarray(table.T)
    ended = np.count_nonzero(table, axis=1) if width else np.zeros(rows, np.int64)
    result = np.where(ended == 0, min(size, most + 1), most + 1).astype(np.int8)
    row: list[Array | np.int8] = [np.int8(min(place, most + 1)) for place in range(size + 1)]
    before = row
    for column in range(width):
        letter = letters[column]
        fresh: list[Array | np.int8] = [far] * (size + 1)
        fresh[0] = np.int8(min(column + 1, most + 1))
        for place in range(max(0, column - most), min(size, column + 1 + most)):
            wanted = target[place]
            cost = row[place] + (letter != wanted)
            np.minimum(cost, row[place + 1] + one, out=cost)
            np.minimum(cost, fresh[place] + one, out=cost)
            if swaps and column and place:
                swapped = (letter == target[place - 1]) & (letters[column - 1] == wanted)
                np.copyto(cost, np.minimum(cost, before[place - 1] + one), where=swapped)
            fresh[place + 1] = np.minimum(cost, far, out=cost)
        before, row = row, fresh
        np.copyto(result, row[-1], where=ended == column + 1)
    return result
