"""Owns what the browser asks of index and archive; every method may run in a thread of its own.

Nothing of the search engine is imported before a method needs it, so the first paint waits for
none of it.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tuinews.articles.article import Article
from tuinews.errors import IndexUnreadableError, QueryError, TuinewsError, UnreadableArticleError
from tuinews.index.results import Counted
from tuinews.tui.facet_choices import STATES, Survey
from tuinews.tui.folder_rows import FolderRows
from tuinews.tui.listing import Glimpse, Listing, Request, RowSource
from tuinews.tui.matches import Match, Reading, in_article
from tuinews.tui.narrowing import STATE, Filter, Narrowing
from tuinews.tui.understanding import narrowed, understood

if TYPE_CHECKING:
    from tuinews.index.catalogue import Catalogue
    from tuinews.index.querylang import Query
    from tuinews.index.results import Passage, Results, Sort
    from tuinews.index.rows import Rows
    from tuinews.index.threads import Version
    from tuinews.reader.marks import Marks

HITS = 2_000
"""How many hits a search fetches at first; more when the cursor gets near their end."""
_KEPT_ARTICLES = 64
_LONG_ARTICLE = 200_000
"""Characters of body beyond which an article is not kept in memory after use."""


class Session:
    """One archive with its index, as seen from the browser."""

    def __init__(self, archive: Path, index_dir: Path, *, trust_index: bool = False) -> None:
        self.archive = archive
        self._index_dir = index_dir
        self._trust_index = trust_index
        self._catalogue: Catalogue | None = None
        self._rows: RowSource | None = None
        self._unusable = ""
        self.marks: Marks | None = None
        self._survey: tuple[RowSource, Survey] | None = None
        self._kept: OrderedDict[str, tuple[int, int, Article]] = OrderedDict()

    def open(self) -> bool:
        """Open the newest generation of the index; True when there is one to use.

        A generation that is open already stays so when nothing newer can be opened.
        """
        from tuinews.index.catalogue import Catalogue

        if self._catalogue is not None and self._catalogue.is_current():
            return True
        try:
            self._catalogue = Catalogue.open(self._index_dir, trusted=self._trust_index)
        except IndexUnreadableError as error:
            self._unusable = str(error)
            return self._catalogue is not None
        self._rows = self._catalogue.rows
        return True

    @property
    def indexed(self) -> Rows | None:
        """The rows of the index; None while there is none."""
        return self._catalogue.rows if self._catalogue is not None else None

    def is_newest(self) -> bool:
        """Whether the generation in use is the live one, whoever made that."""
        return self._catalogue is not None and self._catalogue.is_current()

    def list_folder(self) -> None:
        """List the folder itself, for want of an index.

        Raises:
            ArchiveError: The folder cannot be listed either.
        """
        self._rows = FolderRows.walk(self.archive, leave_out=[self._index_dir])

    def answer(self, request: Request) -> Listing | None:
        """List what is asked for; None while there is nothing to list from."""
        rows = self._rows
        if rows is None:
            return None
        if not request.text and not request.narrowing:
            return _everything(rows, request)
        return self._search(rows, request)

    def survey(self) -> Survey | None:
        """What can be counted over the whole archive, as last counted; None without an index."""
        catalogue = self._catalogue
        if catalogue is None:
            return None
        if self._survey is None or self._survey[0] is not catalogue.rows:
            from tuinews.index.querylang import parse

            results = self._results(catalogue, parse(""), limit=0)
            self._survey = catalogue.rows, _counted(results)
        return self._survey[1]

    def survey_of(self, listing: Listing) -> Survey | None:
        """What can be counted over all that is listed, by what is marked too; None without index.

        Counted anew: marks change while a list stays.
        """
        counted = listing.counted
        survey = _counted(counted) if counted else self.survey()
        catalogue = self._catalogue
        query, _ = understood(listing.request)
        if survey is None or catalogue is None or query is None or self.marks is None:
            return survey
        counts = []
        for state in STATES:
            marked = narrowed(query, Narrowing((Filter(STATE, state),)))
            try:
                counts.append((state, self._results(catalogue, marked, limit=0).total))
            except (IndexUnreadableError, QueryError):
                return survey
        states = tuple(each for each in counts if each[1])
        return replace(survey, facets={**survey.facets, "state": states})

    def _results(
        self, catalogue: Catalogue, query: Query, *, limit: int, sort: Sort | None = None
    ) -> Results:
        """Ask the index, with what the reader marked."""
        from tuinews.index.search import search

        marks = self.marks
        return search(
            catalogue,
            query,
            limit=limit,
            sort=sort,
            marks=marks.ids_marked if marks is not None else None,
            archive=self.archive,
        )

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
        if entry.size <= _LONG_ARTICLE:
            self._kept[article_id] = entry.size, entry.mtime_ns, article
            if len(self._kept) > _KEPT_ARTICLES:
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

    def versions(self, article_id: str) -> Sequence[Version]:
        """The versions of an article's story, newest first; none where there is no index."""
        from tuinews.index.threads import thread

        catalogue = self._catalogue
        return thread(catalogue, self.archive, article_id) if catalogue is not None else ()

    def related(self, article_id: str, limit: int) -> Sequence[tuple[str, str, dt.date]]:
        """Id, headline and day of articles about the same, best first."""
        from tuinews.index.threads import related

        catalogue = self._catalogue
        if catalogue is None:
            return ()
        rows = catalogue.rows
        hits = related(catalogue, self.archive, article_id, limit).hits
        return [(hit.id, rows.headline(hit.row), rows.published_date(hit.row)) for hit in hits]

    def ids_of(self, listing: Listing) -> Sequence[str]:
        """All articles that are listed, also those that were not fetched for the list."""
        if len(listing.order) < listing.total:
            request = replace(listing.request, limit=listing.total, typing=False)
            listing = self.answer(request) or listing
        return [listing.rows.id(row) for row in listing.order]

    def hits(self, text: str) -> list[tuple[str, bytes]]:
        """All hits of a search, each with the digest of its file.

        Raises:
            QueryError: It is not understood.
            IndexUnreadableError: There is no index to search.
        """
        from tuinews.index.querylang import parse

        catalogue = self._catalogue
        if catalogue is None:
            raise IndexUnreadableError(self._unusable or "there is no index yet")
        rows = catalogue.rows
        found = self._results(catalogue, parse(text), limit=len(rows)).hits
        return [(hit.id, rows.digest(hit.row)) for hit in found]

    def completions(self, typed: str, counted: Counted | None) -> tuple[str, ...]:
        """What `typed` in the search box may become, with the values of what is listed."""
        from tuinews.index.dates import NAMED
        from tuinews.index.querylang import FIELDS
        from tuinews.index.results import SORTS
        from tuinews.tui.completing import completions

        survey = _counted(counted) if counted else self.survey() or Survey()
        values = {facet: [value for value, _ in counts] for facet, counts in survey.facets.items()}
        values["date"] = [*sorted(values.get("year", ()), reverse=True), *NAMED]
        values["sort"] = list(SORTS)
        values[STATE] = list(STATES)
        values["has"] = ["note"]
        values["tag"] = list(self.marks.tags()) if self.marks else []
        return completions(typed, FIELDS, values)

    def _search(self, rows: RowSource, request: Request) -> Listing:
        """Search for what can be understood; where nothing can, nothing is listed."""
        query, error = understood(request)
        if self._catalogue is None:
            error = QueryError(f"there is nothing to search yet: {self._unusable}", 0)
        if query is None or self._catalogue is None:
            return Listing(request, rows, (), 0, error=error)
        limit = max(HITS, request.limit)
        try:
            results = self._results(self._catalogue, query, limit=limit, sort=request.sort)
        except IndexUnreadableError as damage:
            return Listing(request, rows, (), 0, error=QueryError(str(damage), 0))
        except QueryError as unanswered:
            return Listing(request, rows, (), 0, error=unanswered)
        order = array("I", (hit.row for hit in results.hits))
        return Listing(
            request,
            self._catalogue.rows,
            order,
            results.total,
            at=_anchored(self._catalogue.rows, order, request.anchor),
            query=query if request.text else None,
            parsed=results.parsed,
            error=error,
            exact=results.exact,
            seconds=results.took,
            spelling=results.spelling,
            message=results.message,
            counted=results.breakdown,
        )


def _counted(counted: Counted) -> Survey:
    return Survey(counted.facets, counted.timeline)


def _everything(rows: RowSource, request: Request) -> Listing:
    order = rows.order("newest" if request.sort == "relevance" else request.sort)
    if request.leave_out:
        out = {rows.find(each) for each in request.leave_out if each != request.anchor}
        order = array("I", (row for row in order if row not in out))
    return Listing(request, rows, order, len(order), at=_anchored(rows, order, request.anchor))


def _anchored(rows: RowSource, order: Sequence[int], anchor: str | None) -> int | None:
    row = rows.find(anchor) if anchor is not None else None
    if row is None:
        return None
    try:
        return list(order).index(row)
    except ValueError:
        return None


def _landing(matches: Iterable[Match], best: Passage | None) -> int:
    """Which match to open at: the first in the best passage, else the first in any body text."""
    numbered = list(enumerate(matches))
    if best is not None:
        at_best = (best.section, best.paragraph)
        for index, match in numbered:
            if at_best == (match.section, match.paragraph):
                return index
    return next((index for index, match in numbered if match.section >= 0), 0)
