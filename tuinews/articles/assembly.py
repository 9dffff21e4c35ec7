"""Owns the last step to an Article: a body, metadata and the file's surroundings become one."""

from __future__ import annotations

import datetime as dt

from tuinews.articles.article import Article, Dateline, PublishedFrom
from tuinews.articles.body import Body
from tuinews.articles.dates import as_date, date_in_path, moment_of
from tuinews.articles.filed import Filed
from tuinews.articles.headlines import cut_at_word, derive_headline, version_of
from tuinews.articles.language import guess_language
from tuinews.articles.metadata import Metadata
from tuinews.articles.sanitise import sanitise_line, show_name
from tuinews.articles.source import Source

_LONGEST_HEADLINE = 1000


def assemble(
    source: Source,
    *,
    format: str,  # noqa: A002 - the field of an Article it becomes
    encoding: str,
    metadata: Metadata,
    body: Body,
) -> Article:
    """Make the Article of a file. What metadata states wins over what the text says.

    The date comes, in order of trust, from metadata, dateline, path and the file's own time, before
    which the date of an update is taken where nothing else is known; the
    desk from metadata, else from the first folder of the path; the language from metadata, else
    from the text.
    """
    published, published_from = _published(source, metadata, body.filed)
    headline = metadata.headline or body.headline
    notes = [*body.notes, *metadata.notes]
    if headline is not None and len(headline) > _LONGEST_HEADLINE:
        notes.insert(0, headline)
        headline = cut_at_word(headline, _LONGEST_HEADLINE)
    if metadata.byline and body.byline and metadata.byline not in body.byline:
        notes.insert(0, body.byline)
    filed = body.filed
    dateline = _dateline(filed, as_date(published), published_from) if filed else None
    version = metadata.version or (version_of(headline) if headline else None)
    return Article(
        id=source.id,
        format=format,
        encoding=encoding,
        headline=headline or _derived(source, body),
        headline_derived=headline is None,
        published=published,
        published_from=published_from,
        sections=body.sections,
        byline=(body.byline if body.byline and metadata.byline in (None, "") else metadata.byline),
        dateline=dateline,
        updated=metadata.updated,
        desk=metadata.desk or _first_folder(source.id),
        keywords=metadata.keywords,
        source=metadata.source or (dateline.source if dateline else None),
        slugline=metadata.slugline,
        located=metadata.located,
        language=metadata.language or _guessed_language(body),
        url=metadata.url,
        version=version,
        embargo=metadata.embargo or body.embargo,
        urgency=metadata.urgency or body.urgency,
        summary=metadata.summary,
        notes=tuple(notes),
        links=body.links,
        warnings=(*metadata.warnings, *body.warnings),
    )


def _published(
    source: Source, metadata: Metadata, filed: Filed | None
) -> tuple[dt.datetime | dt.date, PublishedFrom]:
    if metadata.published is not None:
        return metadata.published, "metadata"
    in_path = date_in_path(source.id)
    changed = moment_of(source.mtime_ns)
    if filed and (date := filed.date(in_path or changed.date())):
        return date, "dateline"
    if in_path:
        return in_path, "path"
    if metadata.updated is not None:
        return metadata.updated, "metadata"
    return changed, "mtime"


def _dateline(filed: Filed, published: dt.date, published_from: PublishedFrom) -> Dateline:
    date = filed.date(published)
    if date is None and published_from != "mtime":
        date = filed.date_by_weekday(published)
    return Dateline(filed.text, filed.place, date, filed.source)


def _guessed_language(body: Body) -> str | None:
    """The language of the body's prose; code and tables have none."""
    return guess_language(
        paragraph.text
        for section in body.sections
        for paragraph in section.paragraphs
        if paragraph.kind != "verbatim"
    )


def _derived(source: Source, body: Body) -> str:
    for section in body.sections:
        for paragraph in section.paragraphs:
            if any(map(str.isalnum, paragraph.text[:_LONGEST_HEADLINE])):
                return derive_headline(sanitise_line(paragraph.text))
        if section.crosshead:
            return derive_headline(section.crosshead)
    return show_name(source.id.rsplit("/", 1)[-1])


def _first_folder(id: str) -> str | None:  # noqa: A002 - an article's id is called id
    folder, slash, _ = id.partition("/")
    return show_name(folder) if slash and not folder.isdecimal() else None
