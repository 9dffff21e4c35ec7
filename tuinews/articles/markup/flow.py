"""Owns the flow from markup, as text or as a tree, to the story that stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from tuinews.articles.body import Body
from tuinews.articles.links import find_links
from tuinews.articles.markup.blocks import FlowBlock, captions, links_of, story_blocks
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tags import Event, events
from tuinews.articles.newswire import read_story
from tuinews.articles.plaintext import clean

_NONE: Mapping[str, str] = MappingProxyType({})


def pour(markup: Iterable[Event], flow: Flow) -> str:
    """Feed HTML to a flow. Returns the title that its head states, or nothing."""
    title: list[str] = []
    in_title = done = False
    for event in markup:
        if event.kind == "text":
            flow.text(event.text)
            if in_title:
                title.append(event.text)
        elif event.kind == "open":
            in_title = event.name == "title" and not done
            flow.open(event.name, event.attributes if event.text else _NONE)
        elif event.kind == "close":
            done = done or in_title
            in_title = False
            flow.close(event.name)
    return " ".join(clean("".join(title)).split())


def pour_tree(element: Element, flow: Flow, names: Mapping[str, str | None] = _NONE) -> None:
    """Feed a parsed element and what is in it to a flow.

    Args:
        names: What elements are called in HTML, by their names; None leaves an element out.
    """
    name = names.get(element.tag, element.tag.lower())
    if name is None:
        return
    flow.open(name, element.attrib)
    flow.text(element.text or "")
    for inner in element:
        pour_tree(inner, flow, names)
        flow.text(inner.tail or "")
    flow.close(name)


def read_markup(text: str, *, headline: str | None = None, base: str = "") -> Body:
    """Read a piece of HTML that is a story, such as the body of a message or of a ninjs item.

    Args:
        text: The HTML, decoded; it need not be safe to show.
        headline: What is known already; a heading at the top that says the same is left out.
        base: The address that relative links start from.
    """
    flow = Flow(base)
    title = pour(events(text), flow)
    body = story_of(flow.finish(), headline=headline)
    if not title or title == (headline or body.headline):
        return body
    if headline or body.headline:
        return replace(body, notes=(title, *body.notes))
    return replace(body, headline=title)


def story_of(blocks: list[FlowBlock], *, headline: str | None = None) -> Body:
    """Blocks as a story: headline, byline, dateline, sections; captions as notes."""
    story = story_blocks(blocks)
    if not headline:  # only a heading is one, as paragraphs say that they are none
        headline = story[0].text if story and story[0].kind == "heading" else ""
    body = read_story(story, headline=headline)
    links = dict.fromkeys(links_of(blocks))
    known = {link.url for link in links}
    for block in blocks:
        links.update(
            dict.fromkeys(link for link in find_links(block.text) if link.url not in known)
        )
    return replace(body, notes=(*body.notes, *captions(blocks)), links=tuple(links))
