"""Owns ninjs, IPTC's news in JSON, in its three generations: keys are read without case and `_`.

1.x says `headline`, `body_html`, `byline`; 2.x `headlines`, `bodies`, `by`; 3.x the same in camel
case. Several forms of the body are one body. What is associated is noted by headline and caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tuinews.articles.article import Link, Paragraph, Section
from tuinews.articles.body import Body
from tuinews.articles.formats.json_facts import as_list, facts, fold, names, plain_key
from tuinews.articles.formats.merging import held_back, merged, tidy_sections, whole_story
from tuinews.articles.formats.nitf import read_nitf
from tuinews.articles.formats.renditions import choose, is_marked_up, read_form
from tuinews.articles.markup.flow import read_markup
from tuinews.articles.markup.gather import resolve
from tuinews.articles.markup.tree import parse_xml, root_name
from tuinews.articles.plaintext import clean
from tuinews.errors import UnreadableArticleError

Keys = Mapping[str, object]

_HEAD = re.compile(r"<(/?)head(?=[\s>])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_TOP_TOPIC = re.compile(r"(?:^|\D)\d{2}000000$")
_TOPIC = re.compile(r"(?:^|\D)\d{8}$")
_TECHNICAL = frozenset(
    (
        *("uri", "type", "mimetype", "representationtype", "profile", "charcount", "wordcount"),
        *("renditions", "altids", "standard", "schema", "rightsinfo", "digitalsourcetype"),
        *("id", "guid", "etag", "pubstatus", "associations"),
    )
)
"""What is about the file rather than the news, and no words to read."""
_READ = ("body", "bodies", "headline", "description", "eventdetails", "plannedcoverage", "trustind")
"""How the names of keys begin that are read by themselves."""
_NAMED = {
    "person": "people",
    "people": "people",
    "place": "places",
    "places": "places",
    "organisation": "organisations",
    "organisations": "organisations",
    "event": "events",
    "events": "events",
    "object": "objects",
    "objects": "objects",
    "genre": "genre",
    "genres": "genre",
}
_NOTED = {
    "ednote": "editor's note",
    "usageterms": "usage terms",
    "copyrightnotice": "copyright",
    "copyrightholder": "copyright holder",
    "contentcreated": "content created",
}
_MOST_NESTED = 4
_MOST_FORMS = 20
_MOST_ASSOCIATED = 500


def is_ninjs(item: Keys) -> bool:
    """Whether an object is a ninjs item: it says so, or has the one key that all of them have."""
    keys = fold(item)
    standard = keys.get("standard")
    if isinstance(standard, Mapping) and "ninjs" in str(standard.get("name", "")).lower():
        return True
    return isinstance(keys.get("uri"), str) and not {"properties", "defs"} & keys.keys()


def read_ninjs(item: Keys) -> tuple[dict[str, object], Body]:
    """Read a ninjs item.

    Returns:
        What it says about itself, for `read_metadata`, and its body.
    """
    keys = fold(item)
    headlines = [*_roled(item, "headline"), *as_list(keys.get("title"))]
    headline = clean(_one_line(headlines[0])) if headlines else ""
    inner, body = _read_body(item, headline)
    described = list(_roled(item, "description"))
    subjects = names(keys.get("subjects")) + names(keys.get("subject"))
    published = keys.get("firstcreated") or keys.get("versioncreated") or keys.get("contentcreated")
    changed = keys.get("versioncreated")
    status = held_back(str(keys.get("pubstatus", "")))
    uri = str(keys.get("uri", ""))
    raw: dict[str, object] = {
        "headline": headline,
        "another headline": [text for text in map(_one_line, headlines[1:]) if text != headline],
        "byline": keys.get("byline") or keys.get("by"),
        "published": published,
        "updated": changed if changed != published else None,
        "embargo": keys.get("embargoed") or keys.get("embargoeduntil") or status,
        "keywords": [*as_list(keys.get("keywords")), *subjects],
        "desk": _desk(keys),
        "source": _source(keys),
        "located": keys.get("located"),
        "url": uri if uri.startswith(("http://", "https://")) else "",
    }
    if body.sections:
        raw["summary"] = [_as_line(text) for text in described[:1]]
        raw["further description"] = [_as_line(text) for text in described[1:]]
    else:
        body = _described(body, described, headline)
    body = _with_facts(body, keys)
    raw = merged(_with_the_rest(raw, item), inner)
    return raw, replace(
        body,
        notes=(*body.notes, *_captions(keys.get("associations"), 0)),
        links=tuple(dict.fromkeys((*body.links, *_trust(keys)))),
        warnings=(*body.warnings, *([f"this item is {status}"] if status else [])),
    )


def _with_the_rest(raw: dict[str, object], item: Keys) -> dict[str, object]:
    """The keys that stand for fields themselves, and those of nobody's, which become notes."""
    done = {"title", "byline", "by", "embargoed", "embargoeduntil", "firstcreated", "located"}
    done |= {"versioncreated", "keywords", "subject", "subjects", "infosource", "infosources"}
    for name, value in fold(item).items():
        if name in _NAMED:
            known = as_list(raw.get(_NAMED[name]))
            raw[_NAMED[name]] = [*known, *names(value)]
        elif name in _NOTED:
            raw[_NOTED[name]] = value
        elif name not in done and name not in _TECHNICAL and not name.startswith(_READ):
            raw[name] = value
    return raw


