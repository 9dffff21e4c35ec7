"""Owns turning a query's tree into Whoosh's: the one place that knows how each leaf is looked up.

A plain word must be in `body`, which holds all the words of an article; what it has in the
headline, crossheads and lede, and the exact form, only adds to the score.
"""

from __future__ import annotations

import heapq
import time
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from tuinews.index.analysis import Part, analyser
from tuinews.index.expansion import (
    MOST,
    folded_pattern,
    literal_start,
    words_like,
    words_near,
)
from tuinews.index.languages import docs_by_language
from tuinews.index.nodes import AnyWord, Docs, Without
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
_LOOK_AT_CLOCK: Final = 1024
"""Words between two looks at the clock."""


Way = tuple[str, ...]
"""Terms in a row."""
Ways = tuple[Way, ...]
_Sought = TypeVar("_Sought", bound=Hashable)


class Lexicon(Protocol):
    """The words there are in each exact field."""

    def words_from(self, field: str, prefix: str) -> Iterable[str]:
        """Those that start with `prefix`, in order."""

    def lexicon(self, field: str) -> Mapping[str, int]:
        """All, and in how many articles each is."""

    def frequency(self, field: str, term: str) -> int:
        """How many articles have it."""


class Translator:
    """Translates trees for one generation, and remembers what the reader should be told."""

    def __init__(self, rows: Rows, lexicon: Lexicon, deadline: float) -> None:
        """Look up columns in `rows` and words in `lexicon`, until `deadline` (monotonic)."""
        self.rows = rows
        self.lexicon = lexicon
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
            return self._any(leaf, self._like(leaf.text, text_field(leaf)))
        if isinstance(leaf, Fuzzy):
            return self._any(leaf, self._near(leaf))
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

    def _docs_in(self, languages: Sequence[str]) -> array[int]:
        if len(languages) == 1:
            return self._docs_by_language[languages[0]]
        docs = array("I")
        for language in languages:
            docs.extend(self._docs_by_language[language])
        return array("I", sorted(docs))

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
            yield from ((term,) for term in self.lexicon.words_from(field, parts[0].word))
            return
        yield tuple(part.stem for part in parts)
        if joined:
            yield (joined.stem,)
        if isinstance(thing, Word) and thing.open and len(parts) == 1:
            words = list(self.in_time(self.lexicon.words_from(exact(field), parts[0].word)))
            for word in self._most(words, field, _MOST_TYPED):
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
        words = list(self.in_time(self.lexicon.words_from(exact(field), start)))
        return AnyWord(exact(field), self._most(words, field), boost=_TYPED_WEIGHT)

    def _any(self, leaf: Text, words: Iterable[str]) -> qcore.Query:
        field = text_field(leaf)
        found = list(words)
        if len(found) > MOST:
            self.cut.append(str(leaf))
        return AnyWord(exact(field), self._most(found, field), boost=WEIGHTS[field])

    def _most(self, words: list[str], field: TextField, most: int = MOST) -> list[str]:
        """At most so many of the words, those that most articles have."""
        if len(words) <= most:
            return words
        frequency = self.lexicon.lexicon(exact(field)).__getitem__
        return heapq.nlargest(most, words, key=frequency)

    def _like(self, text: str, field: TextField) -> Iterable[str]:
        pattern = folded_pattern(text)
        start = literal_start(pattern)
        if start:
            words = self.lexicon.words_from(exact(field), start)
        else:
            words = self.lexicon.lexicon(exact(field))
        return words_like(pattern, self.in_time(words))

    def _near(self, leaf: Fuzzy) -> Iterable[str]:
        words = self.in_time(self.lexicon.lexicon(exact(text_field(leaf))))
        near = words_near(fuzzy_word(leaf), leaf.distance, words)
        return [word for _, word in sorted(near)]

    def in_time(self, words: Iterable[str]) -> Iterator[str]:
        """The words, until the time is over."""
        for count, word in enumerate(words):
            if not count % _LOOK_AT_CLOCK and time.monotonic() > self.deadline:
                self.complete = False
                return
            yield word
