"""Owns what is kept article by article: numbers, words by ordinal, texts to show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tuinews.index.columnar import ragged
from tuinews.index.columnar.arraytypes import Array, Bools
from tuinews.index.columnar.segmentfile import SegmentFile, SegmentWriter

_COPIED_AT_ONCE = 10_000
MISSING = np.iinfo(np.int64).min


def write_numbers(file: SegmentWriter, name: str, values: Array) -> dict[str, Any]:
    """Write int64[articles], `MISSING` where absent, as steps above the smallest.

    Also writes the articles in order of their values, highest first and those without one last,
    equal ones in order of their numbers.
    """
    known = values[values != MISSING]
    base = int(known.min()) if len(known) else 0
    step = int(np.gcd.reduce(known - base)) if len(known) else 1
    step = step or 1
    top = (int(known.max()) - base) // step if len(known) else 0
    kind = ragged.smallest_unsigned(top + 1)
    steps = np.full(len(values), np.iinfo(kind).max, kind)
    steps[values != MISSING] = ((known - base) // step).astype(kind)
    file.write(f"{name}/steps", steps)
    order = np.argsort(~values, kind="stable")
    file.write(f"{name}/order", order.astype(np.uint32))
    return {"base": base, "step": step}


class Numbers:
    """A whole number an article."""

    def __init__(self, file: SegmentFile, name: str, meta: dict[str, Any]) -> None:
        self.steps = file.array(f"{name}/steps")
        self.highest_first = file.array(f"{name}/order")
        self._base, self._step = int(meta["base"]), int(meta["step"])
        self.missing = int(np.iinfo(self.steps.dtype).max)

    def values(self, docs: Array | slice) -> Array:
        """int64, `MISSING` where an article has none."""
        steps = self.steps[docs]
        values = steps.astype(np.int64) * self._step + self._base
        values[steps == self.missing] = MISSING
        return values

    def between(self, low: int | None, high: int | None) -> tuple[int, int]:
        """The range of steps [first, after) that lies within two values, both included."""
        first = 0 if low is None else max(0, -((self._base - low) // self._step))
        after = self.missing
        if high is not None:
            after = min(after, (high - self._base) // self._step + 1)
        return first, max(first, after)

    def within(self, first: int, after: int, docs: Array | None = None) -> Bools:
        """Which articles (all, or of `docs`) have a step in [first, after)."""
        steps = self.steps if docs is None else self.steps.take(docs)
        kind = steps.dtype.type
        if after <= first:
            return np.zeros(len(steps), np.bool_)
        return np.asarray(steps - kind(first) < kind(after - first))


def write_ordinals(
    file: SegmentWriter, name: str, counts: Array, ordinals: Array, terms: int
) -> dict[str, Any]:
    """Write the ordinals of each article's words: `counts` per article, flat `ordinals`."""
    single = bool((counts <= 1).all())
    kind = ragged.smallest_unsigned(terms)
    if single:
        column = np.full(len(counts), terms, kind)
        column[counts == 1] = ordinals
        file.write(f"{name}/ordinals", column)
    else:
        file.write(f"{name}/ordinals", ordinals.astype(kind))
        file.write(f"{name}/counts", counts.astype(ragged.smallest_unsigned(int(counts.max()))))
    return {"single": single}


class Ordinals:
    """The words of each article, as ordinals into the field's lexicon, in the article's order."""

    def __init__(self, file: SegmentFile, name: str, meta: dict[str, Any], terms: int) -> None:
        self.flat = file.array(f"{name}/ordinals")
        self.single = bool(meta["single"])
        self.terms = terms
        self.counts = None if self.single else file.array(f"{name}/counts")
        self._start: Array | None = None

    def start(self) -> Array:
        """Where each article's ordinals start, for a field of several words an article."""
        if self._start is None:
            counts = self.counts if self.counts is not None else self.flat != self.terms
            self._start = ragged.offsets(counts)
        return self._start

    def of(self, doc: int) -> list[int]:
        """The ordinals of one article."""
        if self.single:
            ordinal = int(self.flat[doc])
            return [] if ordinal == self.terms else [ordinal]
        start = self.start()
        return [int(ordinal) for ordinal in self.flat[start[doc] : start[doc + 1]]]

    def lists(self) -> tuple[Array, Array]:
        """All of them: counts per article, and the flat ordinals."""
        if self.counts is not None:
            return self.counts.astype(np.int64), self.flat
        held = self.flat != self.terms
        return held.astype(np.int64), self.flat[held]

    def count(self, docs: Array) -> Array:
        """How many of some articles, given by number, hold each word: int64[terms]."""
        if self.single:
            return np.bincount(self.flat.take(docs), minlength=self.terms + 1)[: self.terms]
        start = self.start()
        counts = start[1:].take(docs) - start.take(docs)
        return np.bincount(self.flat[ragged.indices(start[docs], counts)], minlength=self.terms)


def write_texts(file: SegmentWriter, name: str, texts: Sequence[bytes]) -> None:
    """Write one text an article."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    file.write_bytes(f"{name}/texts", b"".join(texts))
    file.write(
        f"{name}/lengths", lengths.astype(ragged.smallest_unsigned(int(lengths.max(initial=0))))
    )


def copy_texts(file: SegmentWriter, name: str, sources: Sequence[tuple[Texts, Array]]) -> None:
    """Write the texts of other segments, of the articles chosen from each by number."""
    lengths = [texts.lengths[chosen] for texts, chosen in sources]
    longest = max((int(each.max(initial=0)) for each in lengths), default=0)
    file.declare(f"{name}/texts", np.uint8)
    for texts, chosen in sources:
        for first in range(0, len(chosen), _COPIED_AT_ONCE):
            file.append(f"{name}/texts", texts.bytes_of(chosen[first : first + _COPIED_AT_ONCE]))
    file.declare(f"{name}/lengths", ragged.smallest_unsigned(longest))
    for each in lengths:
        file.append(f"{name}/lengths", each)


class Texts:
    """A text an article."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._blob = file.blob(f"{name}/texts")
        self.lengths = file.array(f"{name}/lengths")
        self._start: Array | None = None

    def raw(self, doc: int) -> bytes:
        """The bytes kept for an article."""
        if self._start is None:
            self._start = ragged.offsets(self.lengths)
        return bytes(self._blob[self._start[doc] : self._start[doc + 1]])

    def bytes_of(self, docs: Array) -> Array:
        """The bytes of several articles, one after another."""
        if self._start is None:
            self._start = ragged.offsets(self.lengths)
        flat = np.frombuffer(self._blob, np.uint8)
        return flat[ragged.indices(self._start[docs], self.lengths[docs])]

    def text(self, doc: int) -> str:
        """The text of an article, '' when it has none."""
        return self.raw(doc).decode("utf-8", "surrogateescape")
