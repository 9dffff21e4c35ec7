"""Owns cutting a query into pieces: words, phrases, field names, operators and parentheses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from tuinews.errors import QueryError

Kind = Literal["word", "phrase", "field", "(", ")", "AND", "OR", "NOT", "end"]

_DOUBLE: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
QUOTE: Final = re.compile(f"[{_DOUBLE}]")
"""What opens or closes a phrase."""
_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z_-]*):(?!//)")
_WORD: Final = re.compile(rf"[^\s(){_DOUBLE}]+")
_OPERATORS: Final[dict[str, Kind]] = {
    "AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"
}  # fmt: skip
_MINUS: Final = "-\u2212"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query: from `start` to `end`; `spaced` when white space stands before it."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool


def cut(text: str) -> list[Piece]:
    """The pieces of a query, the last of kind `end`.

    Raises:
        QueryError: A quote is not closed.
    """
    pieces: list[Piece] = []
    at = 0

    def add(kind: Kind, content: str, end: int) -> None:
        nonlocal at
        spaced = at == 0 or text[at - 1].isspace()
        pieces.append(Piece(kind, content, at, end, spaced))
        at = end

    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in "()":
            add("(" if character == "(" else ")", character, at + 1)
        elif character in _DOUBLE:
            close = next((i for i in range(at + 1, len(text)) if text[i] in _DOUBLE), None)
            if close is None:
                closed = f'{text.rstrip()}"' if text[at + 1 :].strip() else text[:at].rstrip()
                raise QueryError("this quote is not closed", at, closed or None)
            add("phrase", text[at + 1 : close], close + 1)
        elif (
            character in _MINUS
            and _begins(text, at)
            and at + 1 < len(text)
            and _negates(text[at + 1])
        ):
            add("NOT", "-", at + 1)
        else:
            add(*_word(text, at))
    add("end", "", len(text))
    return pieces


def quoted(text: str, pieces: list[Piece], at: int) -> tuple[str, int]:
    """What stands in quotes from a phrase on, where a quote within is written twice.

    Returns:
        The text, and how many pieces it takes.
    """
    found, count = pieces[at].text, 1
    while (following := pieces[at + count]).kind == "phrase" and (
        text[following.start] == text[following.start - 1] and not following.spaced
    ):
        found += text[following.start] + following.text
        count += 1
    return found, count


def means_more(word: str) -> bool:
    """Whether a word standing alone is an operator or begins with the name of a field."""
    return word in _OPERATORS or _FIELD.match(word) is not None


def _begins(text: str, at: int) -> bool:
    """Whether a minus here is an operator: after white space, a parenthesis or another minus."""
    return at == 0 or text[at - 1].isspace() or text[at - 1] in f"({_MINUS}"


def _negates(following: str) -> bool:
    return following.isalnum() or following in f"(*?{_MINUS}" or following in _DOUBLE


def _word(text: str, at: int) -> tuple[Kind, str, int]:
    """What starts at `at`: a field's name with its colon, an operator, or a word."""
    field = _FIELD.match(text, at)
    if field:
        return "field", field[1], field.end()
    match = _WORD.match(text, at)
    word = match.group() if match else text[at]
    end = at + len(word)
    return _OPERATORS.get(word, "word"), word, end
