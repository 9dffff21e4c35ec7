"""Owns the blocks of Markdown: headings, paragraphs, lists, quotes, code, tables, comments.

A scanner of lines, each looked at once; it reads what news is written in, not every corner of
CommonMark, and it loses no word: what is no text (tags, attributes, comments) becomes notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tuinews.articles.article import Link
from tuinews.articles.markdownhtml import heading_of, raw_element, split_comment, starts_block
from tuinews.articles.markdowninline import Inline
from tuinews.articles.markdownreferences import link_definitions, read_footnote, take_definition
from tuinews.articles.markdownruns import (
    fenced_code,
    indented_code,
    template_tag,
    trimmed,
    up_to,
)
from tuinews.articles.markdowntables import html_table, pipe_table
from tuinews.articles.paragraphs import (
    MOST_LINES,
    Block,
    BlockKind,
    as_they_stand,
    join_lines,
    without_closing,
)

_FENCE = re.compile(r"(`{3,}|~{3,})\s*([^`]*)$")
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)")
_SETEXT = re.compile(r"(?:=+|-+)$")
_WIKI = re.compile(r"={2,6}\s*([^=\s](?:[^=]*[^=\s])?)\s*={2,6}$")
_RULE = re.compile(r"(?:(?:\*\s*+){3,}+|(?:-\s*+){3,}+|(?:_\s*+){3,}+|=++)$")
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])(?:\s+|$)")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}]{0,300}\}$")
_BOLD = re.compile(r"(?:\*\*|__)([^*_\s](?:[^*_]*[^*_\s])?)(?:\*\*|__):?$")
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
        self.inline = Inline(link_definitions(lines))
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
            self._heading(without_closing(stripped[heading.end() :]), len(heading[1]))
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
        elif first == "[" and stripped.startswith("[^") and self._footnote():
            pass
        elif first == "[" and not self.buffer and take_definition(line, self.inline):
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
        """Take a table, if no paragraph runs into it."""
        found = None if self.buffer else pipe_table(self.lines, self.at, self.inline)
        if found is None:
            return False
        text, self.at = found
        self._add(text, "verbatim")
        return True

    def _footnote(self) -> bool:
        found = read_footnote(self.lines, self.at, self.inline)
        if found is None:
            return False
        self._flush()
        note, self.at = found
        self.notes.append(note)
        return True

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
        if name := raw_element(stripped):
            return self._raw(name)
        if found := heading_of(stripped):
            self._flush()
            self.inline.plain(stripped)
            self._heading(found[1], found[0])
            self.at += 1
            return True
        if not starts_block(stripped):
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
        paragraphs, rest = split_comment("\n".join((stripped, *run[0][1:])))
        for lines in paragraphs:
            self._note(self.inline.plain(join_lines(lines)))
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
            self._add(html_table(" ".join(lines), self.inline), "verbatim")
        return True
