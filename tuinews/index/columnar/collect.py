"""Owns answering a query over a snapshot: the best articles, how many, facets, timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from whoosh import query

from tuinews.index.columnar.arraytypes import Array, Bools, Floats
from tuinews.index.columnar.columns import MISSING
from tuinews.index.columnar.found import Found
from tuinews.index.columnar.nodes import Node
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.snapshot import Scoring, Snapshot

_ROWS = 64
_MARGIN = 1e-5
_DAY = 86_400_000_000
Order = Literal["descending", "ascending"]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Order by a number field instead of by score; articles without one come last."""

    field: str
    order: Order = "descending"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Attributes:
        total: How many living articles match.
        hits: (score, number of the article), best first; the score is the number sorted by
            when sorted.
        facets: Field -> word -> how many matches hold it, most frequent first.
        days: Day (counted from 0001-01-01) -> how many matches fall on it, in order of time.
    """

    total: int
    hits: list[tuple[float, int]]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)


def search(
    snapshot: Snapshot,
    q: query.Query,
    *,
    limit: int | None = 50,
    sorting: Sorting | None = None,
    facets: Sequence[str] = (),
    timeline: str | None = None,
    scoring: Scoring | None = None,
    expired: Callable[[], bool] = lambda: False,
) -> Answer:
    """Answer a query.

    Args:
        limit: How many hits at most; None for all.
        facets: Words fields to count over all matches.
        timeline: Number field of moments to count by day over all matches.
        expired: Asked between segments; once true, what was found so far is the answer.
    """
    from tuinews.index.columnar.stock import compiler

    scoring = scoring or Scoring()
    total = 0
    hits: list[tuple[float, int]] = []
    counts: dict[str, dict[str, int]] = {name: {} for name in facets}
    days: dict[int, int] = {}
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=True):
        node = compiler(snapshot, segment, scoring).compile(q)
        found = node.find()
        alive = segment.alive()
        if alive is not None:
            found = found.only(alive)
        matched = found.count()
        if matched:
            total += matched
            k = matched if limit is None else min(limit, matched)
            if sorting is not None:
                hits += _sorted(segment, offset, found, sorting, k)
            else:
                hits += _best(node, offset, found, k)
            if facets:
                _count_facets(segment, found, counts)
            if timeline is not None:
                _count_days(segment, found, timeline, days)
        if expired():
            break
    if sorting is not None and sorting.order == "ascending":
        hits.sort(key=lambda hit: (hit[0] == MISSING, hit))
    else:
        hits.sort(key=lambda hit: (-hit[0], hit[1]))
    ordered = {
        name: dict(sorted(words.items(), key=lambda item: (-item[1], item[0])))
        for name, words in counts.items()
    }
    return Answer(
        total, hits if limit is None else hits[:limit], ordered, dict(sorted(days.items()))
    )


@dataclass(frozen=True, slots=True)
class Matched:
    """All matches of a query.

    Attributes:
        docs: int64[n], numbers of articles, ascending.
        score: float32[n], approximate, good for choosing candidates.
        complete: Whether time sufficed.
    """

    docs: Array
    score: Array
    complete: bool
    _parts: tuple[tuple[Node, int, int], ...]

    def exact(self, places: Array) -> Floats:
        """float64, the exact scores of the matches at some ascending places."""
        scores = np.zeros(len(places))
        first = 0
        for node, offset, after in self._parts:
            low, high = np.searchsorted(places, [first, after]).tolist()
            if low < high:
                docs = (self.docs[places[low:high]] - offset).astype(np.uint32)
                scores[low:high] = node.at(docs)[1]
            first = after
        return scores


def everything(
    snapshot: Snapshot,
    q: query.Query,
    *,
    scoring: Scoring | None = None,
    expired: Callable[[], bool] = lambda: False,
) -> Matched:
    """All matches of a query; `expired` is asked between segments."""
    from tuinews.index.columnar.stock import compiler

    numbers, scores = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    parts: list[tuple[Node, int, int]] = []
    total = 0
    complete = True
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=True):
        if expired():
            complete = False
            break
        node = compiler(snapshot, segment, scoring or Scoring()).compile(q)
        found = node.find()
        alive = segment.alive()
        if alive is not None:
            found = found.only(alive)
        docs = found.numbers()
        if found.score is None:
            score = np.full(len(docs), found.constant, np.float32)
        else:
            score = found.score if found.docs is not None else found.score.take(docs)
            score = score + np.float32(found.constant)
        numbers.append(docs.astype(np.int64) + offset)
        scores.append(score)
        total += len(docs)
        parts.append((node, offset, total))
    return Matched(np.concatenate(numbers), np.concatenate(scores), complete, tuple(parts))


def _best(node: Node, offset: int, found: Found, k: int) -> list[tuple[float, int]]:
    """The k best of a segment, by exact scores."""
    if found.score is None:
        docs = found.docs[:k] if found.docs is not None else _first(found.mask(), k)
    else:
        chosen = candidates(found.score, k, found.held)
        docs = chosen.astype(np.uint32) if found.docs is None else found.docs[chosen]
    _, score = node.at(docs)
    best = np.lexsort((docs, -score))[:k]
    return list(
        zip(score[best].tolist(), (docs[best].astype(np.int64) + offset).tolist(), strict=True)
    )


def _first(held: Bools, k: int) -> Array:
    """The first k articles of a mask."""
    width = max(4 * k, 1024)
    while True:
        docs = np.flatnonzero(held[:width])
        if len(docs) >= k or width >= len(held):
            return docs[:k]
        width *= 8


def candidates(score: Array, k: int, held: Array | None = None) -> Array:
    """Places of all that may be among the k highest of `score`, a few more than k.

    The k-th highest maximum of as many groups cannot be above the k-th highest score, so that
    one pass for the maxima and one comparison find them without sorting.
    """
    n = len(score)
    rows = min(_ROWS, n // (8 * k))
    if rows < 2:
        if n > 4 * k:
            bound = np.partition(score, n - k)[n - k]
        elif held is not None:
            return np.flatnonzero(held)
        else:
            return np.arange(n)
    else:
        columns = n // rows
        maxima = score[: rows * columns].reshape(rows, columns).max(axis=0)
        bound = np.partition(maxima, columns - k)[columns - k]
    bound = np.float32(bound - abs(bound) * _MARGIN)
    chosen = score >= bound
    if held is not None and not bound > 0:
        chosen &= held
    return np.flatnonzero(chosen)


def _sorted(
    segment: Segment, offset: int, found: Found, sorting: Sorting, k: int
) -> list[tuple[float, int]]:
    """The first k of a segment in order of a number field."""
    numbers = segment.numbers(sorting.field)
    if numbers is None:
        docs = found.numbers()[:k]
        return [(MISSING, int(doc) + offset) for doc in docs]
    if sorting.order == "ascending" or found.count() * 32 < segment.articles:
        docs = found.numbers()
        steps = numbers.steps[docs].astype(np.int64)
        if sorting.order == "descending":
            steps[steps == numbers.missing] = -1
            steps = -steps
        if len(docs) > 4 * k:
            near = steps <= np.partition(steps, k - 1)[k - 1]
            docs, steps = docs[near], steps[near]
        docs = docs[np.argsort(steps, kind="stable")[:k]]
    else:
        docs = _in_order(numbers.highest_first, found, k)
    values = numbers.values(docs).tolist()
    return list(zip(values, (docs.astype(np.int64) + offset).tolist(), strict=True))


def _in_order(order: Array, found: Found, k: int) -> Array:
    """The first k matches of all articles in some order, looked for from its front."""
    mask = found.mask()
    width = max(1024, 2 * k * len(order) // max(found.count(), 1))
    start = 0
    kept: list[Array] = []
    missing = k
    while missing > 0 and start < len(order):
        part = order[start : start + width]
        part = part[mask[part]][:missing]
        kept.append(part)
        missing -= len(part)
        start += width
        width *= 4
    return np.concatenate(kept)


def _count_facets(segment: Segment, found: Found, counts: dict[str, dict[str, int]]) -> None:
    docs = found.numbers()
    for name, totals in counts.items():
        part = segment.field(name)
        if part is None or part.ordinals is None:
            continue
        per_word = part.ordinals.count(docs)
        held = np.flatnonzero(per_word)
        words = part.postings.lexicon.words(held)
        for word, count in zip(words, per_word[held].tolist(), strict=True):
            text = word.decode("utf-8", "surrogateescape")
            totals[text] = totals.get(text, 0) + count


def _count_days(segment: Segment, found: Found, name: str, days: dict[int, int]) -> None:
    numbers = segment.numbers(name)
    if numbers is None:
        return
    values = numbers.values(found.numbers())
    values = values[values != MISSING] // _DAY
    if len(values):
        first = int(values.min())
        per_day = np.bincount(values - first)
        for day in np.flatnonzero(per_day).tolist():
            days[day + first] = days.get(day + first, 0) + int(per_day[day])
