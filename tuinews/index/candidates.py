"""Owns looking up articles by the terms of another: which share most, or score best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from whoosh import query

from tuinews.index.arrays.arraytypes import Array
from tuinews.index.catalogue import Catalogue
from tuinews.index.columnar import collect

_RAREST: Final = 32
"""Terms by which versions are looked for."""
_COMMON: Final = 20_000
"""Terms that more articles have tell nothing about a story."""
_LENGTHS: Final = 1.3
"""By which factor versions may differ in length that are found by their words alone."""
_NEARLY_ALL: Final = 0.75
"""Share of its rarest terms that they have at least."""


class Finder:
    """Looks into one generation."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look into the engine of `catalogue`."""
        self._rows = catalogue.rows
        self._snapshot = catalogue.engine.snapshot
        self._published = catalogue.rows.column("published")
        self._words = catalogue.rows.column("words")
        self._row_of_doc = catalogue.rows.row_of_doc

    def significant(self, terms: Mapping[str, int], most: int) -> list[str]:
        """The terms with the highest frequency times inverse document frequency.

        A term that no other article has is of no use. Terms that over a tenth of the articles
        have are left out where there are others.
        """
        articles = self._snapshot.articles
        weights: dict[str, float] = {}
        for term, count in terms.items():
            df = self._snapshot.df("body", term.encode())
            if df > 1:
                weight = (1 + np.log(count)) * np.log(articles / df)
                weights[term] = float(weight) if df * 10 <= articles else float(weight) / 1000
        return sorted(weights, key=lambda term: (-weights[term], term))[:most]

    def best(self, terms: Sequence[str], limit: int) -> tuple[int, list[tuple[int, float]]]:
        """How many articles have any of the terms, and the rows that score best, with scores."""
        if not terms:
            return 0, []
        wanted = query.Or([query.Term("body", term) for term in terms])
        answer = collect.search(self._snapshot, wanted, limit=limit)
        hits = [(int(self._row_of_doc[doc]), score) for score, doc in answer.hits]
        return answer.total, hits

    def likely(
        self,
        row: int,
        *,
        terms: Iterable[str],
        headline: Sequence[str],
        slugline: Sequence[str],
        apart: int,
        most: int,
    ) -> list[int]:
        """Rows that may be versions of the article in a row, likeliest first.

        Those that share most of its rarest terms, those whose headline shares half of its words,
        and those that hold its slugline, if they were published within `apart` seconds; and
        those of any time that share nearly all of its rarest terms and are about as long. Each
        of the four gives its best in turn.
        """
        near = np.abs(self._published - self._published[row]) <= apart
        near[row] = False
        rarest = self._rarest(terms)
        shared = self._sharing("body", rarest)
        shared[row] = 0
        length = float(self._words[row])
        alike = (self._words <= length * _LENGTHS) & (self._words * _LENGTHS >= length)
        alike &= shared >= max(1, len(rarest) * _NEARLY_ALL)
        by_terms = _highest(shared * near, most, least=1)
        by_copy = _highest(shared * (alike & ~near), most, least=1)
        headlined = self._sharing("headline", set(headline))
        half = (len(set(headline)) + 1) // 2
        by_headline = _highest(np.where(near, headlined, 0), most, least=max(1, half))
        by_slugline = _highest(self._holding(slugline) * near, most, least=1)
        found: dict[int, None] = {}
        ways = (by_terms, by_copy, by_slugline, by_headline)
        for place in range(most):
            for way in ways:
                if place < len(way):
                    found.setdefault(int(way[place]))
        return list(found)[:most]

    def _rarest(self, terms: Iterable[str]) -> list[str]:
        """The terms that fewest other articles have, but some do."""
        counted = ((self._snapshot.df("body", term.encode()), term) for term in terms)
        return [term for df, term in sorted(counted) if 2 <= df <= _COMMON][:_RAREST]

    def _sharing(self, field: str, terms: Iterable[str]) -> Array:
        """How many of the terms each article has in a field, by row: int64[rows]."""
        found: list[Array] = []
        for term in terms:
            for segment, offset in zip(
                self._snapshot.segments, self._snapshot.offsets, strict=True
            ):
                part = segment.field(field)
                place = -1 if part is None else part.postings.lexicon.find(term.encode())
                if part is not None and place >= 0:
                    docs, _ = part.postings.docs_and_tf(place)
                    found.append(docs.astype(np.int64) + offset)
        return self._by_row(np.concatenate(found) if found else np.empty(0, np.int64))

    def _holding(self, slugline: Sequence[str]) -> Array:
        """Which articles hold the slugline, by row."""
        if not slugline:
            return self._by_row(np.empty(0, np.int64))
        wanted = query.Phrase("body", list(slugline))
        return self._by_row(collect.everything(self._snapshot, wanted).docs)

    def _by_row(self, docs: Array) -> Array:
        rows = self._row_of_doc[docs]
        return np.bincount(rows[rows >= 0], minlength=len(self._published))


def _highest(values: Array, most: int, *, least: int) -> Array:
    """The places of the highest values, at least `least`, highest first, then by place."""
    places = np.flatnonzero(values >= least)
    return places[np.argsort(-values[places], kind="stable")][:most]
