"""Owns the message of ANPA bulletin 1312: its head, and the typesetting marks in its text.

In the head stand service level and number, selector, priority, category, format, keyword, version,
reference, day and count of words. In the text `^` sets a line flush up to `<` or `=`, a tab begins
a paragraph, ``` `` ``` and `''` are quotes and `_` is a dash.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tuinews.articles.body import Body
from tuinews.articles.newswire import read_wire
from tuinews.articles.paragraphs import MOST_LINES
from tuinews.articles.wires.codes import BYLINE, PRIORITIES, desk_of, take_of
from tuinews.articles.wires.prose import unwrap

HEAD = re.compile(
    r"\s*(?P<service>[A-Za-z]?)(?P<number>\d{3,4})(?P<selector>[^\n]{0,40})\n"
    r"(?P<priority>[A-Za-z])\s(?P<category>[A-Za-z])\s+(?P<keyword>\S{1,40})(?P<rest>[^\n]{0,200})\n?"
)
_FLUSH = 40
"""Lines above the first paragraph at most."""
_LONGEST_LINE = 10_000
_FILED = re.compile(r"\s(\d{1,2}-\d{1,2})(?:\s+(\d{1,5}))?\s*$")
_EDITORS = re.compile(
    r"(?:Eds?|EDS?|Editors?|EDITOR'?S?\s+NOTES?|[A-Z]{2,4} Photos?)\b.{0,3}", re.ASCII
)


def read_anpa(found: re.Match[str], head: str, text: str) -> tuple[dict[str, object], Body]:
    """The fields of ANPA 1312, and the lines between `^` and `<` above the first paragraph."""
    rest = found["rest"]
    filed = _FILED.search(rest)
    version = " ".join(rest[: filed.start()].split()) if filed else " ".join(rest.split())
    flush, below = _flush_lines(text)
    headline, byline, summary, notes = _sort_flush(flush)
    body = read_wire(_prose(below), headline=headline or None)
    raw: dict[str, object] = {
        "headline": headline,
        "byline": [byline] if byline else [],
        "summary": summary,
        "urgency": PRIORITIES.get(found["priority"].lower(), found["priority"]),
        "desk": desk_of(found["category"]),
        "slugline": found["keyword"],
        "version": version or take_of(flush[0] if flush else ""),
    }
    return raw, replace(body, notes=(*notes, *body.notes))


def _flush_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines above the first paragraph, each between `^` and `<` or `=`, and the lines below."""
    lines = text.lstrip("\n").split("\n")
    flush: list[str] = []
    for number, line in enumerate(lines):
        if number >= _FLUSH:
            return [_unmarked(line) for line in flush], lines[number:]
        if line.startswith("^") and len(line) <= _LONGEST_LINE:
            flush.append(line)
        elif not flush or line.startswith(("\t", "   ")) or flush[-1].rstrip().endswith(("<", "=")):
            if flush and not line.strip():
                continue
            return [_unmarked(line) for line in flush], lines[number:]
        else:  # a line between the marks that was wrapped
            flush[-1] = f"{flush[-1].rstrip()} {line.strip()}"
    return [_unmarked(line) for line in flush], []


def _unmarked(line: str) -> str:
    """A line without the marks that set it flush, its quotes and dashes as print has them."""
    line = line.strip().removeprefix("^")
    line = re.sub(r"\s*[@=]?<?\s*$", "", line) if line.endswith(("<", "=")) else line
    return _typeset(line).strip()


def _typeset(line: str) -> str:
    line = line.replace("``", "“").replace("''", "”")
    return re.sub(r"(?<=\s)_(?=\s)", "—", line)


def _sort_flush(flush: list[str]) -> tuple[str, str, str, list[str]]:
    """Headline, byline, summary and notes of the lines above the text; the first is the keyword."""
    headline = byline = summary = ""
    notes: list[str] = []
    for number, line in enumerate(filter(None, flush)):
        if _EDITORS.match(line):
            notes.append(line)
        elif BYLINE.match(line) and not byline:
            byline = line
        elif number == 0 and (re.match(r"[A-Za-z]{2}-", line) or len(flush) > 1):
            notes.append(line)
        elif line.upper().startswith("HL:") or (not headline and not byline):
            notes += [headline] if headline else []
            headline = line[3:].strip() if line.upper().startswith("HL:") else line
        elif not summary and not byline and len(line) > 80:
            summary = line
        else:
            notes.append(line)
    return headline, byline, summary, notes


def _prose(lines: list[str]) -> str:
    """Paragraphs as plain text has them, flush lines as crossheads."""
    prose: list[str] = []
    for line in lines[:MOST_LINES]:
        if len(line) > _LONGEST_LINE:
            prose.append(line)
        elif line.startswith("^"):
            words = _unmarked(line)
            prose += ["", f"## {words}" if re.search(r"\w", words) else words, ""]
        else:
            prose.append(_typeset(re.sub(r"\s*@?<\s*$", "", line)))
    return unwrap("\n".join(prose + lines[MOST_LINES:]))
