"""Owns what a word is: how text becomes the terms that are indexed, looked up and marked.

The same functions serve indexing, queries and marking, so what is found is what is marked.
A surface form is cut out of the text by one compiled expression; what it stands for is worked
out once and remembered. Nothing here knows Whoosh.

- Case, accents, width and Arabic or Persian letter variants fold; curly quotes are straight.
- `1,777,196` and `5.93` are one term; so is `U.S.`, which is `us`.
- A compound (`al-qaida`, `COVID-19`, `O'Brien`, `AT&T`, `node.js`) is its parts in a row, and
  at the first part's place also its parts joined (`alqaida`).
- A possessive `'s` is no part of the word.
- Words are stemmed as the article's language has it, where Snowball knows the language.
- Scripts written without spaces become overlapping pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from tuinews.index.folding import fold as fold
from tuinews.index.stemming import stemmer

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
    """A term: its stem, the folded word, and where in the surface form it stands.

    `plain` is the stem of the folded word where that is another, else "": what who leaves out
    accents looks for.
    """

    stem: str
    word: str
    start: int
    end: int
    plain: str = ""

    def capitals(self, surface: str) -> str | None:
        """The term of the word in capitals, where `surface` has it so; folded words have none."""
        return self.word.upper() if surface[self.start : self.end].isupper() else None


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
_SMALL: Final = "a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f\u03ac-\u03ce"
_ENDS: Final = ".!?\u2026\u061f\u06d4\u0964"
_ENDS_UNSPACED: Final = "\u3002\uff01\uff1f"
_TITLES: Final = ("Mr|Ms|Dr|St|Lt", "Mrs|Gen|Col|Sgt|Sen|Rep|Gov|Rev|Maj|Cpl|Adm", "Capt|Prof")
SENTENCE: Final = re.compile(
    rf"[{_ENDS}{_ENDS_UNSPACED}](?:(?<=[{_ENDS_UNSPACED}])|(?<!\b[A-Z]\.)"
    + "".join(rf"(?<!\b(?:{titles})\.)" for titles in _TITLES)
    + rf"[\"'”’)\]»]*\s+(?=[\"'“‘(\[«¿¡]*[^\W\d{_SMALL}_]))"
)
"""The end of a sentence and the space after it: a full stop that ends no title or initial, before
a letter that is not small. As it begins with the mark, the text is passed over at full speed."""


def tokens(text: str, language: str = "en") -> Iterator[Token]:
    """The surface forms of a text, in order."""
    analyse = analyser(language)
    for match in SURFACE.finditer(text):
        yield Token(match.start(), match.end(), analyse(match.group()))


class _Memory(dict[str, Analysed]):
    """What each surface form stands for; forgets everything when it has grown large."""

    LIMIT: Final = 200_000

    def __init__(self, stem: Callable[[str, str], str]) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, surface: str) -> Analysed:
        if len(self) >= self.LIMIT:
            self.clear()
        analysed = _analyse(surface, self._stem)
        if len(surface) <= LONGEST:
            self[surface] = analysed
        return analysed


@cache
def analyser(language: str) -> Callable[[str], Analysed]:
    """What says what a surface form stands for, in a language of `stemming`; "" has no stems."""
    return _Memory(stemmer(language)).__getitem__


def _analyse(surface: str, stem: Callable[[str, str], str]) -> Analysed:
    if surface.isascii() and surface.isalpha():
        # Most words: one part, which folds to its small letters.
        word = surface.lower()[:LONGEST]
        return Analysed((Part(stem(surface[:LONGEST], word), word, 0, len(surface)),), None)
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
        Part(found := stem(text[:LONGEST], word), word, start, stop, _unlike(found, stem, word))
        for text, start, stop in pieces
        if (word := fold(text)[:LONGEST])
    )
    joined = None
    if 1 < len(parts) <= _PARTS_TO_JOIN and not all(part.word[0].isdigit() for part in parts):
        word = "".join(part.word for part in parts)[:LONGEST]
        joined = Part(stem("".join(text for text, *_ in pieces)[:LONGEST], word), word, 0, end)
    return Analysed(parts, joined)


def _unlike(found: str, stem: Callable[[str, str], str], word: str) -> str:
    """The stem of the folded word, "" when it is the one found."""
    plain = stem(word, word)
    return "" if plain == found else plain


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


def has_unspaced(text: str) -> bool:
    """Whether there are letters of scripts without spaces in a text."""
    return not text.isascii() and _unspaced().search(text) is not None


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


def _is_unspaced(character: str) -> bool:
    return _unspaced().match(character) is not None


analyse: Final = analyser("en")
"""What a surface form stands for in an English article."""


def count_words(text: str) -> int:
    """How many words a text has, as `wc -w` counts; in scripts without spaces, characters."""
    if not has_unspaced(text):
        return len(text.split())
    spaced, runs = re.subn(f"[{_UNSPACED}][{_MARKS}]*", " ", text)
    return runs + len(re.findall(r"\S*\w\S*", spaced))
