"""Owns what is wrong where pieces stand together that each are right, and what was meant."""

from __future__ import annotations

import re
from typing import Final

from tuinews.errors import QueryError
from tuinews.index.fields import TEXT_FIELDS
from tuinews.index.filters import FILTERS
from tuinews.index.lexer import QUOTE, Piece
from tuinews.index.piece_reader import PieceReader

_EXCLUDED: Final = re.compile(rf"NOT\s+|[-\u2212](?=[^\W\d]|\(|{QUOTE.pattern}|$)")


def value_fits(reader: PieceReader, field: Piece, *, is_text: bool) -> None:
    """See that what stands behind a field's colon is neither another field nor excluded.

    Raises:
        QueryError: It is.
    """
    value = reader.peek()
    if value.spaced:
        return
    before, after = reader.text[: field.start], reader.text[value.start :]
    if value.kind == "field":
        name = value.text.lower()
        instead = after
        if name not in TEXT_FIELDS and name not in FILTERS:
            phrase, end = reader.as_phrase(reader.at)
            instead = f"{field.text}:{phrase}{reader.text[end:]}"
        raise QueryError(
            f"{field.text}: and {value.text}: follow each other", value.start, before + instead
        )
    minus = _EXCLUDED.match(after)
    if minus and is_text:
        raise QueryError(
            f"what is excluded has its minus before the field: -{field.text}:",
            value.start,
            f"{before}-{field.text}:{after[minus.end() :]}",
        )


def nothing_attached(reader: PieceReader, piece: Piece) -> None:
    """See that a phrase or a group is not said to be fuzzy, or to weigh more than others.

    Raises:
        QueryError: It is.
    """
    after = reader.peek()
    if after.kind != "word" or after.spaced or after.text[0] not in "~^":
        return
    instead = reader.without(after)
    if after.text[0] == "^":
        raise QueryError("nothing weighs more than anything else", after.start, instead)
    words, distance = piece.text.split(), after.text[1:]
    if len(words) == 2 and all(map(str.isalnum, words)) and re.fullmatch("[1-9][0-9]?", distance):
        near = f"{words[0]} w/{int(distance) + 1} {words[1]}"
        instead = reader.text[: piece.start] + near + reader.text[after.end :]
    raise QueryError("only a single word can be fuzzy", after.start, instead)
