"""Owns the terms of a segment as stock Whoosh reads them: statistics, cursors and matchers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from tuinews.index.columnar.segment import LENGTHS, Field, Segment


class ColumnarTerms(base.TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """The terms of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _names(self) -> list[str]:
        return sorted(self._segment.names("text", "exact", "words"))

    def _find(self, fieldname: str, text: bytes) -> tuple[Field, int]:
        field = self._segment.field(fieldname)
        place = field.postings.lexicon.find(text) if field is not None else -1
        if field is None or place < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return field, place

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._segment.field(term[0])
        return field is not None and field.postings.lexicon.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """The fields with terms."""
        return self._names()

    def cursor(self, fieldname: str, fieldobj: Any) -> ColumnarCursor:
        """A cursor over a field's terms."""
        return ColumnarCursor(self._segment.field(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term), in order."""
        for name in self._names():
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from `prefix` on."""
        field = self._segment.field(fieldname)
        if field is not None:
            lexicon = field.postings.lexicon
            for place in range(lexicon.lower_bound(prefix), lexicon.size):
                yield fieldname, lexicon.word(place)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with its statistics."""
        for name, text in self.terms():
            yield (name, text), self.term_info(name, text)

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The terms of a field from `prefix` on, with their statistics."""
        for name, text in self.terms_from(fieldname, prefix):
            yield (name, text), self.term_info(name, text)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """A term's statistics."""
        field, place = self._find(fieldname, text)
        docs, tf = field.postings.docs_and_tf(place)
        lengths = field.length[docs]
        return TermInfo(
            weight=float(tf.sum(dtype=np.int64)),
            df=len(docs),
            minlength=int(LENGTHS[lengths.min()]),
            maxlength=int(LENGTHS[lengths.max()]),
            maxweight=float(tf.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many articles hold a term; 0 for an unknown one."""
        if (fieldname, text) not in self:
            return 0
        field, place = self._find(fieldname, text)
        return int(field.postings.df[place])

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all articles; 0 for an unknown one."""
        if (fieldname, text) not in self:
            return 0.0
        return float(self.term_info(fieldname, text).weight())

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: Any = None
    ) -> ColumnarMatcher:
        """A matcher over the articles of a term."""
        field, place = self._find(fieldname, text)
        return ColumnarMatcher(field, place, format_, (fieldname, text), scorer)


class ColumnarCursor(base.FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """Walks a field's terms."""

    def __init__(self, field: Field | None, fieldobj: Any) -> None:
        self._lexicon = None if field is None else field.postings.lexicon
        self._field, self._place = fieldobj, 0

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._lexicon is not None and self._place < self._lexicon.size

    def text(self) -> str | None:
        """The term it stands on."""
        if self._lexicon is None or not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._lexicon.word(self._place))
        return text

    def first(self) -> str | None:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term not below `string`."""
        if self._lexicon is not None:
            wanted = string if isinstance(string, bytes) else self._field.to_bytes(string)
            self._place = self._lexicon.lower_bound(wanted)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._place += 1
        return self.text()


class ColumnarMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Walks the articles of a term, one by one."""

    def __init__(
        self,
        field: Field,
        place: int,
        format_: formats.Format,
        term: tuple[str, bytes],
        scorer: Any,
    ) -> None:
        self._field, self._place, self._at = field, place, 0
        self.format, self.scorer, self._term = format_, scorer, term
        docs, tf = field.postings.docs_and_tf(place)
        self._docs, self._tf = docs.tolist(), tf.tolist()
        self._boost = float(getattr(format_, "field_boost", 1.0))
        self._starts: list[int] | None = None

    def is_active(self) -> bool:
        """Whether it stands on an article."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """Go back to the first article."""
        self._at = 0

    def id(self) -> int:
        """The article it stands on."""
        return int(self._docs[self._at])

    def all_ids(self) -> Iterator[int]:
        """Every article."""
        return iter(self._docs)

    def next(self) -> bool:
        """Go on by one; true because every article is a block of its own."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh calls it by this name
        """Go to the first article not below `id`."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at)

    def copy(self) -> ColumnarMatcher:
        """Another one that stands on the same article."""
        other = object.__new__(ColumnarMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def weight(self) -> float:
        """The boosted frequency in this article."""
        return float(self._tf[self._at]) * self._boost

    def value(self) -> bytes:
        """The posting's value, in the encoding of the field's format."""
        count = self._tf[self._at]
        if self.format.supports("positions"):
            if self._starts is None:
                self._starts = [0, *np.cumsum(self._tf).tolist()]
                self._positions = self._field.postings.positions(self._place)
            start = self._starts[self._at]
            encoded: bytes = self.format.encode(self._positions[start : start + count].tolist())
            return encoded
        return b"" if isinstance(self.format, formats.Existence) else formats.pack_uint(count)

    def supports_block_quality(self) -> bool:
        """No: every article is looked at."""
        return False
