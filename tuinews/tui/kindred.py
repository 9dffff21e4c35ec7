"""Owns which articles are akin to one: versions of its story, and others about the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tuinews.tui.session import Session

if TYPE_CHECKING:
    from tuinews.index.threads import Version


def versions(session: Session, article_id: str) -> Sequence[Version]:
    """The versions of an article's story, newest first; none where there is no index."""
    from tuinews.index.threads import thread

    catalogue = session.catalogue
    return thread(catalogue, session.archive, article_id) if catalogue is not None else ()


def related(session: Session, article_id: str, limit: int) -> Sequence[tuple[str, str, dt.date]]:
    """Id, headline and day of articles about the same, best first."""
    from tuinews.index import threads

    catalogue = session.catalogue
    if catalogue is None:
        return ()
    rows = catalogue.rows
    hits = threads.related(catalogue, session.archive, article_id, limit).hits
    return [(hit.id, rows.headline(hit.row), rows.published_date(hit.row)) for hit in hits]
