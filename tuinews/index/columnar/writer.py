"""Owns making a segment out of articles: takes their fields one by one, writes one file."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.collected import write_text, write_words
from tuinews.index.columnar.columns import MISSING, TextsBuffer, write_numbers, write_texts
from tuinews.index.columnar.inversion import FieldBuffer
from tuinews.index.columnar.layout import (
    IN,
    LANGUAGE,
    SENTENCE_END,
    BulkAnalyzer,
    Layout,
    Parted,
    TextField,
    WordsField,
)
from tuinews.index.columnar.vocabulary import CHUNK_END, Numbering, Vocabulary

MOST_WORDS = 1_500_000
MOST_ARTICLES = 12_000
"""A process with a builder that is full takes about 150 MB."""
_REMEMBERED = 50_000
_MOST_FORMS = 1_000_000
"""Forms of words that are known from one segment to the next."""


class SegmentBuilder:
    """Collects articles in memory (about 7 bytes a word) and writes them as one segment.

    An article is a mapping from field name to value, as `add_document` of a Whoosh writer takes
    it; an absent value is None or left out. An article added again under the same value of
    `unique` replaces the earlier one. An article that fails to be added leaves nothing behind.
    """

    def __init__(
        self,
        layout: Layout,
        unique: str | None = None,
        vocabularies: Mapping[int, Vocabulary] | None = None,
    ) -> None:
        self._layout = layout
        self._unique = unique
        self._last = array("i")
        self._replaced: list[int] = []
        self.added = 0
        self.words_added = 0
        self._vocabularies = dict(vocabularies or {})
        self._text: list[tuple[TextField, Vocabulary, BulkAnalyzer | None, FieldBuffer]] = []
        for field in layout.text:
            bulk = field.bulk()
            key = id(bulk) if bulk is not None else 0
            vocabulary = self._vocabularies.setdefault(key, Vocabulary(bulk))
            buffer = FieldBuffer(vocabulary, positions=True, exact=field.exact is not None)
            self._text.append((field, vocabulary, bulk, buffer))
        self._words: list[tuple[WordsField, Numbering, FieldBuffer, _Remembered]] = []
        for words_field in layout.words:
            own = Numbering()
            buffer = FieldBuffer(own, positions=False)
            self._words.append((words_field, own, buffer, _Remembered()))
        self._numbers = {field.name: array("q") for field in layout.numbers}
        self._stored = {field.name: TextsBuffer() for field in layout.stored}

    def __len__(self) -> int:
        return self.added - len(self._replaced)

    def next(self) -> SegmentBuilder:
        """A builder of another segment, which need not learn again what words stand for."""
        known = self._vocabularies.items()
        kept = {key: each for key, each in known if len(each) < _MOST_FORMS}
        return SegmentBuilder(self._layout, self._unique, kept)

    def is_full(self) -> bool:
        """Whether the segment had better be written now, for the sake of memory."""
        return self.words_added >= MOST_WORDS or self.added >= MOST_ARTICLES

    def add(self, values: Mapping[str, Any]) -> None:
        """Add an article.

        Raises:
            ValueError: A value cannot be indexed; nothing of the article is kept.
        """
        texts: list[list[int]] = []
        language = str(values.get(LANGUAGE, "en"))
        parts: list[Sequence[int]] = []
        for field, vocabulary, bulk, _ in self._text:
            value = values.get(field.name)
            chunks = value.chunks if isinstance(value, Parted) else value
            texts.append(_numbers(chunks, vocabulary, bulk, field, language) if chunks else [])
            parts.append(value.parts if isinstance(value, Parted) else ())
        words = [
            remembered.numbers(words_field, numbering, values.get(words_field.name))
            for words_field, numbering, _, remembered in self._words
        ]
        whole = [
            MISSING if values.get(field.name) is None else field.number(values[field.name])
            for field in self._layout.numbers
        ]
        shown = [
            str(values.get(field.name) or "").encode("utf-8", "surrogateescape")
            for field in self._layout.stored
        ]
        # From here on nothing can fail: an article is in whole or not at all.
        for (_, _, _, buffer), text, part in zip(self._text, texts, parts, strict=True):
            buffer.add(text, part)
            self.words_added += len(text)
        for (_, _, buffer, _), numbers in zip(self._words, words, strict=True):
            buffer.add(numbers)
        for column, number in zip(self._numbers.values(), whole, strict=True):
            column.append(number)
        for kept, text_bytes in zip(self._stored.values(), shown, strict=True):
            kept.add(text_bytes)
        if self._unique is not None:
            self._note_unique(str(values[self._unique]))
        self.added += 1

    def _note_unique(self, key: str) -> None:
        """Remember the last article of each key, by the number that its words field gave it."""
        number = next(own[key] for field, own, *_ in self._words if field.name == self._unique)
        if number < len(self._last):
            self._replaced.append(self._last[number])
            self._last[number] = self.added
        else:
            self._last.append(self.added)

    def write(self, path: Path) -> None:
        """Write the segment; the builder is used up."""
        kept = np.arange(self.added, dtype=np.int64)
        if self._replaced:
            alive = np.ones(self.added, np.bool_)
            alive[self._replaced] = False
            kept = np.where(alive, np.cumsum(alive) - 1, -1)
        living = np.flatnonzero(kept >= 0)
        meta: dict[str, Any] = {"articles": len(living), "fields": {}}
        with SegmentWriter(path) as file:
            for field, vocabulary, _, buffer in self._text:
                meta["fields"] |= write_text(file, field, vocabulary, buffer, kept)
            for words_field, numbering, buffer, _ in self._words:
                meta["fields"] |= write_words(file, words_field.name, numbering, buffer, kept)
            for name, column in self._numbers.items():
                values = np.frombuffer(column, np.int64) if len(column) else np.empty(0, np.int64)
                meta["fields"][name] = {"kind": "number"} | write_numbers(
                    file, name, values[living]
                )
            for name, texts in self._stored.items():
                write_texts(file, f"stored:{name}", [(texts, living)])
            file.close(meta)


def _numbers(
    value: str | Sequence[str],
    vocabulary: Vocabulary,
    bulk: BulkAnalyzer | None,
    field: TextField,
    language: str,
) -> list[int]:
    """The readings of a text, or of several chunks with a gap after each."""
    if bulk is None:
        return list(map(vocabulary.__getitem__, field.tokens(value)))
    numbers: list[int] = []
    chunks = [value] if isinstance(value, str) else value
    for chunk in chunks:
        forms = bulk.forms(chunk)
        if language != "en":
            forms = [form if form == SENTENCE_END else f"{form}{IN}{language}" for form in forms]
        numbers.extend(map(vocabulary.__getitem__, forms))
        if chunks is value:
            numbers.append(CHUNK_END)
    return numbers


class _Remembered(dict[object, tuple[int, ...]]):
    """Values of a words field already taken apart, up to a number that bounds memory."""

    def numbers(
        self, field: WordsField, numbering: Numbering, value: str | Sequence[str] | None
    ) -> tuple[int, ...]:
        """The numbers of a value's words."""
        if not value:
            return ()
        if field.single and isinstance(value, str):
            return (numbering[value],)
        key = value if isinstance(value, str) else tuple(value)
        numbers = self.get(key)
        if numbers is None:
            numbers = tuple(map(numbering.__getitem__, field.tokens(value)))
            if len(self) < _REMEMBERED:
                self[key] = numbers
        return numbers
