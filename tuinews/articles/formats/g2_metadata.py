"""Owns what a NewsML-G2 item says about itself: its metadata as keys for `read_metadata`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tuinews.articles.article import Link
from tuinews.articles.dates import parse_date
from tuinews.articles.formats.merging import held_back
from tuinews.articles.markup.facts import facts
from tuinews.articles.markup.gather import resolve
from tuinews.articles.markup.tree import first, texts, words
from tuinews.articles.plaintext import clean

_TOP_TOPIC = re.compile(r"(?:medtop|subj|mediatopic/|subjectcode/):?\d{2}000000")
_TOPIC = re.compile(r"(?:medtop|subj|mediatopic/|subjectcode/):?\d{8}")
_READ = {
    "itemMeta": frozenset(
        (
            *("itemClass", "provider", "versionCreated", "firstCreated", "embargoed", "pubStatus"),
            *("title", "edNote", "service", "link", "profile", "fileName", "generator"),
        )
    ),
    "contentMeta": frozenset(
        (
            *("urgency", "contentCreated", "contentModified", "located", "creator", "infoSource"),
            *("language", "keyword", "subject", "slugline", "headline", "dateline", "by", "icon"),
            *("description", "genre", "creditline", "altId"),
        )
    ),
    "rightsInfo": frozenset(("copyrightHolder", "copyrightNotice", "usageTerms")),
}

_DETAILED = {
    **dict.fromkeys(("provider", "creator", "infoSource", "service", "genre"), ("name",)),
    **dict.fromkeys(("copyrightHolder",), ("name",)),
    **dict.fromkeys(("located", "subject"), ("name", "broader", "mainConcept", "facetConcept")),
}
"""Elements whose details are notes, and what in them is read elsewhere."""
_PARTS = frozenset(
    (
        *("itemMeta", "contentMeta", "rightsInfo", "partMeta", "catalogRef", "catalog", "itemRef"),
        *("contentSet", "groupSet", "conceptSet", "concept", "newsCoverageSet"),
        "catalogContainer",
    )
)
"""Parts of an item that are read elsewhere."""


def read_item_metadata(item: Element) -> dict[str, object]:
    """What an item states in `itemMeta`, `contentMeta` and `rightsInfo`.

    The item's own dates come before those of its content: `firstCreated`, else `versionCreated`,
    is when it was published; a photo's content may be older by a century.
    """
    about, content = _meta(item, "itemMeta"), _meta(item, "contentMeta")
    created = [
        *texts(about, "firstCreated", "versionCreated"),
        *texts(content, "contentCreated"),
    ]
    changed = [*texts(about, "versionCreated"), *texts(content, "contentModified")]
    headlines = list(texts(content, "headline"))
    guid = item.get("guid", "")
    raw: dict[str, object] = {
        "headline": next(iter(headlines), ""),
        "another headline": headlines[1:],
        "title": " / ".join(texts(about, "title")),
        "byline": list(texts(content, "by")),
        "creator": list(_names(content, "creator")),
        "published": next(iter(created), ""),
        "updated": _later(changed, created),
        "content created": [d for d in texts(content, "contentCreated") if d != created[0]],
        "content modified": [d for d in texts(content, "contentModified") if d not in changed[:1]],
        "embargo": _embargo(about),
        "source": _source(about, content),
        "located": _located(content),
        "slugline": next(texts(content, "slugline"), ""),
        "urgency": next(texts(content, "urgency"), ""),
        "language": _language(item, content),
        "version": item.get("version", ""),
        "keywords": [*texts(content, "keyword"), *_subjects(item, content)],
        "desk": _desk(item, content),
        "url": guid if guid.startswith(("http://", "https://")) else "",
        "editor's note": list(texts(about, "edNote")),
        "service": list(_names(about, "service")),
        "genre": list(_names(content, "genre")),
        "info source": list(_names(content, "infoSource")),
        "credit line": list(texts(content, "creditline")),
        "usage terms": list(texts(item, "rightsInfo/usageTerms")),
        "copyright": list(texts(item, "rightsInfo/copyrightNotice")),
        "copyright holder": list(_names(first(item, "rightsInfo"), "copyrightHolder")),
    }
    return raw


def status_warning(item: Element) -> str | None:
    """A line of warning about an item that its provider took back or holds back."""
    held = held_back(_status(_meta(item, "itemMeta")))
    return f"this item is {held}" if held else None


def remaining_facts(item: Element) -> list[str]:
    """What else the item's metadata states, as notes."""
    notes = []
    for name, read in _READ.items():
        if (part := _meta(item, name)) is not None:
            notes += facts(part, read)
            for element in part:
                if element.tag in _DETAILED:
                    notes += facts(element, _DETAILED[element.tag])
    if item.tag.endswith("Item"):
        notes += facts(item, _PARTS)
    return notes


