"""Owns what a format makes of a file's text, before metadata and the path have their say."""

from __future__ import annotations

from dataclasses import dataclass

from tuinews.articles.article import Link, Section
from tuinews.articles.filed import Filed


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article in its parts; every text in it is safe to show.

    Attributes:
        headline: The one that stands in the text; None when the text has none.
        filed: The dateline, whose words stand in no paragraph.
    """

    sections: tuple[Section, ...]
    headline: str | None = None
    filed: Filed | None = None
    byline: str | None = None
    embargo: str | None = None
    urgency: str | None = None
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()
