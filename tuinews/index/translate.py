"""Owns turning a query's tree into Whoosh's: the one place that knows how each leaf is looked up.

A plain word must be in `body`, which holds all the words of an article; what it has in the
headline, crossheads and lede, and the exact form, only adds to the score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from tuinews.index.alike import Alike, Words
from tuinews.index.analysis import Part, analyser
from tuinews.index.expansion import MOST, folded_pattern
from tuinews.index.languages import Languages
from tuinews.index.leaves import (
    AtLeast,
    Beside,
    Capitals,
    Leaf,
    Like,
    Link,
    Near,
    Pattern,
    Phrase,
    Text,
    Word,
)
from tuinews.index.nodes import AnyWord, Apart, Docs, InLede, Starting, Without
from tuinews.index.quiet import qcore, query
from tuinews.index.rows import Rows
from tuinews.index.schema import EXACT, PARTS, TEXT_FIELDS, WEIGHTS, TextField
from tuinews.index.selection import is_selection, select
from tuinews.index.syntax import And, Node, Not, Or
from tuinews.index.wording import Wanted, capitals, required, text_field, wanted

EXACT_WEIGHT: Final = 0.2
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


class Translator:
    """Translates trees for one generation, and remembers what the reader should be told."""

    def __init__(self, rows: Rows, words: Words, deadline: float) -> None:
        """Look up columns in `rows` and words in `words`, until `deadline` (monotonic)."""
        self.rows = rows
        self.words = words
        self._languages = Languages.of(rows)
        self.alike = Alike(words, len(rows), deadline)
        """What patterns and fuzzy words stand for."""

    def translate(self, node: Node) -> qcore.Query:
        """The Whoosh query that matches what `node` means.

        Raises:
            QueryError: What is to be near something stands for too many words.
        """
        if is_selection(node):
            return Docs(select(node, self.rows))
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
            needed.append(Docs(select(And(tuple(columns)), self.rows)))
        if not needed:
            needed.append(query.Every())
        found = needed[0] if len(needed) == 1 else query.And(needed)
        if not excluded:
            return found
        return Without(found, excluded[0] if len(excluded) == 1 else query.Or(excluded))

    def _leaf(self, leaf: Leaf) -> qcore.Query:
        if isinstance(leaf, Like):
            return self._like(leaf)
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
        for language in self._languages:
            groups.setdefault(look(language), []).append(language)
        if len(groups) == 1:
            return find(next(iter(groups)))
        return Apart(
            [
                (find(sought), *self._languages.docs(languages))
                for sought, languages in groups.items()
            ]
        )

    def _ways(self, things: Sequence[Sequence[Beside]], language: str) -> tuple[Ways, ...]:
        """In which terms each thing may be said in a language."""
        return tuple(
            tuple(dict.fromkeys(way for each in thing for way in self._said(each, language)))
            for thing in things
        )

    def _said(self, thing: Beside, language: str) -> Iterable[Way]:
        if isinstance(thing, Capitals):
            yield capitals(thing.words, language)
            return
        if isinstance(thing, Like):
            for word in self.alike.all_of(thing):
                yield tuple(part.stem for part in analyser(language)(word).parts)
            return
        parts, joined, character = wanted(thing, language)
        if character:
            # Pairs of characters that begin with it, and it alone at the end of a run.
            before = tuple(part.stem for part in parts[:-1])
            pairs = self.words.words_like("body", f"{parts[-1].word}*", most=MOST)
            yield from ((*before, pair) for pair, _ in pairs or [(parts[-1].stem, 0)])
            return
        yield tuple(part.stem for part in parts)
        if joined:
            yield (joined.stem,)
        if isinstance(thing, Word) and thing.open and len(parts) == 1:
            typed = f"{parts[0].word}*"
            for word, _ in self.words.words_like(EXACT, typed, most=_MOST_TYPED):
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
            lambda language: self._ways(things, language),
            lambda ways: NearQuery(
                field if field in TEXT_FIELDS else "body",
                ways,
                links,
                least=least,
                in_lede=field == "lede",
                boost=WEIGHTS[field],
                in_time=self.alike.in_time,
            ),
        )

    def _words(self, leaf: Word | Phrase, sought: Wanted) -> qcore.Query:
        field = text_field(leaf)
        parts, joined, character = sought
        if character and len(parts) > 1:
            bare = replace(leaf, field=None)
            return self._beside(leaf, ((bare,),))
        if character:
            return AnyWord(EXACT, [parts[0].word], WEIGHTS[field], PARTS[field])
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
        extras = [query.Term(EXACT, part.word, boost=EXACT_WEIGHT * weight)]
        if field == "body":
            extras += [
                query.Term(each, part.stem, boost=WEIGHTS[each] - weight)
                for each in TEXT_FIELDS
                if each != "body"
            ]
        return query.AndMaybe(self._stem(part.stem, field), query.Or(extras))

    def _stem(self, stem: str, field: TextField) -> qcore.Query:
        if field == "lede":
            return InLede("body", [stem], WEIGHTS[field])
        return query.Term(field, stem, boost=WEIGHTS[field])

    def _phrase(self, stems: list[str], field: TextField) -> qcore.Query:
        if field == "lede":
            return InLede("body", stems, WEIGHTS[field])
        phrase = query.Phrase(field, stems)
        if field != "body":
            return phrase
        return query.AndMaybe(
            phrase, query.Phrase("headline", list(stems), boost=WEIGHTS["headline"] - 1)
        )

    def _starting(self, start: str, field: TextField) -> qcore.Query:
        return Starting(EXACT, start, _TYPED_WEIGHT, PARTS[field])

    def _like(self, leaf: Like) -> qcore.Query:
        """Articles with any of the words like a leaf, at most `MOST`: those most articles have."""
        field = text_field(leaf)
        start = _START.fullmatch(folded_pattern(leaf.text)) if isinstance(leaf, Pattern) else None
        if start:
            return Starting(EXACT, start[1], WEIGHTS[field], PARTS[field])
        return AnyWord(EXACT, self.alike.any_of(leaf), WEIGHTS[field], PARTS[field])
