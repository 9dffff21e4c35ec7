"""Owns articles as other programs export them to JSON: content systems, archives, scrapers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tuinews.articles.body import Body
from tuinews.articles.formats.json_facts import as_list, fold
from tuinews.articles.formats.merging import told
from tuinews.articles.formats.renditions import read_form

_HEADLINES = ("headline", "title", "webtitle", "name")
_BODIES = (
    *("body", "bodyhtml", "contenthtml", "content", "articlebody", "text", "maintext", "fulltext"),
    *("contenttext", "bodytext", "articletext", "story", "html", "article", "paragraphs"),
)
# What other programs call the fields of front matter.
_ALSO = {
    **dict.fromkeys(("webpublicationdate", "datepublish", "publicationdate"), "published"),
    **dict.fromkeys(("pubtime", "publicationtime", "publisheddate", "pubdatetime"), "published"),
    **dict.fromkeys(("datemodify", "modifieddate", "updateddate", "lastupdated"), "updated"),
    **dict.fromkeys(("sectionname", "articlesection", "newsdesk", "channel"), "desk"),
    **dict.fromkeys(("inlanguage", "languagecode"), "language"),
    **dict.fromkeys(("weburl", "sourceurl", "permalink", "articleurl"), "url"),
    **dict.fromkeys(("sourcedomain", "sitename", "domain", "provider"), "source"),
    **dict.fromkeys(("standfirst", "trailtext", "leadparagraph", "teaser", "lead"), "summary"),
    **dict.fromkeys(("dateline", "locationname"), "located"),
}
_TECHNICAL = frozenset(("context", "type", "id", "mainentityofpage", "image", "images", "logo"))


def is_article(item: Mapping[str, object]) -> bool:
    """Whether an object holds a headline and a text under names that say so."""
    keys = fold(item)
    fields = keys.get("fields")
    if isinstance(fields, Mapping):
        keys = {**fold(fields), **keys}
    return _headline(keys) is not None and any(every_text(keys.get(name)) for name in _BODIES)


def read_exported(item: Mapping[str, object]) -> tuple[dict[str, object], Body]:
    """Read an object that is an article.

    Returns:
        What it says about itself, for `read_metadata`, and its body.
    """
    keys = fold(item)
    fields = keys.get("fields")
    if isinstance(fields, Mapping):
        del keys["fields"]
        keys = {**fold(fields), **keys}
    headline = _headline(keys) or ""
    chosen = next(name for name in _BODIES if every_text(keys.get(name)))
    paragraphs = every_text(keys.pop(chosen))
    body = read_form("", "\n\n".join(paragraphs), headline)
    raw: dict[str, object] = {"headline": headline}
    for name, value in keys.items():
        if name in _BODIES:
            said = read_form("", "\n\n".join(every_text(value)), headline)
            body = replace(body, notes=(*body.notes, *told(said)))
        elif name not in _TECHNICAL and not (name in _HEADLINES and _said(value) == headline):
            raw.setdefault(_ALSO.get(name, name), _plain(value))
    return raw, body


def _headline(keys: Mapping[str, object]) -> str | None:
    for name in _HEADLINES:
        if said := _said(keys.get(name)):
            return said
    return None


def _said(value: object) -> str | None:
    """A text, or the one in an object such as `{"rendered": ...}` or `{"main": ...}`, one line."""
    if isinstance(value, Mapping):
        value = next((v for k in ("rendered", "main", "value") if (v := value.get(k))), None)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def every_text(value: object) -> list[str]:
    """The texts of a value: itself, its items, or what an object holds under `value` or so."""
    return list(_every_text(value))


def _every_text(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, Mapping):
        for key in ("rendered", "value", "text", "html", "content", "paragraphs"):
            if found := every_text(value.get(key)):
                yield from found
                return
    elif isinstance(value, list):
        for item in value:
            yield from _every_text(item)


def _plain(value: object) -> object:
    """A value of metadata: of things with names the names; marked-up text without its marks."""
    if isinstance(value, Mapping):
        return value.get("name") or _said(value) or value
    if isinstance(value, list):
        return [_plain(item) for item in as_list(value)]
    return re.sub(r"</?[a-zA-Z][^<>]{0,500}>", " ", value) if isinstance(value, str) else value
