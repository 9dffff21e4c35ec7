"""Owns NITF, the News Industry Text Format: alone in a file, or within NewsML and ninjs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from tuinews.articles.body import Body
from tuinews.articles.dates import as_date, parse_date
from tuinews.articles.filed import Filed
from tuinews.articles.markup.flow import pour_tree, story_of
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tree import first, texts, words
from tuinews.articles.plaintext import clean

_AS_HTML: Mapping[str, str | None] = MappingProxyType(
    {
        "hl1": "h1",
        "hl2": "h2",
        "block": "div",
        "body.content": "div",
        "bq": "blockquote",
        "media": "figure",
        "media-caption": "figcaption",
        "media-producer": "figcaption",
        "media-object": None,  # the media itself, in some encoding of bytes
        "nitf-table": "div",
        "custom-table": "div",
        "nitf-table-metadata": "p",
        "nitf-table-summary": "p",
        "nitf-col": "p",
        **dict.fromkeys(("credit", "datasource", "fn", "note", "postaddr"), "p"),
        **dict.fromkeys(("byline", "dateline", "abstract", "distributor", "tagline"), "p"),
        # What these mean in HTML they do not mean here.
        **dict.fromkeys(("object", "event", "head", "form", "title"), "span"),
    }
)
_BARE = MappingProxyType({**_AS_HTML, "body.head": None, "body.end": None})
"""For a body that holds its paragraphs itself."""
_SUBJECT_PARTS = ("type", "matter", "detail")
_DAY_WITH_ZONE = re.compile(r"(\d{8})[+-]\d{4}|(\d{8})Z")


def read_nitf(root: Element) -> tuple[dict[str, object], Body]:
    """Read an `nitf` element.

    Returns:
        What it says about itself, for `read_metadata`, and its body.
    """
    raw: dict[str, object] = {}
    head, top = root.find("head"), root.find("body/body.head")
    headlines = list(texts(top, "hedline/hl1")) or list(texts(top, "hedline"))
    raw["headline"] = headlines[0] if headlines else ""
    raw["title"] = words(first(head, "title"))
    abstract, *more = [*texts(top, "abstract"), *texts(top, "hedline/hl2")] or [""]
    raw["summary"] = abstract
    raw["another headline"] = headlines[1:]
    raw["subheadline"] = more
    raw["byline"] = list(texts(top, "byline"))
    raw["source"] = ", ".join(texts(top, "distributor"))
    raw["language"] = root.get("lang", "")
    raw["note"] = [*texts(top, "note"), *texts(top, "rights")]
    if head is not None:
        _read_head(head, raw)
    return raw, _read_body(root, top, headlines[0] if headlines else None)


def nitf_date(norm: str | None) -> str:
    """A date as NITF writes it, without the zone of a day that has no time."""
    norm = (norm or "").strip()
    found = _DAY_WITH_ZONE.fullmatch(norm)
    return found[1] or found[2] if found else norm


def _read_head(head: Element, raw: dict[str, object]) -> None:
    data = first(head, "docdata")
    subjects = head.findall("tobject/tobject.subject")
    paper = first(head, "pubdata")
    key = first(data, "du-key")
    raw["published"] = nitf_date(_attribute(data, "date.issue", "norm"))
    released = nitf_date(_attribute(data, "date.release", "norm"))
    if raw["published"] and released > str(raw["published"]):
        raw["embargo"] = released
    else:
        raw["issued"] = released
    raw["expires"] = nitf_date(_attribute(data, "date.expire", "norm"))
    raw["urgency"] = _attribute(data, "urgency", "ed-urg")
    raw["desk"] = next((s.get("tobject.subject.type", "") for s in subjects), "")
    raw["keywords"] = [
        *_attributes(data, "key-list/keyword", "key"),
        *(s.get(f"tobject.subject.{part}", "") for s in subjects for part in _SUBJECT_PARTS),
        *_attributes(head, "tobject/tobject.property", "tobject.property.type"),
    ]
    raw["located"] = _place(first(data, "evloc"))
    raw["version"] = (key.get("version") or key.get("generation") if key is not None else "") or ""
    raw["slugline"] = _slug(head) or _attribute(data, "du-key", "key")
    raw["doc-id"] = _attribute(data, "doc-id", "id-string")
    raw["editor's message"] = _attributes(data, "ed-msg", "info")
    raw["correction"] = _attributes(data, "correction", "info")
    raw["fixture"] = _attributes(data, "fixture", "fix-id")
    holder = _attribute(data, "doc.copyright", "holder")
    raw["copyright"] = " ".join((_attribute(data, "doc.copyright", "year")[:4], holder)).strip()
    raw["publisher"] = raw.get("source") or _attribute(head, "pubdata", "name") or holder
    raw["series"] = [
        " ".join(filter(None, (found.get("series.name"), found.get("series.part"))))
        for found in _all(data, "series")
    ]
    raw["identified"] = list(texts(data, "identified-content/*"))
    if paper is not None:
        raw["category"] = raw["desk"] or paper.get("position.section", "")
        raw["date"] = raw["published"] or nitf_date(paper.get("date.publication"))
    raw["revision"] = [
        " ".join(filter(None, (r.get("norm"), r.get("name"), r.get("function"), r.get("comment"))))
        for r in head.findall("revision-history")
    ]


def _read_body(root: Element, top: Element | None, headline: str | None) -> Body:
    flow = Flow()
    contents = root.findall("body/body.content")
    for content in contents or root.findall("body"):
        pour_tree(content, flow, _AS_HTML if contents else _BARE)
    body = story_of(flow.finish(), headline=headline)
    notes = [*body.notes, *map(clean, texts(root, "body/body.end/*"))]
    line = first(top, "dateline")
    if line is not None and (text := clean(words(line))):
        if body.filed is None:
            body = replace(body, filed=_filed(line, text))
        elif not set(text.split()) <= set(body.filed.text.split()):
            notes.append(f"dateline: {text}")
    return replace(body, notes=tuple(notes))


def _filed(line: Element, text: str) -> Filed:
    place = first(line, "location/city", "location", "location/*")
    day = parse_date(nitf_date(_attribute(line, "story.date", "norm")))
    on = as_date(day) if day else None
    return Filed(
        text.rstrip(" -–—:"),
        clean(words(place)) or None,
        None,
        on.year if on else None,
        on.month if on else None,
        on.day if on else None,
    )


def _place(where: Element | None) -> str:
    if where is None:
        return ""
    parts = (where.get(name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
    return ", ".join([part for part in parts if part] or [words(where)])


def _slug(head: Element) -> str:
    for meta in head.findall("meta"):
        if "slug" in meta.get("name", "").lower():
            return meta.get("content", "")
    return ""


def _all(element: Element | None, path: str) -> list[Element]:
    return [] if element is None else element.findall(path)


def _attributes(element: Element | None, path: str, name: str) -> list[str]:
    return [value for found in _all(element, path) if (value := found.get(name, "").strip())]


def _attribute(element: Element | None, path: str, name: str) -> str:
    return next(iter(_attributes(element, path, name)), "")
