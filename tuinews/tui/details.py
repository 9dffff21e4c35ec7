"""Owns all that is known of an article, as lines of a label and a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tuinews.articles.article import Article
from tuinews.articles.sanitise import show_name
from tuinews.tui.article_layout import long_date
from tuinews.tui.marking import Kept
from tuinews.tui.tagging import line_of_tags

_FROM = {
    "metadata": "as its metadata say",
    "dateline": "as its dateline says",
    "path": "as its path says",
    "mtime": "as the file was last changed",
}

Detail = tuple[str, str]
"""A label and a value; what belongs to the label above has none."""


def details(article: Article, kept: Kept, sha256: str | None) -> list[Detail]:
    """Everything an article states, where it is from, and what the reader said of it."""
    return [(label, value) for label, value in _all(article, kept, sha256) if value]


def _all(article: Article, kept: Kept, sha256: str | None) -> Iterator[tuple[str, str | None]]:
    yield "headline", article.headline
    yield "", "derived from what it says" if article.headline_derived else None
    yield "byline", article.byline
    yield "published", f"{long_date(article.published)}, {_FROM[article.published_from]}"
    yield "updated", _date(article.updated)
    if article.dateline is not None:
        yield "dateline", article.dateline.text
        yield "from", article.dateline.place
        yield "filed", _date(article.dateline.date)
        yield "agency", article.dateline.source
    yield "located", article.located
    yield "desk", article.desk
    yield "source", article.source
    yield "slugline", article.slugline
    yield "version", article.version
    yield "embargo", article.embargo
    yield "urgency", article.urgency
    yield "language", article.language
    yield "keywords", ", ".join(article.keywords)
    yield "summary", article.summary
    yield "address", article.url
    yield "tags", line_of_tags(kept.tags)
    yield "your note", kept.note
    yield "id", show_name(article.id)
    yield "format", f"{article.format}, {article.encoding}"
    yield "sha-256", sha256
    yield "length", _length(article)
    yield from _labelled("notes", article.notes)
    yield from _labelled("warnings", article.warnings)


def _labelled(label: str, values: tuple[str, ...]) -> Iterator[Detail]:
    for number, value in enumerate(values):
        yield "" if number else label, value


def _date(moment: dt.datetime | dt.date | None) -> str | None:
    return long_date(moment) if moment is not None else None


def _length(article: Article) -> str:
    paragraphs = [each.text for section in article.sections for each in section.paragraphs]
    words = sum(len(text.split()) for text in paragraphs)
    counts = ((words, "word"), (len(paragraphs), "paragraph"), (len(article.sections), "section"))
    return ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in counts)
