"""Owns wire copy: which paragraphs are headline, byline, lede, crosshead, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tuinews.articles.article import Paragraph, ParagraphKind, Section
from tuinews.articles.body import Body
from tuinews.articles.crossheads import find_crossheads
from tuinews.articles.datelines import Filed, find_dateline
from tuinews.articles.links import find_links
from tuinews.articles.paragraphs import Block, LinesApart, ends_sentence, find_blocks
from tuinews.articles.wirelines import (
    is_advisory,
    is_byline,
    is_embargo,
    is_end_mark,
    is_release,
    is_sign_off,
    is_urgent,
)

_LONGEST_HEADLINE = 160
_TOP = 8
"""Within how many paragraphs from the top what is about the story stands."""
_BYLINE_WITHIN = 3
_DATELINE_WITHIN = 5
_TAIL = 6


@dataclass(slots=True)
class _Top:
    """What the paragraphs above the lede say."""

    headline: str | None = None
    byline: str | None = None
    embargo: str | None = None
    urgency: str | None = None
    notes: list[str] = field(default_factory=list)


def read_wire(text: str, *, headline: str | None = None) -> Body:
    """Read wire copy from sanitised plain text; `headline` is what metadata states."""
    body = read_story(find_blocks(text, _LINES_APART), headline=headline)
    return replace(body, links=find_links(text))


def read_story(blocks: list[Block], *, headline: str | None = None) -> Body:
    """Sort paragraphs into headline, byline, dateline, sections and notes.

    Args:
        blocks: All paragraphs of a text, in order.
        headline: What is known already; then the first paragraph is a headline only if it says
            the same.
    """
    top = _Top()
    blocks = _read_top(blocks, top, headline)
    blocks, tail = _part_tail(blocks)
    blocks, filed = read_dateline(blocks)
    return Body(
        sections=_sections(blocks),
        headline=top.headline,
        filed=filed,
        byline=top.byline,
        embargo=top.embargo,
        urgency=top.urgency,
        notes=(*top.notes, *tail),
    )


def read_dateline(blocks: Sequence[Block]) -> tuple[list[Block], Filed | None]:
    """Take the dateline out of the first paragraphs that may hold it."""
    blocks = list(blocks)
    looked_at = 0
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            continue
        if looked_at == _DATELINE_WITHIN:
            break
        looked_at += 1
        filed = find_dateline(block.text) if block.kind == "text" else None
        if filed is None or _is_transcript(filed, blocks):
            continue
        rest = block.text[filed.end :].strip()
        blocks[number : number + 1] = [replace(block, text=rest)] if rest else []
        if filed.place or filed.source or rest:
            return blocks, filed
        # A date alone on its line; what follows may say where.
        following = find_dateline(blocks[number].text) if number < len(blocks) else None
        if following is None or not following.place:
            return blocks, filed
        rest = blocks[number].text[following.end :].strip()
        blocks[number : number + 1] = [replace(block, text=rest)] if rest else []
        return blocks, _both(filed, following)
    return blocks, None


def _both(day: Filed, place: Filed) -> Filed:
    """One dateline from a date on a line alone and a place in the paragraph below it."""
    if place.month is None:
        place = replace(place, year=day.year, month=day.month, day=day.day)
    elif place.year is None:
        place = replace(place, year=day.year)
    return replace(place, text=f"{day.text}, {place.text}")


def _is_transcript(filed: Filed, blocks: Sequence[Block]) -> bool:
    """Whether `SMITH: ` is one of several speakers rather than a place."""
    if filed.source or filed.month or not filed.place:
        return False
    speakers = 0
    for block in blocks[:30]:
        name, colon, _ = block.text[:40].partition(":")
        speakers += bool(colon) and name.isupper()
    return speakers > 1


def _is_whole(line: str) -> bool:
    """Whether a line near the top is a paragraph by itself."""
    line = line.strip()
    return (
        is_byline(line)
        or is_embargo(line)
        or is_urgent(line)
        or is_release(line)
        or is_advisory(line)
        or ((filed := find_dateline(line)) is not None and filed.end == len(line))
    )


def _begins(line: str) -> bool:
    return _is_whole(line) or find_dateline(line.strip()) is not None


_LINES_APART = LinesApart(_begins, _is_whole)


def _read_top(blocks: list[Block], top: _Top, stated: str | None) -> list[Block]:
    """Take what is about the story off the first paragraphs; what is left is the story."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        text = block.text
        if number >= _TOP or len(kept) > 2:
            return kept + blocks[number:]
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind == "heading":
            if kept or top.headline or (stated is not None and not _same(text, stated)):
                return kept + blocks[number:]
            top.headline = text
        elif block.kind != "text":
            return kept + blocks[number:]
        elif filed := find_dateline(text):
            if filed.end < len(text):
                return kept + blocks[number:]
            kept.append(block)  # a date on a line alone
        elif top.embargo is None and is_embargo(text):
            top.embargo = text
        elif top.urgency is None and is_urgent(text):
            top.urgency = text
        elif is_release(text) or is_advisory(text):
            top.notes.append(text)
        elif top.byline is None and number <= _BYLINE_WITHIN and is_byline(text):
            top.byline = text
        elif (
            top.headline is None
            and not kept
            and following
            and _is_headline(block, following, stated)
        ):
            top.headline = text
        else:
            kept.append(block)
    return kept


def _is_headline(block: Block, following: Block, stated: str | None) -> bool:
    text = block.text
    if stated is not None:
        return _same(text, stated)
    if len(text) > _LONGEST_HEADLINE or is_sign_off(text) or is_end_mark(text):
        return False
    if is_byline(following.text) or is_advisory(following.text) or find_dateline(following.text):
        return True
    sentence = ends_sentence(text) and text[-1] not in "?!？！" and len(text.split()) > 12
    return following.gap and not sentence


def _same(text: str, stated: str) -> bool:
    return text.split() == stated.split() or text.casefold().split() == stated.casefold().split()


def _part_tail(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Part what follows an end mark, and sign-offs, from the story."""
    notes: list[str] = []
    whole = sum(len(block.text) for block in blocks)
    before = 0
    for number, block in enumerate(blocks):
        # Hashes with most of the text below them part its sections.
        parting = block.text.startswith("#") and whole > 3 * before
        if number and block.kind == "text" and not parting and is_end_mark(block.text):
            notes = [b.text for b in blocks[number:]]
            blocks = blocks[:number]
            break
        before += len(block.text)
    while len(blocks) > 1 and is_sign_off(blocks[-1].text):
        notes.insert(0, blocks[-1].text)
        blocks = blocks[:-1]
    return blocks, notes


def _sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    lengths = find_crossheads(blocks)
    sections: list[Section] = []
    crosshead: str | None = None
    paragraphs: list[Paragraph] = []
    number = 0
    while number < len(blocks):
        if length := lengths[number]:
            if paragraphs or crosshead is not None:
                sections.append(Section(crosshead, tuple(paragraphs)))
            crosshead = " ".join(block.text for block in blocks[number : number + length])
            paragraphs = []
            number += length
            continue
        block = blocks[number]
        kind: ParagraphKind = "text" if block.kind == "heading" else block.kind
        paragraphs.append(Paragraph(block.text, kind))
        number += 1
    if paragraphs or crosshead is not None:
        sections.append(Section(crosshead, tuple(paragraphs)))
    return tuple(sections)
