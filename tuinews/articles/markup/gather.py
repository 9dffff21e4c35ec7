"""Owns the gathering of blocks from marked-up text: which of HTML's elements part it, and how.

The flow is fed with opening tags, closing tags and words, in whatever order they come; elements
may be closed wrongly, twice or never.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tuinews.articles.article import Link
from tuinews.articles.markup.blocks import Element, FlowBlock, Part
from tuinews.articles.markup.elements import (
    ASIDE_ROLES,
    ASIDES,
    BOLD,
    ENDS,
    HEADINGS,
    HOLDING,
    NO_WORDS,
    PARTING,
    TABLE,
)
from tuinews.articles.markup.grid import Grid
from tuinews.articles.paragraphs import BlockKind, ends_sentence, join_lines
from tuinews.articles.plaintext import clean

_DEEPEST = 400
"""Elements nested deeper than this part nothing any more; their words are kept."""
_MOST_LINKS = 1000
_LONGEST_HEADING = 300
_LONGEST_BOLD = 70
_MOST_BOLD = 10
_VERSE = 60

_BREAKS = re.compile("[\n\r\v\f\x85\u2028\u2029]+")


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet; `number` counts an ordered list's items, or is one's."""

    name: str
    attributes: Mapping[str, str]
    first: int
    aside: bool
    number: int = 0


