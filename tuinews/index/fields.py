"""Owns the names of the query language's fields, and what to write instead of an unknown one."""

from __future__ import annotations

from typing import Final

from tuinews.errors import QueryError
from tuinews.index.filters import FILTERS, nearest
from tuinews.index.leaves import NAME_FIELDS, WORD_FIELDS, Field
from tuinews.index.lexer import Piece
from tuinews.index.piece_reader import PieceReader

TEXT_FIELDS: Final[dict[str, Field]] = {
    name: name for name in (*WORD_FIELDS, *NAME_FIELDS)
} | {
    "title": "headline", "hd": "headline", "hl": "headline",
    "by": "byline", "author": "byline", "from": "byline",
    "section": "desk", "located": "place",
    "subject": "keyword", "topic": "keyword", "keywords": "keyword", "tags": "keyword",
}  # fmt: skip
"""The fields that words are looked for in, by name and alias."""
_MEANT: Final = {
    "after": "since", "before": "until", "published": "date", "year": "date",
    "category": "desk", "publisher": "source", "agency": "source", "provider": "source",
    "location": "place", "city": "place", "country": "place", "writer": "byline",
    "file": "path", "folder": "path", "length": "words", "order": "sort", "label": "tag",
    "heading": "headline", "lead": "lede", "intro": "lede",
}  # fmt: skip
"""Names that other programs have for a field."""
_EVERYWHERE: Final = ("body", "text", "content", "article", "fulltext", "all", "any")
"""Names for what a word without a field is looked for in."""
FIELDS: Final = (
    *dict.fromkeys(TEXT_FIELDS.values()),
    "date", "since", "until", "on", "words", "path", "lang", "is", "has", "tag", "thread", "sort",
)  # fmt: skip
"""The fields there are, without their aliases."""


def unknown_field(piece: Piece, reader: PieceReader) -> QueryError:
    """The error of a name that no field has, which the reader has just taken."""
    name = piece.text.lower()
    if name in _EVERYWHERE:
        return QueryError(
            f"there is no field {piece.text}; a word without a field is looked for everywhere",
            piece.start,
            reader.text[: piece.start] + reader.text[piece.end :],
        )
    near = _MEANT.get(name) or nearest(name, (*TEXT_FIELDS, *FILTERS))
    instead, stop = f"{near}:" if near else "", piece.end
    if not near and reader.peek().kind != "(":
        instead, stop = reader.as_phrase(reader.at - 1)
    return QueryError(
        f"there is no field {piece.text}; there are {', '.join(FIELDS)}",
        piece.start,
        reader.text[: piece.start] + instead + reader.text[stop:],
    )
