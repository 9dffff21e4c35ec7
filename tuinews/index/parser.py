"""Owns the grammar of queries: pieces become a tree, or an error that points at the trouble."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import replace
from typing import Final

from tuinews.errors import QueryError
from tuinews.index import dates, syntax
from tuinews.index.analysis import SURFACE
from tuinews.index.lexer import Piece, cut, means_more
from tuinews.index.results import SORTS, Sort
from tuinews.index.syntax import (
    EVERYTHING,
    Dates,
    Field,
    Fuzzy,
    Language,
    Length,
    Node,
    Path,
    Pattern,
    Phrase,
    Query,
    Word,
    both,
    either,
    negated,
)

DEEPEST: Final = 64
"""Groups within groups."""
_FARTHEST: Final = 2
"""Letters by which a fuzzy word may differ."""

_FIELDS: Final[dict[str, Field]] = {
    name: name for name in (*syntax.WORD_FIELDS, *syntax.NAME_FIELDS)
} | {
    "title": "headline", "hd": "headline", "hl": "headline",
    "by": "byline", "author": "byline", "from": "byline",
    "section": "desk", "located": "place",
    "subject": "keyword", "topic": "keyword", "keywords": "keyword", "tags": "keyword",
}  # fmt: skip
_FILTERS: Final = {
    "date": "date", "on": "date", "since": "since", "until": "until", "words": "words",
    "wc": "words", "path": "path", "lang": "lang", "language": "lang", "sort": "sort",
}  # fmt: skip
FIELDS: Final = (*dict.fromkeys(_FIELDS.values()), "date", "since", "until", "on", "words", "path",
                 "lang", "sort")  # fmt: skip
"""The fields there are, without their aliases."""
_UNKNOWN_OPERATOR: Final = re.compile(r"(?:w|pre)/(?:\d+|[sp])", re.IGNORECASE)
_UNKNOWN_CALL: Final = re.compile(r"(?:atleast\d+|allcaps|nocaps|caps)", re.IGNORECASE)
_FUZZY: Final = re.compile(r"(.+)~(\d*)")
_NUMBERS: Final = re.compile(r"(\d{0,9})\.\.(\d{0,9})|(>=|<=|>|<|)(\d{1,9})")
_EDGES: Final = re.compile(r"^[^\w*?]+|[^\w*?~]+$")


class Parser:
    """A recursive descent over the pieces of one query."""

    def __init__(self, text: str, today: dt.date, *, typing: bool) -> None:
        self.text = text
        self.today = today
        self.typing = typing
        self.pieces = cut(text)
        self.at = 0
        self.depth = 0
        self.sort: Sort | None = None

    def peek(self) -> Piece:
        return self.pieces[self.at]

    def take(self) -> Piece:
        piece = self.peek()
        self.at += 1
        return piece

    def query(self) -> Query:
        node = self.either(None)
        piece = self.peek()
        if piece.kind == ")":
            raise QueryError("this parenthesis closes nothing", piece.start, self.without(piece))
        if node is None:
            node = EVERYTHING
            if self.sort is None and self.text.strip():
                raise QueryError("there is no word in this query", 0)
        return Query(node, self.sort)

    def either(self, field: Field | None) -> Node | None:
        """Alternatives; None when all there was means nothing, such as a lone dash."""
        found = [self.all(field)]
        while self.peek().kind == "OR":
            operator = self.take()
            self.operand_follows(operator)
            found.append(self.all(field))
        nodes = [node for node in found if node is not None]
        return either(nodes) if nodes else None

    def all(self, field: Field | None) -> Node | None:
        nodes: list[Node] = []
        if self.peek().kind in ("AND", "OR"):
            self.nothing_before(self.peek())
        while self.peek().kind not in (")", "OR", "end"):
            if self.peek().kind == "AND":
                operator = self.take()
                self.operand_follows(operator)
            node = self.inverted(field)
            if node is not None:
                nodes.append(node)
        return both(nodes) if nodes else None

    def inverted(self, field: Field | None) -> Node | None:
        turns = 0
        while self.peek().kind == "NOT":
            operator = self.take()
            self.operand_follows(operator, after_not=True)
            turns += 1
        node = self.item(field)
        return negated(node) if node is not None and turns % 2 else node

    def item(self, field: Field | None) -> Node | None:
        piece = self.take()
        if piece.kind == "(":
            return self.group(piece, field)
        if piece.kind == "field":
            return self.in_field(piece)
        if piece.kind == "phrase":
            return self.phrase(piece, field)
        return self.word(piece, field)

    def group(self, opening: Piece, field: Field | None) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} groups within each other", opening.start)
        if self.peek().kind == ")":
            raise QueryError(
                "there is nothing in these parentheses",
                opening.start,
                _squeezed(self.text[: opening.start] + self.text[self.peek().end :]),
            )
        node = self.either(field)
        if self.peek().kind != ")":
            raise QueryError(
                "this parenthesis is not closed", opening.start, f"{self.text.rstrip()})"
            )
        self.take()
        self.depth -= 1
        return node

    def in_field(self, piece: Piece) -> Node | None:
        name = piece.text.lower()
        field, filtering = _FIELDS.get(name), _FILTERS.get(name)
        if field is None and filtering is None:
            if self.peek().spaced or self.peek().kind in ("end", ")"):
                return self.value(piece.text, piece, None)
            raise self.unknown_field(piece)
        value = self.peek()
        if value.kind == "(" and field is not None:
            self.take()
            return self.group(value, field)
        if value.kind not in ("word", "phrase") or not value.text.strip():
            raise QueryError(f"{piece.text}: says nothing yet", piece.start, _EXAMPLES.get(name))
        self.take()
        if field is not None:
            if value.kind == "phrase":
                return self.phrase(value, field)
            return self.word(value, field)
        return self.filter(filtering or name, value)

    def filter(self, name: str, value: Piece) -> Node | None:
        if name == "sort":
            order = value.text.lower()
            for sort in SORTS:
                if sort == order:
                    self.sort = sort
                    return None
            raise QueryError(
                f"no order is called {value.text}; there are {', '.join(SORTS)}",
                value.start,
                self.instead(value, (_nearest(order, SORTS) or "newest")),
            )
        if name == "words":
            return self.length(value)
        if name == "path":
            return Path(value.text)
        if name == "lang":
            return Language(value.text.strip().lower())
        return self.dates(name, value)

    def dates(self, name: str, value: Piece) -> Node:
        try:
            if value.text.startswith("["):
                raise dates.BadDateError("a range is written with two dots", self.bracketed(value))
            first, last = dates.read_stretch(value.text, self.today)
            if name != "date" and value.text.startswith((">", "<", "..")):
                raise dates.BadDateError(f"{name}: takes one date", None)
        except dates.BadDateError as error:
            near = _nearest(value.text.lower(), dates.NAMED)
            instead = error.instead or near
            raise QueryError(
                f"{error}; write {dates.EXAMPLES}",
                value.start,
                self.instead(value, instead) if instead else None,
            ) from error
        if name == "since":
            return Dates(first, None)
        return Dates(None, last) if name == "until" else Dates(first, last)

    def bracketed(self, value: Piece) -> str | None:
        """`[2021-11-01 TO 2021-12-31]` in two dots."""
        found = re.match(r"\[(\S+)\s+TO\s+([^\s\]]+)\]", self.text[value.start :])
        return f"{found[1]}..{found[2]}" if found else None

    def length(self, value: Piece) -> Node:
        found = _NUMBERS.fullmatch(value.text.replace(",", ""))
        if not found or value.text == "..":
            raise QueryError(
                f"{value.text} is not a number of words; write >600, <200 or 200..600",
                value.start,
                self.instead(value, ">600"),
            )
        if found[4] is None:
            least, most = (int(end) if end else None for end in (found[1], found[2]))
        else:
            sign, number = found[3], int(found[4])
            least = {">": number + 1, ">=": number, "": number}.get(sign)
            most = {"<": number - 1, "<=": number, "": number}.get(sign)
        if least is not None and most is not None and least > most:
            raise QueryError(
                "the range ends before it starts", value.start,
                self.instead(value, f"{most}..{least}"),
            )  # fmt: skip
        if most is not None and most < 0:
            raise QueryError("no article has fewer words than none", value.start)
        return Length(least, most)

    def phrase(self, piece: Piece, field: Field | None) -> Node | None:
        if (
            self.peek().kind == "word"
            and not self.peek().spaced
            and self.peek().text.startswith("~")
        ):
            raise QueryError("only a single word can be fuzzy", self.peek().start)
        words = " ".join(piece.text.split())
        if not SURFACE.search(words):
            return None
        return Phrase(words, field)

    def word(self, piece: Piece, field: Field | None) -> Node | None:
        if _UNKNOWN_OPERATOR.fullmatch(piece.text) and self.at > 1:
            raise QueryError(
                f"{piece.text} is not an operator; there are AND, OR and NOT",
                piece.start,
                self.instead(piece, "AND"),
            )
        if (
            _UNKNOWN_CALL.fullmatch(piece.text)
            and self.peek().kind == "("
            and not self.peek().spaced
        ):
            raise QueryError(
                f"{piece.text}( ) is not known here; there are words, phrases and groups",
                piece.start,
                self.without(piece),
            )
        return self.value(piece.text, piece, field)

    def value(self, text: str, piece: Piece, field: Field | None) -> Node | None:
        """A word, fuzzy word or pattern; None when nothing in it can be looked up."""
        found: Word | Fuzzy | Pattern | Phrase | None = self.leaf(text, piece)
        if found is None:
            return None
        shown = str(found)
        if _means_more(shown) or self.leaf(shown, piece) != found:
            # Freed of what stood around it, such as an apostrophe, it would read as something
            # else. As a phrase it does not.
            found = Phrase(shown)
        elif isinstance(found, Word) and self.typing and piece.end == len(self.text):
            found = Word(shown, open=True)
        return replace(found, field=field)

    def leaf(self, text: str, piece: Piece) -> Word | Fuzzy | Pattern | None:
        bare = _EDGES.sub("", text)
        fuzzy = _FUZZY.fullmatch(bare)
        if fuzzy:
            return self.fuzzy(fuzzy[1], fuzzy[2], piece)
        bare = bare.strip("~")
        if not SURFACE.search(bare):
            if "*" in bare and not bare.strip("*?"):
                raise QueryError("a star needs at least one letter beside it", piece.start)
            return None
        if bare[-1] == "?" and "*" not in bare and "?" not in bare.rstrip("?"):
            # A question mark at the end of a word is a question as often as a wildcard.
            return Pattern(f"{bare.rstrip('?')}?")
        if "*" in bare or "?" in bare:
            return Pattern(re.sub(r"\*{2,}", "*", bare))
        return Word(bare)

    def fuzzy(self, word: str, letters: str, piece: Piece) -> Word | Fuzzy | None:
        distance = int(letters[:3] or 1)
        word = word.strip("*?~")
        if distance > _FARTHEST:
            raise QueryError(
                f"a fuzzy word may differ by {_FARTHEST} letters at most",
                max(piece.start, piece.end - len(letters)),
                self.instead(piece, f"{word}~{_FARTHEST}"),
            )
        if not SURFACE.search(word):
            return None
        return Fuzzy(word, distance) if distance else Word(word)

    # Errors

    def operand_follows(self, operator: Piece, *, after_not: bool = False) -> None:
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

    def nothing_before(self, operator: Piece) -> None:
        raise QueryError(
            f"{operator.text} has nothing before it", operator.start, self.without(operator)
        )

    def unknown_field(self, piece: Piece) -> QueryError:
        known = (*_FIELDS, *_FILTERS)
        near = _nearest(piece.text.lower(), known)
        end = self.peek().end
        quoted = f'"{self.text[piece.start : end]}"'.replace('""', '"')
        instead = f"{near}:" if near else quoted
        stop = piece.end if near else end
        return QueryError(
            f"there is no field {piece.text}; there are {', '.join(FIELDS)}",
            piece.start,
            self.text[: piece.start] + instead + self.text[stop:],
        )

    def instead(self, piece: Piece, text: str) -> str:
        """The query with a piece replaced."""
        end = piece.end
        if piece.text.startswith("[") and "]" in self.text[piece.start :]:
            end = self.text.index("]", piece.start) + 1
        return self.text[: piece.start] + text + self.text[end:]

    def without(self, piece: Piece) -> str | None:
        """The query with a piece left out."""
        return _squeezed(self.text[: piece.start] + self.text[piece.end :])


def _means_more(word: str) -> bool:
    return means_more(word) or _UNKNOWN_OPERATOR.fullmatch(word) is not None


_EXAMPLES: Final = {
    "date": "date:last-week", "on": "on:2021-11-07", "since": "since:2021-11",
    "until": "until:2021-11", "words": "words:>600", "wc": "wc:>600", "path": "path:2021/**",
    "lang": "lang:ar", "language": "lang:ar", "sort": "sort:newest",
}  # fmt: skip


def _squeezed(text: str) -> str | None:
    return " ".join(text.split()) or None


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), None)