@dataclass(slots=True)
class Flow:
    """Gathers blocks.

    Attributes:
        base: The address that relative links start from.
        elements: The elements that hold blocks, in the order in which they end.
        stretch: The number of the latest stretch of words; the first is 1.
    """

    base: str = ""
    elements: list[Element] = field(default_factory=list)
    stretch: int = 0
    _blocks: list[FlowBlock] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _within: Counter[str] = field(default_factory=Counter)
    _asides: int = 0
    _silent: str = ""
    _silence: int = 0
    _words: list[str] = field(default_factory=list)
    _blank: bool = True
    _heading: int = 0
    _bold: int = 0
    _letters: int = 0
    _bold_letters: int = 0
    _linked: int = 0
    _anchor: tuple[str, int] | None = None
    _links: list[Link] = field(default_factory=list)
    _found_links: int = 0
    _grid: Grid | None = None

    @property
    def is_silent(self) -> bool:
        """Whether what follows stands in an element whose words are not shown."""
        return bool(self._silent)

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; `name` in small letters."""
        if self._silent:
            self._silence += name == self._silent
        elif name in NO_WORDS:
            self._silent, self._silence = name, 1
        elif name == "br":
            self._words.append("\n")
        elif name == "a":
            self._end_link()
            self._anchor = (attributes.get("href", ""), len(self._words))
        elif name == "q":
            self.text("“")
        elif name in BOLD:
            self._bold += 1
        elif name in HEADINGS:
            self._part()
            self._heading = HEADINGS[name]
        elif name in PARTING:
            self._part()
        elif name in HOLDING:
            self._part()
            self._enter(name, attributes)

    def close(self, name: str) -> None:
        """An element ends."""
        if self._silent:
            self._silence -= name == self._silent
            if self._silence <= 0 or name in ("body", "html"):
                self._silent = ""
        elif name == "a":
            self._end_link()
        elif name == "q":
            self.text("”")
        elif name in BOLD:
            self._bold = max(0, self._bold - 1)
        elif name in HEADINGS:
            self._part()
            self._heading = 0
        elif name in PARTING:
            self._part()
        elif name in HOLDING:
            self._part()
            self._leave(name)

    def text(self, words: str) -> None:
        """Words follow, entities resolved."""
        if self._silent or not words:
            return
        if self._blank:
            if words.isspace():
                return
            self._blank = False
            self.stretch += 1
        if not self._within["pre"]:
            words = _BREAKS.sub(" ", words)
        letters = len(words) - words.count(" ")
        self._letters += letters
        self._bold_letters += letters if self._bold else 0
        self._linked += letters if self._anchor else 0
        self._words.append(words)

    def finish(self) -> list[FlowBlock]:
        """Nothing follows: what is open ends here. The blocks, in order."""
        self._part()
        while self._stack:
            self._pop()
        return self._blocks

    def _enter(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ENDS:
            self._end_alike(*ENDS[name])
        if len(self._stack) >= _DEEPEST:
            return
        aside = name in ASIDES or attributes.get("role", "").lower() in ASIDE_ROLES
        opened = _Open(name, attributes, self.stretch + 1, aside)
        if name == "ol":
            start = attributes.get("start", "")
            opened.number = int(start) - 1 if start.isascii() and start.isdecimal() else 0
        elif name == "li" and self._stack and self._stack[-1].name == "ol":
            self._stack[-1].number += 1
            opened.number = self._stack[-1].number
        self._stack.append(opened)
        self._within[name] += 1
        self._asides += aside
        if name == "table":
            if self._grid:
                self._grid.nested = True
            else:
                self._grid = Grid()
        elif self._grid and self._within["table"] == 1:
            if name == "tr":
                self._grid.start_row()
            elif name in ("td", "th"):
                self._grid.start_cell()

    def _end_alike(self, alike: tuple[str, ...], limits: tuple[str, ...]) -> None:
        """A new item, row or cell ends the one before it, which may have been left open."""
        for position in range(len(self._stack) - 1, -1, -1):
            found = self._stack[position].name
            if found in alike:
                self._pop_to(position)
                return
            if found in limits:
                return

    def _leave(self, name: str) -> None:
        """Close the innermost element of a name; cells are walls for what is no part of a table."""
        if not self._within[name]:
            return
        for position in range(len(self._stack) - 1, -1, -1):
            found = self._stack[position].name
            if found == name:
                self._pop_to(position)
                return
            if found in ("td", "th", "table") and name not in TABLE:
                return

    def _pop_to(self, position: int) -> None:
        while len(self._stack) > position:
            self._pop()

    def _pop(self) -> None:
        closed = self._stack.pop()
        self._within[closed.name] -= 1
        self._asides -= closed.aside
        if self.stretch >= closed.first:
            self.elements.append(
                Element(closed.name, closed.attributes, closed.first, self.stretch)
            )
        if self._grid and closed.name in ("td", "th", "tr") and self._within["table"] == 1:
            self._grid.end_cell()
        if self._grid and closed.name == "table" and not self._within["table"]:
            self._blocks += self._grid.blocks()
            self._grid = None

    def _end_link(self) -> None:
        if self._anchor is None:
            return
        href, start = self._anchor
        self._anchor = None
        words = " ".join(clean("".join(self._words[start:])).split())
        if words and self._found_links < _MOST_LINKS and (url := resolve(href, self.base)):
            self._links.append(Link(url, words))
            self._found_links += 1

    def _part(self) -> None:
        """What has been gathered is a block, or several where lines between are blank."""
        anchor = self._anchor
        self._end_link()
        if not self._blank:
            for kind, text in self._paragraphs("".join(self._words)):
                self._add(kind, text)
        self._anchor = (anchor[0], 0) if anchor else None
        self._words.clear()
        self._links.clear()
        self._blank = True
        self._bold = self._letters = self._bold_letters = self._linked = 0

    def _add(self, kind: BlockKind, text: str) -> None:
        level = (self._heading or 6) if kind == "heading" else 0
        part: Part = "aside" if self._asides else "body"
        if self._within["figcaption"]:
            part = "caption"
        block = FlowBlock(
            text, kind, level, part, self.stretch, self.stretch, self._linked, tuple(self._links)
        )
        self._links.clear()
        if self._grid:
            self._grid.add(block)
        else:
            self._blocks.append(block)

    def _paragraphs(self, words: str) -> Iterator[tuple[BlockKind, str]]:
        text = clean(words)
        if self._within["pre"]:
            lines = [line.rstrip() for line in text.expandtabs().split("\n")]
            yield "verbatim", "\n".join(lines).strip("\n")
            return
        group: list[str] = []
        for line in [*(" ".join(line.split()) for line in text.split("\n")), ""]:
            if line:
                group.append(line)
            elif group:
                yield self._paragraph(group)
                group = []

    def _paragraph(self, lines: list[str]) -> tuple[BlockKind, str]:
        listed = self._within["li"] > 0
        if len(lines) > 2 and not (listed or self._heading) and max(map(len, lines)) <= _VERSE:
            return "verbatim", "\n".join(lines)
        text = join_lines(lines)
        if self._heading and len(text) <= _LONGEST_HEADING:
            return "heading", text
        if listed:
            return "item", self._numbered(text)
        if self._within["blockquote"]:
            return "quote", text
        return ("heading" if self._is_bold_heading(text) else "text"), text

    def _numbered(self, text: str) -> str:
        """An item's first paragraph with its number, if its list is ordered."""
        for opened in reversed(self._stack):
            if opened.name == "li":
                number, opened.number = opened.number, 0
                return f"{number}. {text}" if number else text
        return text

    def _is_bold_heading(self, text: str) -> bool:
        """Whether a paragraph is bold as a whole, and short, and no sentence."""
        return (
            self._bold_letters == self._letters
            and not self._grid
            and not self._linked
            and 2 < len(text) <= _LONGEST_BOLD
            and len(text.split()) <= _MOST_BOLD
            and not ends_sentence(text)
            and any(map(str.isalpha, text))
        )


def resolve(href: str, base: str = "") -> str | None:
    """The address that a link leads to, if it is one to read or to write to."""
    href = "".join(href.split())
    if not href or len(href) > 2000 or not href.isprintable():
        return None
    try:
        url = urljoin(base, href) if base else href
    except ValueError:
        return None
    return url if url.lower().startswith(("https://", "http://", "mailto:")) else None
