"""Owns what a word is: how text becomes the terms that are indexed, looked up and marked.

The same functions serve indexing, queries and marking, so what is found is what is marked.
A surface form is cut out of the text by one compiled expression; what it stands for is worked
out once and remembered. Nothing here knows Whoosh.

- Case, accents, width and Arabic or Persian letter variants fold; curly quotes are straight.
- `1,777,196` and `5.93` are one term; so is `U.S.`, which is `us`.
- A compound (`al-qaida`, `COVID-19`, `O'Brien`, `AT&T`, `node.js`) is its parts in a row, and
  at the first part's place also its parts joined (`alqaida`).
- A possessive `'s` is no part of the word.
- English words are stemmed when they are plain Latin letters; others are kept.
- Scripts written without spaces become overlapping pairs of characters.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

import Stemmer

LONGEST: Final = 64
"""Characters of a term that are kept; what is longer is no word."""
_PARTS_TO_JOIN: Final = 4

STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by for from had has have he her his if in into is it its"
        " no not of on or she so than that the their them then there these they this to was were"
        " which with would",
    )
)
"""Words that an article need not have, unless nothing else was asked for.

They are indexed like any other, for phrases and for `the who`: of real news that takes 7 % of the
index and 3 % of the time to build it.
"""


class Part(NamedTuple):
    """A term: its stem, the folded word, and where in the surface form it stands."""

    stem: str
    word: str
    start: int
    end: int


class Analysed(NamedTuple):
    """What a surface form stands for: parts at consecutive positions, and their joined form."""

    parts: tuple[Part, ...]
    joined: Part | None
    unspaced: bool = False


class Token(NamedTuple):
    """A surface form in a text: where it starts and what it stands for."""

    start: int
    end: int
    analysed: Analysed


def _ranges(wanted: str) -> str:
    """Characters of the categories in `wanted`, as ranges for a class of an expression."""
    found: list[tuple[int, int]] = []
    for code in range(0x300, 0x11000):
        if unicodedata.category(chr(code)) in wanted:
            if found and found[-1][1] == code - 1:
                found[-1] = found[-1][0], code
            else:
                found.append((code, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


_MARKS: Final = _ranges("MnMc") + "\u200c\u200d\u00ad"
"""Python's \\w leaves out combining marks, without which Hindi or Thai falls apart."""
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER: Final = rf"(?:(?![{_UNSPACED}_])[\w{_MARKS}])"
_HYPHENS: Final = "\\-\u2010\u2011"
_QUOTES: Final = "'\u2018\u2019\u02bc\uff07"
_JOINT: Final = rf"(?:\.?[{_HYPHENS}{_QUOTES}]|[.&@_]|(?<=\d),(?=\d))"
SURFACE: Final = re.compile(
    rf"(?:(?![{_UNSPACED}_])\w){_LETTER}*(?:{_JOINT}{_LETTER}+)*|[{_UNSPACED}][{_UNSPACED}{_MARKS}]*"
)
_SPLIT: Final = re.compile(rf"[^{_HYPHENS}{_QUOTES}&@_]+")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\w*|\d+[.,]\d+\w*|\d{1,3}(?:\.\d{3})+\w*")
_PIECE: Final = re.compile(r"[^.,]+")
_POSSESSIVE: Final = re.compile(rf"[.]?[{_QUOTES}][sS]$")
_ACRONYM: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_FOLDED_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u0640\u200c\u200d\u00ad]+"
)
_LETTERS: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "’": "'", "‘": "'", "ʼ": "'",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ە": "ه", "ٱ": "ا",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Text without what a reader would not tell apart: case, accents, width, quotes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return unicodedata.normalize("NFC", _FOLDED_MARKS.sub("", decomposed)).casefold()


def tokens(text: str) -> Iterator[Token]:
    """The surface forms of a text, in order."""
    for match in SURFACE.finditer(text):
        yield Token(match.start(), match.end(), analyse(match.group()))


class _Memory(dict[str, Analysed]):
    """What each surface form stands for; forgets everything when it has grown large."""

    LIMIT: Final = 200_000

    def __missing__(self, surface: str) -> Analysed:
        if len(self) >= self.LIMIT:
            self.clear()
        analysed = _analyse(surface)
        if len(surface) <= LONGEST:
            self[surface] = analysed
        return analysed


analyse = _Memory().__getitem__
"""What a surface form stands for."""


