"""Owns what a NewsML-G2 item holds: its story in whatever form, or what it lists or defines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from tuinews.articles.article import Paragraph, Section
from tuinews.articles.body import Body
from tuinews.articles.formats.merging import tidy_sections
from tuinews.articles.formats.nitf import read_nitf
from tuinews.articles.formats.renditions import choose
from tuinews.articles.markup.elements import HEADINGS, HOLDING, PARTING
from tuinews.articles.markup.facts import facts
from tuinews.articles.markup.flow import pour_tree, read_markup, story_of
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tree import first, texts, words
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import clean

_HTML = HOLDING | PARTING | HEADINGS.keys()
_DESCRIBING = frozenset(("conceptId", "type", "name", "definition", "note"))


def read_content(item: Element, headline: str) -> tuple[dict[str, object], Body]:
    """Read what stands in an item beside its metadata.

    Returns:
        What an NITF story within states about itself, and the body.
    """
    raw: dict[str, object] = {}
    forms: list[tuple[int, Body]] = []
    sections: list[Section] = []
    for content in _all(item, "contentSet"):
        for form in content.iter("inlineXML"):
            if (nitf := first(form, "nitf")) is not None:
                raw, body = read_nitf(nitf)
                forms.append((0, body))
            elif any(child.tag.lower() in _HTML for child in form):
                forms.append((1, _html(form, headline)))
            else:
                sections += _concepts(form) or _as_facts(form)
        forms += ((2, _data(data, headline)) for data in content.iter("inlineData"))
    sections += _package(item)
    for concepts in _all(item, "conceptSet", "concept", "events", "event"):
        sections += _concepts(concepts)
    sections += _coverage(item)
    sections += [s for c in item.findall("catalogContainer") for s in _as_facts(c)]
    body = choose([body for _, body in sorted(forms, key=lambda form: form[0])])
    return raw, replace(body, sections=tidy_sections([*body.sections, *sections]))


def descriptions(item: Element) -> list[str]:
    """The descriptions of the item and of its parts, safe to show."""
    return [clean(text) for text in texts(item, "contentMeta/description", "partMeta/description")]


def _all(item: Element, *names: str) -> list[Element]:
    """Elements of these names in an item, or the item itself if it is one."""
    return [item] if item.tag in names else [e for name in names for e in item.findall(name)]


def _html(form: Element, headline: str) -> Body:
    flow = Flow()
    pour_tree(form, flow)
    body = story_of(flow.finish(), headline=headline)
    title = clean(words(first(form, "html/head/title")))
    known = (headline, body.headline)
    return body if not title or title in known else replace(body, notes=(title, *body.notes))


def _data(data: Element, headline: str) -> Body:
    text = "".join(data.itertext())
    media = data.get("contenttype", "")
    if data.get("encoding"):
        return Body((), notes=("data in an encoding that is not read",))
    if "html" in media or "xml" in media:
        return read_markup(text, headline=headline)
    return read_wire(clean(text.strip("\n")), headline=headline or None)


def _as_facts(element: Element) -> list[Section]:
    paragraphs = tuple(Paragraph(fact, "item") for fact in facts(element))
    return [Section(None, paragraphs)] if paragraphs else []


def _package(item: Element) -> list[Section]:
    """What a package refers to, in its order: titles as items, descriptions below them."""
    paragraphs: list[Paragraph] = []
    for reference in _references(item):
        titles = texts(reference, "headline", "title")
        paragraphs += (Paragraph(title, "item") for title in dict.fromkeys(map(clean, titles)))
        paragraphs += (Paragraph(clean(text)) for text in texts(reference, "description"))
    return [Section(None, tuple(paragraphs))] if paragraphs else []


def _references(item: Element) -> Iterator[Element]:
    """The references of all groups, from the root group on, each group once."""
    for groups in _all(item, "groupSet"):
        by_id = {group.get("id", ""): group for group in groups.findall("group")}
        waiting = [groups.get("root", ""), *by_id]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop(0)
            if name in seen or name not in by_id:
                continue
            seen.add(name)
            yield from by_id[name].findall("itemRef")
            waiting[:0] = [ref.get("idref", "") for ref in by_id[name].findall("groupRef")]
    yield from item.findall("itemRef")


def _concepts(around: Element) -> list[Section]:
    """Each concept or event as a section: its name, its definitions, and the facts about it."""
    found = [around] if around.tag in ("concept", "event") else []
    found += around.findall("concept")
    found += [*around.findall("event"), *around.findall("events/event")]
    sections = []
    for concept in found:
        names = [clean(name) for name in texts(concept, "name")] or [""]
        paragraphs = [Paragraph(clean(text)) for text in texts(concept, "definition", "note")]
        paragraphs += (Paragraph(name, "item") for name in names[1:])
        paragraphs += (Paragraph(fact, "item") for fact in facts(concept, _DESCRIBING))
        sections.append(Section(names[0] or None, tuple(paragraphs)))
    return sections


def _coverage(item: Element) -> list[Section]:
    """What a plan says of each piece that will come; without a headline it is `picture` or so."""
    sections = []
    for coverage in (c for s in _all(item, "newsCoverageSet") for c in s.findall("newsCoverage")):
        titles = [clean(text) for text in texts(coverage, "planning/headline")]
        kinds = [kind.get("qcode", "") for kind in coverage.iterfind("planning/itemClass")]
        crossheads = [*titles, *(clean(kind.partition(":")[2]) for kind in kinds), ""]
        paragraphs = tuple(Paragraph(fact, "item") for part in coverage for fact in facts(part))
        sections.append(Section(crossheads[0] or None, paragraphs))
    return sections
