"""Owns the message of IPTC Recommendation 7901: its head, and the lines above its text.

In the head stand service and number, priority, category, count of words and what else an agency
likes, then a line of keywords with slashes. Above the text stand a headline, a byline and notes to
the desk, up to a `=`. After the recommendation's fifth revision and how agencies fill it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tuinews.articles.body import Body
from tuinews.articles.newswire import read_wire
from tuinews.articles.wires.codes import BYLINE, desk_of, take_of
from tuinews.articles.wires.prose import unwrap

HEAD = re.compile(
    r"\s*(?P<service>[A-Za-z]{1,8})\s?(?P<number>\d{2,6})\s+(?P<priority>[1-9])\s+"
    r"(?P<category>[A-Za-z]{1,4})\s+(?P<words>\d{1,6})\b(?P<rest>[^\n]*)\n?"
)
_NOT_TO_PRINT = re.compile(
    r"^.*(?:information is not (?:intended )?for publication"
    r"|Informationen sind nicht zur Veröffentlichung bestimmt).*$",
    re.MULTILINE,
)

_KEYWORDS = 50
_HEADLINES = 10
"""Lines that may stand before the `=` that ends the lines above the text."""


def read_iptc(found: re.Match[str], head: str, text: str) -> tuple[dict[str, object], Body]:
    """The fields of IPTC 7901, and the lines above the text that end in `=`."""
    keywords = " ".join(head[found.end() :].split())
    if not keywords:  # no start mark stood between the keywords and the text
        first, _, rest = text.lstrip("\n").partition("\n")
        if first.rstrip().endswith("/"):
            keywords, text = first.strip(), rest
    lines = text.lstrip("\n").split("\n")
    above, below = _above(lines)
    headline, byline, notes = _sort_lines(above)
    text, unprinted = _part_unprinted("\n".join(below))
    body = read_wire(unwrap(text), headline=headline or None)
    raw: dict[str, object] = {
        "headline": headline,
        "byline": [byline] if byline else [],
        "urgency": found["priority"],
        "desk": desk_of(found["category"]),
        "slugline": keywords.rstrip("/"),
        "keywords": [word.strip() for word in keywords.split("/", _KEYWORDS) if word.strip()],
        "version": take_of(headline) or take_of(found["rest"]),
    }
    return raw, replace(body, notes=(*notes, *body.notes, *unprinted))


def _above(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the text: up to a `=` at a line's end, else the first before a blank one."""
    for number, line in enumerate(lines[:_HEADLINES]):
        if line.rstrip().endswith("="):
            above = [*lines[:number], line.rstrip()[:-1]]
            return above, lines[number + 1 :]
    if len(lines) > 1 and not lines[1].strip() and len(lines[0]) <= 160:
        return lines[:1], lines[1:]
    return [], lines


def _sort_lines(lines: list[str]) -> tuple[str, str, list[str]]:
    """Headline, byline, and notes to the desk, which stand in brackets."""
    headline: list[str] = []
    notes: list[str] = []
    byline = ""
    open_note = ""
    for line in filter(None, map(str.strip, lines)):
        if open_note or (line.startswith("(") and (not headline or line.endswith(")"))):
            open_note = f"{open_note} {line}".strip()
            if line.endswith(")"):
                notes.append(open_note)
                open_note = ""
        elif BYLINE.match(line) and not byline and len(line) <= 120:
            byline = line
        else:
            headline.append(line)
    if open_note:
        notes.append(open_note)
    return " ".join(headline), byline, notes


def _part_unprinted(text: str) -> tuple[str, list[str]]:
    """Part a text from what stands under the line that says it is not for publication."""
    found = _NOT_TO_PRINT.search(text)
    if found is None:
        return text, []
    rest = [" ".join(part.split()) for part in text[found.start() :].split("\n\n")]
    return text[: found.start()].rstrip().removesuffix("* * * *"), [part for part in rest if part]