def _analyse(surface: str) -> Analysed:
    if _is_unspaced(surface[0]):
        return _pairs(surface)
    end = len(surface)
    possessive = _POSSESSIVE.search(surface)
    if possessive and possessive.start():
        end = possessive.start()
    pieces: list[tuple[str, int, int]] = []
    for match in _SPLIT.finditer(surface, 0, end):
        pieces.extend(_pieces(match.group(), match.start()))
    parts = tuple(
        Part(stem(word), word, start, stop)
        for text, start, stop in pieces
        if (word := fold(text)[:LONGEST])
    )
    joined = None
    if 1 < len(parts) <= _PARTS_TO_JOIN and not all(part.word[0].isdigit() for part in parts):
        word = "".join(part.word for part in parts)[:LONGEST]
        joined = Part(stem(word), word, 0, end)
    return Analysed(parts, joined)


def _pieces(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """A piece between hyphens, cut at full stops and commas unless it is a number or initials."""
    text = text.rstrip(".")
    end = start + len(text)
    if _NUMBER.fullmatch(text):
        yield _plain_number(text), start, end
    elif _ACRONYM.fullmatch(text):
        yield text.replace(".", ""), start, end
    elif "." in text or "," in text:
        for match in _PIECE.finditer(text):
            yield match.group(), start + match.start(), start + match.end()
    else:
        yield text, start, end


def _plain_number(text: str) -> str:
    """A number without the commas between its thousands; `1,5` keeps its comma."""
    head, comma, tail = text.rpartition(",")
    return f"{head.replace(',', '')}{tail}" if comma and re.match(r"\d{3}(?!\d)", tail) else text


def _pairs(surface: str) -> Analysed:
    """Overlapping pairs, and the last character alone, so that every character has a position."""
    clusters = [match.span() for match in _cluster().finditer(surface)]
    if len(clusters) == 1:
        word = fold(surface)
        return Analysed((Part(word, word, 0, len(surface)),), None, unspaced=True)
    ends = [clusters[min(index + 1, len(clusters) - 1)][1] for index in range(len(clusters))]
    parts = []
    for (start, _), end in zip(clusters, ends, strict=True):
        word = fold(surface[start:end])
        parts.append(Part(word, word, start, end))
    return Analysed(tuple(parts), None, unspaced=True)


@cache
def _cluster() -> re.Pattern[str]:
    """A character with the marks that belong to it."""
    return re.compile(rf".[{_MARKS}]*", re.DOTALL)


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


def _is_unspaced(character: str) -> bool:
    return _unspaced().match(character) is not None


_STEM: Final = Stemmer.Stemmer("english", 0).stemWord


def stem(word: str) -> str:
    """The English stem of a folded word of Latin letters; any other word as it is."""
    return sys.intern(_STEM(word)) if word.isascii() and word.isalpha() else word


GAP: Final = 100
"""Positions left free between two chunks of a field, so that no phrase reaches across."""


class _Counts(dict[str, int]):
    """How many words stand in each form between spaces; forgets all when it has grown large."""

    def __missing__(self, form: str) -> int:
        found = map(analyse, SURFACE.findall(form))
        count = sum(len(each.parts) if each.unspaced else 1 for each in found)
        if len(self) >= _Memory.LIMIT:
            self.clear()
        if len(form) <= LONGEST:
            self[form] = count
        return count


_counts: Final = _Counts()


def count_words(text: str) -> int:
    """How many words a text has; in scripts without spaces every character counts."""
    return sum(map(_counts.__getitem__, text.split()))


class Inverted(NamedTuple):
    """One field of one article: positions of each stem, how often each folded word occurs."""

    stems: dict[str, list[int]]
    words: dict[str, int]
    length: int


def invert(chunks: Iterable[str]) -> Inverted:
    """Find where each term of a field stands. Characters of unspaced scripts count as words."""
    stems: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    position = 0
    length = 0
    for chunk in chunks:
        for surface in SURFACE.findall(chunk):
            analysed = analyse(surface)
            parts, joined, unspaced = analysed
            if joined is not None:
                stems.setdefault(joined.stem, []).append(position)
                words[joined.word] = words.get(joined.word, 0) + 1
            for part in parts:
                stems.setdefault(part.stem, []).append(position)
                word = part.word[0] if unspaced else part.word
                words[word] = words.get(word, 0) + 1
                position += 1
            length += len(parts)
        position += GAP
    return Inverted(stems, words, length)
