"""Owns turning a query's tree into Whoosh's: the one place that knows how each leaf is looked up.

A plain word must be in `body`, which holds all the words of an article; what it has in the
headline, crossheads and lede, and the exact form, only adds to the score.
"""

from __future__ import annotations

import re
import time
from typing import Final, Protocol

from tuinews.index.analysis import Part
from tuinews.index.expansion import MOST, folded_pattern
from tuinews.index.nodes import AnyWord, Docs, Starting, Without
from tuinews.index.quiet import qcore, query
from tuinews.index.rows import Rows
from tuinews.index.schema import WEIGHTS, TextField, exact
from tuinews.index.selection import docs_of, is_selection, select
from tuinews.index.syntax import (
    WORD_FIELDS,
    And,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Text,
    Word,
)
from tuinews.index.wording import fuzzy_word, required, text_field, wanted

EXACT_WEIGHT: Final = 0.35
"""What the exact form of a word adds, as a share of what its stem scores in the body."""

_TYPED_WEIGHT: Final = 0.5
"""What a word that only begins with the one being typed scores."""
_START: Final = re.compile(r"([^*?]+)\*")


class Words(Protocol):
    """The words there are in each exact field."""

    def words_near(
        self, field: str, word: str, distance: int, *, most: int
    ) -> list[tuple[str, int]]:
        """Those within so many edits, and in how many articles each is."""

    def words_like(self, field: str, pattern: str, *, most: int) -> list[tuple[str, int]]:
        """Those like a pattern, and in how many articles each is."""


class Translator:
    """Translates trees for one generation, and remembers what the reader should be told."""

    def __init__(self, rows: Rows, words: Words, deadline: float) -> None:
        """Look up columns in `rows` and words in `words`, until `deadline` (monotonic)."""
        self.rows = rows
        self.words = words
        self.deadline = deadline
        self.cut: list[str] = []
        """The patterns that stand for more words than were looked up."""
        self.complete = True
        """Whether all words were looked through in time."""

    def translate(self, node: Node) -> qcore.Query:
        """The Whoosh query that matches what `node` means."""
        if is_selection(node):
            return Docs(docs_of(self.rows, select(node, self.rows)))
        if isinstance(node, Not):
            return Without(query.Every(), self.translate(node.node))
        if isinstance(node, Or):
            return query.Or([self.translate(each) for each in node.nodes])
        if isinstance(node, And):
            return self._all(node)
        return self._leaf(node)

    def _all(self, node: And) -> qcore.Query:
        """What matches all: columns once and together, exclusions last, stop words not at all."""
        wanted = required(node.nodes)
        columns = [each for each in wanted if is_selection(each)]
        needed = [
            self.translate(each)
            for each in wanted
            if not is_selection(each) and not isinstance(each, Not)
        ]
        excluded = [
            self.translate(each.node)
            for each in wanted
            if isinstance(each, Not) and not is_selection(each)
        ]
        if columns:
            selected = select(And(tuple(columns)), self.rows)
            needed.append(Docs(docs_of(self.rows, selected)))
        if not needed:
            needed.append(query.Every())
        found = needed[0] if len(needed) == 1 else query.And(needed)
        if not excluded:
            return found
        return Without(found, excluded[0] if len(excluded) == 1 else query.Or(excluded))

    def _leaf(self, leaf: Leaf) -> qcore.Query:
        if isinstance(leaf, Word | Phrase):
            return self._words(leaf)
        if isinstance(leaf, Pattern):
            return self._like(leaf)
        if isinstance(leaf, Fuzzy):
            return self._near(leaf)
        raise ValueError(f"{leaf} is a leaf of columns")

    def _words(self, leaf: Word | Phrase) -> qcore.Query:
        field = text_field(leaf)
        parts, joined, character = wanted(leaf)
        if character:
            return query.Term(exact(field), parts[0].word)
        if len(parts) == 1:
            ways = [self._term(parts[0], field)]
        else:
            ways = [self._phrase([part.stem for part in parts], field)]
        if joined:
            ways.append(self._term(joined, field))
        if isinstance(leaf, Word) and leaf.open and (joined or len(parts) == 1):
            ways.append(self._starting((joined or parts[0]).word, field))
        return ways[0] if len(ways) == 1 else query.Or(ways)

    def _term(self, part: Part, field: TextField) -> qcore.Query:
        weight = WEIGHTS[field]
        extras = [query.Term(exact(field), part.word, boost=EXACT_WEIGHT * weight)]
        if field == "body":
            extras += [
                query.Term(each, part.stem, boost=WEIGHTS[each] - weight) for each in WORD_FIELDS
            ]
        stem = query.Term(field, part.stem, boost=weight)
        return query.AndMaybe(stem, query.Or(extras))

    def _phrase(self, stems: list[str], field: TextField) -> qcore.Query:
        phrase = query.Phrase(field, stems)
        if field != "body":
            return phrase
        return query.AndMaybe(
            phrase, query.Phrase("headline", list(stems), boost=WEIGHTS["headline"] - 1)
        )

    def _starting(self, start: str, field: TextField) -> qcore.Query:
        return Starting(exact(field), start, boost=_TYPED_WEIGHT)

    def _like(self, leaf: Pattern) -> qcore.Query:
        """Articles with words like a pattern, in which a `?` at the end may stand for nothing."""
        field = text_field(leaf)
        pattern = folded_pattern(leaf.text)
        start = _START.fullmatch(pattern)
        if start:
            return Starting(exact(field), start[1], boost=WEIGHTS[field])
        patterns = [pattern, pattern[:-1]] if pattern.endswith("?") else [pattern]
        found: dict[str, int] = {}
        for each in patterns:
            if self._in_time():
                found.update(self.words.words_like(exact(field), each, most=MOST + 1))
        return self._any(leaf, found)

    def _near(self, leaf: Fuzzy) -> qcore.Query:
        """Articles with words near another."""
        field = text_field(leaf)
        found: dict[str, int] = {}
        if self._in_time():
            near = self.words.words_near(
                exact(field), fuzzy_word(leaf), leaf.distance, most=MOST + 1
            )
            found.update(near)
        return self._any(leaf, found)

    def _any(self, leaf: Text, found: dict[str, int]) -> qcore.Query:
        """Articles with any of the words, at most `MOST`: those that most articles have."""
        field = text_field(leaf)
        words = sorted(found)
        if len(words) > MOST:
            self.cut.append(str(leaf))
            words = sorted(sorted(words, key=found.__getitem__, reverse=True)[:MOST])
        return AnyWord(exact(field), words, boost=WEIGHTS[field])

    def _in_time(self) -> bool:
        """Whether there is time to look through words; if not, the answer is not complete."""
        if time.monotonic() > self.deadline:
            self.complete = False
        return self.complete
