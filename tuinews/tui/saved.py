"""Owns saved searches as the browser shows them: each with how many of its hits are new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tuinews.errors import IndexUnreadableError, QueryError

if TYPE_CHECKING:
    from tuinews.reader.searches import Searches
    from tuinews.tui.narrowing import Narrowing
    from tuinews.tui.session import Session

_OR = r"\bOR\b"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search, with how many hits it has and how many are new; or why it has none."""

    name: str
    query: str
    hits: int = 0
    new: int = 0
    problem: str = ""

    @property
    def said(self) -> str:
        """`3 new of 12`."""
        if self.problem:
            return "cannot be searched"
        return f"{self.new:,} new of {self.hits:,}" if self.new else f"{self.hits:,}"


def whole_query(text: str, narrowing: Narrowing) -> str:
    """A search and its filters as one query, words like `last-week` as they were typed."""
    if text and narrowing and re.search(_OR, text):
        text = f"({text})"
    return " ".join(filter(None, (text, narrowing.text)))


def look_up(session: Session, searches: Searches) -> tuple[Saved, ...]:
    """All saved searches, those with new hits first.

    Raises:
        sqlite3.Error: They cannot be read.
    """
    found = []
    for each in searches.all():
        try:
            hits = session.hits(each.query)
        except (QueryError, IndexUnreadableError) as error:
            found.append(Saved(each.name, each.query, problem=str(error)))
            continue
        new = searches.news(each.name, hits, "seen")
        found.append(Saved(each.name, each.query, len(hits), len(new)))
    return tuple(sorted(found, key=lambda saved: not saved.new))


def save(session: Session, searches: Searches, name: str, query: str) -> str:
    """Save a search, without a name by its own words; returns what came of it, in one line."""
    import sqlite3

    from tuinews.reader.searches import SearchNameError

    try:
        return f"Saved as {searches.save(name.strip() or query, query, session.hits(query)).name}"
    except SearchNameError as error:
        return f"Not saved: {error}"
    except (QueryError, IndexUnreadableError, sqlite3.Error) as error:
        return f"This search cannot be saved: {error}"
