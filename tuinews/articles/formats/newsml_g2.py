"""Owns NewsML-G2: items of news, packages of them, messages with several, and what surrounds news.

One file is one article. Of several items in a message the first with a text gives headline and
metadata, and each further one is a section. A package is the list of what it refers to. Concepts,
events and plans, which hold no story, are read as what they define and the facts they state.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from tuinews.articles.article import Paragraph, Section
from tuinews.articles.body import Body
from tuinews.articles.formats.g2_content import descriptions, read_content
from tuinews.articles.formats.g2_metadata import (
    item_class,
    item_links,
    read_item_metadata,
    remaining_facts,
    status_warning,
)
from tuinews.articles.formats.merging import (
    MOST_ITEMS,
    joint_headline,
    merged,
    stated_dateline,
    together,
    with_dateline,
)
from tuinews.articles.markup.facts import facts
from tuinews.articles.markup.tree import first, texts
from tuinews.articles.plaintext import clean
from tuinews.errors import UnreadableArticleError

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
ROOTS = frozenset(
    (
        *ITEMS,
        *("newsMessage", "contentSet", "groupSet", "conceptSet", "newsCoverageSet", "contentMeta"),
        *("concept", "event", "events"),
    )
)
"""Elements that a document begins with; other than items and messages they are excerpts."""


def read_newsml_g2(root: Element) -> tuple[dict[str, object], Body]:
    """Read a NewsML-G2 document.

    Returns:
        What it says about itself, for `read_metadata`, and its body.
    """
    if root.tag != "newsMessage":
        return _read_item(root)
    items = [item for items in root.findall("itemSet") for item in items]
    if len(items) > MOST_ITEMS:
        raise UnreadableArticleError(f"{len(items):,} items in one file, which is one article")
    read = [_read_item(item) for item in items]
    raw, body = together(read)
    header = first(root, "header")
    notes = [] if header is None else facts(header, ("catalogRef",))
    return raw, replace(body, notes=(*body.notes, *notes))


def _read_item(item: Element) -> tuple[dict[str, object], Body]:
    raw = read_item_metadata(item)
    inner, body = read_content(item, clean(str(raw["headline"])))
    named = [section.crosshead for section in body.sections if section.crosshead]
    if not raw["headline"] and not raw["title"] and named and not inner:
        raw["headline"] = joint_headline(named)
        if len(named) == 1 and body.sections[0].crosshead:
            body = replace(body, sections=(Section(None, body.sections[0].paragraphs),))
    described = descriptions(item)
    if body.sections and item_class(item) in ("", "text", "composite"):
        raw["summary"] = described[:1]
        raw["further description"] = described[1:]
    elif described:
        paragraphs = tuple(Paragraph(text) for text in described)
        body = replace(body, sections=(Section(None, paragraphs), *body.sections))
    raw = merged(raw, inner)
    dateline = next(texts(item, "contentMeta/dateline", "dateline"), "")
    body = with_dateline(body, stated_dateline(dateline))
    warning = status_warning(item)
    return raw, replace(
        body,
        notes=(*body.notes, *remaining_facts(item)),
        links=tuple(dict.fromkeys((*body.links, *item_links(item)))),
        warnings=(*body.warnings, *([warning] if warning else [])),
    )
