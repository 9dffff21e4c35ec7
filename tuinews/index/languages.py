"""Owns which articles of a generation are stemmed in which language."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np

from tuinews.index.arrays.arraytypes import Bools
from tuinews.index.bydoc import by_doc
from tuinews.index.rows import Rows
from tuinews.index.stemming import stemmed_as

_known: WeakKeyDictionary[Rows, dict[str, Bools]] = WeakKeyDictionary()


def docs_by_language(rows: Rows) -> Mapping[str, Bools]:
    """Which articles, by the engine's numbers, each language of `stemming` has.

    Found out once for each generation.
    """
    known = _known.get(rows)
    if known is None:
        known = _known[rows] = _find(rows)
    return known


def _find(rows: Rows) -> dict[str, Bools]:
    language = rows.column("language")
    numbers = np.unique(language).tolist()
    stemmed = {number: stemmed_as(rows.name(number)) for number in numbers}
    found: dict[str, Bools] = {}
    for each in sorted(set(stemmed.values()) or {"en"}):
        mine = [number for number in numbers if stemmed[number] == each]
        found[each] = by_doc(rows).spread(np.isin(language, mine))
    return found
