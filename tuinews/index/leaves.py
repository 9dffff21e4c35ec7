"""Owns the leaves of a query's tree, and how each is written in the query language."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from tuinews.index.lexer import QUOTE

WordField = Literal["headline", "crosshead", "lede"]
"""Fields of the text itself: their words are stemmed and ranked."""
NameField = Literal["byline", "place", "source", "desk", "keyword"]
"""Fields of names: matched by their words as written; they filter and do not rank."""
Field = WordField | NameField
Unit = Literal["word", "sentence", "paragraph"]
WORD_FIELDS: Final[tuple[WordField, ...]] = get_args(WordField)
NAME_FIELDS: Final[tuple[NameField, ...]] = get_args(NameField)

_LETTERS: Final = re.compile(r"\w+")
_PLAIN: Final = re.compile(r"[\w*?][\w*?./-]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or what is written as one: `al-qaida`, `Kabul/Herat`.

    `open` marks the word that is still being typed: words that start with it match as well.
    """

    text: str
    field: Field | None = None
    open: bool = False

    def __str__(self) -> str:
        return _in_field(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, one right after the other."""

    text: str
    field: Field | None = None

    def __str__(self) -> str:
        return _in_field(self.field, f'"{self.text}"')


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with `*` for any characters and `?` for one; `column` is where the query says so."""

    text: str
    field: Field | None = None
    column: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return _in_field(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that differ by at most `distance` letters: changed, missing, added or swapped.

    `column` is where the query says so.
    """

    text: str
    distance: int
    field: Field | None = None
    column: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return _in_field(self.field, f"{self.text}~{self.distance if self.distance > 1 else ''}")


@dataclass(frozen=True, slots=True)
class Capitals:
    """These words where they are written in capitals throughout."""

    words: Word | Phrase

    @property
    def field(self) -> Field | None:
        """Where they are looked for."""
        return self.words.field

    def __str__(self) -> str:
        return _in_field(self.field, f"allcaps({replace(self.words, field=None)})")


Like = Pattern | Fuzzy
"""What stands for all words that are like it."""
Beside = Word | Phrase | Capitals | Like
"""What can stand near something, or so many times."""


@dataclass(frozen=True, slots=True)
class Link:
    """How near one thing is to the next: within words, a sentence or a paragraph.

    Neighbours are at distance 1. `ordered`: what is named first comes first.
    """

    unit: Unit
    distance: int = 1
    ordered: bool = False

    def __str__(self) -> str:
        reach = str(self.distance) if self.unit == "word" else self.unit[0]
        return f"{'pre' if self.ordered else 'w'}/{reach}"


@dataclass(frozen=True, slots=True)
class Near:
    """Things each of which stands near the next, all in one paragraph.

    Attributes:
        things: Two or more, each any of some words or phrases (of no field of their own).
        links: Between them, one fewer. A thing in the middle is the same one for both sides.
    """

    things: tuple[tuple[Beside, ...], ...]
    links: tuple[Link, ...]
    field: Field | None = None

    def __str__(self) -> str:
        pieces = [_any_of(self.things[0])]
        for link, thing in zip(self.links, self.things[1:], strict=True):
            pieces += [str(link), _any_of(thing)]
        chain = " ".join(pieces)
        return f"{self.field}:({chain})" if self.field else chain


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Any of some words or phrases (of no field of their own), `count` times or more in all."""

    count: int
    things: tuple[Beside, ...]
    field: Field | None = None

    def __str__(self) -> str:
        inner = " OR ".join(map(str, self.things))
        return _in_field(self.field, f"atleast{self.count}({inner})")


@dataclass(frozen=True, slots=True)
class Named:
    """Names that are this one, from end to end, but for case and accents."""

    text: str
    field: NameField

    def __str__(self) -> str:
        if _LETTERS.fullmatch(self.text):
            return f"{self.field}:={self.text}"
        twice = QUOTE.sub(r"\g<0>\g<0>", self.text)
        return f'{self.field}:="{twice}"'


@dataclass(frozen=True, slots=True)
class Marked:
    """What the reader marked: `read`, `starred`, `note`, or `tag:` and the tag.

    `column` is where the query says so.
    """

    mark: str
    column: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        if self.mark.startswith("tag:"):
            tag = self.mark.removeprefix("tag:")
            return f'tag:"{tag}"' if "*" in tag or "?" in tag else f"tag:{_quoted(tag)}"
        return f"has:{self.mark}" if self.mark == "note" else f"is:{self.mark}"


@dataclass(frozen=True, slots=True)
class Tagged:
    """Whose tag, or a word of it, is like a pattern; `column` is where the query says so."""

    pattern: str
    column: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"tag:{self.pattern}"


@dataclass(frozen=True, slots=True)
class Thread:
    """The versions of the story that the article of this id is one of."""

    id: str
    column: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"thread:{_quoted(self.id)}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows found by other means, in place of `leaf`; never parsed."""

    rows: Sequence[int]
    leaf: Marked | Tagged | Thread

    def __str__(self) -> str:
        return str(self.leaf)


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from `first` to `last`, both included; None is open."""

    first: dt.date | None
    last: dt.date | None

    def __str__(self) -> str:
        if self.first == self.last and self.first:
            return f"date:{self.first.isoformat()}"
        ends = (each.isoformat() if each else "" for each in (self.first, self.last))
        return f"date:{'..'.join(ends)}"


@dataclass(frozen=True, slots=True)
class Length:
    """Between `least` and `most` words long, both included; None is open."""

    least: int | None
    most: int | None

    def __str__(self) -> str:
        if self.least == self.most:
            return f"words:{self.least}"
        ends = ("" if each is None else str(each) for each in (self.least, self.most))
        return f"words:{'..'.join(ends)}"


@dataclass(frozen=True, slots=True)
class Path:
    """Below this folder, or of this name; `*` and `?` stay within a folder, `**` does not."""

    pattern: str

    def __str__(self) -> str:
        return f"path:{_quoted(self.pattern)}"


@dataclass(frozen=True, slots=True)
class Language:
    """Says that it is in this language: `ar` also finds `ar-EG`."""

    code: str

    def __str__(self) -> str:
        return f"lang:{_quoted(self.code)}"


Text = Word | Phrase | Pattern | Fuzzy | Capitals | Near | AtLeast
Filter = Named | Dates | Length | Path | Language | Marked | Tagged | Thread | Chosen
Leaf = Text | Filter


def _any_of(things: tuple[Beside, ...]) -> str:
    inner = " OR ".join(map(str, things))
    return f"({inner})" if len(things) > 1 else inner


def _in_field(field: Field | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _quoted(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value not in ("AND", "OR", "NOT")
    return value if plain else f'"{value}"'
