"""Owns numbering: what the forms of texts are read as, as numbers that arrays can hold."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.columnar.layout import NOTHING, SENTENCE_END, BulkAnalyzer, Reading

CHUNK_GAP = 2
CHUNK_END, SENTENCE_ENDS, BREAKS_KNOWN = 0, 1, 2


class Vocabulary(dict[str, int]):
    """Surface form -> number of what it stands for; grows as it is asked.

    Number 0 stands for the gap between two chunks of a text, which no phrase reaches across, number
    1 for the end of a sentence.

    Attributes:
        terms: Term -> its number.
        pairs: A term's number and a word as written that it stands for -> the pair's number.
    """

    def __init__(self, analyzer: BulkAnalyzer | None = None) -> None:
        super().__init__()
        self.terms: dict[str, int] = {}
        self.pairs: dict[tuple[int, str | None], int] = {}
        self._read = analyzer.reading if analyzer is not None else _as_it_is
        self._readings = 0
        self._widths, self._advances, self._lengths = array("i"), array("i"), array("i")
        self._flat, self._offsets, self._pairs = array("i"), array("i"), array("i")
        self._note(Reading((), (), CHUNK_GAP, 0))
        self[SENTENCE_END] = self._note(NOTHING)

    def __missing__(self, form: str) -> int:
        number = self[form] = self._note(self._read(form))
        return number

    def _note(self, reading: Reading) -> int:
        for (term, offset), word in zip(reading.terms, reading.words, strict=True):
            number = self.terms.setdefault(term, len(self.terms))
            self._flat.append(number)
            self._offsets.append(offset)
            self._pairs.append(self.pairs.setdefault((number, word), len(self.pairs)))
        self._widths.append(len(reading.terms))
        self._advances.append(reading.advance)
        self._lengths.append(reading.length)
        self._readings += 1
        return self._readings - 1

    def tables(self) -> Tables:
        """What the numbers stand for, as arrays."""
        widths = np.array(self._widths, np.int64)
        return Tables(
            widths,
            ragged.offsets(widths)[:-1],
            np.array(self._advances, np.int64),
            np.array(self._lengths, np.int64),
            np.array(self._flat, np.int32),
            np.array(self._offsets, np.int64),
            np.array(self._pairs, np.uint32),
        )


def _as_it_is(form: str) -> Reading:
    return Reading(((form, 0),), (form,), 1, 1)


class Numbering(dict[str, int]):
    """Word -> its number, for fields whose words are indexed as they are; grows as it is asked."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    @property
    def terms(self) -> dict[str, int]:
        """The words are the terms."""
        return self

    def tables(self) -> Tables:
        """Each number is one term, the one of that number."""
        ones = np.ones(len(self), np.int64)
        numbers = np.arange(len(self))
        return Tables(ones, numbers, ones, ones, numbers.astype(np.int32), ones - 1, _NONE)


@dataclass(frozen=True, slots=True)
class Tables:
    """Readings by number: how many terms, where they start in `flat`, and the rest.

    `pairs` goes with `flat`: the number of the term with the word that it stands for there.
    `plain` says that every reading is one term that takes one position, or nothing at all.
    """

    widths: Array
    starts: Array
    advances: Array
    lengths: Array
    flat: Array
    offsets: Array
    pairs: Array

    @property
    def plain(self) -> bool:
        widths = self.widths
        return bool(
            widths.max(initial=0) <= 1
            and (self.lengths == widths).all()
            and (self.advances[BREAKS_KNOWN:] == widths[BREAKS_KNOWN:]).all()
            and not self.offsets.any()
        )


_NONE = np.empty(0, np.uint32)
