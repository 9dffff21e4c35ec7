"""Owns what a Whoosh schema means for arrays: which fields are text, words, numbers or stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast, runtime_checkable

from whoosh import fields, formats
from whoosh.util.times import datetime_to_long, long_to_datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a surface form of a text is indexed as.

    Attributes:
        terms: Each term with how far behind the form's own position it stands.
        words: For each term, the word as written that it stands for; None where another term
            in the same place stands for it already.
        advance: How many positions the form takes; 0 for a word that is not indexed.
        length: What it adds to the length of its field.
    """

    terms: tuple[tuple[str, int], ...]
    words: tuple[str | None, ...]
    advance: int
    length: int


LANGUAGE = "*language"
"""Under this name an article says how its texts are to be read: a language of `stemming`."""
IN = "\0"
SENTENCE_END = "\n"
NOTHING = Reading((), (), 0, 0)


def plain(term: str | None, word: str) -> Reading:
    """A form that is one term, or none."""
    return NOTHING if term is None else Reading(((term, 0),), (word,), 1, 1)


class Parted(NamedTuple):
    """Chunks of text, and for each the bits of the part of the article it belongs to."""

    chunks: Sequence[str]
    parts: Sequence[int]


@runtime_checkable
class BulkAnalyzer(Protocol):
    """What an analyzer offers to be fast at indexing: forms at once, and what a form stands for.

    A Whoosh analyzer without these two is asked for its tokens one by one; its words are then
    not kept, so that prefixes and fuzzy terms run on its terms.
    """

    def forms(self, text: str) -> list[str]:
        """The surface forms of a text, in order, with `SENTENCE_END` between sentences."""
        ...

    def reading(self, form: str) -> Reading:
        """What a form is indexed as; asked once for each.

        After a form of another language than English stand `IN` and the language.
        """
        ...


class Stems(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh field of stems with positions, analysed in bulk; only an exact field is searched.

    Its value is a text, or chunks of text that no phrase reaches across, or `Parted` chunks.
    """

    indexed = scorable = True
    stored = False

    def __init__(self, analyzer: BulkAnalyzer, exact: str | None = None) -> None:
        """Index what `analyzer` reads; its words as written go into the field named `exact`."""
        self.format = formats.Positions()
        self.analyzer = analyzer
        self.exact = exact


class Exact(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh field of the words as written in a field of stems.

    A word's frequency in an article is 1 and the bits of the parts of the article it stands in,
    which are ordered by what they weigh: the more prominent a word, the higher it counts.
    """

    indexed = scorable = True
    stored = False

    def __init__(self) -> None:
        self.format = formats.Frequency()


@dataclass(frozen=True, slots=True)
class TextField:
    """Running text: postings with positions, lengths, and the raw words behind its terms.

    `exact` names the field of its words as written. `searched` says whether prefixes and fuzzy
    words are looked for in this field itself, so that its raw words are kept.
    """

    name: str
    boost: float
    field: Any
    exact: str | None = None
    searched: bool = True

    def bulk(self) -> BulkAnalyzer | None:
        """The analyzer, when it can work in bulk."""
        analyzer = self.field.analyzer
        return analyzer if isinstance(analyzer, BulkAnalyzer) else None

    def tokens(self, value: object) -> list[str]:
        """The terms of a value, in order, by the analyzer's own tokens."""
        return [token.text for token in self.field.tokenize(value, mode="index")]


@dataclass(frozen=True, slots=True)
class WordsField:
    """A few exact words an article: an id, a desk, keywords."""

    name: str
    boost: float
    single: bool
    scorable: bool
    stored: bool
    field: Any

    def tokens(self, value: object) -> list[str]:
        """The words of a value, as indexed."""
        if self.single and isinstance(value, str):
            return [value]
        return [
            self.field.from_bytes(word)
            for word, frequency, *_ in self._index(value)
            for _ in range(frequency)
        ]

    def _index(self, value: object) -> Iterable[tuple[bytes, int, float, bytes]]:
        return cast("Iterable[tuple[bytes, int, float, bytes]]", self.field.index(value))


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number or moment an article, to filter and sort by; kept as a whole number."""

    name: str
    moment: bool
    stored: bool
    field: Any

    def number(self, value: object) -> int:
        """A value as a whole number; moments as Whoosh counts them (microseconds)."""
        if isinstance(value, dt.datetime):
            return int(
                datetime_to_long(value if value.tzinfo is None else value.replace(tzinfo=None))
            )
        return int(cast("int", value))

    def value(self, number: int) -> object:
        """The value behind a whole number."""
        return long_to_datetime(number) if self.moment else number


@dataclass(frozen=True, slots=True)
class StoredField:
    """Text kept to be shown and not searched."""

    name: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an index by what they are; a stored text field is in `text` and `stored`."""

    text: tuple[TextField, ...]
    words: tuple[WordsField, ...]
    numbers: tuple[NumberField, ...]
    stored: tuple[StoredField, ...]

    @classmethod
    def of(cls, schema: fields.Schema) -> Layout:
        """Read a schema.

        Raises:
            ValueError: A field is of a kind this index does not hold.
        """
        text: list[TextField] = []
        words: list[WordsField] = []
        numbers: list[NumberField] = []
        stored: list[StoredField] = []
        for name, field in schema.items():
            boost = float(getattr(field.format, "field_boost", 1.0)) if field.format else 1.0
            if isinstance(field, Exact):
                continue
            if isinstance(field, fields.STORED):
                stored.append(StoredField(name))
            elif isinstance(field, fields.NUMERIC):
                moment = isinstance(field, fields.DATETIME)
                numbers.append(NumberField(name, moment, bool(field.stored), field))
            elif field.format is not None and field.format.supports("positions"):
                exact = getattr(field, "exact", None)
                searched = not isinstance(field, Stems)
                text.append(TextField(name, boost, field, exact, searched))
                if field.stored:
                    stored.append(StoredField(name))
            elif isinstance(field, fields.ID | fields.KEYWORD):
                single = isinstance(field, fields.ID) and type(field.analyzer).__name__ in (
                    "IDTokenizer",
                    "IDAnalyzer",
                )
                words.append(
                    WordsField(name, boost, single, bool(field.scorable), bool(field.stored), field)
                )
            else:
                raise ValueError(f"field {name}: {type(field).__name__} is not supported")
        return cls(tuple(text), tuple(words), tuple(numbers), tuple(stored))
