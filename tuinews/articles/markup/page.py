"""Owns a whole web page, read once: its blocks, its head, and a copy that others may analyse.

In the copy every stretch of words starts with a mark, two rare letters that number it, so that
what somebody else keeps of the copy can be found again among the blocks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tuinews.articles.markup.blocks import Element, FlowBlock
from tuinews.articles.markup.elements import HEADINGS, HOLDING, NO_WORDS, PARTING
from tuinews.articles.markup.gather import Flow
from tuinews.articles.markup.tags import Event, events
from tuinews.articles.plaintext import clean

_MARK_ZERO, _MARKS = 0x30000, 4000
"""Letters of CJK extension G: printable, and in no text but for a handful of names."""
_LETTER = f"[{chr(_MARK_ZERO)}-{chr(_MARK_ZERO + _MARKS - 1)}]"
_MARK = re.compile(f"({_LETTER})({_LETTER})")
_ANY_LETTER = re.compile(_LETTER)
LONGEST_COPY = 1 << 20
"""Characters of words that a copy has room for."""
_DEEPEST_COPY = 100
_COPIED = (
    HEADINGS.keys()
    | HOLDING
    | PARTING
    | frozenset(("a", "b", "cite", "code", "em", "i", "q", "span", "strong", "time"))
)
_COPIED_ATTRIBUTES = ("id", "class", "role", "itemprop", "itemtype", "style", "href", "rel")
_LONGEST_ATTRIBUTE = 300
_SCRIPTS = 20
_LONGEST_SCRIPT = 1 << 18
_MOST_FACTS = 500
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S{1,2000})|\burl: (https?://\S{1,2000})")


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        blocks: All its paragraphs, navigation and all.
        elements: The elements they stand in.
        title: Of the head; nothing if there is none.
        facts: What the head and the microdata say: names in small letters, in order.
        scripts: Contents of the scripts that hold data, as JSON-LD.
        copy: Well-formed HTML of the body, without scripts, with marks.
        tags: How many elements the body has.
        is_whole: Whether the copy has all the words.
    """

    blocks: tuple[FlowBlock, ...]
    elements: tuple[Element, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...]
    copy: str
    tags: int
    is_whole: bool


@dataclass(slots=True)
class _Copy:
    """The copy under construction: what is opened gets closed, and nothing is nested too deep."""

    parts: list[str] = field(default_factory=list)
    tags: int = 0
    room: int = LONGEST_COPY
    _open: list[str] = field(default_factory=list)

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        if name not in _COPIED or len(self._open) >= _DEEPEST_COPY:
            return
        if name in ("p", "li", "td", "th", "tr", "dt", "dd", "option") and name in self._open[-2:]:
            self.close(name)
        kept = (
            f' {key}="{html.escape(attributes[key][:_LONGEST_ATTRIBUTE])}"'
            for key in _COPIED_ATTRIBUTES
            if key in attributes
        )
        self.parts.append(f"<{name}{''.join(kept)}>")
        self._open.append(name)

    def close(self, name: str) -> None:
        if name not in self._open:
            return
        while (last := self._open.pop()) != name:
            self.parts.append(f"</{last}>")
        self.parts.append(f"</{name}>")

    def text(self, words: str, mark: int | None) -> None:
        self.room -= len(words)
        if self.room < 0:
            return
        if mark is not None:
            high, low = divmod(mark, _MARKS)
            self.parts.append(f"{chr(_MARK_ZERO + high % _MARKS)}{chr(_MARK_ZERO + low)}")
        self.parts.append(html.escape(_ANY_LETTER.sub("", words), quote=False))

    def finish(self) -> str:
        self.parts += (f"</{name}>" for name in reversed(self._open))
        return f"<html><body>{''.join(self.parts)}</body></html>"


class _Reading:
    """One pass over a page: its flow, the copy beside it, and what its head says."""

    def __init__(self, base: str) -> None:
        self.flow, self.copy = Flow(base), _Copy()
        self.facts: list[tuple[str, str]] = [("saved-from", base)] if base else []
        self.scripts: list[str] = []
        self.title: list[str] = []
        self._is_title = self._in_drawing = False

    def take(self, event: Event) -> None:
        match event.kind:
            case "raw":
                self._script(event)
            case "text":
                self._text(event.text)
            case "open":
                self._open(event.name, event.attributes)
            case "close":
                self._close(event.name)

    def _script(self, event: Event) -> None:
        if "json" in event.attributes.get("type", "") and len(self.scripts) < _SCRIPTS:
            self.scripts.append(event.content[:_LONGEST_SCRIPT])

    def _text(self, words: str) -> None:
        before = self.flow.stretch
        self.flow.text(words)
        if self._is_title and not self._in_drawing:
            self.title.append(words)
        elif not self.flow.is_silent:
            after = self.flow.stretch
            self.copy.text(words, after if after != before else None)

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self.facts) < _MOST_FACTS:
            self.facts += _facts(name, attributes)
        if name == "base" and not self.flow.base:
            self.flow.base = attributes.get("href", "")
        self._is_title = name == "title" and not self.title
        self._in_drawing |= name == "svg"
        self.flow.open(name, attributes)
        if not self.flow.is_silent and name not in NO_WORDS:
            self.copy.open(name, attributes)

    def _close(self, name: str) -> None:
        self._is_title = False
        self._in_drawing &= name != "svg"
        if not self.flow.is_silent:
            self.copy.close(name)
        self.flow.close(name)


def read_page(text: str) -> Page:
    """Read a page from its decoded text."""
    reading = _Reading(_saved_from(text))
    for event in events(text):
        reading.take(event)
    return Page(
        tuple(reading.flow.finish()),
        tuple(reading.flow.elements),
        " ".join(clean("".join(reading.title)).split()),
        tuple((name, clean(value)) for name, value in reading.facts),
        tuple(reading.scripts),
        reading.copy.finish(),
        reading.copy.tags,
        reading.copy.room >= 0,
    )


def marks_in(text: str) -> set[int]:
    """The numbers of the stretches whose marks stand in a text."""
    return {
        (ord(found[1]) - _MARK_ZERO) * _MARKS + ord(found[2]) - _MARK_ZERO
        for found in _MARK.finditer(text)
    }


def without_marks(text: str) -> str:
    """A text as it was before it was marked."""
    return _ANY_LETTER.sub("", text)


def _facts(name: str, attributes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a tag says about the page: metadata, microdata, times, links of the head."""
    if name == "meta":
        keys = (attributes.get(key, "") for key in ("property", "name", "itemprop", "http-equiv"))
        content = attributes.get("content", "").strip()
        return [(key.strip().lower(), content) for key in keys if key.strip() and content]
    if name == "html":
        return [("lang", attributes.get("lang") or attributes.get("xml:lang") or "")]
    if name == "link":
        relations = attributes.get("rel", "").lower().split()
        return [("canonical", attributes.get("href", ""))] if "canonical" in relations else []
    if name == "time" and attributes.get("datetime"):
        key = attributes.get("itemprop", "").strip().lower() or "time"
        return [("datepublished" if "pubdate" in attributes else key, attributes["datetime"])]
    if attributes.get("itemprop") and attributes.get("content"):
        return [(attributes["itemprop"].strip().lower(), attributes["content"])]
    return []


def _saved_from(text: str) -> str:
    """Where a browser says that it saved the page from."""
    found = _SAVED_FROM.search(text[:4096])
    return (found[1] or found[2]) if found else ""
