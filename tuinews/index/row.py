"""Owns the value of a row: one article's properties on their way into the columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of an article and filters by; `words` counts the body's."""

    id: str
    headline: str
    published: dt.datetime | dt.date
    size: int
    mtime_ns: int
    digest: bytes
    words: int
    desk: str = ""
    source: str = ""
    place: str = ""
    byline: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
