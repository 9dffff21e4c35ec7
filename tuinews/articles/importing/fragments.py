"""Owns the step from the HTML that feeds and exports carry to the blocks of a draft.

The HTML is a fragment that somebody else wrote: it may be cut, nested wrongly, or not HTML at all.
Only words, links and the outline are taken; nothing is fetched, and scripts and styles are dropped.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tuinews.articles.article import Link
from tuinews.articles.importing.draft import Block, BlockKind, clean
from tuinews.articles.markup.tags import Event, events

_DROPPED = {
    *("template", "head", "title", "noscript", "object", "svg", "math", "audio", "video", "canvas"),
    *("map", "button", "select", "textarea", "datalist"),
}
_BREAKING = {
    *("address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"),
    *("hr", "html", "legend", "main", "menu", "nav", "ol", "p", "section", "summary", "table"),
    *("tbody", "tfoot", "thead", "tr", "ul"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TAG = re.compile(
    r"<(?:[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,4000})?/?|/[a-zA-Z][a-zA-Z0-9]{0,15}\s*)>"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")


def looks_like_html(text: str) -> bool:
    """Whether a text that nobody declares has tags or character references in it."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def read_html(html: str, base: str = "") -> tuple[Block, ...]:
    """The blocks of a piece of HTML; `base` is the address that relative links start from."""
    return _Reader(base).read(html)


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


class _Reader:
    """Collects blocks; keeps counts of what is open rather than a tree, so depth costs nothing."""

    def __init__(self, base: str) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._runs: list[str | Link] = []
        self._href: str | None = None
        self._linked: list[str] = []
        self._open = {"blockquote": 0, "pre": 0}
        self._dropped: dict[str, int] = {}
        self._heading = False
        self._numbers: list[int | None] = []
        self._item = False
        self._cells = 0

    def read(self, html: str) -> tuple[Block, ...]:
        for event in events(html):
            if event.kind == "text":
                if not self._dropped:
                    self._add(event.text if self._open["pre"] else event.text.replace("\n", " "))
            elif event.name in _DROPPED:
                self._drop(event)
            elif self._dropped:
                continue
            elif event.kind == "close":
                self._end(event.name)
            elif event.kind == "open":
                self._start(event)
        self._end_block()
        return tuple(self.blocks)

    def _drop(self, event: Event) -> None:
        """Count what is open of the elements whose text is not shown."""
        if event.kind == "raw" or event.text.endswith("/"):
            return
        count = self._dropped.get(event.name, 0) + (1 if event.kind == "open" else -1)
        if count > 0:
            self._dropped[event.name] = count
        else:
            self._dropped.pop(event.name, None)

    def _start(self, event: Event) -> None:
        match event.name:
            case "a":
                self._end_link()
                self._href = _absolute(self._base, event.attributes.get("href", "").strip())
            case "br":
                self._add("\n")
            case "li":
                self._end_block()
                self._item = True
                if self._numbers and (number := self._numbers[-1]) is not None:
                    self._add(f"{number}. ")
                    self._numbers[-1] = number + 1
            case "ol" | "ul" | "menu" | "dir":
                self._end_block()
                self._numbers.append(1 if event.name == "ol" else None)
            case "blockquote" | "pre":
                self._end_block()
                self._open[event.name] += 1
            case "td" | "th":
                if self._cells:
                    self._add(" | ")
                self._cells += 1
            case "q":
                self._add("“")
            case name if name in _HEADINGS:
                self._end_block()
                self._heading = True
            case name if name in _BREAKING:
                self._end_block(keeps_item=name in ("p", "div"))

    def _end(self, name: str) -> None:
        match name:
            case "a":
                self._end_link()
            case "ol" | "ul" | "menu" | "dir":
                self._end_block()
                if self._numbers:
                    self._numbers.pop()
            case "blockquote" | "pre":
                self._end_block()
                self._open[name] = max(0, self._open[name] - 1)
            case "q":
                self._add("”")
            case "li":
                self._end_block()
            case _ if name in _HEADINGS or name in _BREAKING:
                self._end_block(keeps_item=name in ("p", "div"))

    def _end_block(self, *, keeps_item: bool = False) -> None:
        """Close the paragraph that is being collected, if there is anything in it.

        `keeps_item`: a list item stays one as long as nothing of it was collected, since
        `<li><p>text` is an item.
        """
        href = self._href
        self._end_link()
        kind = self._kind()
        written = any(
            (run if isinstance(run, str) else run.text).strip(" \n\t|") for run in self._runs
        )
        if written:
            self.blocks += _paragraphs(self._runs, kind)
        if written or not (keeps_item and self._item):
            self._runs = []
            self._item = False
        self._heading = False
        self._cells = 0
        self._href = href  # a link around several paragraphs goes on in the next

    def _kind(self) -> BlockKind:
        if self._open["pre"]:
            return "verbatim"
        if self._heading:
            return "crosshead"
        if self._item:
            return "item"
        return "quote" if self._open["blockquote"] else "text"

    def _add(self, text: str) -> None:
        if self._href:
            self._linked.append(text)
        else:
            self._runs.append(text)

    def _end_link(self) -> None:
        if self._href and self._linked:
            self._runs.append(Link(self._href, "".join(self._linked)))
        self._linked = []
        self._href = None


def _paragraphs(runs: list[str | Link], kind: BlockKind) -> list[Block]:
    """One block, or several where two line breaks in a row stand for a paragraph's end."""
    if kind != "text":
        return [Block(tuple(runs), kind)]
    blocks: list[Block] = []
    current: list[str | Link] = []
    breaks = 0
    for run in runs:
        if run == "\n":
            breaks += 1
            continue
        if isinstance(run, str) and not run.strip():
            current.append(run)
            continue
        if breaks > 1 and current:
            blocks.append(Block(tuple(current), kind))
            current = []
        elif breaks:
            current.append(" ")
        breaks = 0
        current.append(run)
    blocks.append(Block(tuple(current), kind))
    return blocks


def _absolute(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href) or None
    except ValueError:  # such as an address with a broken IPv6 host
        return None
