"""Owns the one model of a news article that reading, index and screen share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ParagraphKind = Literal["text", "item", "quote", "verbatim"]
PublishedFrom = Literal["metadata", "dateline", "path", "mtime"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text, safe to show.

    `verbatim` text (code, tables, verse) keeps its line breaks; every other kind is one line
    that the screen wraps as it likes.
    """

    text: str
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Section:
    """A crosshead with the paragraphs under it; the lede section has no crosshead."""

    crosshead: str | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, when and by whom a report was filed, as its first paragraph says it.

    `text` is the dateline as written, without the dash or colon that ends it.
    """

    text: str
    place: str | None = None
    date: dt.date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the article refers to, with the words it stands under."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the archive, read.

    Every text is already sanitised: it holds no control that a terminal would obey.
    Metadata that the file does not state is None or empty, never guessed, except where the
    field beside it says so (`headline_derived`, `published_from`).

    Attributes:
        id: Path below the archive, `/`-separated; undecodable bytes as surrogate escapes.
        format: Name of the format that read it, such as `text` or `markdown`.
        encoding: Codec the file was decoded with.
        headline: Never empty: derived from the lede, or at last from the id.
        published: An aware datetime, or a date where no time of day is known.
        language: A BCP 47 tag, as stated or else as the text reads; None when it is too short or
            unlike any that is known.
        sections: In order; the first has crosshead None when text stands before any crosshead.
        notes: What the file holds beside its body: sign-offs, what follows an end mark.
        warnings: One line each: what could not be read as meant, and where.
    """

    id: str
    format: str
    encoding: str
    headline: str
    headline_derived: bool
    published: dt.datetime | dt.date
    published_from: PublishedFrom
    sections: tuple[Section, ...]
    byline: str | None = None
    dateline: Dateline | None = None
    updated: dt.datetime | dt.date | None = None
    desk: str | None = None
    keywords: tuple[str, ...] = ()
    source: str | None = None
    slugline: str | None = None
    located: str | None = None
    language: str | None = None
    url: str | None = None
    version: str | None = None
    embargo: str | None = None
    urgency: str | None = None
    summary: str | None = None
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def place(self) -> str | None:
        """Where the article is from: its dateline's place, else `located`."""
        return (self.dateline and self.dateline.place) or self.located

    @property
    def has_text(self) -> bool:
        """Whether there is more of it than headline, crossheads and notes."""
        return any(section.paragraphs for section in self.sections)
