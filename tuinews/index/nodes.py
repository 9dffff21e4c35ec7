"""Owns the query nodes that tuinews adds to Whoosh's: sets of articles, many words, exclusions.

The columnar engine runs them on arrays; Whoosh's own matchers, where a query needs them, are
given what the arrays say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tuinews.index.quiet import qcore

if TYPE_CHECKING:
    from tuinews.index.arrays.arraytypes import Bools


class OnArrays(qcore.Query):  # type: ignore[misc]  # Whoosh has no types
    """A query that only the engine can answer."""

    def is_leaf(self) -> bool:
        return True

    def estimate_size(self, reader: Any) -> int:
        """How many articles could match, at most."""
        return int(reader.doc_count_all())

    estimate_min_size = estimate_size

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        from tuinews.index.columnar.stock import matcher_of

        return matcher_of(self, searcher)


class Docs(OnArrays):
    """Articles found by other means than postings: by date, desk, path. They earn no score."""

    def __init__(self, held: Bools) -> None:
        """Match the articles that `held` says, by the numbers of the whole generation."""
        self.held = held

    def __repr__(self) -> str:
        return f"Docs(<{int(self.held.sum())}>)"


class Apart(OnArrays):
    """Articles of several sets that share none, each set's by a query of its own."""

    def __init__(self, parts: Sequence[tuple[qcore.Query, Bools, int]]) -> None:
        """Match what each query does in its set.

        Sets are given by the numbers of the whole generation, each with how many are in it.
        """
        self.parts = tuple(parts)

    def __repr__(self) -> str:
        return f"Apart({[(part, count) for part, _, count in self.parts]})"


class AnyWord(OnArrays):
    """Articles with any of many words; they all score `boost`, however many they have."""

    def __init__(self, field: str, words: Sequence[str], boost: float = 1.0, part: int = 0) -> None:
        """Match any of `words`, folded, in the exact field `field`, in a part of the article."""
        self.fieldname, self.words, self.boost, self.part = field, words, boost, part

    def __repr__(self) -> str:
        return f"AnyWord({self.fieldname!r}, <{len(self.words)}>)"


class Starting(OnArrays):
    """Articles with a word that starts so; they all score `boost`, however many they have."""

    def __init__(self, field: str, start: str, boost: float = 1.0, part: int = 0) -> None:
        """Match words that start with `start`, folded, in the exact field `field`, in a part."""
        self.fieldname, self.start, self.boost, self.part = field, start, boost, part

    def __repr__(self) -> str:
        return f"Starting({self.fieldname!r}, {self.start!r})"


class InLede(OnArrays):
    """Articles whose lede has words side by side, scored as the words score, times `boost`."""

    def __init__(self, field: str, words: Sequence[str], boost: float = 1.0) -> None:
        """Match the stems `words` of the field `field`."""
        self.fieldname, self.words, self.boost = field, words, boost

    def __repr__(self) -> str:
        return f"InLede({self.fieldname!r}, {self.words})"


class Without(OnArrays):
    """Articles of one query that another does not match.

    Whoosh's own AndNot lets through an excluded article when the exclusion's first match comes
    before the other's: its matcher compares the two without having brought them level.
    """

    def __init__(self, wanted: qcore.Query, unwanted: qcore.Query) -> None:
        """Match what `wanted` does and `unwanted` does not."""
        self.wanted, self.unwanted = wanted, unwanted

    def __repr__(self) -> str:
        return f"Without({self.wanted!r}, {self.unwanted!r})"
