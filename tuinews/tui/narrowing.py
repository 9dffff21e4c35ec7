"""Owns what the list is narrowed to beside the search: filters of the query language, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tuinews.index.folding import fold

DATE = "date"
STATE = "is"
NAMES = ("desk", "source", "place", "byline", "keyword")
"""Fields whose values are names, to be asked for from end to end: `place:=York` is not New York."""
_PLAIN = r"[^\W_]+"
"""A value that means the same with and without quotes around it."""
_OPERATORS = ("AND", "OR", "NOT")
_QUOTE = '["\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]'
"""What would end a value in quotes, unless it is a name's, where it is written twice."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One value of one field; of `date` it is a period: `2021`, `2021-11` or `2021-11-09`."""

    field: str
    value: str

    @property
    def text(self) -> str:
        """The filter in the query language."""
        value, is_plain = self.value, bool(re.fullmatch(_PLAIN, self.value))
        if self.field in NAMES:
            twice = re.sub(_QUOTE, r"\g<0>\g<0>", value)
            return f"{self.field}:={value}" if is_plain else f'{self.field}:="{twice}"'
        if self.field != DATE and (not is_plain or value in _OPERATORS):
            value = f'"{re.sub(_QUOTE, " ", value)}"'
        return f"{self.field}:{value}"

    def covers(self, other: Filter) -> bool:
        """Whether whatever passes `other` passes this one too: the same value, a longer period."""
        if self.field != other.field:
            return False
        if self.field == DATE:
            return f"{other.value}-".startswith(f"{self.value}-")
        return fold(self.value) == fold(other.value)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters that all hold, in the order in which they were taken."""

    filters: tuple[Filter, ...] = ()

    def __bool__(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.filters)

    @property
    def text(self) -> str:
        """What is in force, in the query language; a period that lies in a shorter one is not."""
        return " ".join(
            each.text
            for each in self.filters
            if not any(each != other and each.covers(other) for other in self.filters)
        )

    def has(self, wanted: Filter) -> bool:
        """Whether this filter is in force."""
        return any(wanted.covers(each) for each in self.filters)

    def narrowed(self, by: Filter) -> Narrowing:
        """With one more filter."""
        return self if by in self.filters else Narrowing((*self.filters, by))

    def toggled(self, by: Filter) -> Narrowing:
        """With one more filter or, when it is in force already, without it."""
        if not self.has(by):
            return self.narrowed(by)
        return Narrowing(tuple(each for each in self.filters if not by.covers(each)))

    def widened(self, field: str | None = None) -> Narrowing:
        """Without the last filter, or the last of a field."""
        places = [n for n, each in enumerate(self.filters) if field in (None, each.field)]
        if not places:
            return self
        last = places[-1]
        return Narrowing(self.filters[:last] + self.filters[last + 1 :])


WIDE = Narrowing()
