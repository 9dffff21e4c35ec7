"""Owns wire copy: which paragraphs are headline, byline, lede, crosshead, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tuinews.articles.article import Paragraph, ParagraphKind, Section
from tuinews.articles.body import Body
from tuinews.articles.crossheads import find_crossheads
from tuinews.articles.datelines import find_dateline
from tuinews.articles.filed import Filed
from tuinews.articles.links import find_links
from tuinews.articles.paragraphs import Block, find_blocks
from tuinews.articles.storyhead import LINES_APART, read_head
from tuinews.articles.wirelines import is_end_mark, is_sign_off

_DATELINE_WITHIN = 5


def read_wire(text: str, *, headline: str | None = None) -> Body:
    """Read wire copy from sanitised plain text; `headline` is what metadata states."""
    body = read_story(find_blocks(text, LINES_APART), headline=headline)
    return replace(body, links=find_links(text))


def read_story(blocks: list[Block], *, headline: str | None = None) -> Body:
    """Sort paragraphs into headline, byline, dateline, sections and notes.

    Args:
        blocks: All paragraphs of a text, in order.
        headline: What is known already; then the first paragraph is a headline only if it says
            the same.
    """
    head, blocks = read_head(blocks, headline)
    blocks, tail = _part_tail(blocks)
    blocks, filed = read_dateline(blocks)
    return Body(
        sections=_sections(blocks),
        headline=head.headline,
        filed=filed,
        byline=head.byline,
        embargo=head.embargo,
        urgency=head.urgency,
        notes=(*head.notes, *tail),
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


def _part_tail(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Part what follows an end mark, and sign-offs, from the story."""
    notes: list[str] = []
    whole = sum(len(block.text) for block in blocks)
    before = 0
    for number, block in enumerate(blocks):
        # Hashes with most of the text below them part its sections.
        parting = block.text.startswith("#") and whole > 3 * before
        if number and block.kind == "text" and not parting and is_end_mark(block.text):
            notes = [" ".join(b.text.split()) for b in blocks[number:]]
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