def item_links(item: Element) -> tuple[Link, ...]:
    """The addresses that the item says belong to it."""
    found = ((resolve(link.get("href", "")), link) for link in item.iterfind("itemMeta/link"))
    links = (Link(url, clean(link.get("title", "") or words(link))) for url, link in found if url)
    return tuple(dict.fromkeys(links))


def item_class(item: Element) -> str:
    """`text`, `picture`, `video` and so on; nothing if the item does not say."""
    found = first(_meta(item, "itemMeta"), "itemClass")
    return _code(found) if found is not None else ""


def best_name(element: Element, language: str = "") -> str:
    """The name of a concept, in the item's language if it has one there."""
    names = element.findall("name")
    for name in names:
        if language and name.get("lang", "").lower().startswith(language[:2].lower()):
            return words(name)
    return words(names[0]) if names else ""


def _later(changed: list[str], created: list[str]) -> str:
    """The first of these dates that is later than the first of those."""
    before = parse_date(created[0]) if created else None
    for date in changed:
        after = parse_date(date)
        if isinstance(before, dt.datetime) and isinstance(after, dt.datetime) and after > before:
            return date
    return ""


def _meta(item: Element, name: str) -> Element | None:
    return item if item.tag == name else first(item, name)


def _code(element: Element) -> str:
    """What stands for a name: a literal, the end of a qcode, the host of a uri."""
    if literal := element.get("literal"):
        return literal
    if qcode := element.get("qcode"):
        return qcode.partition(":")[2].strip() or qcode
    try:
        return (urlsplit(element.get("uri", "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _names(around: Element | None, path: str) -> Iterator[str]:
    if around is not None:
        for element in around.iterfind(path):
            yield from texts(element, "name")


def _status(about: Element | None) -> str:
    status = first(about, "pubStatus")
    return _code(status) if status is not None else ""


def _embargo(about: Element | None) -> str:
    until = next(texts(about, "embargoed"), "")
    return until or held_back(_status(about))


def _source(about: Element | None, content: Element | None) -> str:
    provider = first(about, "provider")
    names = [*_names(about, "provider"), *_names(content, "infoSource")]
    return names[0] if names else _code(provider) if provider is not None else ""


def _located(content: Element | None) -> str:
    located = first(content, "located")
    if located is None:
        return ""
    parts = [best_name(located) or _code(located)]
    parts += (best_name(broader) for broader in located.findall("broader"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _language(item: Element, content: Element | None) -> str:
    language = first(content, "language")
    return (language.get("tag", "") if language is not None else "") or item.get("lang", "")


def _asserted(item: Element) -> dict[str, str]:
    """Names that asserts give to codes that stand elsewhere without."""
    names = {}
    for found in item.iterfind("assert"):
        code = found.get("qcode") or found.get("literal") or found.get("uri")
        if code and (name := best_name(found)):
            names[code] = name
    return names


def _subjects(item: Element, content: Element | None) -> Iterator[str]:
    asserted = _asserted(item)
    for subject in content.findall("subject") if content is not None else ():
        code = subject.get("qcode") or subject.get("literal") or subject.get("uri") or ""
        yield from [*texts(subject, "name")] or [asserted.get(code, "")]
        yield from texts(subject, "mainConcept/name", "facetConcept/name", "broader/name")


def _desk(item: Element, content: Element | None) -> str:
    """The first subject that is one of IPTC's seventeen topics at the top, else IPTC's at all."""
    subjects = content.findall("subject") if content is not None else []
    for pattern in (_TOP_TOPIC, _TOPIC):
        for subject in subjects:
            code = subject.get("qcode") or subject.get("uri") or ""
            if pattern.search(code) and (name := best_name(subject, item.get("lang", ""))):
                return name
    return ""
