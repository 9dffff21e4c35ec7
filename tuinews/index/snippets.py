"""Owns where a text matches a query: the spans to mark, and the passages worth showing.

The same analysis as indexing, so that what is found is what is marked. What each surface form
means to a query is worked out once; marking a text after that costs a look-up a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from tuinews.articles.article import Article
from tuinews.index.analysis import LONGEST, SURFACE, Part, analyser
from tuinews.index.leaves import AtLeast, Capitals, Like, Near, Phrase, Text, Word
from tuinews.index.line import Line
from tuinews.index.results import Passage, Span
from tuinews.index.schema import LEDE_PARAGRAPHS, TextField
from tuinews.index.stemming import stemmed_as
from tuinews.index.syntax import And, Node, Not, Or, Query
from tuinews.index.wording import capitals, is_text, likeness, required, text_field, wanted

PASSAGE: Final = 1000
"""Characters of a passage; longer paragraphs are cut around their first match."""
_BEFORE: Final = 300
"""Characters kept before the first match of a paragraph that is cut."""

_Fields = frozenset[TextField]
_PLACES: Final[dict[str, _Fields]] = {
    "headline": frozenset({"body", "headline"}),
    "crosshead": frozenset({"body", "crosshead"}),
    "lede": frozenset({"body", "lede"}),
    "body": frozenset({"body", "lede"}),
    "later": frozenset({"body"}),
}
"""Which fields' leaves look at a text that stands there."""


def mark(
    query: Query, text: str, field: str = "body", *, language: str | None = None
) -> tuple[Span, ...]:
    """Find what `query` matches in `text`.

    Args:
        query: A query; only what articles must or may have is marked.
        text: One line or paragraph.
        field: Where the text stands: `headline`, `crosshead`, `lede`, or `body` for any
            paragraph.
        language: The article's language as it says it.

    Returns:
        [start, end) character offsets in order, never overlapping.
    """
    return _merged(_Marker.of(query.node, field, stemmed_as(language)).marks(text))


def passages(query: Query, article: Article, *, limit: int) -> tuple[Passage, ...]:
    """The `limit` passages of the article that match best, in the order of the article."""
    found = sorted(_passages(query, article), key=lambda each: -each.score)[:limit]
    return tuple(each.passage for each in sorted(found, key=lambda each: each.order))


def best_passage(query: Query, article: Article) -> Passage | None:
    """The passage with most of the query's words, the first of equals; None when none matches."""
    best = max(_passages(query, article), key=lambda each: each.score, default=None)
    return best.passage if best else None


class _Ranked(NamedTuple):
    score: float
    order: int
    passage: Passage


class _Mark(NamedTuple):
    """A match of the leaf of that number."""

    start: int
    end: int
    leaf: int


def _passages(query: Query, article: Article) -> Iterator[_Ranked]:
    order = 0
    language = stemmed_as(article.language)
    for number, section in enumerate(article.sections):
        in_lede = number == 0 and section.crosshead is None
        any_here = False
        for index, paragraph in enumerate(section.paragraphs):
            place = "lede" if in_lede and index < LEDE_PARAGRAPHS else "later"
            marks = _Marker.of(query.node, place, language).marks(paragraph.text)
            if marks:
                any_here = True
                order += 1
                text, spans = _cut(paragraph.text, _merged(marks))
                passage = Passage(number, section.crosshead, index, text, spans)
                yield _Ranked(_score(marks), order, passage)
        if section.crosshead and section.paragraphs and not any_here:
            marks = _Marker.of(query.node, "crosshead", language).marks(section.crosshead)
            if marks:
                order += 1
                text, _ = _cut(section.paragraphs[0].text, ())
                passage = Passage(number, section.crosshead, 0, text, ())
                yield _Ranked(_score(marks) / 2, order, passage)


def _score(marks: Sequence[_Mark]) -> float:
    """Different words count most, then how often they occur, with less and less effect."""
    kinds = len({mark.leaf for mark in marks})
    return kinds + 1 - 1 / (1 + len(marks))


