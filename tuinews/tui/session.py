"""Owns the index as the browser has it open, and what is listed from it.

Every method may run in a thread of its own.

Nothing of the search engine is imported before a method needs it, so the first paint waits for
none of it.
"""

from __future__ import annotations

import gc
import time
from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tuinews.errors import IndexUnreadableError, QueryError
from tuinews.tui.listing import BEST, Listing, Request, RowSource
from tuinews.tui.shelf import Shelf
from tuinews.tui.understanding import understood

if TYPE_CHECKING:
    from tuinews.index.catalogue import Catalogue
    from tuinews.index.querylang import Query
    from tuinews.index.results import Results, Sort
    from tuinews.index.rows import Rows
    from tuinews.reader.marks import Marks

REST = 1.2
"""Seconds without a search after which the memory that searches need goes back to the system."""
HITS = 2_000
"""How many hits a search fetches at first; more when the cursor gets near their end.

While it is typed it fetches only what the request asks for: the next letter asks anew.
"""


class Session:
    """One archive with its index, as seen from the browser.

    Attributes:
        catalogue: The generation in use; None while there is none.
        marks: What the reader marked; None until that is known.
        fresh: How many articles the generation in use has that the one before it had not.
    """

    def __init__(self, archive: Path, index_dir: Path, *, trust_index: bool = False) -> None:
        self.archive = archive
        self._index_dir = index_dir
        self._trust_index = trust_index
        self.catalogue: Catalogue | None = None
        self._rows: RowSource | None = None
        self._unusable = ""
        self._looked_at: tuple[int, int, int] | None = None
        self.marks: Marks | None = None
        self._searched = False
        self._used: float | None = None
        self.fresh = 0

    def open(self) -> bool:
        """Open the newest generation of the index; True when there is one to use.

        A generation that is open already stays so when nothing newer can be opened.
        """
        from tuinews.index.catalogue import Catalogue

        self.fresh = 0
        if self.catalogue is not None and self.catalogue.is_current():
            return True
        before = self.indexed
        try:
            self.catalogue = Catalogue.open(self._index_dir, trusted=self._trust_index)
        except IndexUnreadableError as error:
            self._unusable = str(error)
            return self.catalogue is not None
        self._used = time.monotonic()
        self._rows = self.catalogue.rows
        self.fresh = self.catalogue.rows.count_new(before) if before is not None else 0
        return True

    def open_newer(self) -> bool:
        """Open a generation that another process made live since it was last looked for.

        Costs one look at the manifest when there is none.
        """
        from tuinews.index.catalogue import identity

        live = identity(self._index_dir)
        if live == self._looked_at or self.is_newest():
            return False
        self._looked_at = live
        before = self.catalogue
        self.open()
        return self.catalogue is not before

    def rest(self) -> None:
        """Take less memory when nothing has been searched for a while; to be called now and then.

        Many sessions share a host, and of these few search at one time.
        """
        if self._used is not None and time.monotonic() - self._used > REST:
            from tuinews.index.heap import give_back

            self._used = None
            if self._searched and self.catalogue is not None:
                self.catalogue.rest()
            give_back()

    @property
    def indexed(self) -> Rows | None:
        """The rows of the index; None while there is none."""
        return self.catalogue.rows if self.catalogue is not None else None

    def is_newest(self) -> bool:
        """Whether the generation in use is the live one, whoever made that."""
        return self.catalogue is not None and self.catalogue.is_current()

    def list_folder(self) -> None:
        """List the folder itself, for want of an index; one that came meanwhile is listed instead.

        Raises:
            ArchiveError: The folder cannot be listed either.
        """
        if self.catalogue is None:
            from tuinews.tui.folder_rows import FolderRows

            self._rows = FolderRows.walk(self.archive, leave_out=[self._index_dir])

    def answer(self, request: Request) -> Listing | None:
        """List what is asked for; None while there is nothing to list from."""
        rows = self._rows
        if rows is None:
            return None
        if not request.text and not request.narrowing:
            return _everything(rows, request)
        return self._search(rows, request)

    def results(
        self, catalogue: Catalogue, query: Query, *, limit: int, sort: Sort | None = None
    ) -> Results:
        """Ask a generation, with what the reader marked.

        Raises:
            IndexUnreadableError: A file of it is damaged.
            QueryError: It cannot be answered.
        """
        from tuinews.index.search import search

        marks = self.marks
        found = search(
            catalogue,
            query,
            limit=limit,
            sort=sort,
            marks=marks.marked if marks is not None else None,
            archive=self.archive,
        )
        self._used = time.monotonic()
        if not self._searched:
            # The first search loads what all need. To look for garbage in that, again and again,
            # would stop the screen for 50 ms each time.
            self._searched = True
            gc.freeze()
        return found

    def prepare(self) -> None:
        """Load what a search takes, so that what is typed first need not wait for it."""
        import tuinews.index.snippets  # noqa: F401 - imported for those who mark the hits

        if not self._searched:
            listing = self.answer(Request(0, "a", BEST, typing=True, limit=1))
            if listing is not None and listing.order:
                # What reads articles too: the first hits are then painted with their passages.
                Shelf(self.archive).glimpse(listing, listing.order[0])

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
        from tuinews.index.partly import strictly
        from tuinews.index.querylang import parse

        catalogue = self.catalogue
        if catalogue is None:
            raise IndexUnreadableError(self._unusable or "there is no index yet")
        rows = catalogue.rows
        found = self.results(catalogue, strictly(parse(text)), limit=len(rows)).hits
        return [(hit.id, rows.digest(hit.row)) for hit in found]

    def _search(self, rows: RowSource, request: Request) -> Listing:
        """Search for what can be understood; where nothing can, nothing is listed."""
        query, error = understood(request)
        if self.catalogue is None:
            error = QueryError(f"there is nothing to search yet: {self._unusable}", 0)
        if query is None or self.catalogue is None:
            return Listing(request, rows, (), 0, error=error)
        few = request.typing and request.limit and request.anchor is None
        limit = request.limit if few else max(HITS, request.limit)
        try:
            results = self.results(self.catalogue, query, limit=limit, sort=request.sort)
        except IndexUnreadableError as damage:
            return Listing(request, rows, (), 0, error=QueryError(str(damage), 0))
        except QueryError as unanswered:
            return Listing(request, rows, (), 0, error=unanswered)
        order = array("I", results.hits.rows)
        return Listing(
            request,
            self.catalogue.rows,
            order,
            results.total,
            at=_anchored(self.catalogue.rows, order, request.anchor),
            query=(results.instead or query) if request.text else None,
            parsed=results.parsed,
            error=error,
            exact=results.exact,
            seconds=results.took,
            spelling=results.spelling,
            message=results.message,
            counted=results.breakdown,
        )


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
