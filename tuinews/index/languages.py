"""Owns which articles of a generation are stemmed in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.arrays.arraytypes import Bools
from tuinews.index.bydoc import by_doc
from tuinews.index.rows import Rows
from tuinews.index.stemming import stemmed_as

_MOST_SETS = 32
_known: WeakKeyDictionary[Rows, Languages] = WeakKeyDictionary()


class Languages:
    """The languages of `stemming` that a generation has, each with its articles."""

    def __init__(self, docs: Mapping[str, Bools]) -> None:
        """Take which articles each language has, by the engine's numbers."""
        self._docs = docs
        self._sets: dict[tuple[str, ...], tuple[Bools, int]] = {}

    @classmethod
    def of(cls, rows: Rows) -> Languages:
        """Those of a generation, found out once."""
        known = _known.get(rows)
        if known is None:
            known = _known[rows] = cls(_find(rows))
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._docs)

    def docs(self, languages: Sequence[str]) -> tuple[Bools, int]:
        """The articles of some of the languages, and how many these are."""
        key = tuple(languages)
        known = self._sets.get(key)
        if known is None:
            docs = self._docs[key[0]]
            for language in key[1:]:
                docs = docs | self._docs[language]
            if len(self._sets) >= _MOST_SETS:
                self._sets.clear()
            known = self._sets[key] = docs, int(np.count_nonzero(docs))
        return known


def forget(rows: Rows) -> None:
    """Keep nothing of that any more; whoever has it may go on with it."""
    _known.pop(rows, None)


def _find(rows: Rows) -> dict[str, Bools]:
    language = rows.values("language")
    numbers = np.flatnonzero(np.bincount(language)).tolist()
    stemmed = {number: stemmed_as(rows.name(number)) for number in numbers}
    found: dict[str, Bools] = {}
    for each in sorted(set(stemmed.values()) or {"en"}):
        mine = [number for number in numbers if stemmed[number] == each]
        found[each] = by_doc(rows).spread(np.isin(language, mine))
    return found
