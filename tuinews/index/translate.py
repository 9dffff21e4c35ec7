"""Owns turning a query's tree into Whoosh's: the one place that knows how each leaf is looked up.

A plain word must be in `body`, which holds all the words of an article; what it has in the
headline, crossheads and lede, and the exact form, only adds to the score.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, Protocol, TypeVar

from tuinews.index.analysis import Part, analyser
from tuinews.index.columnar.arraytypes import Bools
from tuinews.index.expansion import MOST, folded_pattern
from tuinews.index.languages import docs_by_language
from tuinews.index.nodes import AnyWord, Docs, Starting, Without
from tuinews.index.quiet import qcore, query
from tuinews.index.rows import Rows
from tuinews.index.schema import WEIGHTS, TextField, exact
from tuinews.index.selection import docs_of, is_selection, select
from tuinews.index.syntax import (
    WORD_FIELDS,
    And,
    AtLeast,
    Beside,
    Capitals,
    Fuzzy,
    Leaf,
    Link,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Text,
    Word,
)
from tuinews.index.wording import Wanted, capitals, fuzzy_word, required, text_field, wanted

EXACT_WEIGHT: Final = 0.35
"""What the exact form of a word adds, as a share of what its stem scores in the body."""

_TYPED_WEIGHT: Final = 0.5
"""What a word that only begins with the one being typed scores."""
_MOST_TYPED: Final = 50
"""Words that the one being typed may become, where it must stand near others."""
_START: Final = re.compile(r"([^*?]+)\*")

Way = tuple[str, ...]
"""Terms in a row."""
Ways = tuple[Way, ...]
_Sought = TypeVar("_Sought", bound=Hashable)


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
        self._docs_by_language = docs_by_language(rows)
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
        if isinstance(leaf, Pattern):
            return self._like(leaf)
        if isinstance(leaf, Fuzzy):
            return self._near(leaf)
        if isinstance(leaf, Word | Phrase):
            return self._by_language(
                lambda language: wanted(leaf, language), lambda sought: self._words(leaf, sought)
            )
        if isinstance(leaf, Capitals):
            return self._beside(leaf, ((leaf,),))
        if isinstance(leaf, AtLeast):
            return self._beside(leaf, (leaf.things,), least=leaf.count)
        if isinstance(leaf, Near):
            return self._beside(leaf, leaf.things, leaf.links)
        raise ValueError(f"{leaf} is a leaf of columns")

    def _by_language(
        self, look: Callable[[str], _Sought], find: Callable[[_Sought], qcore.Query]
    ) -> qcore.Query:
        """What is found in the articles of each language by what it looks for there."""
        groups: dict[_Sought, list[str]] = {}
        for language in self._docs_by_language:
            groups.setdefault(look(language), []).append(language)
        if len(groups) == 1:
            return find(next(iter(groups)))
        return query.Or(
            [
                query.And([find(sought), Docs(self._docs_in(languages))])
                for sought, languages in groups.items()
            ]
        )

    def _docs_in(self, languages: Sequence[str]) -> Bools:
        docs = self._docs_by_language[languages[0]]
        for language in languages[1:]:
            docs = docs | self._docs_by_language[language]
        return docs

    def _ways(
        self, things: Sequence[Sequence[Beside]], field: TextField, language: str
    ) -> tuple[Ways, ...]:
        """In which terms each thing may be said in a language."""
        return tuple(
            tuple(dict.fromkeys(way for each in thing for way in self._said(each, field, language)))
            for thing in things
        )

    def _said(self, thing: Beside, field: TextField, language: str) -> Iterable[Way]:
        if isinstance(thing, Capitals):
            yield capitals(thing.words, language)
            return
        parts, joined, character = wanted(thing, language)
        if character:
            # Pairs of characters that begin with it, and it alone at the end of a run.
            pairs = self.words.words_like(field, f"{parts[0].word}*", most=MOST)
            yield from ((pair,) for pair, _ in pairs)
            return
        yield tuple(part.stem for part in parts)
        if joined:
            yield (joined.stem,)
        if isinstance(thing, Word) and thing.open and len(parts) == 1:
            typed = f"{parts[0].word}*"
            for word, _ in self.words.words_like(exact(field), typed, most=_MOST_TYPED):
                yield tuple(part.stem for part in analyser(language)(word).parts)

    def _beside(
        self,
        leaf: Text,
        things: Sequence[Sequence[Beside]],
        links: tuple[Link, ...] = (),
        least: int = 1,
    ) -> qcore.Query:
        from tuinews.index.columnar.proximity import Near as NearQuery

        field = text_field(leaf)
        return self._by_language(
            lambda language: self._ways(things, field, language),
            lambda ways: NearQuery(field, ways, links, least=least, boost=WEIGHTS[field]),
        )

    def _words(self, leaf: Word | Phrase, sought: Wanted) -> qcore.Query:
        field = text_field(leaf)
        parts, joined, character = sought
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
