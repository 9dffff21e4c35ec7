"""Owns what prefixes, patterns, ranges and fuzzy terms stand for: terms of one segment."""

from __future__ import annotations

import numpy as np
from whoosh import query
from whoosh.reading import IndexReader

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.columnar import fuzzy
from tuinews.index.columnar.segment import Field


def places(multi: query.Query, field: Field, reader: IndexReader) -> Array:
    """The places in the field's lexicon of the terms that a query stands for, ascending.

    Args:
        multi: A `whoosh.query.terms.MultiTerm`.
        reader: A Whoosh reader of the segment, for kinds of query known to Whoosh alone.
    """
    lexicon = field.postings.lexicon
    found: Array
    if isinstance(multi, query.Prefix):
        first, after = lexicon.with_prefix(multi.text.encode("utf-8", "surrogateescape"))
        found = np.arange(first, after)
    elif isinstance(multi, query.Wildcard) and "[" not in multi.text:
        found = lexicon.like(multi.text)
    elif isinstance(multi, query.FuzzyTerm) and lexicon.searchable:
        found = fuzzy.words_within(
            lexicon, multi.text, int(multi.maxdist), same_start=multi.prefixlength
        )
    else:
        words = {lexicon.find(word) for word in multi._btexts(reader)}
        return np.array(sorted(word for word in words if word >= 0), np.int64)
    return found


def ranges(places_found: Array) -> list[tuple[int, int]]:
    """Ascending places as ranges [first, after)."""
    if not len(places_found):
        return []
    breaks = np.flatnonzero(np.diff(places_found) != 1)
    firsts = places_found[np.append(0, breaks + 1)]
    lasts = places_found[np.append(breaks, len(places_found) - 1)]
    return list(zip(firsts.tolist(), (lasts + 1).tolist(), strict=True))
