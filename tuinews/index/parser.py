"""Owns the grammar of queries: pieces become a tree, or an error that points at the trouble."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from tuinews.errors import QueryError
from tuinews.index import syntax
from tuinews.index.analysis import SURFACE
from tuinews.index.filters import (
    EXAMPLES,
    FILTERS,
    BadValueError,
    nearest,
    read_filter,
    read_sort,
)
from tuinews.index.lexer import Piece, cut, means_more, quoted
from tuinews.index.nearness import CALL, FARTHEST, alternatives, is_operator, read_link
from tuinews.index.results import Sort
from tuinews.index.syntax import (
    EVERYTHING,
    NAME_FIELDS,
    AtLeast,
    Beside,
    Capitals,
    Field,
    Fuzzy,
    Link,
    Named,
    Near,
    Node,
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
LONGEST_CHAIN: Final = 16
"""Things near each other."""
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
FIELDS: Final = (*dict.fromkeys(_FIELDS.values()), "date", "since", "until", "on", "words", "path",
                 "lang", "is", "has", "tag", "thread", "sort")  # fmt: skip
"""The fields there are, without their aliases."""
_FUZZY: Final = re.compile(r"(.+)~(\d*)")
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
            if first.kind == "NOT" or is_operator(first.text):
                raise QueryError(
                    f"{operator.text} and {first.text} follow each other",
                    first.start,
                    self.without(operator if first.kind == "NOT" else first),
                )
            parts.append((first, self.item(field)))
        things: list[tuple[Beside, ...]] = []
        fields: set[Field] = set()
        for piece, part in parts:
            found = alternatives(part)
            if found is None or found[1] in NAME_FIELDS or len(fields | {found[1]} - {None}) > 1:
                raise QueryError(
                    "only words and phrases of one text stand near each other, and groups of"
                    " them: (a OR b) w/5 c",
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
        field, filtering = _FIELDS.get(name), FILTERS.get(name)
        if field is None and filtering is None:
            if self.peek().spaced or self.peek().kind in ("end", ")"):
                return self.value(piece.text, piece, None)
            raise self.unknown_field(piece)
        value = self.peek()
        if value.kind == "(" and field is not None:
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
        if text.startswith("[") and "]" in self.text[value.start :]:
            text = self.text[value.start : self.text.index("]", value.start) + 1]
        try:
            if name == "sort":
                self.sort = read_sort(value.text)
                return None
            return read_filter(name, text, self.today, field.start)
        except BadValueError as error:
            instead = error.instead and self.instead(value, error.instead)
            raise QueryError(error.message, value.start, instead) from error

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
        if is_operator(piece.text):
            self.nothing_before(piece)
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
        nodes = inner.nodes if isinstance(inner, syntax.Or) else (inner,)
        found: list[Node] = []
        for node in nodes:
            if not isinstance(node, Word | Phrase) or node.field in NAME_FIELDS:
                raise QueryError(
                    'allcaps( ) takes a word or a phrase: allcaps("NEW YORK")',
                    piece.start,
                    self.without(piece),
                )
            closed = replace(node, open=False) if isinstance(node, Word) else node
            found.append(Capitals(closed))
        return either(found)

    def at_least(self, count: int, piece: Piece, field: Field | None) -> Node | None:
        found = alternatives(self.group(self.take(), field))
        if found is None or found[1] in NAME_FIELDS:
            raise QueryError(
                f"{piece.text}( ) takes words, phrases and OR between them",
                piece.start,
                self.without(piece),
            )
        return AtLeast(count, *found)

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
        known = (*_FIELDS, *FILTERS)
        near = nearest(piece.text.lower(), known)
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
    return means_more(word) or is_operator(word)


def _squeezed(text: str) -> str | None:
    return " ".join(text.split()) or None