def _roled(item: Keys, kind: str) -> Iterator[str]:
    """The headlines or the descriptions, the main one first."""
    found: list[tuple[int, str]] = []
    for key, value in item.items():
        name = plain_key(key)
        if not name.startswith(kind):
            continue
        for each in as_list(value):
            role = name.removeprefix(kind).removeprefix("s")
            if isinstance(each, Mapping):
                role = str(each.get("role") or "")
                each = each.get("value")
            if isinstance(each, (str, int, float)) and str(each).strip():
                first = role.lower() in ("", "main", "text", "lead", "summary", "caption")
                found.append((not first, str(each)))
    texts = list(dict.fromkeys(text for _, text in sorted(found, key=lambda each: each[0])))
    yield from _few(texts)


def _few(texts: list[str]) -> list[str]:
    """Texts of which no more are read by themselves than there ever are; the rest as one."""
    few, rest = texts[:_MOST_FORMS], texts[_MOST_FORMS:]
    return [*few, "\n\n".join(rest)] if rest else few


def _read_body(item: Keys, headline: str) -> tuple[dict[str, object], Body]:
    """The body of an item, from all the forms it is given in, and what an NITF form states."""
    inner: dict[str, object] = {}
    forms: list[tuple[int, Body]] = []
    given = list(_forms(item))
    rest = "\n\n".join(text for _, text in given[_MOST_FORMS:])
    for kind, text in [*given[:_MOST_FORMS], *([("", rest)] if rest else [])]:
        if root_name(text) == "nitf":
            try:
                inner, body = read_nitf(parse_xml(text).root)
                forms.append((1, body))
                continue
            except UnreadableArticleError:
                pass  # its words are read as those of any other markup
        if "html" not in kind and ("xml" in kind or "nitf" in kind):
            # In agencies' own formats a head holds words, and any element may part them.
            text = _TAG.sub(r"\g<0> ", _HEAD.sub(r"<\1div", text))
        marked = "html" in kind or is_marked_up(text)
        rank = 0 if "html" in kind else 3 if "xml" in kind or "nitf" in kind else 2
        forms.append((rank, read_form(kind if marked else "", text, headline)))
    forms.sort(key=lambda form: form[0])
    return inner, choose([body for _, body in forms])


def _forms(item: Keys) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = key.lower()
        if not name.startswith(("body", "bodies")):
            continue
        for each in as_list(value):
            kind = name.removeprefix("body")
            if isinstance(each, Mapping):
                media = each.get("contentType") or each.get("contenttype") or each.get("mimetype")
                kind = f"{media or ''} {each.get('role') or ''}".lower()
                each = each.get("value")
            if isinstance(each, str) and each.strip():
                yield kind, each


def _described(body: Body, described: list[str], headline: str) -> Body:
    """A body that is made of descriptions, without those that only say again what others say."""
    said: set[str] = set()
    sections: list[Section] = []
    for text in sorted(described, key=is_marked_up):
        words = set(_as_line(text).split())
        if not words <= said:
            sections += whole_story(read_form("", text, headline))
            said |= words
    return replace(body, sections=tidy_sections(sections))


def _desk(keys: Keys) -> list[str]:
    """The first subject that is one of IPTC's topics at the top, else one of IPTC's at all."""
    subjects = [*as_list(keys.get("subjects")), *as_list(keys.get("subject"))]
    for pattern in (_TOP_TOPIC, _TOPIC):
        for subject in subjects:
            if isinstance(subject, Mapping):
                codes = (subject.get(key) for key in ("uri", "literal", "code"))
                if any(isinstance(code, str) and pattern.search(code) for code in codes):
                    return names(subject)
    return []


def _with_facts(body: Body, keys: Keys) -> Body:
    """A body with what is known of the event that the item is about, or of what will come."""
    found = [*facts(keys.get("eventdetails"), "event")]
    for plan in as_list(keys.get("plannedcoverage")):
        found += facts(plan, "coverage")
    if not found:
        return body
    items = Section(None, tuple(Paragraph(fact, "item") for fact in found))
    return replace(body, sections=tidy_sections([*body.sections, items]))


def _source(keys: Keys) -> list[str]:
    """Where the item comes from; without that, who holds its rights, as agencies write it."""
    sources = names(keys.get("infosource")) + names(keys.get("infosources"))
    return list(dict.fromkeys(sources)) or names(keys.get("copyrightholder"))


def _captions(associations: object, depth: int) -> list[str]:
    """A note for each associated item: what it is, its headline, its caption, its byline."""
    if isinstance(associations, Mapping):
        associations = list(associations.values())
    notes: list[str] = []
    for item in as_list(associations)[:_MOST_ASSOCIATED]:
        if not isinstance(item, Mapping) or depth > _MOST_NESTED:
            continue
        keys = fold(item)
        kind = keys.get("type")
        texts = [*_roled(item, "headline"), *as_list(keys.get("title"))]
        texts += [*_roled(item, "description"), *(text for _, text in _forms(item))]
        for key in ("byline", "by", "copyrightnotice", "usageterms"):
            texts += names(keys.get(key))
        lines = list(dict.fromkeys(line for text in texts if (line := _as_line(str(text)))))
        if lines:
            notes.append(clean(f"{kind if isinstance(kind, str) else 'item'}: {' | '.join(lines)}"))
        notes += _captions(keys.get("associations"), depth + 1)
    return notes


def _trust(keys: Keys) -> Iterator[Link]:
    for name in ("trustindicator", "trustindicators"):
        for each in as_list(keys.get(name)):
            if isinstance(each, Mapping) and (url := resolve(str(each.get("href") or ""))):
                yield Link(url, clean(_one_line(str(each.get("title") or ""))))


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def _as_line(text: str) -> str:
    """A text that may be marked up, as one line."""
    if not is_marked_up(text):
        return clean(_one_line(text))
    body = read_markup(text)
    said = [*body.notes, body.headline, body.byline, body.filed.text if body.filed else ""]
    for section in body.sections:
        said += [section.crosshead, *(paragraph.text for paragraph in section.paragraphs)]
    return " ".join(_one_line(each) for each in said if each)
