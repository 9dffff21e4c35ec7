"""Owns the cutting of HTML and XML into tags and text, in one pass over whatever state it is in.

No input is refused and none costs more than its length: what cannot be a tag is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from tuinews.articles.entities import unescape

EventKind = Literal["open", "close", "text", "raw"]

_LONGEST = 1 << 16
"""How far a quoted value is looked through for its end; longer ones end at the next `>`."""
_MOST_ATTRIBUTES = 64
_MOST_TAGS = 30_000
"""What stands behind so many tags is words alone: pages of news have a few thousand."""

_START = re.compile(r"<(?:(/?)([A-Za-z_][^\s/><\"'=]*)|(!--)|(!\[CDATA\[)|[!?/])")
# Quotes count only behind `=`: a stray one must not swallow text up to the next.
_INSIDE = re.compile(r"(?:[^<>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|[\"'=])*+")
_ATTRIBUTE = re.compile(
    r"([^\s=/\"'<>][^\s=/<>]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>][^\s>]*)))?"
)
_ANY_TAG = re.compile(r"<[A-Za-z/!?][^<>]*+>")
_RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in (*_RAW, "title")}
_CLOSED_BY_SLASH = ("script", "style", "iframe", "title", "a", "p", "div", "span")


class Event(NamedTuple):
    """One step through a marked-up text.

    Attributes:
        kind: `raw` is an element such as `script` with its content, which is not text.
        name: The element's name, in small letters unless it is XML; empty for text.
        text: The words, entities resolved; of `open` and `raw` the attributes as written.
        content: Of `raw`, what stands between its tags.
    """

    kind: EventKind
    name: str = ""
    text: str = ""
    content: str = ""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes by name in small letters; the first of two of one name counts."""
        attributes: dict[str, str] = {}
        for number, found in enumerate(_ATTRIBUTE.finditer(self.text)):
            if number >= _MOST_ATTRIBUTES:
                break
            value = found[2] or found[3] or found[4] or ""
            attributes.setdefault(found[1].lower(), unescape(value))
        return attributes


def events(text: str, *, xml: bool = False) -> Iterator[Event]:
    """Cut a text into tags and the words between them.

    Comments, declarations and processing instructions are left out, CDATA sections are words.
    With `xml`, a tag that ends in `/>` opens and closes, and no element's content is raw.
    """
    position = written = 0
    ends = {mark: text.rfind(mark) for mark in (">", "-->", "]]>")}
    unclosed: set[str] = set()
    for _ in range(_MOST_TAGS):
        start = _START.search(text, position, ends[">"] + 1)
        if not start:
            break
        begin = start.start()
        end, found = _read(text, start, ends)
        if end < 0:  # no tag after all
            position = start.end()
            continue
        if begin > written:
            yield Event("text", text=unescape(text[written:begin]))
        position = written = end
        if found is None:
            continue
        if found.kind != "open":
            yield found if xml else found._replace(name=found.name.lower())
            continue
        if xml:
            yield found
            if found.text.endswith("/"):
                yield Event("close", found.name)
            continue
        name = found.name.lower()
        slashed = found.text.endswith("/") and name in _CLOSED_BY_SLASH
        closing = None
        if name in _RAW_END and not slashed and name not in unclosed:
            closing = _RAW_END[name].search(text, end)
            if not closing:
                unclosed.add(name)
        if name in _RAW and not slashed:
            position = written = closing.start() if closing else len(text)
            yield Event("raw", name, found.text, text[end:position])
            continue
        yield Event("open", name, found.text)
        if slashed:
            yield Event("close", name)
        elif closing:
            position = written = closing.start()
            yield Event("text", text=unescape(text[end:position]))
    else:
        yield Event("text", text=unescape(_ANY_TAG.sub(" ", text[written:])))
        return
    if written < len(text):
        yield Event("text", text=unescape(text[written:]))


def _read(text: str, start: re.Match[str], ends: Mapping[str, int]) -> tuple[int, Event | None]:
    """Where what starts here ends, or -1 if it is text; and the event it makes, if any."""
    after = start.end()
    if start[4] and after <= ends["]]>"]:
        end = text.index("]]>", after)
        return end + 3, Event("text", text=text[after:end])
    if start[3]:
        if text.startswith((">", "->"), after):
            return text.index(">", after) + 1, None
        if after <= ends["-->"]:
            return text.index("-->", after) + 3, None
    if not start[2]:
        return text.index(">", after - 1) + 1, None
    inside = _INSIDE.match(text, after, after + _LONGEST)
    end = inside.end() if inside else after
    if end - after >= _LONGEST:
        end = text.find(">", end)
    if not 0 <= end <= ends[">"] or text[end] != ">":
        return -1, None
    if start[1]:
        return end + 1, Event("close", start[2])
    return end + 1, Event("open", start[2], text[after:end])