def _cut(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """At most PASSAGE characters of a paragraph, its first match among them."""
    if len(text) <= PASSAGE:
        return text, spans
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    if start:
        space = text.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + PASSAGE)
    if end < len(text):
        space = text.rfind(" ", start + PASSAGE // 2, end)
        end = space if space >= 0 else end
    kept = tuple(
        (begin - start, min(stop, end) - start) for begin, stop in spans if start <= begin < end
    )
    return text[start:end], kept


def _merged(marks: Iterable[_Mark]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end, _ in sorted(marks):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)


_Test = Callable[[Part, str], bool]
"""Whether a part of a surface form is meant."""


class _Marker:
    """What a query marks in texts that stand in one place, in one language."""

    def __init__(self, node: Node, fields: _Fields, language: str) -> None:
        leaves = [leaf for leaf in dict.fromkeys(_text_leaves(node)) if text_field(leaf) in fields]
        self.language = language
        self.analyse = analyser(language)
        self.tests: list[tuple[int, _Test]] = []
        self.characters: dict[str, int] = {}
        self.phrases: list[tuple[int, tuple[str, ...]]] = []
        self.nears: list[tuple[int, Near]] = []
        number = 0
        for leaf in leaves:
            for each in leaf.things if isinstance(leaf, AtLeast) else (leaf,):
                self._learn(number, each)
                number += len(each.things) if isinstance(each, Near) else 1
        self.known: dict[str, tuple[_Mark, ...]] = {}

    @staticmethod
    @lru_cache(maxsize=64)
    def of(node: Node, place: str, language: str) -> _Marker:
        """The marker for texts in `place`, made once for each query."""
        return _Marker(node, _PLACES.get(place, _PLACES["later"]), language)

    def _learn(self, number: int, leaf: Text) -> None:
        if isinstance(leaf, Like):
            is_like = likeness(leaf)
            self.tests.append((number, lambda part, _: is_like(part.word)))
        elif isinstance(leaf, Near):
            self.nears.append((number, leaf))
        elif isinstance(leaf, Capitals):
            self._learn_capitals(number, capitals(leaf.words, self.language))
        elif isinstance(leaf, Word | Phrase):
            self._learn_words(number, leaf)

    def _learn_capitals(self, number: int, terms: tuple[str, ...]) -> None:
        if len(terms) > 1:
            self.phrases.append((number, terms))
            return
        (term,) = terms
        self.tests.append(
            (number, lambda part, surface: term in (part.capitals(surface), part.stem))
        )

    def _learn_words(self, number: int, leaf: Word | Phrase) -> None:
        parts, joined, character = wanted(leaf, self.language)
        if character and len(parts) > 1:
            self.nears.append((number, Near(((replace(leaf, field=None),),), ())))
        elif character:
            self.characters[parts[0].word] = number
        elif len(parts) > 1:
            self.phrases.append((number, tuple(part.stem for part in parts)))
        one = joined or (parts[0] if len(parts) == 1 else None)
        if one is not None and not character:
            stem = one.stem
            self.tests.append((number, lambda part, _: stem in (part.stem, part.plain)))
            if isinstance(leaf, Word) and leaf.open:
                start = one.word
                self.tests.append((number, lambda part, _: part.word.startswith(start)))

    def marks(self, text: str) -> list[_Mark]:
        """Every match in the text."""
        found: list[_Mark] = []
        known = self.known
        if self.tests or self.characters:
            for match in SURFACE.finditer(text):
                surface = match.group()
                here = known.get(surface)
                if here is None:
                    here = self._look_at(surface)
                    if len(surface) <= LONGEST and len(known) < 20_000:
                        known[surface] = here
                if here:
                    at = match.start()
                    found.extend(_Mark(at + start, at + end, leaf) for start, end, leaf in here)
        if self.phrases or self.nears:
            line = Line(text, self.language)
            for number, phrase in self.phrases:
                found.extend(_Mark(*line.span(place), number) for place in line.places(phrase))
            for number, near in self.nears:
                for offset, places in enumerate(line.near(near)):
                    found.extend(_Mark(*line.span(place), number + offset) for place in places)
        return found

    def _look_at(self, surface: str) -> tuple[_Mark, ...]:
        analysed = self.analyse(surface)
        found = []
        for part in (*analysed.parts, *filter(None, (analysed.joined,))):
            if analysed.unspaced:
                leaf = self.characters.get(part.word[:1])
                if leaf is not None:
                    found.append(_Mark(part.start, part.start + 1, leaf))
            found.extend(
                _Mark(part.start, part.end, number)
                for number, test in self.tests
                if test(part, surface)
            )
        return tuple(found)


def _text_leaves(node: Node, *, positive: bool = True) -> Iterator[Text]:
    """The leaves whose words are marked: no exclusions, and no stop words beside others."""
    if isinstance(node, Not):
        yield from _text_leaves(node.node, positive=not positive)
    elif isinstance(node, And | Or):
        for each in required(node.nodes) if isinstance(node, And) else node.nodes:
            yield from _text_leaves(each, positive=positive)
    elif positive and isinstance(node, Text) and is_text(node):
        yield node
