"""Owns the blocks of Markdown: headings, paragraphs, lists, quotes, code, tables, comments.

A scanner of lines, each looked at once; it reads what news is written in, not every corner of
CommonMark, and it loses no word: what is no text (tags, attributes, comments) becomes notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tuinews.articles.article import Link
from tuinews.articles.markdowninline import Inline, fold_label
from tuinews.articles.markdownruns import (
    fenced_code,
    footnote,
    indented_code,
    template_tag,
    trimmed,
    up_to,
)
from tuinews.articles.paragraphs import MOST_LINES, Block, BlockKind, as_they_stand, join_lines
from tuinews.articles.tables import lay_out

_FENCE = re.compile(r"(`{3,}|~{3,})\s*([^`]*)$")
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)")
_SETEXT = re.compile(r"(?:=+|-+)$")
_WIKI = re.compile(r"={2,6}\s*([^=\s](?:[^=]*[^=\s])?)\s*={2,6}$")
_RULE = re.compile(r"(?:(?:\*\s*+){3,}+|(?:-\s*+){3,}+|(?:_\s*+){3,}+|=++)$")
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])(?:\s+|$)")
_DELIMITER_ROW = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(
    r" {0,3}\[([^\[\]^][^\[\]]{0,200}|[^\[\]^])\]:\s+<?(\S{1,2000}?)>?(?:\s+(\S.*))?$"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*(.*)$")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}]{0,300}\}$")
_BOLD = re.compile(r"(?:\*\*|__)([^*_\s](?:[^*_]*[^*_\s])?)(?:\*\*|__):?$")
_HTML_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot"
    r"|th|thead|tr|ul|video|audio|img|picture|noscript)\b",
    re.IGNORECASE,
)
_HTML_HEADING = re.compile(r"<(h[1-6])\b[^<>]*>(.*)</\1>$", re.IGNORECASE)
_RAW = re.compile(r"<(script|style|pre|table)\b", re.IGNORECASE)
_ROW_ENDS = re.compile(r"</tr\s*>|<tr\b[^<>]*>|</caption\s*>", re.IGNORECASE)
_CELL_ENDS = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{[{%]")
_QUOTED = re.compile(r'"([^"]*)"')
_LONGEST_BOLD_HEADING = 80


@dataclass(slots=True)
class Scanned:
    """A Markdown text in blocks, all plain text, and what was taken out of it."""

    blocks: list[Block] = field(default_factory=list)
    headline: str | None = None
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def scan_markdown(text: str, *, headline: str | None = None) -> Scanned:
    """Read the blocks of a sanitised Markdown text.

    The first level-one heading is the headline unless `headline` states one; then one that says
    the same is not repeated.
    """
    lines = text.split("\n")
    scanned = _Scanner(lines[:MOST_LINES], headline).scan()
    scanned.blocks += as_they_stand(lines[MOST_LINES:])
    return scanned


class _Scanner:
    """The state of one scan: the line it is at and the paragraph it is in."""

    def __init__(self, lines: list[str], headline: str | None) -> None:
        self.lines = lines
        self.stated = headline
        self.scanned = Scanned()
        self.inline = Inline(_definitions(lines))
        self.notes: list[str] = []
        self.buffer: list[str] = []
        self.kind: BlockKind = "text"
        self.in_list = False
        self.unclosed: set[str] = set()
        self.at = 0

    def scan(self) -> Scanned:
        lines = self.lines
        while self.at < len(lines):
            line = lines[self.at]
            stripped = line.strip()
            if not stripped:
                self._flush()
                self.at += 1
            elif stripped[0].isalnum() and not stripped[0].isdecimal() and line[0] == stripped[0]:
                if "|" in line and self._table():
                    continue
                if self.kind != "text" and not self.buffer:
                    self.kind = "text"
                if not self.buffer:
                    self.in_list = False
                self.buffer.append(line)
                self.at += 1
            elif not self._special(line, stripped):
                if not self.buffer:
                    self.kind = "text"
                self.buffer.append(line)
                self.at += 1
        self._flush()
        markup = self.inline.markup
        comments = (note for c in self.inline.comments if (note := " ".join(c.split())))
        notes = [*self.notes, *comments]
        if markup:
            notes.append("markup: " + " ".join(" ".join(mark.split()) for mark in markup))
        self.scanned.notes = tuple(notes)
        self.scanned.links = tuple(self.inline.links)
        return self.scanned

    def _special(self, line: str, stripped: str) -> bool:
        """Take a line that starts something; False when it is text."""
        first = stripped[0]
        indent = len(line) - len(line.lstrip(" "))
        if "\t" in line[:4]:
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
        if indent >= 4 and not self.buffer and not self.in_list:
            self._indented_code()
        elif first in "`~" and (fence := _FENCE.match(stripped)):
            self._fenced_code(fence, indent)
        elif first == "#" and (heading := _HEADING.match(stripped)):
            self._flush()
            self._heading(stripped[heading.end() :].rstrip().rstrip("#").rstrip(), len(heading[1]))
            self.at += 1
        elif first in "=-" and self.buffer and self.kind == "text" and _SETEXT.match(stripped):
            words = join_lines(self.buffer)
            self.buffer = []
            self._heading(words, 1 if first == "=" else 2)
            self.at += 1
        elif first in "*-_=" and _RULE.match(stripped):
            self._flush()
            self.in_list = False
            self.at += 1
        elif first == "=" and (wiki := _WIKI.match(stripped)):
            self._flush()
            self._heading(wiki[1], 2)
            self.at += 1
        elif first == ">":
            self._quote(stripped)
        elif (item := _ITEM.match(stripped)) and self._may_start_item(item[1]):
            self._flush()
            self.in_list = True
            self.kind = "item"
            rest = stripped[item.end() :]
            self.buffer.append(rest if item[1] in "-*+" else stripped)
            self.at += 1
        elif "|" in line and self._table():
            pass
        elif first == "<":
            return self._html(stripped)
        elif first == "[" and (note := _FOOTNOTE.match(stripped)):
            self._flush()
            self._footnote(note)
        elif first == "[" and not self.buffer and _DEFINITION.match(line):
            self._definition(line)
            self.at += 1
        elif first == "{" and _ATTRIBUTES.match(stripped):
            self._flush()
            self.inline.markup[stripped] = None
            self.at += 1
        elif first == "{" and _TEMPLATE.match(stripped) and not self.buffer:
            return self._template()
        else:
            if not self.buffer and indent == 0:
                self.in_list = False
            return False
        return True

    def _may_start_item(self, mark: str) -> bool:
        """A number may not break into a paragraph, unless it starts a list."""
        return not self.buffer or self.in_list or not mark[0].isdecimal() or mark[:-1] == "1"

    def _add(self, text: str, kind: BlockKind) -> None:
        if text:
            self.scanned.blocks.append(Block(text, kind))

    def _flush(self) -> None:
        if not self.buffer:
            return
        lines = [line.rstrip("\\ ") if line.endswith("\\") else line for line in self.buffer]
        text = join_lines(lines)
        self.buffer = []
        kind = self.kind
        if kind == "text" and len(text) <= _LONGEST_BOLD_HEADING and (bold := _BOLD.match(text)):
            words = self.inline.plain(bold[1])
            self._add(words, "text" if words.endswith((".", ",", ";")) else "heading")
            return
        self._add(self.inline.plain(text), kind)

    def _heading(self, marked: str, level: int) -> None:
        self.in_list = False
        if found := _ATTRIBUTES.search(marked):
            self.inline.markup[found[0]] = None
            marked = marked[: found.start()].rstrip()
        text = self.inline.plain(marked)
        if not text:
            return
        if level == 1 and self.scanned.headline is None:
            if self.stated is None:
                self.scanned.headline = text
                return
            if text.casefold().split() == self.stated.casefold().split():
                self.scanned.headline = text
                return
        self._add(text, "heading")

    def _fenced_code(self, fence: re.Match[str], indent: int) -> None:
        self._flush()
        if info := fence[2].strip():
            self.inline.markup[f"{fence[1]}{info}"] = None
        code, self.at = fenced_code(self.lines, self.at, fence[1], indent)
        self._add(trimmed(code), "verbatim")

    def _indented_code(self) -> None:
        code, self.at = indented_code(self.lines, self.at)
        self._add(trimmed(code), "verbatim")

    def _quote(self, stripped: str) -> None:
        if self.kind != "quote":
            self._flush()
        content = stripped.lstrip("> ")
        self.kind = "quote"
        if content:
            self.buffer.append(content.lstrip("# ") if content[0] == "#" else content)
        else:
            self._flush()
        self.at += 1

    def _table(self) -> bool:
        """Take a table, if the next line is the row of dashes under its head."""
        if self.at + 1 >= len(self.lines) or self.buffer:
            return False
        if "-" not in self.lines[self.at + 1] or not _DELIMITER_ROW.match(
            self.lines[self.at + 1].strip()
        ):
            return False
        rows = [self._cells(self.lines[self.at])]
        self.at += 2
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            rows.append(self._cells(self.lines[self.at]))
            self.at += 1
        self._add(lay_out(rows), "verbatim")
        return True

    def _cells(self, line: str) -> list[str]:
        line = line.strip()
        line = line.removeprefix("|").removesuffix("|")
        return [self.inline.plain(cell.replace("\\|", "|").strip()) for cell in _CELL.split(line)]

    def _template(self) -> bool:
        """Take a site builder's tag on lines of its own; what it says in words stays."""
        run = template_tag(self.lines, self.at)
        if run is None:
            return False
        tag = join_lines(run[0])
        self.at = run[1]
        self.inline.markup[tag] = None
        for words in _QUOTED.findall(tag):
            if " " in words and "/" not in words.split(" ", 1)[0]:
                self._add(f"[{self.inline.plain(words)}]", "text")
        return True

    def _html(self, stripped: str) -> bool:
        if stripped.startswith("<!--"):
            return self._comment(stripped)
        if raw := _RAW.match(stripped):
            return self._raw(raw[1].lower())
        if found := _HTML_HEADING.match(stripped):
            self._flush()
            self.inline.plain(stripped)
            self._heading(found[2], int(found[1][1]))
            self.at += 1
            return True
        if not _HTML_BLOCK.match(stripped):
            return False
        self._flush()
        self.kind = "item" if stripped[:3].lower() == "<li" else "text"
        self.buffer.append(stripped)
        self.at += 1
        if stripped.endswith(">"):
            self._flush()
        return True

    def _comment(self, stripped: str) -> bool:
        """Take an HTML comment; the line goes on behind its end."""
        run = None if "<!--" in self.unclosed else up_to(self.lines, self.at, "-->")
        if run is None:
            self.unclosed.add("<!--")
            return False
        self._flush()
        whole = "\n".join((stripped, *run[0][1:]))
        words, _, rest = whole[4:].partition("-->")
        paragraph: list[str] = []
        for line in (*words.split("\n"), ""):
            if line.strip():
                paragraph.append(line)
            elif paragraph:
                self._note(self.inline.plain(join_lines(paragraph)))
                paragraph = []
        self.at = run[1]
        if rest.strip():
            self.at -= 1
            self.lines[self.at] = rest
        return True

    def _note(self, text: str) -> None:
        if any(map(str.isalnum, text)):
            if " " in text or len(text) > 20 or not text.isascii():
                self.notes.append(text)
            else:
                self.inline.markup[f"<!--{text}-->"] = None

    def _raw(self, name: str) -> bool:
        """Take all of a script, a style sheet, preformatted text or a table."""
        run = None if name in self.unclosed else up_to(self.lines, self.at, f"</{name}")
        if run is None:
            self.unclosed.add(name)
            return False
        self._flush()
        lines, self.at = run
        if name in ("script", "style"):
            self._note(" ".join(" ".join(lines).split()))
        elif name == "pre":
            self._add(trimmed([self.inline.plain_line(line) for line in lines]), "verbatim")
        else:
            self._html_table(" ".join(lines))
        return True

    def _html_table(self, table: str) -> None:
        self.inline.markup.update(dict.fromkeys(_ROW_ENDS.findall(table)))
        rows = []
        for row in _ROW_ENDS.split(table):
            cells = [self.inline.plain(cell) for cell in _CELL_ENDS.split(row)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append(cells)
        self._add(lay_out(rows), "verbatim")

    def _footnote(self, found: re.Match[str]) -> None:
        lines, self.at = footnote(self.lines, self.at, found[2])
        self.notes.append(f"[{found[1]}] {self.inline.plain(join_lines(lines))}".rstrip())

    def _definition(self, line: str) -> None:
        found = _DEFINITION.match(line)
        if found:
            title = (found[3] or "").strip("\"'() ")
            self.inline.add_link(found[2], f"{found[1]} ({title})" if title else found[1])


def _definitions(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if "]:" in line and (definition := _DEFINITION.match(line)):
            found.setdefault(fold_label(definition[1]), definition[2])
    return found
