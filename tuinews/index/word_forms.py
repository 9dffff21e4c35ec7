"""Owns what a single word of a query says: a word, a fuzzy word or a pattern."""

from __future__ import annotations

import re
from typing import Final

from tuinews.errors import QueryError
from tuinews.index.analysis import SURFACE, has_unspaced
from tuinews.index.leaves import Fuzzy, Pattern, Word
from tuinews.index.lexer import Piece
from tuinews.index.piece_reader import PieceReader

_FARTHEST: Final = 2
"""Letters by which a fuzzy word may differ."""
_FUZZY: Final = re.compile(r"(.+)~(\d*)")
_WEIGHT: Final = re.compile(r"(.*)\^\d*(?:\.\d+)?")
_WILD: Final = re.compile(r"[*?]+|~\d*(?!\w)")
_EDGES: Final = re.compile(r"^[^\w*?]+|[^\w*?~]+$")


def read_word(text: str, piece: Piece, reader: PieceReader) -> Word | Fuzzy | Pattern | None:
    """What a word says; None when nothing in it can be looked up.

    Args:
        text: The word, with what stands around it, such as an apostrophe.
        piece: Where it was read, for what is wrong with it.
        reader: The query it is of.

    Raises:
        QueryError: It is a star alone, or too fuzzy.
    """
    weighed = _WEIGHT.fullmatch(text)
    if weighed and text[-1:] != "^":
        raise QueryError(
            f"no word weighs more than another: {text}",
            piece.end - len(text) + len(weighed[1]),
            reader.instead(piece, weighed[1]),
        )
    bare = _EDGES.sub("", text)
    fuzzy = _FUZZY.fullmatch(bare)
    if fuzzy:
        return _read_fuzzy(fuzzy[1], fuzzy[2], piece, reader)
    bare = bare.strip("~")
    if not SURFACE.search(bare):
        if "*" in bare and not bare.strip("*?"):
            raise QueryError(
                "a star needs at least one letter beside it", piece.start, reader.without(piece)
            )
        return None
    if "*" in bare or "?" in bare:
        return Pattern(re.sub(r"\*{2,}", "*", bare), column=piece.start)
    return Word(bare)


def unspaced_pieces(text: str) -> list[str] | None:
    """What stands between the wildcards of a word of a script without spaces, else None.

    A run of such a script goes on as it likes before and after what is asked for, and has no
    words of which some could be alike.
    """
    if not has_unspaced(text) or not _WILD.search(text):
        return None
    return [each for each in _WILD.split(text) if SURFACE.search(each)]


def _read_fuzzy(word: str, letters: str, piece: Piece, reader: PieceReader) -> Word | Fuzzy | None:
    distance = int(letters[:3] or 1)
    word = word.strip("*?~")
    if distance > _FARTHEST:
        raise QueryError(
            f"a fuzzy word may differ by {_FARTHEST} letters at most",
            max(piece.start, piece.end - len(letters)),
            reader.instead(piece, f"{word}~{_FARTHEST}"),
        )
    if not SURFACE.search(word):
        return None
    return Fuzzy(word, distance, column=piece.start) if distance else Word(word)
