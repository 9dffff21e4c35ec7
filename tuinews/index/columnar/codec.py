"""Owns the interfaces through which stock Whoosh reads a segment of this index."""

from __future__ import annotations

from typing import Any

from whoosh.codec import base
from whoosh.reading import SegmentReader

from tuinews.index.columnar.layout import Layout
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.stockdocuments import ColumnarDocuments
from tuinews.index.columnar.stockterms import ColumnarTerms


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads a segment that is already open; what it writes is written by `writer`."""

    def __init__(self, segment: Segment, layout: Layout) -> None:
        self._segment, self._layout = segment, layout

    def terms_reader(self, storage: object, segment: object) -> ColumnarTerms:
        """Whoosh's view of the lexicons."""
        return ColumnarTerms(self._segment)

    def per_document_reader(self, storage: object, segment: object) -> ColumnarDocuments:
        """Whoosh's view of lengths, columns and stored fields."""
        return ColumnarDocuments(self._segment, self._layout)


class ColumnarSegment(base.Segment):  # type: ignore[misc]  # Whoosh has no types
    """Names a segment to Whoosh."""

    def __init__(self, segment: Segment) -> None:
        super().__init__("columnar")
        self._columnar = segment

    def doc_count_all(self) -> int:
        """All articles."""
        return self._columnar.articles

    def deleted_count(self) -> int:
        """Deleted ones."""
        return len(self._columnar.deleted)


class ColumnarReader(SegmentReader):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh reader of one segment."""

    def __init__(self, segment: Segment, schema: Any, layout: Layout) -> None:
        self._columnar = segment
        super().__init__(
            None, schema, ColumnarSegment(segment), codec=ColumnarCodec(segment, layout)
        )

    def columnar_segment(self) -> Segment:
        """The segment it reads."""
        return self._columnar
