"""Owns headlines where the text has none, and what the prefix of one says about its version."""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 90
"""How many terminal columns a derived headline takes at most."""

_SENTENCE_END = re.compile(r"[.!?؟][\"'”’»)\]]*(?=\s)|[。！？][」』”]*")
_NO_END = re.compile(
    r"(?:\b[^\W\d_]|\b(?:mr|mrs|ms|dr|prof|st|gen|col|lt|sgt|capt|gov|sen|rep|rev|no|vs|inc|ltd|co|corp"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|u\.s|u\.k|u\.n|a\.m|p\.m|e\.g|i\.e|approx))\.$",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"((?:(?:UPDATE|WRAPUP|CORRECTED|CORRECTION|REFILE|REPEAT|RPT|FACTBOX|ANALYSIS|INTERVIEW|TIMELINE"
    r"|EXPLAINER|INSIGHT|EXCLUSIVE|LEAD|WRAP|ADVISORY|SCENARIOS|NEWSMAKER|SPECIAL REPORT|PREVIEW)"
    r"(?:\s?\d{1,2})?(?:\s?-|\s[-–—]\s|(?=:)))+)(?=\s?\S)"
)


def derive_headline(lede: str) -> str:
    """The first sentence of a lede, cut at a word where it takes more than 90 columns."""
    lede = lede.strip()
    for end in _SENTENCE_END.finditer(lede[:400]):
        if not _NO_END.search(lede[: end.end()].rstrip("\"'”’»)]")[-12:]):
            lede = lede[: end.end()]
            break
    return cut_at_word(lede, COLUMNS)


def cut_at_word(text: str, columns: int) -> str:
    """A text cut to a number of terminal columns, at a word where there are words, with `…`."""
    taken = 0
    for at, character in enumerate(text):
        taken += _columns(character)
        if taken > columns or (taken == columns and at + 1 < len(text)):
            cut = text[:at]
            blank = cut.rfind(" ")
            if blank > len(cut) // 2:
                cut = cut[:blank]
            return cut.rstrip(" ,;:-–—") + "…"
    return text


def version_of(headline: str) -> str | None:
    """`UPDATE 2` of `UPDATE 2-Oil rises`, `REFILE-UPDATE 1` of both."""
    found = _VERSION.match(headline)
    return found[1].rstrip(" -–—") if found else None


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
