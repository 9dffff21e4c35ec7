"""Owns the parsing of XML from strangers: nothing is fetched, expanded or nested without end.

A DOCTYPE that only names a DTD is passed over; one that declares anything (entities, attributes)
refuses the file. What is not well-formed is read as far as it makes sense, with a warning.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from tuinews.articles.markup.tags import events
from tuinews.errors import UnreadableArticleError

_DEEPEST = 150
_MOST_ELEMENTS = 80_000
_MOST_ATTRIBUTES = 1_000

_OWN_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A parser reads all of a tag before anybody can count its attributes.
_LONG_TAG = re.compile(r"<[A-Za-z_][^<>]{1048576}")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})[\s/>]")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document: names of elements and attributes are without their namespaces."""

    root: Element
    warnings: tuple[str, ...] = ()


class _Builder:
    """What the parser calls: builds the tree, and counts."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._last: Element | None = None
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise UnreadableArticleError(f"XML with more than {_MOST_ELEMENTS:,} elements")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise UnreadableArticleError(f"XML with over {_MOST_ATTRIBUTES:,} attributes on a tag")
        if len(self._open) >= _DEEPEST:
            raise UnreadableArticleError(f"XML nested over {_DEEPEST} deep")
        element = Element(_local(tag), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)
        self._last = None

    def end(self, tag: str) -> None:
        name = _local(tag)
        if not any(element.tag == name for element in self._open):
            return
        while (element := self._open.pop()).tag != name:
            pass
        self._last = element

    def data(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def close(self) -> Element | None:
        return self.root


def parse_xml(text: str) -> Tree:
    """Parse a decoded XML document; what it declares about its encoding is passed over.

    Raises:
        UnreadableArticleError: It is refused, or has no element; the message is the reason.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if _CONTROL.search(text):
        text = text.translate(_CONTROLS)
    if _LONG_TAG.search(text):
        raise UnreadableArticleError("XML with a tag of over a mebibyte")
    try:
        return Tree(_well_formed(_without_entities(text)))
    except ParseError as error:
        line, column = error.position
        reason = str(error).rsplit(":", 1)[0]
        warning = f"line {line}, column {column + 1}: XML that is not well-formed: {reason}"
        return Tree(_as_it_is(text, reason), (warning,))


def root_name(text: str) -> str:
    """The name of the first element in a text, or nothing if it does not begin as XML does."""
    position = 0
    text = text[: 1 << 16].lstrip("\ufeff \t\r\n")
    for _ in range(100):
        if text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text.startswith(("<?", "<!"), position):
            end = text.find(">", position)
        else:
            found = _ROOT.match(text, position)
            return found[2] if found else ""
        if end < 0:
            return ""
        position = text.find("<", end)
        if position < 0:
            return ""
    return ""


def words(element: Element | None) -> str:
    """The words in an element, on one line; nothing of None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first(element: Element | None, *paths: str) -> Element | None:
    """The first element that one of the paths leads to, in the order of the paths."""
    if element is not None:
        for path in paths:
            if (found := element.find(path)) is not None:
                return found
    return None


def texts(element: Element | None, *paths: str) -> Iterator[str]:
    """The words of every element that the paths lead to, where there are any."""
    if element is not None:
        for path in paths:
            for found in element.iterfind(path):
                if text := words(found):
                    yield text


def _well_formed(text: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Builder()
    parser: Any = DefusedXMLParser(
        target=builder, encoding="utf-8", forbid_entities=True, forbid_external=True
    )

    def refuse(*_: object) -> None:
        raise UnreadableArticleError("XML that declares a DTD of its own, which is refused")

    parser.parser.ElementDeclHandler = refuse
    parser.parser.AttlistDeclHandler = refuse
    try:
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except DefusedXmlException as error:
        raise UnreadableArticleError("XML that declares entities, which are refused") from error
    if builder.root is None:
        raise UnreadableArticleError("XML without an element")
    return builder.root


def _as_it_is(text: str, reason: str) -> Element:
    """A tree of what is not well-formed: tags that are closed wrongly are set right."""
    builder = _Builder()
    for event in events(text, xml=True):
        if event.kind == "open":
            builder.start(event.name, dict(event.attributes))
        elif event.kind == "close":
            builder.end(event.name)
        else:
            builder.data(event.text)
    if builder.root is None:
        raise UnreadableArticleError(f"not XML: {reason}")
    return builder.root


def _without_entities(text: str) -> str:
    """Entities that XML does not know become the characters HTML means by them, or `&amp;...`."""
    names = set(_ENTITY.findall(text)) - _OWN_ENTITIES
    if not names:
        return text
    meant = {name: f"&{name};" for name in _OWN_ENTITIES}
    for name in names:
        known = html.entities.html5.get(f"{name};")
        meant[name] = known.translate(_ESCAPED) if known else f"&amp;{name};"

    def resolved(found: re.Match[str]) -> str:
        return meant[found[1]]

    parts = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end
        parts += [_ENTITY.sub(resolved, text[position:start]), text[start:end]]
        position = end
    return "".join((*parts, _ENTITY.sub(resolved, text[position:])))


_ESCAPED = {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
