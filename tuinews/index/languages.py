"""Owns which articles of a generation are stemmed in which language."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from tuinews.index.rows import Rows
from tuinews.index.stemming import stemmed_as

_known: WeakKeyDictionary[Rows, dict[str, array[int]]] = WeakKeyDictionary()


def docs_by_language(rows: Rows) -> Mapping[str, array[int]]:
    """The engine's numbers of the articles of each language of `stemming`, ascending.

    Found out once for each generation.
    """
    known = _known.get(rows)
    if known is None:
        known = _known[rows] = _find(rows)
    return known


def _find(rows: Rows) -> dict[str, array[int]]:
    import numpy as np

    language, doc = np.asarray(rows.columns.language), np.asarray(rows.columns.doc)
    numbers = np.unique(language).tolist()
    stemmed = {number: stemmed_as(rows.name(number)) for number in numbers}
    found: dict[str, array[int]] = {}
    for each in sorted(set(stemmed.values()) or {"en"}):
        mine = [number for number in numbers if stemmed[number] == each]
        docs = np.sort(doc[np.isin(language, mine)]).astype(np.uint32)
        found[each] = array("I", docs.tobytes())
    return found
