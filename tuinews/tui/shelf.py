"""Owns the articles the browser reads: each read from its file, the last ones kept in memory.

Every method may run in a thread of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tuinews.errors import TuinewsError, UnreadableArticleError
from tuinews.tui.listing import Glimpse, Listing
from tuinews.tui.matches import Match, Reading, in_article

if TYPE_CHECKING:
    from tuinews.articles.article import Article
    from tuinews.index.querylang import Query
    from tuinews.index.results import Passage

_KEPT = 64
_LONG = 200_000
"""Bytes of a file beyond which its article is not kept in memory after use."""


class Shelf:
    """The articles of one archive."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self._kept: OrderedDict[str, tuple[int, int, Article]] = OrderedDict()

    def glimpse(self, listing: Listing, row: int) -> Glimpse:
        """Where the hit in `row` matches; nothing of what cannot be read any more."""
        from tuinews.index.snippets import best_passage, mark

        query = listing.query
        if query is None:
            return Glimpse()
        headline = mark(query, listing.rows.headline(row), "headline")
        try:
            article = self.read(listing.rows.id(row))
        except UnreadableArticleError:
            return Glimpse(headline)
        return Glimpse(headline, best_passage(query, article))

    def reading(self, article_id: str, query: Query | None) -> Reading:
        """The article with all its matches.

        Raises:
            UnreadableArticleError: It is gone or cannot be read; the message is the reason.
        """
        article = self.read(article_id)
        if query is None:
            return Reading(article)
        from tuinews.index.snippets import best_passage

        matches = in_article(article, query)
        best = best_passage(query, article)
        return Reading(article, matches, _landing(matches, best))

    def read(self, article_id: str) -> Article:
        """Read one article, or take it from memory while its file has not changed.

        Raises:
            UnreadableArticleError: It is gone or cannot be read; the message is the reason.
        """
        from tuinews.articles.folder import stat_entry
        from tuinews.articles.reading import read_article

        try:
            entry = stat_entry(self.archive, article_id)
        except TuinewsError as error:
            raise UnreadableArticleError(str(error)) from error
        kept = self._kept.get(article_id)
        if kept and kept[:2] == (entry.size, entry.mtime_ns):
            return kept[2]
        article = read_article(self.archive, entry)
        if entry.size <= _LONG:
            self._kept[article_id] = entry.size, entry.mtime_ns, article
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return article

    def cited(self, article_id: str) -> tuple[Article, str | None]:
        """Read one article with the SHA-256 of its file; None for a file that is too long.

        Raises:
            UnreadableArticleError: It is gone or cannot be read; the message is the reason.
        """
        from tuinews.articles.citation_file import read_cited

        try:
            return read_cited(self.archive, article_id)
        except TuinewsError as error:
            raise UnreadableArticleError(str(error)) from error


def _landing(matches: Iterable[Match], best: Passage | None) -> int:
    """Which match to open at: the first in the best passage, else the first in any body text."""
    numbered = list(enumerate(matches))
    if best is not None:
        at_best = (best.section, best.paragraph)
        for index, match in numbered:
            if at_best == (match.section, match.paragraph):
                return index
    return next((index for index, match in numbered if match.section >= 0), 0)
