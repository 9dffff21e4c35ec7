"""Owns what changed between two versions of an article: paragraph by paragraph, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from tuinews.articles.article import Article

_WORDS: Final = re.compile(r"\s*\S+|\s+$")
_LIKE: Final = 0.4
"""Share of words that two paragraphs have in common to be one that changed."""
_COMPARED: Final = 2000
"""Words of a paragraph, and paragraphs that changed in a row: more are not compared word by word.

Comparing takes a time that grows with the product of both lengths.
"""
_COMPARED_PARAGRAPHS: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are in both versions, in the newer alone, or in the older alone."""

    kind: Literal["same", "added", "gone"]
    text: str


Changed = tuple[Piece, ...]
"""One paragraph (or headline, or crosshead), its pieces in order.

Joined, what is not gone is the newer text, and what is not added the older.
"""


def word_diff(older: Article, newer: Article) -> tuple[Changed, ...]:
    """What changed from one version to the next: the headline, then everything in order.

    Paragraphs that only one version has are one piece, gone or added.
    """
    before, after = list(_texts(older)), list(_texts(newer))
    found = [_compare(older.headline, newer.headline)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            found += [(Piece("same", text),) for text in after[start:end]]
        else:
            found += _paired(before[first:last], after[start:end])
    return tuple(found)


def _texts(article: Article) -> Iterator[str]:
    for section in article.sections:
        if section.crosshead:
            yield section.crosshead
        for paragraph in section.paragraphs:
            yield paragraph.text


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Changed]:
    """Paragraphs of which none stayed the same; those most alike are taken as one that changed."""
    start = 0
    for text in after:
        likest = _likest(before[start:], text)
        if likest is None:
            yield (Piece("added", text),)
            continue
        for gone in before[start : start + likest]:
            yield (Piece("gone", gone),)
        yield _compare(before[start + likest], text)
        start += likest + 1
    for gone in before[start:]:
        yield (Piece("gone", gone),)


def _likest(before: Sequence[str], text: str) -> int | None:
    """The place of the paragraph most like `text`, None when none is like it."""
    words = set(text.split())
    best: tuple[float, int] | None = None
    for place, other in enumerate(before[:_COMPARED_PARAGRAPHS]):
        others = set(other.split())
        alike = 2 * len(words & others) / (len(words) + len(others) or 1)
        if alike >= _LIKE and (best is None or alike > best[0]):
            best = alike, place
    return None if best is None else best[1]


def _compare(before: str, after: str) -> Changed:
    """The pieces of two texts; words are compared with the white space before them."""
    if before == after:
        return (Piece("same", after),) if after else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    if len(old) > _COMPARED or len(new) > _COMPARED:
        pieces = [Piece("gone", before), Piece("added", after)]
    else:
        for kind, first, last, start, end in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes():
            if kind == "equal":
                pieces.append(Piece("same", "".join(new[start:end])))
            else:
                pieces.append(Piece("gone", "".join(old[first:last])))
                pieces.append(Piece("added", "".join(new[start:end])))
    return tuple(piece for piece in pieces if piece.text)
