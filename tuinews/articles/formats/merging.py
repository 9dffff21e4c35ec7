"""Owns the joining of what a file says in two places: an item and the story within it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tuinews.articles.article import Section
from tuinews.articles.body import Body
from tuinews.articles.datelines import Filed, find_dateline
from tuinews.articles.plaintext import clean

_HELD_BACK = {
    "canceled": "canceled by its provider: not to be used",
    "cancelled": "canceled by its provider: not to be used",
    "withheld": "withheld by its provider: not for publication",
    "embargoed": "embargoed by its provider",
}
_IN_BRACKETS = re.compile(r"\(([^()]{1,60})\)")


def merged(outer: Mapping[str, object], inner: Mapping[str, object]) -> dict[str, object]:
    """The keys of an item and of its story; where both say something, the item comes first.

    What the story says otherwise stays as a key that no field wants, and so becomes a note.
    """
    keys = dict(outer)
    for key, value in inner.items():
        if not keys.get(key):
            keys[key] = value
        elif value and _plain(value) != _plain(keys[key]):
            keys[f"{key} in the text"] = value
    return keys


def held_back(status: str) -> str:
    """What a publishing status means for the reader of an item; nothing if it may be used."""
    return _HELD_BACK.get(status.strip().lower(), "")


def stated_dateline(text: str) -> Filed | None:
    """A dateline that metadata states: what stands first is the place, whatever it looks like."""
    text = clean(" ".join(text.split())).rstrip(" -–—:")
    if not text:
        return None
    if found := find_dateline(f"{text} - "):
        return replace(found, text=text, end=0)
    source = _IN_BRACKETS.search(text)
    place = re.split(r"[,(]", text, maxsplit=1)[0].strip()
    return Filed(text, place or None, source[1] if source else None)


def with_dateline(body: Body, filed: Filed | None) -> Body:
    """A body whose dateline metadata states; the one in its text counts more."""
    if filed is None:
        return body
    if body.filed is None:
        return replace(body, filed=filed)
    if set(filed.text.split()) <= set(body.filed.text.split()):
        return body
    return replace(body, notes=(*body.notes, f"dateline: {filed.text}"))


def join_sections(headline: str, sections: Sequence[Section]) -> list[Section]:
    """The sections of one story among several: its headline becomes a crosshead."""
    if not headline:
        return list(sections)
    if sections and sections[0].crosshead is None:
        return [Section(headline, sections[0].paragraphs), *sections[1:]]
    return [Section(headline, ()), *sections]


def tidy_sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections of which only the first may be without a crosshead: others carry on the last."""
    tidied: list[Section] = []
    for section in sections:
        if section.crosshead is None and tidied:
            last = tidied.pop()
            section = Section(last.crosshead, last.paragraphs + section.paragraphs)
        tidied.append(section)
    return tuple(tidied)


def _plain(value: object) -> str:
    texts = value if isinstance(value, list) else [value]
    return " ".join(" ".join(map(str, texts)).split()).casefold()
