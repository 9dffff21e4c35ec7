"""Owns reading a query's pieces one after another, and what to write where one is wrong."""

from __future__ import annotations

from tuinews.errors import QueryError
from tuinews.index.lexer import QUOTE, Piece, cut


class PieceReader:
    """Stands before one piece of a query."""

    def __init__(self, text: str) -> None:
        """Stand before the first.

        Raises:
            QueryError: The text cannot be cut into pieces.
        """
        self.text = text
        self.pieces = cut(text)
        self.at = 0

    def peek(self) -> Piece:
        """The piece it stands before."""
        return self.pieces[self.at]

    def take(self) -> Piece:
        """The same, and go on."""
        piece = self.peek()
        self.at += 1
        return piece

    def operand_follows(self, operator: Piece, *, after_not: bool = False) -> None:
        """See that something stands after an operator that was taken.

        Raises:
            QueryError: Nothing does, or another operator.
        """
        following = self.peek()
        if following.kind in (")", "end"):
            raise QueryError(
                f"{operator.text} has nothing after it", operator.start, self.without(operator)
            )
        if following.kind in ("AND", "OR"):
            raise QueryError(
                f"{operator.text} and {following.text} follow each other",
                following.start,
                self.without(operator if after_not else following),
            )

    def nothing_before(self, operator: Piece) -> QueryError:
        """The error of an operator that nothing stands before."""
        return QueryError(
            f"{operator.text} has nothing before it", operator.start, self.without(operator)
        )

    def instead(self, piece: Piece, text: str) -> str:
        """The query with a piece replaced."""
        end = closing_bracket(self.text, piece) or piece.end
        return self.text[: piece.start] + text + self.text[end:]

    def without(self, piece: Piece) -> str | None:
        """The query with a piece left out."""
        return squeezed(self.text[: piece.start] + self.text[piece.end :])

    def as_phrase(self, first: int) -> tuple[str, int]:
        """What is written without white space from a piece on, as a phrase, and where it ends."""
        last = first
        while (after := self.pieces[last + 1]).kind not in ("(", ")", "end") and not after.spaced:
            last += 1
        end = self.pieces[last].end
        return f'"{QUOTE.sub("", self.text[self.pieces[first].start : end])}"', end


def closing_bracket(text: str, piece: Piece) -> int:
    """Behind the bracket that closes the one a word begins with, else 0."""
    close = {"[": "]", "{": "}"}.get(piece.text[:1]) if piece.kind == "word" else None
    return text.find(close, piece.start) + 1 if close else 0


def squeezed(text: str) -> str | None:
    """Text with single spaces; None when nothing is left of it."""
    return " ".join(text.split()) or None
