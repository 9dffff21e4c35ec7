"""Owns what the fields of an article are called in files, and their values: raw keys to fields.

Every format hands its keys to `read_metadata`: front matter, YAML articles, ninjs, HTML heads. What
no field wants, or cannot hold, is kept as a note, so that nothing of the file is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tuinews.articles.dates import parse_date
from tuinews.articles.entities import unescape
from tuinews.articles.languagetags import language_tag
from tuinews.articles.sanitise import sanitise_line

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "headline": ("headline", "title"),
        "byline": ("byline", "author", "authors", "creator", "by"),
        "published": (
            *("published", "date", "pubdate", "announced", "created", "publishdate", "datetime"),
            *("publishedat", "datepublished", "publicationdate", "issued", "firstcreated"),
        ),
        "updated": ("updated", "lastmod", "modified", "updatedat", "lastmodified", "datemodified"),
        "desk": ("desk", "section", "category", "categories"),
        "keywords": ("keywords", "tags", "topics", "tag"),
        "source": ("source", "publisher", "agency"),
        "slugline": ("slugline", "slug"),
        "located": ("located", "place", "location"),
        "language": ("language", "lang", "locale"),
        "url": ("url", "link", "canonical", "canonicalurl"),
        "version": ("version",),
        "embargo": ("embargo", "embargoed"),
        "urgency": ("urgency",),
        "summary": ("summary", "description", "excerpt", "abstract"),
    }
)
"""Each field of an article and the keys it goes by, in order of trust, compared without case,
hyphens, underscores and blanks."""

_FIELDS = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_RANK = {alias: rank for aliases in ALIASES.values() for rank, alias in enumerate(aliases)}
_IGNORED = str.maketrans("", "", "-_ ")
_LISTS = (list, tuple)
# `published: true` in a weblog says whether, not when.
_SWITCHES = ("true", "false", "True", "False", "yes", "no")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself: the fields of an Article that are not in its text."""

    headline: str | None = None
    byline: str | None = None
    published: dt.datetime | dt.date | None = None
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
    warnings: tuple[str, ...] = ()


def read_metadata(raw: Mapping[str, object]) -> Metadata:
    """Sort raw keys and values into fields.

    Values may be texts, numbers, dates, None, and lists and mappings of these. The first alias in
    order of trust fills its field; others that say something else become notes `key: value`.
    """
    fields: dict[str, Any] = {}
    notes: list[str] = []
    warnings: list[str] = []
    keywords: list[str] = []
    for key, value in sorted(raw.items(), key=lambda item: _RANK.get(_plain_key(item[0]), 0)):
        field = _FIELDS.get(_plain_key(key))
        if field is None:
            notes += _as_notes(key, value)
        elif field in ("published", "updated"):
            moment = parse_date(_single(value))
            if moment is not None and fields.setdefault(field, moment) == moment:
                continue
            shown = ", ".join(_texts(value))
            if moment is None and shown and shown not in _SWITCHES:
                warnings.append(f"{_text(key)}: “{shown[:60]}” is not a date")
            notes += _as_notes(key, value)
        elif field == "keywords":
            keywords += _keywords(value)
        elif field == "language":
            stated = list(_texts(value))
            tag = next(filter(None, map(language_tag, stated)), None)
            if tag and fields.setdefault(field, tag) == tag and _is_spelling(tag, stated):
                continue
            notes += _as_notes(key, value)
        elif field == "byline":
            names, rest = _names(key, value)
            if names and fields.setdefault(field, names) != names:
                notes += _as_notes(key, value)
            else:
                notes += rest
        else:
            texts = list(_texts(value))
            if _plain_key(key) == "categories":
                keywords += texts[1:]
                texts = texts[:1]
            text = ", ".join(texts)
            if text and fields.setdefault(field, text) != text:
                notes += _as_notes(key, value)
    return Metadata(
        **fields,
        keywords=tuple(dict.fromkeys(keywords)),
        notes=tuple(notes),
        warnings=tuple(warnings),
    )


def is_field(key: str) -> bool:
    """Whether a key is one that a field goes by."""
    return _plain_key(key) in _FIELDS


def _plain_key(key: str) -> str:
    return key.translate(_IGNORED).lower()


def _text(value: object) -> str:
    """One safe line; nothing for None."""
    if value is None:
        return ""
    text = str(value)
    if "&" in text:
        text = unescape(text)
    return " ".join(sanitise_line(text).split())


def _is_spelling(tag: str, stated: list[str]) -> bool:
    """Whether a tag says in other letters all that is stated: `en-GB` of `en_gb`."""
    return len(stated) == 1 and stated[0].replace("_", "-").lower() == tag.lower()


def _single(value: object) -> object:
    return value[0] if isinstance(value, _LISTS) and len(value) == 1 else value


def _texts(value: object) -> Iterator[str]:
    """The texts within a value, in order; of mappings the values alone."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, _LISTS):
        for item in value:
            yield from _texts(item)
    elif text := _text(value):
        yield text


def _keywords(value: object) -> Iterator[str]:
    """Keywords from a list, or from one text with commas or semicolons."""
    if isinstance(value, str):
        separator = ";" if ";" in value else ","
        value = value.split(separator)
    return _texts(value)


def _names(key: str, value: object) -> tuple[str, list[str]]:
    """The names of authors, and notes of what else is said about them."""
    people = value if isinstance(value, _LISTS) else (value,)
    names: list[str] = []
    rest: list[str] = []
    for person in people:
        if isinstance(person, Mapping) and _text(person.get("name")):
            names.append(_text(person["name"]))
            rest += _as_notes(key, {k: v for k, v in person.items() if k != "name"})
        else:
            names += _texts(person)
    return ", ".join(names), rest


def _as_notes(key: str, value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [note for k, v in value.items() for note in _as_notes(f"{key} {k}", v)]
    if isinstance(value, _LISTS) and any(isinstance(item, Mapping) for item in value):
        return [note for item in value for note in _as_notes(key, item)]
    texts = ", ".join(_texts(value))
    return [f"{_text(key)}: {texts}"] if texts else []
