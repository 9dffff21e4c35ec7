"""Owns the step from the HTML, or plain text, that feeds and exports carry to a draft's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tuinews.articles.article import Link
from tuinews.articles.importing.draft import Block, clean
from tuinews.articles.markup.flow import pour
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tags import events

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]*+)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")


def looks_like_html(text: str) -> bool:
    """Whether a text that nobody declares has tags or character references in it."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def read_html(html: str, base: str = "") -> tuple[Block, ...]:
    """The blocks of a piece of HTML; `base` is the address that relative links start from."""
    flow = Flow(base)
    pour(events(html), flow)
    return tuple(
        Block(
            link_words(block.text, block.links),
            "crosshead" if block.kind == "heading" else block.kind,
        )
        for block in flow.finish()
    )


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: paragraphs between blank lines, else one a line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINES.split(text)
    return tuple(
        Block((part,)) for part in (parts if len(parts) > 1 else text.split("\n")) if part.strip()
    )


def read_any(text: str, base: str = "") -> tuple[Block, ...]:
    """The blocks of a text of which nobody says whether it is HTML."""
    return read_html(text, base) if looks_like_html(text) else read_plain(text)


def read_title(text: str) -> str:
    """One line of a title or name that may hold tags and character references."""
    if not looks_like_html(text):
        return clean(text)
    return clean(" ".join(block.text for block in read_html(text)))


def link_words(text: str, links: Iterable[Link]) -> tuple[str | Link, ...]:
    """A text with its links where their words stand, up to the first whose words do not."""
    runs: list[str | Link] = []
    position = 0
    for link in links:
        start = text.find(link.text, position)
        if start < 0:
            break
        runs += (text[position:start], link)
        position = start + len(link.text)
    return (*runs, text[position:])
