"""Owns what Markdown defines on lines of its own and refers to elsewhere: links and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tuinews.articles.entities import unescape
from tuinews.articles.markdowninline import Inline, fold_label
from tuinews.articles.markdownruns import footnote
from tuinews.articles.paragraphs import join_lines

_DEFINITION = re.compile(
    r" {0,3}\[([^\[\]^][^\[\]]{0,200}|[^\[\]^])\]:\s+<?(\S{1,2000}?)>?(?:\s+(\S.*))?$"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*(.*)$")


def link_definitions(lines: Sequence[str]) -> dict[str, str]:
    """The addresses that a text's links refer to, by folded label; the first of a label counts."""
    found: dict[str, str] = {}
    for line in lines:
        if "]:" in line and (definition := _DEFINITION.match(line)):
            found.setdefault(fold_label(definition[1]), definition[2])
    return found


def take_definition(line: str, inline: Inline) -> bool:
    """Note the link that a line defines; False when it defines none."""
    found = _DEFINITION.match(line)
    if found is None:
        return False
    title = (found[3] or "").strip("\"'() ")
    words = f"{found[1]} ({title})" if title else found[1]
    inline.add_link(found[2], unescape(words))
    return True


def read_footnote(lines: Sequence[str], at: int, inline: Inline) -> tuple[str, int] | None:
    """The footnote that a line opens, with its label, and where the lines after it begin."""
    found = _FOOTNOTE.match(lines[at].strip())
    if found is None:
        return None
    taken, after = footnote(lines, at, found[2])
    return f"[{found[1]}] {inline.plain(join_lines(taken))}".rstrip(), after
