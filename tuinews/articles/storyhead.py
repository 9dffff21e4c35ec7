"""Owns the head of a wire story: headline, byline and what else stands above the lede."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuinews.articles.agencies import is_agency
from tuinews.articles.datelines import find_dateline
from tuinews.articles.paragraphs import Block, LinesApart, ends_sentence
from tuinews.articles.wirelines import (
    is_advisory,
    is_byline,
    is_contact,
    is_embargo,
    is_end_mark,
    is_release,
    is_sign_off,
    is_slug,
    is_urgent,
)

_LONGEST_HEADLINE = 160
_WITHIN = 8
"""Within how many paragraphs from the top what is about the story stands."""
_BYLINE_WITHIN = 3
_LONGEST_AGENCY = 40


@dataclass(slots=True)
class Head:
    """What the paragraphs above the lede say."""

    headline: str | None = None
    byline: str | None = None
    embargo: str | None = None
    urgency: str | None = None
    notes: list[str] = field(default_factory=list)


def read_head(blocks: list[Block], stated: str | None) -> tuple[Head, list[Block]]:
    """Part a story from its head; a dateline stays with the story.

    Args:
        blocks: All paragraphs of a text.
        stated: The headline where it is known; then a first paragraph is one only if it says
            the same.
    """
    head = Head()
    story: list[Block] = []
    begun = False
    for number, block in enumerate(blocks):
        if number >= _WITHIN or len(story) > 2:
            return head, story + blocks[number:]
        if block.kind == "heading":
            if begun or head.headline or (stated is not None and not _same(block.text, stated)):
                return head, story + blocks[number:]
            head.headline = block.text
        elif block.kind == "verbatim" and not begun and is_contact(block.text):
            head.notes.append(" ".join(block.text.split()))
        elif block.kind != "text":
            return head, story + blocks[number:]
        elif filed := find_dateline(block.text):
            if filed.end < len(block.text):
                return head, story + blocks[number:]
            story.append(block)  # a date on a line alone: the headline may be below it
        elif _take(head, blocks, number):
            continue
        elif head.headline is None and not begun and _is_headline(blocks, number, stated):
            head.headline = block.text
        else:
            begun = True
            story.append(block)
    return head, story


def _take(head: Head, blocks: list[Block], number: int) -> bool:
    """Take a line that is about the story, if it is one."""
    text = blocks[number].text
    if head.embargo is None and is_embargo(text):
        head.embargo = text
    elif head.urgency is None and is_urgent(text):
        head.urgency = text
    elif (
        is_release(text)
        or is_advisory(text)
        or is_slug(text)
        or (head.headline is None and is_contact(text))
    ):
        head.notes.append(text)
    elif head.byline is None and number <= _BYLINE_WITHIN and is_byline(text.strip("*_")):
        head.byline = text.strip("*_")
    elif head.byline == blocks[number - 1].text.strip("*_") and _is_agency_line(text):
        head.byline = f"{head.byline}, {text}"
    else:
        return False
    return True


def _is_agency_line(text: str) -> bool:
    """`Associated Press Writer` or `BBC News, Kabul` below a byline."""
    if len(text) > _LONGEST_AGENCY or ends_sentence(text):
        return False
    return is_agency(text.removesuffix(" Writer").removesuffix(" Writers"))


def _is_headline(blocks: list[Block], number: int, stated: str | None) -> bool:
    text = blocks[number].text
    if stated is not None:
        return _same(text, stated)
    if len(text) > _LONGEST_HEADLINE or is_sign_off(text) or is_end_mark(text):
        return False
    if number + 1 == len(blocks):
        return False
    following = blocks[number + 1]
    below = following.text
    if is_byline(below.strip("*_")) or is_advisory(below) or find_dateline(below):
        return True
    if ends_sentence(text) and text[-1] not in "?!？！" and len(text.split()) > 12:
        return False
    if following.gap:
        return True
    # A second, smaller headline may stand below the first, before the blank line.
    after = blocks[number + 2] if number + 2 < len(blocks) else None
    short = len(below) <= _LONGEST_HEADLINE and not ends_sentence(below)
    return after is not None and short and (after.gap or find_dateline(after.text) is not None)


def _same(text: str, stated: str) -> bool:
    return text.casefold().split() == stated.casefold().split()


def _is_whole(line: str) -> bool:
    line = line.strip()
    return (
        is_byline(line.strip("*_"))
        or is_embargo(line)
        or is_urgent(line)
        or is_release(line)
        or is_advisory(line)
        or is_slug(line)
        or ((filed := find_dateline(line)) is not None and filed.end == len(line))
    )


def _begins(line: str) -> bool:
    return _is_whole(line) or find_dateline(line.strip()) is not None


LINES_APART = LinesApart(_begins, _is_whole)
"""What tells the lines of a head apart that no blank line need part."""
