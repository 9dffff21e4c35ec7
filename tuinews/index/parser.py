"""Owns the grammar of queries: pieces become a tree, or an error that points at the trouble."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tuinews.errors import QueryError
from tuinews.index.analysis import SURFACE
from tuinews.index.dates import NAMED
from tuinews.index.fields import TEXT_FIELDS, unknown_field
from tuinews.index.filters import (
    EXAMPLES,
    FILTERS,
    BadValueError,
    read_filter,
    read_sort,
)
from tuinews.index.leaves import (
    NAME_FIELDS,
    AtLeast,
    Beside,
    Capitals,
    Field,
    Fuzzy,
    Link,
    Named,
    Near,
    Pattern,
    Phrase,
    Tagged,
    Word,
)
from tuinews.index.lexer import Piece, means_more, quoted
from tuinews.index.misplaced import nothing_attached, value_fits
from tuinews.index.nearness import CALL, FARTHEST, alternatives, is_operator, meant, read_link
from tuinews.index.piece_reader import PieceReader, closing_bracket, squeezed
from tuinews.index.results import Sort
from tuinews.index.syntax import EVERYTHING, Node, Or, Query, both, either, negated
from tuinews.index.word_forms import read_word, unspaced_pieces

DEEPEST: Final = 64
"""Groups within groups."""
LONGEST_CHAIN: Final = 16
"""Things near each other."""


class Parser(PieceReader):
    """A recursive descent over the pieces of one query."""

    def __init__(self, text: str, today: dt.date, *, typing: bool) -> None:
        super().__init__(text)
        self.today = today
        self.typing = typing
        self.depth = 0
        self.sort: Sort | None = None

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
            raise self.nothing_before(self.peek())
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
        node = self.chain(field)
        return negated(node) if node is not None and turns % 2 else node

    def chain(self, field: Field | None) -> Node | None:
        """An item, or several that stand near each other."""
        first = self.peek()
        node = self.item(field)
        if not self.nears():
            return node
        parts = [(first, node)]
        links: list[Link] = []
        operator = self.peek()
        while self.nears():
            operator = self.take()
            links.append(self.link(operator))
            if len(links) == LONGEST_CHAIN:
                raise QueryError(
                    f"at most {LONGEST_CHAIN} things stand near each other",
                    operator.start,
                    self.instead(operator, "AND"),
                )
            self.operand_follows(operator)
            first = self.peek()
            if first.kind == "NOT" or self.nears():
                raise QueryError(
                    f"{operator.text} and {first.text} follow each other",
                    first.start,
                    self.without(operator if first.kind == "NOT" else first),
                )
            parts.append((first, self.item(field)))
        return self.near(parts, links, operator)

    def near(
        self, parts: Sequence[tuple[Piece, Node | None]], links: Sequence[Link], operator: Piece
    ) -> Near:
        """The parts of a chain, each with its first piece, near each other."""
        things: list[tuple[Beside, ...]] = []
        fields: set[Field] = set()
        for piece, part in parts:
            found = alternatives(part)
            if found is None or found[1] in NAME_FIELDS or len(fields | {found[1]} - {None}) > 1:
                raise QueryError(
                    "only words, patterns and phrases of one text stand near each other, and groups"
                    " of them: (a OR b) w/5 c",
                    piece.start,
                    self.instead(operator, "AND"),
                )
            things.append(found[0])
            fields |= {each for each in (found[1],) if each}
        return Near(tuple(things), tuple(links), next(iter(fields), None))

    def nears(self) -> bool:
        """Whether an operator of nearness is next."""
        return self.peek().kind == "word" and is_operator(self.peek().text)

    def link(self, operator: Piece) -> Link:
        link = read_link(operator.text)
        if link is None:
            near = f"{operator.text.partition('/')[0]}/5"
            raise QueryError(
                f"{operator.text} cannot be: from 1 to {FARTHEST:,} words, s or p",
                operator.start,
                self.instead(operator, near),
            )
        return link

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
                squeezed(self.text[: opening.start] + self.text[self.peek().end :]),
            )
        if self.peek().kind == "end":
            raise QueryError("this parenthesis is not closed", opening.start, self.without(opening))
        node = self.either(field)
        if self.peek().kind != ")":
            raise QueryError(
                "this parenthesis is not closed", opening.start, f"{self.text.rstrip()})"
            )
        nothing_attached(self, self.take())
        self.depth -= 1
        return node

    def in_field(self, piece: Piece) -> Node | None:
        name = piece.text.lower()
        field, filtering = TEXT_FIELDS.get(name), FILTERS.get(name)
        if field is None and filtering is None:
            if self.peek().spaced or self.peek().kind in ("end", ")"):
                return self.value(piece.text, piece, None)
            raise unknown_field(piece, self)
        value = self.peek()
        value_fits(self, piece, is_text=field is not None)
        if value.kind == "(" and field is not None and self.pieces[self.at + 1].kind != ")":
            self.take()
            return self.group(value, field)
        if value.kind not in ("word", "phrase") or not value.text.strip():
            raise QueryError(f"{piece.text}: says nothing yet", piece.start, EXAMPLES.get(name))
        self.take()
        if field is not None:
            if value.kind == "word" and value.text.startswith("="):
                return self.named(piece, value, field)
            if value.kind == "phrase":
                return self.phrase(value, field)
            return self.word(value, field)
        return self.filter(filtering or name, piece, value)

    def named(self, piece: Piece, value: Piece, field: Field) -> Node:
        """What `place:=York` and `place:="New York"` mean: a whole name."""
        name = next((each for each in NAME_FIELDS if each == field), None)
        if name is None:
            raise QueryError(
                f"{piece.text}: has no whole names; {', '.join(NAME_FIELDS)} have",
                value.start,
                self.instead(value, value.text[1:]),
            )
        text = value.text[1:]
        if not text and self.peek().kind == "phrase" and not self.peek().spaced:
            text, count = quoted(self.text, self.pieces, self.at)
            self.at += count
        if not text.strip():
            raise QueryError(
                f"{piece.text}:= says nothing yet", value.start, f'{piece.text}:="New York"'
            )
        return Named(text, name)

    def filter(self, name: str, field: Piece, value: Piece) -> Node | None:
        text = value.text
        if name == "tag" and value.kind == "word" and ("*" in text or "?" in text):
            pattern = read_word(text, value, self)
            if isinstance(pattern, Pattern):
                # A colon would begin a field where this is read again.
                return Tagged(pattern.text.lower().replace(":", "?"), field.start)
        if close := closing_bracket(self.text, value):
            text = self.text[value.start : close]
        try:
            if name == "sort":
                self.sort = read_sort(value.text)
                return None
            return read_filter(name, text, self.today, field.start)
        except BadValueError as error:
            instead = error.instead and self.instead(value, error.instead)
            following = self.peek()
            if name in ("date", "since", "until", "on") and following.kind == "word":
                joined = f"{text}-{following.text}".lower()
                if joined in NAMED:
                    instead = self.text[: value.start] + joined + self.text[following.end :]
            raise QueryError(error.message, value.start, instead) from error

    def phrase(self, piece: Piece, field: Field | None) -> Node | None:
        nothing_attached(self, piece)
        words = " ".join(piece.text.split())
        if not SURFACE.search(words):
            return None
        return Phrase(words, field)

    def word(self, piece: Piece, field: Field | None) -> Node | None:
        if is_operator(piece.text):
            raise self.nothing_before(piece)
        if here := meant(piece.text):
            raise QueryError(
                f"{piece.text} is written {here}", piece.start, self.instead(piece, here)
            )
        call = CALL.fullmatch(piece.text)
        if call and self.peek().kind == "(" and not self.peek().spaced:
            if call[3]:
                return self.capitals(piece, field)
            if call[1] and 1 <= int(call[2][:9] or 0) <= FARTHEST:
                return self.at_least(int(call[2]), piece, field)
            raise QueryError(
                f"{piece.text}( ) cannot be; there are atleast3( ) and allcaps( )",
                piece.start,
                self.instead(piece, "atleast3" if call[1] else "allcaps"),
            )
        return self.value(piece.text, piece, field)

    def capitals(self, piece: Piece, field: Field | None) -> Node | None:
        """What `allcaps(` means: a word or phrase, or alternatives of them."""
        inner = self.group(self.take(), field)
        nodes = inner.nodes if isinstance(inner, Or) else (inner,)
        found: list[Node] = []
        for node in nodes:
            if not isinstance(node, Word | Phrase) or node.field in NAME_FIELDS:
                inside = self.text[piece.end + 1 : self.pieces[self.at - 1].start]
                words = inside.replace(" ", "").isalnum()
                raise QueryError(
                    'allcaps( ) takes a word or a phrase: allcaps("NEW YORK")',
                    piece.start,
                    self.text.replace(inside, f'"{inside}"', 1) if words else self.without(piece),
                )
            closed = replace(node, open=False) if isinstance(node, Word) else node
            found.append(Capitals(closed))
        return either(found)

    def at_least(self, count: int, piece: Piece, field: Field | None) -> Node | None:
        found = alternatives(self.group(self.take(), field))
        if found is None or found[1] in NAME_FIELDS:
            raise QueryError(
                f"{piece.text}( ) takes words, patterns, phrases and OR between them",
                piece.start,
                self.without(piece),
            )
        return AtLeast(count, *found)

    def value(self, text: str, piece: Piece, field: Field | None) -> Node | None:
        """A word, fuzzy word or pattern; None when nothing in it can be looked up."""
        pieces = unspaced_pieces(text)
        if pieces is not None:
            nodes = [self.value(each, piece, field) for each in pieces]
            return both([each for each in nodes if each is not None]) if pieces else None
        found: Word | Fuzzy | Pattern | Phrase | None = read_word(text, piece, self)
        if found is None:
            return None
        shown = str(found)
        if _means_more(shown) or read_word(shown, piece, self) != found:
            # Freed of what stood around it, such as an apostrophe, it would read as something
            # else. As a phrase it does not.
            found = Phrase(shown)
        elif isinstance(found, Word) and self.typing and piece.end == len(self.text):
            found = Word(shown, open=True)
        return replace(found, field=field)


def _means_more(word: str) -> bool:
    return means_more(word) or is_operator(word) or meant(word) is not None
