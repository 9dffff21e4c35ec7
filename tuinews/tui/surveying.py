"""Owns what is counted over the list and the archive, and which values complete a search.

Every method may run in a thread of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tuinews.errors import IndexUnreadableError, QueryError
from tuinews.tui.completing import completions
from tuinews.tui.facet_choices import STATES, Survey
from tuinews.tui.listing import Listing, RowSource
from tuinews.tui.narrowing import STATE, Filter, Narrowing
from tuinews.tui.session import Session
from tuinews.tui.understanding import narrowed, understood

if TYPE_CHECKING:
    from tuinews.index.results import Counted


class Surveyor:
    """Counts over one archive; what is counted over the whole of it is kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._whole: tuple[RowSource, Survey] | None = None

    def survey(self) -> Survey | None:
        """What can be counted over the whole archive, as last counted; None without an index."""
        catalogue = self._session.catalogue
        if catalogue is None:
            return None
        if self._whole is None or self._whole[0] is not catalogue.rows:
            from tuinews.index.querylang import parse

            results = self._session.results(catalogue, parse(""), limit=0)
            self._whole = catalogue.rows, _counted(results)
        return self._whole[1]

    def survey_of(self, listing: Listing) -> Survey | None:
        """What can be counted over all that is listed, by what is marked too; None without index.

        Counted anew: marks change while a list stays.
        """
        survey = _counted(listing.counted) if listing.counted else self.survey()
        catalogue = self._session.catalogue
        query, _ = understood(listing.request)
        if survey is None or catalogue is None or query is None or self._session.marks is None:
            return survey
        counts = []
        for state in STATES:
            marked = narrowed(query, Narrowing((Filter(STATE, state),)))
            try:
                counts.append((state, self._session.results(catalogue, marked, limit=0).total))
            except (IndexUnreadableError, QueryError):
                return survey
        states = tuple(each for each in counts if each[1])
        return replace(survey, facets={**survey.facets, "state": states})

    def completions(self, typed: str, counted: Counted | None) -> tuple[str, ...]:
        """What `typed` in the search box may become, with the values of what is listed."""
        from tuinews.index.dates import NAMED
        from tuinews.index.querylang import FIELDS
        from tuinews.index.results import SORTS

        survey = _counted(counted) if counted else self.survey() or Survey()
        values = {facet: [value for value, _ in counts] for facet, counts in survey.facets.items()}
        values["date"] = [*sorted(values.get("year", ()), reverse=True), *NAMED]
        values["sort"] = list(SORTS)
        values[STATE] = list(STATES)
        values["has"] = ["note"]
        values["tag"] = list(self._session.marks.tags()) if self._session.marks else []
        return completions(typed, FIELDS, values)


def _counted(counted: Counted) -> Survey:
    return Survey(counted.facets, counted.timeline)
