"""Owns which words of an index a pattern or a fuzzy word stands for, and how many are too many."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from tuinews.errors import QueryError
from tuinews.index.expansion import MOST, folded_pattern
from tuinews.index.leaves import Fuzzy, Like
from tuinews.index.schema import EXACT
from tuinews.index.wording import fuzzy_word

_HELD: Final = 50_000
"""In how many articles the words of a pattern near something may be, counted up; in a large
archive half of all, as one common word is, which takes as long and as much memory."""


class Words(Protocol):
    """The words there are in each exact field."""

    def words_near(
        self, field: str, word: str, distance: int, *, most: int
    ) -> list[tuple[str, int]]:
        """Those within so many edits, and in how many articles each is."""

    def words_like(self, field: str, pattern: str, *, most: int) -> list[tuple[str, int]]:
        """Those like a pattern, and in how many articles each is."""


class Alike:
    """What leaves stand for in one generation, each looked up once."""

    def __init__(self, words: Words, articles: int, deadline: float) -> None:
        """Look up in `words` of so many articles, until `deadline` (monotonic)."""
        self._words, self._articles, self._deadline = words, articles, deadline
        self._known: dict[Like, dict[str, int]] = {}
        self.cut: list[str] = []
        """The leaves that stand for more words than were looked up."""
        self.complete = True
        """Whether all words were looked through in time."""

    def in_time(self) -> bool:
        """Whether there is time to look through words; if not, the answer is not complete."""
        if time.monotonic() > self._deadline:
            self.complete = False
        return self.complete

    def any_of(self, leaf: Like) -> Sequence[str]:
        """Words that a leaf stands for, at most `MOST`: those that most articles have."""
        found = self._counted(leaf)
        words = sorted(found)
        if len(words) > MOST:
            self.cut.append(str(leaf))
            words = sorted(sorted(words, key=found.__getitem__, reverse=True)[:MOST])
        return words

    def all_of(self, leaf: Like) -> Iterable[str]:
        """All words that a leaf stands for near something, where every place of each is looked at.

        Raises:
            QueryError: They are so many, or so common, that this takes too long.
        """
        found = self._counted(leaf)
        if len(found) > MOST or sum(found.values()) > max(self._articles // 2, _HELD):
            raise QueryError(
                f"{leaf} stands for too many words to be looked for near something, or so many"
                " times; write more of it",
                leaf.column,
            )
        return found

    def _counted(self, leaf: Like) -> Mapping[str, int]:
        """The words like a leaf, and in how many articles each is; above `MOST` not all of them.

        The `?` at the end of a pattern may all stand for nothing.
        """
        known = self._known.get(leaf)
        if known is not None:
            return known
        found = self._known[leaf] = {}
        if isinstance(leaf, Fuzzy):
            if self.in_time():
                word = fuzzy_word(leaf)
                found.update(self._words.words_near(EXACT, word, leaf.distance, most=MOST + 1))
            return found
        pattern = folded_pattern(leaf.text)
        for each in dict.fromkeys((pattern, pattern.rstrip("?"))):
            if self.in_time():
                found.update(self._words.words_like(EXACT, each, most=MOST + 1))
        return found
