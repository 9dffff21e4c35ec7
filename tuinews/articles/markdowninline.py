"""Owns the marks within a line of Markdown: emphasis, code, links, tags become plain text.

One pass from left to right, no mark looked at twice, so that no text costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tuinews.articles.article import Link
from tuinews.articles.entities import unescape
from tuinews.articles.links import find_links
from tuinews.articles.sanitise import sanitise_line

_MARK = re.compile(r"[\\`*_\[\]<~{]")
_TOKEN = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<code>`+)
    | (?P<comment><!--)
    | <(?P<auto>(?:https?|ftp|mailto):[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>
    | <(?P<tag>/?[A-Za-z][A-Za-z0-9]{0,12})(?P<attributes>(?:\s[^<>]*)?/?)>
    | \[\^(?P<footnote>[^\]\s\[]{1,40})\]
    | (?P<open>\[)
    | (?P<close>\])
    | (?P<run>\*+|_+|~~+)
    | (?P<kramdown>\{:[^{}\n]{0,300}\})
    """,
    re.VERBOSE,
)
_TARGET = re.compile(
    r"""\(\s{0,20}
    (?P<url><[^<>\n]{0,2000}>
      |(?:\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|[^\s()]|\([^\s()]{0,500}\)){0,2000}+)
    (?:\s{1,20}(?P<title>"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?
    \s{0,20}\)(?P<kramdown>\{:[^{}\n]{0,300}\})?""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_ATTRIBUTE = re.compile(r"""([A-Za-z:-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TAGS_WORDS = """
a abbr acronym address article aside audio b big blockquote br button canvas caption center cite
code col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font footer
form h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd label legend li link main map mark
meta nav noscript object ol optgroup option p param picture pre q s samp script section select
small source span strike strong style sub summary sup svg table tbody td template textarea tfoot
th thead time tr track tt u ul var video wbr path g rect circle title
"""
_TAGS = frozenset(_TAGS_WORDS.split())
_INLINE_WORDS = """
a abbr acronym b big cite code del dfn em font i ins kbd label mark q s samp small span strike
strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_ADDRESSES = ("href", "src", "data-src", "poster", "cite", "data")
_WORDS = ("alt", "title", "aria-label", "placeholder", "label", "summary")
_LINK_TEXT_PIECES = 200
_LONGEST = 1 << 20
"""Longer paragraphs keep their marks: nobody wrote those by hand."""


@dataclass(slots=True)
class Inline:
    """Turns marked text into plain text, and gathers what it takes out.

    Attributes:
        references: Addresses of link reference definitions, by folded label.
        links: What was linked to, in order, each once.
        markup: Tags and attributes that were taken out, each once.
        comments: The words of HTML comments.
        urls: The addresses of `links`.
    """

    references: Mapping[str, str] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    markup: dict[str, None] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)

    def plain(self, text: str) -> str:
        """The text of one paragraph without its marks, on one line."""
        if len(text) <= _LONGEST:
            plain = _Pass(text, self).run() if _MARK.search(text) else unescape(text)
            if "://" in plain:
                for link in find_links(plain):
                    if link.url not in self.urls:
                        self.add_link(link.url, "")
            text = sanitise_line(plain) if "&" in text else plain
        return " ".join(text.split())

    def plain_line(self, line: str) -> str:
        """A line of preformatted text without its tags; blanks stay."""
        if "<" in line:
            plain = _Pass(line, self).run()
            return sanitise_line(plain) if "&" in line else plain
        return sanitise_line(unescape(line)) if "&" in line else line

    def add_link(self, url: str, text: str) -> None:
        """Note an address as it is written, if it is one, and the plain text it stands under."""
        url = " ".join(unescape(url).split())
        if url and not url.startswith(("#", "javascript:")):
            url = sanitise_line(url)
            self.urls.add(url)
            self.links[Link(url, " ".join(sanitise_line(text).split()))] = None
        elif url:
            self.markup[url] = None


class _Pass:
    """One pass over one text."""

    def __init__(self, text: str, inline: Inline) -> None:
        self.text = text
        self.inline = inline
        self.out: list[str] = []
        self.brackets: list[tuple[int, int, bool]] = []
        self.runs: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        self.ticks: dict[int, list[int]] | None = None
        self.comments_end = True

    def run(self) -> str:
        text, out = self.text, self.out
        at = 0
        looked = 0
        escaped_up_to = -1
        while mark := _MARK.search(text, looked):
            start = mark.start()
            token = _TOKEN.match(text, start)
            if token is None:
                looked = start + 1
                continue
            if start > at:
                out.append(unescape(text[at:start]))
            at = token.end()
            kind = token.lastgroup
            if kind == "escaped":
                out.append(token["escaped"])
                escaped_up_to = at
            elif kind == "run":
                self._emphasis(token[0], start, at)
            elif kind == "open":
                image = start > 0 and text[start - 1] == "!" and start != escaped_up_to
                if image:
                    out[-1] = out[-1][:-1]
                self.brackets.append((len(out), at, image))
                out.append("![" if image else "[")
            elif kind == "close":
                at = self._close(at)
            elif kind == "code":
                at = self._code(token[0], at)
            elif kind == "auto":
                url = token["auto"]
                self.inline.add_link(url if ":" in url else f"mailto:{url}", "")
                out.append(unescape(url))
            elif kind in ("tag", "attributes"):
                self._tag(token)
            elif kind == "footnote":
                out.append(f"[{token['footnote']}]")
            elif kind == "kramdown":
                self.inline.markup[token[0]] = None
            else:
                at = self._comment(at)
            looked = at
        out.append(unescape(text[at:]))
        return "".join(out)

    def _emphasis(self, run: str, start: int, end: int) -> None:
        before = self.text[start - 1] if start else " "
        after = self.text[end] if end < len(self.text) else " "
        mark = run[0]
        left = not after.isspace() and (after.isalnum() or not before.isalnum())
        right = not before.isspace() and (before.isalnum() or not after.isalnum())
        if mark == "_" and before.isalnum() and after.isalnum():
            left = right = False
        remaining = len(run)
        openers = self.runs[mark]
        while right and remaining and openers:
            where, count = openers.pop()
            taken = min(count, remaining)
            self.out[where] = self.out[where][taken:]
            remaining -= taken
            if count > taken:
                openers.append((where, count - taken))
        if remaining:
            if left:
                openers.append((len(self.out), remaining))
            self.out.append(mark * remaining)

    def _code(self, ticks: str, at: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for found in reversed(list(re.finditer("`+", self.text))):
                self.ticks.setdefault(len(found[0]), []).append(found.start())
        closers = self.ticks.get(len(ticks), [])
        while closers and closers[-1] < at:
            closers.pop()
        if not closers:
            self.out.append(ticks)
            return at
        end = closers.pop()
        self.out.append(self.text[at:end].strip() or " ")
        return end + len(ticks)

    def _close(self, at: int) -> int:
        out, text = self.out, self.text
        if not self.brackets:
            out.append("]")
            return at
        where, inner_at, image = self.brackets.pop()
        following = text[at : at + 1]
        url = None
        title = ""
        end = at
        if following == "(" and (found := _TARGET.match(text, at)):
            url, end = found["url"].strip("<>"), found.end()
            title = unescape(found["title"] or "")
            if found["kramdown"]:
                self.inline.markup[found["kramdown"]] = None
        elif self.inline.references and at - inner_at <= 201:
            label = text[inner_at : at - 1]
            found = _LABEL.match(text, at) if following == "[" else None
            if found:
                label, end = found[1] or label, found.end()
            url = self.inline.references.get(fold_label(label))
        if url is None:
            out.append("]")
            return at
        words = "".join(out[where + 1 : where + _LINK_TEXT_PIECES])
        if image:
            out[where] = "[" if words.strip() else ""
            out.append("]" if words.strip() else "")
        else:
            out[where] = ""
            self.brackets.clear()  # links hold no links
        if title and title[1:-1] != words:
            words = f"{words} ({title[1:-1]})" if words.strip() else title[1:-1]
        self.inline.add_link(url, words)
        return end

    def _tag(self, token: re.Match[str]) -> None:
        name = token["tag"].lstrip("/").lower()
        if name not in _TAGS:
            self.out.append(unescape(token[0]))
            return
        self.inline.markup[token[0]] = None
        if name not in _INLINE:
            self.out.append(" ")
        words = []
        for found in _ATTRIBUTE.finditer(token["attributes"] or ""):
            attribute = found[1].lower()
            value = found[2] or found[3] or found[4] or ""
            if attribute in _ADDRESSES:
                self.inline.add_link(value, "")
            elif attribute in _WORDS and value.strip():
                words.append(unescape(value))
        if name in ("img", "iframe", "video", "audio", "input") and words:
            self.out.append(f"[{'; '.join(words)}]")

    def _comment(self, at: int) -> int:
        end = self.text.find("-->", at) if self.comments_end else -1
        if end < 0:
            self.comments_end = False
            self.out.append("<!--")
            return at
        self.inline.comments.append(self.text[at:end])
        return end + 3


def fold_label(label: str) -> str:
    """A link label as labels are compared: without case and extra blanks."""
    return " ".join(label.split()).casefold()
