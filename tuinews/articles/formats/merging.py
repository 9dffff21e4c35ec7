"""Owns the joining of what a file says in two places: an item and the story within it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tuinews.articles.article import Paragraph, Section
from tuinews.articles.body import Body
from tuinews.articles.datelines import find_dateline
from tuinews.articles.filed import Filed
from tuinews.articles.plaintext import clean

_HELD_BACK = {
    "canceled": "canceled by its provider: not to be used",
    "cancelled": "canceled by its provider: not to be used",
    "withheld": "withheld by its provider: not for publication",
    "embargoed": "embargoed by its provider",
}
MOST_ITEMS = 500
"""A file with more items than this is an export of many articles, not an article."""
_MOST_NAMED = 3
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


def joint_headline(headlines: Sequence[str]) -> str:
    """The headline of several stories, concepts or plans: the first three of theirs."""
    more = ["…"] if len(headlines) > _MOST_NAMED else []
    return "; ".join([*headlines[:_MOST_NAMED], *more])


def together(read: Sequence[tuple[dict[str, object], Body]]) -> tuple[dict[str, object], Body]:
    """Several items as one: the first with a text is it, each further one a section."""
    if not read:
        return {}, Body(())
    raw, body = next(((raw, body) for raw, body in read if body.sections), read[0])
    sections, links, warnings = list(body.sections), list(body.links), list(body.warnings)
    for other_raw, other in read:
        if other is not body:
            headline = clean(" ".join(str(other_raw.get("headline") or "").split()))
            if headline or other.sections or other.notes:
                sections += join_sections(headline, whole_story(other))
            links += other.links
            warnings += other.warnings
    return raw, replace(
        body,
        sections=tidy_sections(sections),
        links=tuple(dict.fromkeys(links)),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def whole_story(body: Body) -> list[Section]:
    """The sections of a text that is part of a larger one, with what was taken out of them."""
    stated = (body.headline, body.byline, body.embargo, body.urgency)
    above = [Paragraph(text) for text in stated if text]
    below = [Paragraph(text) for text in body.notes]
    sections = list(body.sections)
    if body.filed:
        above.append(Paragraph(body.filed.text))
    if above:
        sections.insert(0, Section(None, tuple(above)))
    if below:
        sections.append(Section(None, tuple(below)))
    return list(tidy_sections(sections))


def told(body: Body) -> list[str]:
    """A text that is part of a larger one, paragraph by paragraph, as notes."""
    lines: list[str | None] = []
    for section in whole_story(body):
        lines += [section.crosshead, *(paragraph.text for paragraph in section.paragraphs)]
    return [" ".join(line.split()) for line in lines if line]


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
