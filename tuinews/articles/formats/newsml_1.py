"""Owns NewsML 1: components within components, of which one is the story.

Text of the main component is the body, captions are notes, further texts with a headline of their
own are sections. Components that say they are equivalents are forms of one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from tuinews.articles.article import Section
from tuinews.articles.body import Body
from tuinews.articles.formats.merging import (
    MOST_ITEMS,
    held_back,
    join_sections,
    merged,
    stated_dateline,
    tidy_sections,
    together,
    told,
    whole_story,
    with_dateline,
)
from tuinews.articles.formats.nitf import nitf_date, read_nitf
from tuinews.articles.formats.renditions import choose
from tuinews.articles.markup.elements import HEADINGS, HOLDING, PARTING
from tuinews.articles.markup.flow import pour_tree, read_markup, story_of
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tree import first, texts, words
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import clean
from tuinews.errors import UnreadableArticleError

_HTML = HOLDING | PARTING | HEADINGS.keys()
_CAPTIONS = ("caption", "photo caption", "graphic caption")


@dataclass(slots=True)
class _Story:
    """A component that holds text, with the headline nearest to it."""

    headline: str
    body: Body
    raw: dict[str, object] = field(default_factory=dict)
    caption: bool = False


def read_newsml(root: Element) -> tuple[dict[str, object], Body]:
    """Read a NewsML 1 document.

    Returns:
        What it says about itself, for `read_metadata`, and its body.
    """
    items = root.findall("NewsItem")
    if len(items) > MOST_ITEMS:
        raise UnreadableArticleError(f"{len(items):,} items in one file, which is one article")
    return together([_read_item(root, item) for item in items])


def _read_item(root: Element, item: Element) -> tuple[dict[str, object], Body]:
    raw = _item_metadata(root, item)
    stories = [s for part in item.findall("NewsComponent") for s in _stories(part, "")]
    with_text = [story for story in stories if story.body.sections]
    main = next((story for story in with_text if not story.caption), None)
    main = main or next(iter(with_text), _Story("", Body(())))
    sections: list[Section] = list(main.body.sections)
    notes = [*main.body.notes]
    links = list(main.body.links)
    crossheads = {main.headline}
    for story in stories:
        if story is main:
            continue
        links += story.body.links
        if story.caption:
            notes += told(story.body)
        else:
            new = story.headline if story.headline not in crossheads else ""
            sections += join_sections(new, whole_story(story.body))
            crossheads.add(story.headline)
    headlines = [clean(text) for text in texts(item, ".//NewsLines/HeadLine")]
    raw["another headline"] = [t for t in headlines if t not in crossheads | {raw["headline"]}]
    notes += (clean(text) for text in texts(item, ".//NewsLine/NewsLineText", ".//Comment"))
    held = held_back(_formal(item, "NewsManagement/Status"))
    body = replace(
        main.body,
        sections=tidy_sections(sections),
        notes=tuple(dict.fromkeys(notes)),
        links=tuple(dict.fromkeys(links)),
        warnings=(f"this item is {held}",) if held else (),
    )
    filed = stated_dateline(next(texts(item, ".//NewsLines/DateLine"), ""))
    return merged(raw, main.raw), with_dateline(body, filed)


def _item_metadata(root: Element, item: Element) -> dict[str, object]:
    managed = first(item, "NewsManagement")
    created = nitf_date(next(texts(managed, "FirstCreated"), ""))
    changed = nitf_date(next(texts(managed, "ThisRevisionCreated"), ""))
    sent = nitf_date(next(texts(root, "NewsEnvelope/DateAndTime"), ""))
    headlines = list(dict.fromkeys(texts(item, ".//NewsLines/HeadLine")))
    subheads = list(dict.fromkeys(texts(item, ".//NewsLines/SubHeadLine")))
    identified = "Identification/NewsIdentifier/"
    dated = nitf_date(next(texts(item, f"{identified}DateId"), sent))
    return {
        "headline": next(iter(headlines), ""),
        "title": next(texts(item, "Identification/NameLabel"), "") if not headlines else "",
        "label": list(texts(item, "Identification/NameLabel", "Identification/DateLabel")),
        "summary": subheads[:1],
        "subheadline": subheads[1:],
        "byline": list(dict.fromkeys(texts(item, ".//NewsLines/ByLine"))),
        "published": created or changed or dated,
        "updated": changed if changed != created else "",
        "source": _party(item, "Provider") or _party(item, "Source"),
        "creator": _party(item, "Creator"),
        "located": _located(item),
        "slugline": next(texts(item, ".//NewsLines/SlugLine"), ""),
        "urgency": _formal(item, "NewsManagement/Urgency"),
        "language": _formal(item, ".//DescriptiveMetadata/Language") or item.get("lang", ""),
        "version": next(texts(item, f"{identified}RevisionId"), ""),
        "keywords": [*_keyword_lines(item), *_subjects(item)],
        "desk": next(_named(item, ".//SubjectCode/Subject"), ""),
        "genre": list(dict.fromkeys(_named(item, ".//DescriptiveMetadata/Genre"))),
        "embargo": _embargo(managed),
        "copyright": list(dict.fromkeys(texts(item, ".//NewsLines/CopyrightLine"))),
        "rights": list(dict.fromkeys(texts(item, ".//NewsLines/RightsLine"))),
        "credit line": list(dict.fromkeys(texts(item, ".//NewsLines/CreditLine"))),
        "series": list(dict.fromkeys(texts(item, ".//NewsLines/SeriesLine"))),
        "instruction": list(texts(managed, "Instruction")),
        "revision": list(texts(managed, "RevisionHistory")),
    }


def _stories(component: Element, headline: str) -> Iterator[_Story]:
    """The texts of a component and of those in it, in order."""
    headline = clean(next(texts(component, "NewsLines/HeadLine"), "")) or headline
    caption = "caption" in _formal(component, "Role").lower()
    contents = [*component.findall("ContentItem"), *component.iterfind("NewsItem//ContentItem")]
    forms = [form for item in contents if (form := _content(item, headline))]
    if forms and component.get("EquivalentsList", "").lower() == "yes":
        bodies = [body for _, body in forms]
        yield _Story(headline, choose(bodies), forms[0][0], caption)
    else:
        for raw, body in forms:
            yield _Story(headline, body, raw, caption)
    inner = [
        story for part in component.findall("NewsComponent") for story in _stories(part, headline)
    ]
    if len(inner) > 1 and component.get("EquivalentsList", "").lower() == "yes":
        body = choose([story.body for story in inner])
        yield replace(inner[0], body=body)
    else:
        yield from inner


def _content(item: Element, headline: str) -> tuple[dict[str, object], Body] | None:
    """A text that an item of content holds; None for pictures and the like."""
    data = first(item, "DataContent", "Encoding/DataContent")
    if data is None:
        return None
    caption = _formal(item, "MediaType").lower() in ("photo", "graphic", "video", "audio")
    if (nitf := first(data, "nitf")) is not None:
        return read_nitf(nitf)
    if any(child.tag.lower() in _HTML for child in data):
        flow = Flow()
        pour_tree(data, flow)
        return {}, story_of(flow.finish(), headline=headline)
    if len(data):
        text = words(data)
        return {}, read_wire(clean(text), headline=headline or None)
    text = data.text or ""
    if caption or first(item, "Encoding") is not None or not text.strip():
        return None
    if "html" in _formal(item, "Format").lower() + _formal(item, "MimeType").lower():
        return {}, read_markup(text, headline=headline)
    return {}, read_wire(clean(text.strip("\n")), headline=headline or None)


def _embargo(managed: Element | None) -> str:
    status = _formal(managed, "Status").lower()
    until = nitf_date(next(texts(managed, "StatusWillChange/DateAndTime"), ""))
    if status == "embargoed" and until:
        return until
    return held_back(status)


def _formal(around: Element | None, path: str) -> str:
    found = first(around, path)
    return (found.get("FormalName", "") or words(found)).strip() if found is not None else ""


def _named(around: Element, path: str) -> Iterator[str]:
    for found in around.iterfind(path):
        if name := found.get("Name") or words(found) or found.get("FormalName"):
            yield name


def _party(item: Element, role: str) -> str:
    return ", ".join(
        dict.fromkeys(
            party.get("FormalName", "") or words(party)
            for party in item.iterfind(f".//AdministrativeMetadata/{role}/Party")
        )
    )


def _keyword_lines(item: Element) -> list[str]:
    lines = texts(item, ".//NewsLines/KeywordLine")
    return [word.strip() for line in lines for word in re.split("[,;]", line) if word.strip()]


def _subjects(item: Element) -> list[str]:
    paths = (
        ".//SubjectCode/Subject",
        ".//SubjectCode/SubjectMatter",
        ".//SubjectCode/SubjectDetail",
    )
    names = [name for path in paths for name in _named(item, path)]
    values = [
        found.get("Value", "")
        for found in item.iterfind(".//DescriptiveMetadata/Property")
        if found.get("FormalName", "").lower() == "keyword"
    ]
    return list(dict.fromkeys([*names, *filter(None, values)]))


def _located(item: Element) -> str:
    location = first(item, ".//DescriptiveMetadata/Location")
    if location is None:
        return ""
    parts = {p.get("FormalName", ""): p.get("Value", "") for p in location.iter("Property")}
    named = [
        parts[name] for name in ("City", "CountryArea", "Country", "CountryName") if parts.get(name)
    ]
    return ", ".join(dict.fromkeys(named)) or words(location)
