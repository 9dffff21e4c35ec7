"""Owns what is kept article by article: numbers, words by ordinal, texts to show."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

_TEXTS_A_BLOCK = 32
_DEFLATE = 6
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


class TextsBuffer:
    """The texts of articles on their way into a segment."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self.lengths = array("I")

    def add(self, text: bytes) -> None:
        """Add the next article's text."""
        self._bytes += text
        self.lengths.append(len(text))

    def each(self, chosen: Array) -> Iterator[bytes]:
        """The texts of the articles of these ascending numbers."""
        start = ragged.offsets(np.array(self.lengths, np.int64))
        for first, after in zip(start[chosen].tolist(), start[chosen + 1].tolist(), strict=True):
            yield bytes(self._bytes[first:after])


class TextSource(Protocol):
    """Where texts come from: a writer's buffer, or another segment."""

    def each(self, chosen: Array) -> Iterator[bytes]:
        """The texts of the articles of these ascending numbers."""
        ...


def write_texts(
    file: SegmentWriter, name: str, sources: Sequence[tuple[TextSource, Array]]
) -> None:
    """Write one text an article: those chosen by number from each source, deflated by blocks."""
    file.declare(f"{name}/blocks", np.uint8)
    sizes: list[int] = []
    lengths: list[int] = []
    block: list[bytes] = []

    def flush() -> None:
        data = zlib.compress(b"".join(block), _DEFLATE)
        file.append(f"{name}/blocks", np.frombuffer(data, np.uint8))
        sizes.append(len(data))
        lengths.extend(map(len, block))
        block.clear()

    for source, chosen in sources:
        for text in source.each(chosen):
            block.append(text)
            if len(block) == _TEXTS_A_BLOCK:
                flush()
    if block:
        flush()
    file.write(f"{name}/sizes", np.array(sizes, np.uint32))
    kind = ragged.smallest_unsigned(max(lengths, default=0))
    file.write(f"{name}/lengths", np.array(lengths, kind))


class Texts:
    """A text an article."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._blocks = file.blob(f"{name}/blocks")
        self._start = ragged.offsets(file.array(f"{name}/sizes"))
        self.lengths = file.array(f"{name}/lengths")
        self._open: tuple[int, list[bytes]] = (-1, [])

    def _block(self, number: int) -> list[bytes]:
        known, texts = self._open
        if known != number:
            data = zlib.decompress(self._blocks[self._start[number] : self._start[number + 1]])
            first = number * _TEXTS_A_BLOCK
            ends = np.cumsum(self.lengths[first : first + _TEXTS_A_BLOCK], dtype=np.int64).tolist()
            texts = [data[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]
            self._open = number, texts
        return texts

    def each(self, chosen: Array) -> Iterator[bytes]:
        """The texts of the articles of these ascending numbers."""
        for doc in chosen.tolist():
            yield self.raw(doc)

    def raw(self, doc: int) -> bytes:
        """The bytes kept for an article."""
        return self._block(doc // _TEXTS_A_BLOCK)[doc % _TEXTS_A_BLOCK]

    def text(self, doc: int) -> str:
        """The text of an article, '' when it has none."""
        return self.raw(doc).decode("utf-8", "surrogateescape")
