"""Owns the look of HTML within Markdown: what a line that begins with a tag starts."""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot"
    r"|th|thead|tr|ul|video|audio|img|picture|noscript)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<(h[1-6])\b[^<>]*>(.*)</\1>$", re.IGNORECASE)
_RAW = re.compile(r"<(script|style|pre|table)\b", re.IGNORECASE)


def starts_block(line: str) -> bool:
    """Whether a line starts with a tag that no paragraph holds."""
    return bool(_BLOCK.match(line))


def heading_of(line: str) -> tuple[int, str] | None:
    """The level of a heading that fills a line, and what is within it, marks and all."""
    found = _HEADING.match(line)
    return (int(found[1][1]), found[2]) if found else None


def raw_element(line: str) -> str | None:
    """The element, in small letters, that a line opens and whose content is no Markdown."""
    found = _RAW.match(line)
    return found[1].lower() if found else None


def split_comment(text: str) -> tuple[list[list[str]], str]:
    """The paragraphs of a comment, each as its lines, and the text behind its end."""
    words, _, rest = text.removeprefix("<!--").partition("-->")
    paragraphs: list[list[str]] = [[]]
    for line in words.split("\n"):
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [lines for lines in paragraphs if lines], rest
