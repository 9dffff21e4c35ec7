"""Owns what prefixes, patterns, ranges and fuzzy terms stand for: terms of one segment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from whoosh import query
from whoosh.reading import IndexReader

from tuinews.index.columnar import fuzzy
from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.segment import Field


class RawPrefix(query.Prefix):  # type: ignore[misc]  # Whoosh has no types
    """Articles with a word that starts so, by the words as written rather than their stems."""

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        return raw_terms(self, ixreader)


class RawWildcard(query.Wildcard):  # type: ignore[misc]  # Whoosh has no types
    """Articles with a word like a pattern of `*` and `?`, by the words as written."""

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        return raw_terms(self, ixreader)

    def normalize(self) -> query.Query:
        return self


class RawFuzzy(query.FuzzyTerm):  # type: ignore[misc]  # Whoosh has no types
    """Articles with a word a few edits away, by the words as written; a swap is one edit."""

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        return raw_terms(self, ixreader)


def raw_terms(multi: query.Query, reader: IndexReader) -> Iterator[bytes]:
    """The terms a query over raw words stands for, over all segments of a Whoosh reader."""
    found: set[bytes] = set()
    for leaf, _ in reader.leaf_readers():
        field = leaf.columnar_segment().field(multi.field())
        if field is not None:
            found.update(field.postings.lexicon.words(places(multi, field, leaf)))
    yield from sorted(found)


def places(multi: query.Query, field: Field, reader: IndexReader) -> Array:
    """The places in the field's lexicon of the terms that a query stands for, ascending.

    Args:
        multi: A `whoosh.query.terms.MultiTerm`.
        reader: A Whoosh reader of the segment, for kinds of query known to Whoosh alone.
    """
    lexicon = field.postings.lexicon
    raw = isinstance(multi, RawPrefix | RawWildcard | RawFuzzy) and field.raw is not None
    if raw and field.raw is not None:
        lexicon = field.raw.lexicon
    found: Array
    if isinstance(multi, query.Prefix):
        first, after = lexicon.with_prefix(multi.text.encode("utf-8", "surrogateescape"))
        found = np.arange(first, after)
    elif isinstance(multi, query.Wildcard) and "[" not in multi.text:
        found = lexicon.like(multi.text)
    elif isinstance(multi, query.FuzzyTerm) and lexicon.searchable:
        found = fuzzy.words_within(
            lexicon, multi.text, int(multi.maxdist), same_start=multi.prefixlength, swaps=raw
        )
    else:
        words = {lexicon.find(word) for word in multi._btexts(reader)}
        return np.array(sorted(word for word in words if word >= 0), np.int64)
    if raw and field.raw is not None:
        return np.unique(field.raw.term[found]).astype(np.int64)
    return found


def ranges(places_found: Array) -> list[tuple[int, int]]:
    """Ascending places as ranges [first, after)."""
    if not len(places_found):
        return []
    breaks = np.flatnonzero(np.diff(places_found) != 1)
    firsts = places_found[np.append(0, breaks + 1)]
    lasts = places_found[np.append(breaks, len(places_found) - 1)]
    return list(zip(firsts.tolist(), (lasts + 1).tolist(), strict=True))
