"""Owns looking up articles by the terms of another: which share most, or score best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from whoosh import query

from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.bydoc import by_doc
from tuinews.index.catalogue import Catalogue
from tuinews.index.columnar import collect
from tuinews.index.columnar.phrases import stand_among
from tuinews.index.paging import highest

_RAREST: Final = 32
"""Terms by which versions are looked for."""
_COMMON: Final = 20_000
"""Terms that more articles have tell nothing about a story."""
_LOOKED_UP: Final = 64
"""Terms of which it is looked up who lacks them."""
_LENGTHS: Final = 1.3
"""By which factor versions may differ in length that are found by their words alone."""
_NEARLY_ALL: Final = 0.75
"""Share of its rarest terms that they have at least."""


class Finder:
    """Looks into one generation."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look into the engine of `catalogue`.

        Raises:
            IndexUnreadableError: It has been cut short.
        """
        catalogue.engine.ensure_whole()
        self._snapshot = catalogue.engine.snapshot
        self._articles = by_doc(catalogue.rows)

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
        matched = collect.everything(self._snapshot, wanted)
        newest, rank = self._articles.order("newest"), self._articles.rank("newest")
        docs, scores = matched.best(limit, newest, rank)
        return matched.total, list(
            zip(self._articles.row.take(docs).tolist(), scores.tolist(), strict=True)
        )

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
        doc = int(self._articles.numbers(np.array([row]))[0])
        published, words = self._articles.column("published"), self._articles.column("words")
        near = np.abs(published - published[doc]) <= apart
        near &= self._articles.living
        near[doc] = False
        rarest = self._rarest(terms)
        shared = self._sharing("body", rarest)
        shared[doc] = 0
        length = float(words[doc])
        alike = shared >= max(1, len(rarest) * _NEARLY_ALL)
        alike &= self._articles.living & ~near
        alike &= (words <= length * _LENGTHS) & (words * _LENGTHS >= length)
        half = (len(set(headline)) + 1) // 2
        ways = (
            self._highest(shared, near, most),
            self._highest(shared, alike, most),
            self._highest(self._holding(slugline), near, most),
            self._highest(self._sharing("headline", set(headline)), near, most, max(1, half)),
        )
        found: dict[int, None] = {}
        for place in range(most):
            for way in ways:
                if place < len(way):
                    found.setdefault(way[place])
        return list(found)[:most]

    def lacking(self, terms: Sequence[str], rows: Array) -> Bools:
        """Which articles certainly lack which terms: bool[rows, terms].

        Only the rarest terms are looked up, which tell most and cost least.
        """
        docs = self._articles.numbers(rows)
        lacks = np.zeros((len(rows), len(terms)), np.bool_)
        part = self._snapshot.joined.field("body")
        if part is None:
            return lacks
        found = [(part.find(term.encode()), place) for place, term in enumerate(terms)]
        lacks[:, [place for term, place in found if term is None]] = True
        known = [(term.df, place, term) for term, place in found if term is not None]
        for _, place, term in sorted(known, key=lambda each: each[:2])[:_LOOKED_UP]:
            lacks[:, place] = ~stand_among(docs, part.docs_and_tf(term)[0])
        return lacks

    def _rarest(self, terms: Iterable[str]) -> list[str]:
        """The terms that fewest other articles have, but some do."""
        counted = ((self._snapshot.df("body", term.encode()), term) for term in terms)
        return [term for df, term in sorted(counted) if 2 <= df <= _COMMON][:_RAREST]

    def _sharing(self, field: str, terms: Iterable[str]) -> Array:
        """How many of the terms each article has in a field, by number."""
        shared = np.zeros(len(self._articles), np.uint16)
        part = self._snapshot.joined.field(field)
        for term in terms:
            known = part.find(term.encode()) if part is not None else None
            if part is not None and known is not None:
                docs, _ = part.docs_and_tf(known)
                shared[docs[: np.searchsorted(docs, len(shared))]] += 1
        return shared

    def _holding(self, slugline: Sequence[str]) -> Array:
        """Which articles hold the slugline, by number."""
        held = np.zeros(len(self._articles), np.uint16)
        if slugline:
            held[
                collect.everything(self._snapshot, query.Phrase("body", list(slugline))).docs()
            ] = 1
        return held

    def _highest(self, values: Array, chosen: Bools, most: int, least: int = 1) -> list[int]:
        """The rows of the chosen articles with the highest values, at least `least`."""
        docs = np.flatnonzero(chosen & (values >= least))
        rows = self._articles.row.take(docs)
        best = highest(values.take(docs).astype(np.float64), rows, min(most, len(docs)))
        found: list[int] = rows.take(best).tolist()
        return found
