"""Owns lengths, columns and stored fields of a segment as stock Whoosh reads them."""

from __future__ import annotations

import numpy as np
from whoosh import columns
from whoosh.codec import base

from tuinews.index.columnar.columns import Numbers, Ordinals
from tuinews.index.columnar.layout import Layout
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.segment import LENGTHS, Segment


class ColumnarDocuments(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """Lengths, columns and stored fields of a segment."""

    def __init__(self, segment: Segment, layout: Layout) -> None:
        self._segment, self._layout = segment, layout

    def doc_count_all(self) -> int:
        """All articles."""
        return self._segment.articles

    def doc_count(self) -> int:
        """Those not deleted."""
        return self._segment.living

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return len(self._segment.deleted) > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is deleted."""
        alive = self._segment.alive()
        return alive is not None and docnum < len(alive) and not alive[docnum]

    def deleted_docs(self) -> list[int]:
        """The deleted ones."""
        deleted: list[int] = self._segment.deleted.tolist()
        return deleted

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a field has one value an article to sort by."""
        if self._segment.numbers(fieldname) is not None:
            return True
        field = self._segment.field(fieldname)
        return field is not None and field.ordinals is not None

    def column_reader(self, fieldname: str, column: columns.Column) -> columns.ColumnReader:
        """A column as Whoosh reads it."""
        numbers, field = self._segment.numbers(fieldname), self._segment.field(fieldname)
        if numbers is not None:
            return NumberColumn(numbers, self._segment.articles)
        if field is None or field.ordinals is None:
            raise ValueError(f"no column {fieldname}")
        return WordColumn(field.postings.lexicon, field.ordinals, self._segment.articles)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many terms a field of an article has, to the precision that is kept."""
        field = self._segment.field(fieldname)
        return default if field is None else int(LENGTHS[field.length[docnum]])

    def field_length(self, fieldname: str) -> int:
        """How many terms a field has over all articles."""
        field = self._segment.field(fieldname)
        return 0 if field is None else field.total_length

    def min_field_length(self, fieldname: str) -> int:
        """The shortest."""
        field = self._segment.field(fieldname)
        return 0 if field is None or not len(field.length) else int(LENGTHS[field.length.min()])

    def max_field_length(self, fieldname: str) -> int:
        """The longest."""
        field = self._segment.field(fieldname)
        return 0 if field is None or not len(field.length) else int(LENGTHS[field.length.max()])

    def stored_fields(self, docnum: int) -> dict[str, object]:
        """What is stored of an article; absent values are left out."""
        stored: dict[str, object] = {}
        for words in self._layout.words:
            field = self._segment.field(words.name) if words.stored else None
            if field is not None and field.ordinals is not None:
                found = field.postings.lexicon.words(np.array(field.ordinals.of(docnum), np.int64))
                if found:
                    stored[words.name] = " ".join(
                        word.decode("utf-8", "surrogateescape") for word in found
                    )
        for number in self._layout.numbers:
            numbers = self._segment.numbers(number.name) if number.stored else None
            if numbers is not None and numbers.steps[docnum] != numbers.missing:
                stored[number.name] = number.value(int(numbers.values(np.array([docnum]))[0]))
        for shown in self._layout.stored:
            texts = self._segment.texts(shown.name)
            text = texts.text(docnum) if texts is not None else ""
            if text:
                stored[shown.name] = text
        return stored


class _Column(columns.ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column as Whoosh reads it."""

    def __init__(self, articles: int) -> None:
        self._doccount = articles
        self._reverse = False

    def set_reverse(self) -> None:
        """Sort the other way round."""
        self._reverse = True

    def load(self) -> list[int | bytes]:
        """Every value."""
        return [self[doc] for doc in range(self._doccount)]


class NumberColumn(_Column):
    """A column of numbers."""

    def __init__(self, numbers: Numbers, articles: int) -> None:
        super().__init__(articles)
        self._numbers = numbers

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers.values(np.array([docnum]))[0])

    def sort_key(self, docnum: int) -> int:
        """The number itself."""
        return -self[docnum] if self._reverse else self[docnum]


class WordColumn(_Column):
    """A column of words, of which an article's first counts."""

    def __init__(self, lexicon: Lexicon, ordinals: Ordinals, articles: int) -> None:
        super().__init__(articles)
        self._lexicon, self._ordinals = lexicon, ordinals

    def __getitem__(self, docnum: int) -> bytes:
        found = self._ordinals.of(docnum)
        return self._lexicon.word(found[0]) if found else b""

    def sort_key(self, docnum: int) -> int:
        """The word's place among all: they are sorted."""
        key = next(iter(self._ordinals.of(docnum)), -1)
        return -key if self._reverse else key
