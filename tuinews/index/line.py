"""Owns a paragraph as the index counts it: its words in a row, and what stands where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from tuinews.index.analysis import SENTENCE, SURFACE, analyser
from tuinews.index.chains import Place, chained
from tuinews.index.leaves import Beside, Capitals, Like, Near, Word
from tuinews.index.results import Span
from tuinews.index.wording import capitals, likeness, wanted

_CHARACTER = "\0"
"""Before the first character of a pair, which is found by it too."""


class Line:
    """The words of one paragraph, in their order."""

    def __init__(self, text: str, language: str) -> None:
        """Count the words of `text`, stemmed as `language` has it."""
        self._text, self._language = text, language
        self._spans: list[Span] = []
        self._words: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._ends: list[int] | None = None
        analyse = analyser(language)
        for match in SURFACE.finditer(text):
            surface, at = match.group(), match.start()
            parts, joined, unspaced = analyse(surface)
            if joined is not None:
                self._note(joined.stem)
            for part in parts:
                self._note(part.stem)
                if part.plain:
                    self._note(part.plain)
                if unspaced:
                    self._note(_CHARACTER + part.word[:1])
                elif capital := part.capitals(surface):
                    self._note(capital)
                self._words.append(part.word)
                self._spans.append((at + part.start, at + part.end))

    def _note(self, term: str) -> None:
        """A term stands where the next word will."""
        places = self._places.setdefault(term, [])
        if not places or places[-1] != len(self._spans):
            places.append(len(self._spans))

    def span(self, place: Place) -> Span:
        """The characters from its first word to its last."""
        return self._spans[place.begin][0], self._spans[place.end][1]

    def places(self, terms: tuple[str, ...]) -> Iterator[Place]:
        """Where terms stand in a row."""
        if not terms:
            return
        others = [frozenset(self._places.get(term, ())) for term in terms[1:]]
        for begin in self._places.get(terms[0], ()):
            if all(begin + away in other for away, other in enumerate(others, 1)):
                yield Place(begin, begin + len(terms) - 1)

    def near(self, near: Near) -> list[list[Place]]:
        """Where each thing stands as part of a whole chain."""
        things = [[place for each in thing for place in self._said(each)] for thing in near.things]
        return chained(things, near.links, self._sentence)

    def _said(self, thing: Beside) -> Iterable[Place]:
        if isinstance(thing, Capitals):
            yield from self.places(capitals(thing.words, self._language))
            return
        if isinstance(thing, Like):
            is_like = likeness(thing)
            yield from (Place(at, at) for at, word in enumerate(self._words) if is_like(word))
            return
        parts, joined, character = wanted(thing, self._language)
        if character:
            before = (part.stem for part in parts[:-1])
            yield from self.places((*before, _CHARACTER + parts[-1].word[:1]))
            return
        yield from self.places(tuple(part.stem for part in parts))
        if joined:
            yield from self.places((joined.stem,))
        if isinstance(thing, Word) and thing.open and len(parts) == 1:
            for at, word in enumerate(self._words):
                if word.startswith(parts[0].word):
                    yield Place(at, at)

    def _sentence(self, word: int) -> int:
        """Which sentence a word is in."""
        if self._ends is None:
            self._ends = [match.end() for match in SENTENCE.finditer(self._text)]
        return bisect_right(self._ends, self._spans[word][0])
