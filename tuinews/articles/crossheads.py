"""Owns the recognition of crossheads that nothing but their look marks: capitals, short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tuinews.articles.capitals import has_case, is_capitals
from tuinews.articles.datelines import find_dateline
from tuinews.articles.paragraphs import Block, ends_sentence
from tuinews.articles.wirelines import is_about_the_story

_SHORTEST, _LONGEST = 3, 70
_MOST_WORDS = 10
_MOST_LINES = 3
_LONGEST_QUOTE = 6
_LONGEST_UNCASED = 24

_ABBREVIATED = re.compile(
    r".*(?:\b(?:[^\W\d_]\.){2,}|\b(?:INC|CO|CORP|LTD|BROS|JR|SR|ST|NO|VS|PLC|DR|MR|MRS|MT)\.)"
)
_BULLET = re.compile(r"[-*•‣▪●■◦·+>#|]")
_LABEL = re.compile(r"[^\W\d_]+\s*:\s*\S")
_TICKER = re.compile(
    r"<[A-Z0-9.=^]+>|\((?:NYSE|NASDAQ|LSE|TSX|ASX|OTC\w*|AMEX|HKEX|BSE|NSE)\b"
    r"|^\.?[A-Z0-9]{1,6}\.[A-Z]{1,3}$|^\$[A-Z]+$"
)
_ROW = re.compile(r"\t| {3,}")
_QUOTES = tuple('"“„«‘「『')
_LENTICULAR = re.compile(r"【[^】]{1,40}】")


def find_crossheads(blocks: Sequence[Block]) -> list[int]:
    """How many blocks the crosshead takes that starts at each block: 0 where none starts.

    Args:
        blocks: The paragraphs of the body; headline, byline and notes are set aside already.

    Returns:
        One number for each block; a crosshead on three lines is 3, 0, 0.
    """
    lengths = [1 if block.kind == "heading" else 0 for block in blocks]
    capitals = [block.kind == "text" and is_capitals(block.text) for block in blocks]
    loud = sum(
        1 for at, block in enumerate(blocks) if capitals[at] and (block.gap or not capitals[at - 1])
    )
    if loud * 2 > loud + sum(block.kind == "text" for block in blocks) - sum(capitals):
        return lengths
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and capitals[end]:
            end += 1
        if 0 < start < end < len(blocks):
            for number, length in _parted(blocks[start:end]):
                lengths[start + number] = length
        elif start == end and 0 < start < len(blocks) - 1 and _is_uncased(blocks, start):
            lengths[start] = 1
        start = max(end, start + 1)
    return lengths


def _parted(run: Sequence[Block]) -> list[tuple[int, int]]:
    """The crossheads among blocks of capitals that follow one another."""
    together = not any(block.gap for block in run[1:])
    joined = " ".join(block.text for block in run)
    if len(run) <= _MOST_LINES and together and looks_like_crosshead(joined):
        return [(0, len(run))]
    if len(run) >= _MOST_LINES:
        return []
    return [(number, 1) for number, block in enumerate(run) if looks_like_crosshead(block.text)]


def looks_like_crosshead(text: str) -> bool:
    """Whether a line in capitals reads as a heading, wherever it stands."""
    words = text.split()
    if not _SHORTEST <= len(text) <= _LONGEST or len(words) > _MOST_WORDS:
        return False
    if not is_capitals(text):
        return False
    if text.endswith((",", ";", "-", "–", "—", "…", "..", "。")):
        return False
    if text.endswith(".") and not _ABBREVIATED.fullmatch(text):
        return False
    letters = sum(map(str.isalpha, text))
    digits = sum(map(str.isdecimal, text))
    if digits * 10 > letters * 6:
        return False
    if text.startswith(_QUOTES) and len(words) > _LONGEST_QUOTE:
        return False
    if text[0] in "([{" and text[-1] in ")]}":
        return False
    if _BULLET.match(text) or _LABEL.match(text) or _TICKER.search(text) or _ROW.search(text):
        return False
    return not is_about_the_story(text) and not find_dateline(text)


def _is_uncased(blocks: Sequence[Block], at: int) -> bool:
    """A short line alone between paragraphs, in a script without capitals; or `【…】`."""
    text = blocks[at].text
    if blocks[at].kind != "text" or len(text) > 40:
        return False
    if _LENTICULAR.fullmatch(text):
        return True
    before, after = blocks[at - 1], blocks[at + 1]
    return (
        blocks[at].gap
        and after.gap
        and len(text) <= _LONGEST_UNCASED
        and sum(map(str.isalpha, text)) >= 2
        and not has_case(text)
        and not text.endswith(("،", "、", "，", ",", "؛", "」", "』", "”", '"', "）", ")"))
        and not ends_sentence(text)
        and ends_sentence(before.text)
        and ends_sentence(after.text)
    )
