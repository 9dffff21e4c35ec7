"""Owns the engine of a generation: writing its segments, opening them, matching, ranking.

What the catalogue and the indexer see of this package. The contents of a generation are one
small file that names its segments in order and holds the numbers of their deleted articles.
"""

from __future__ import annotations

import re
import secrets
import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from whoosh import fields
from whoosh.query import qcore

from tuinews.index import analysis
from tuinews.index.columnar import collect
from tuinews.index.columnar.arraytypes import Array
from tuinews.index.columnar.fuzzy import words_within
from tuinews.index.columnar.layout import SENTENCE_END, Exact, Layout, Reading, Stems
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.segmentfile import SegmentFile, SegmentWriter
from tuinews.index.columnar.snapshot import Snapshot
from tuinews.index.columnar.tiers import to_merge
from tuinews.index.columnar.writer import SegmentBuilder
from tuinews.index.schema import TEXT_FIELDS, TextField, exact

FILE: Final = re.compile(r"_?tuinews_[0-9a-z]+\..*")
"""What the files are called that are made here, finished or not."""
_SENTENCE: Final = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\da-z_])")
"""Between sentences: after a full stop and before a letter that is not small."""
_LONG: Final = re.compile(r"\S{33}")


class NewsReader:
    """Reads text in bulk, as `analysis` has it."""

    def forms(self, text: str) -> list[str]:
        """What stands between spaces, sentence by sentence.

        Cutting at spaces costs a third of looking for words; what of a form is a word, `reading`
        finds out once for each. Runs of a script without spaces are cut as words are, lest every
        sentence becomes a form of its own.
        """
        forms: list[str] = []
        for sentence in _SENTENCE.split(text):
            if forms:
                forms.append(SENTENCE_END)
            if sentence.isascii() or not _LONG.search(sentence):
                forms += sentence.split()
            else:
                forms += analysis.SURFACE.findall(sentence)
        return forms

    def reading(self, form: str) -> Reading:
        """What a form stands for: for each word in it its joined form, if any, and its parts."""
        terms: list[tuple[str, int]] = []
        words: list[str] = []
        advance = 0
        for surface in analysis.SURFACE.findall(form):
            parts, joined, unspaced = analysis.analyse(surface)
            if joined is not None:
                terms.append((joined.stem, advance))
                words.append(joined.word)
            for offset, part in enumerate(parts):
                terms.append((part.stem, advance + offset))
                words.append(part.word[0] if unspaced else part.word)
            advance += len(parts)
        return Reading(tuple(terms), tuple(words), advance, len(terms))


def schema() -> fields.Schema:
    """The fields as Whoosh queries see them."""
    reader = NewsReader()
    return fields.Schema(
        **{name: Stems(reader, exact(name)) for name in TEXT_FIELDS},
        **{exact(name): Exact() for name in TEXT_FIELDS},
    )


@dataclass(frozen=True, slots=True)
class Committed:
    """What a batch left in the folder, not yet named by any manifest.

    Attributes:
        contents: The file that says which segments there are.
        files: It and every segment's file.
        docs: How many numbers have been given out.
        renumber: From an article's number before the batch to its number now.
        first: The number of the first article that the batch added; the rest follow.
    """

    contents: str
    files: tuple[str, ...]
    docs: int
    renumber: Callable[[int], int]
    first: int


class Batch:
    """Articles to add and numbers to delete, written as one new segment (or few)."""

    def __init__(self, folder: Path, generation: int, contents: str | None) -> None:
        """Start a batch upon the segments that the file `contents` names, or upon none."""
        self._folder, self._generation = folder, generation
        self._layout = Layout.of(schema())
        self._old = [] if contents is None else list(_open(SegmentFile(folder / contents), folder))
        self._starts = np.cumsum([0, *(segment.articles for segment in self._old)]).tolist()
        self._deleted: list[set[int]] = [set() for _ in self._old]
        self._builder = SegmentBuilder(self._layout)
        self._new: list[str] = []

    def add(self, texts: Mapping[TextField, Sequence[str]]) -> None:
        """Add an article; an error leaves nothing of it behind."""
        self._builder.add({str(field): chunks for field, chunks in texts.items()})
        if self._builder.is_full():
            self._flush()

    def delete(self, doc: int) -> None:
        """Delete the article that had this number before the batch."""
        place = bisect_right(self._starts, doc) - 1
        self._deleted[place].add(doc - self._starts[place])

    def _flush(self) -> None:
        if len(self._builder):
            name = _segment_name()
            self._builder.write(self._folder / name)
            self._new.append(name)
            self._builder = SegmentBuilder(self._layout)

    def commit(self) -> Committed:
        """Write the segments and the contents. No file of an earlier generation is touched."""
        self._flush()
        segments = [
            segment.with_deleted(_united(segment.deleted, gone))
            for segment, gone in zip(self._old, self._deleted, strict=True)
        ]
        left = [place for place, segment in enumerate(segments) if segment.living]
        sizes = [(segments[place].articles, len(segments[place].deleted)) for place in left]
        merging = [left[place] for place in to_merge(sizes)]
        kept = [place for place in left if place not in merging]
        final = [segments[place] for place in kept]
        moves: dict[int, tuple[int, Array | None]] = {}
        docs = 0
        for place in kept:
            moves[place] = docs, None
            docs += segments[place].articles
        if merging:
            path = self._folder / _segment_name()
            numbers = merge([segments[place] for place in merging], path)
            for place, moved in zip(merging, numbers, strict=True):
                moves[place] = docs, moved
            final.append(Segment(path))
            docs += final[-1].articles
        first = docs
        for name in self._new:
            final.append(Segment(self._folder / name))
            docs += final[-1].articles
        contents = f"tuinews_{self._generation}.contents"
        with SegmentWriter(self._folder / contents) as file:
            for place, segment in enumerate(final):
                file.write(f"deleted.{place}", segment.deleted.astype(np.uint32))
            file.close({"segments": [segment.file.path.name for segment in final]})
        starts = self._starts

        def renumber(doc: int) -> int:
            place = bisect_right(starts, doc) - 1
            base, moved = moves[place]
            own = doc - starts[place]
            return base + (own if moved is None else int(moved[own]))

        files = (contents, *(segment.file.path.name for segment in final))
        return Committed(contents, files, docs, renumber, first)

    def cancel(self) -> None:
        """Drop the batch; what it wrote is swept later."""
        self._builder = SegmentBuilder(self._layout)


def _segment_name() -> str:
    return f"tuinews_{secrets.token_hex(8)}.segment"


def _united(deleted: Array, more: set[int]) -> Array:
    return np.union1d(deleted, np.array(sorted(more), np.uint32)).astype(np.uint32)


def _open(
    contents: SegmentFile, folder: Path, files: Mapping[str, int] | None = None
) -> Iterator[Segment]:
    for place, name in enumerate(contents.meta["segments"]):
        deleted = contents.array(f"deleted.{place}")
        descriptor = None if files is None else files[name]
        yield Segment(folder / name, deleted, descriptor=descriptor)


class Matches(NamedTuple):
    """Articles that match, by the engine's numbers, ascending; `complete` unless out of time."""

    docs: array[int]
    scores: array[float]
    complete: bool


class Engine:
    """The segments of one generation, open for searching."""

    def __init__(self, files: Mapping[str, int], contents: str) -> None:
        """Open the segments.

        Args:
            files: Descriptor of each file, whose content has been checked.
            contents: Which of them says what segments there are.
        """
        listed = SegmentFile(Path(contents), files[contents])
        self.snapshot = Snapshot(schema(), list(_open(listed, Path(), files)))
        self._lexicons: dict[str, dict[str, int]] = {}

    def matches(self, query: qcore.Query, deadline: float) -> Matches:
        """Every article that the query matches, with its score.

        Args:
            query: Any Whoosh query over the fields of `schema`.
            deadline: When to give up, on the clock of `time.monotonic`.
        """
        docs, scores, complete = collect.everything(
            self.snapshot, query, expired=lambda: time.monotonic() > deadline
        )
        numbers, exact_scores = array("I"), array("d")
        numbers.frombytes(docs.astype(np.uint32).tobytes())
        exact_scores.frombytes(scores.tobytes())
        return Matches(numbers, exact_scores, complete)

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in the field."""
        return self.snapshot.df(field, term.encode())

    def words_from(self, field: str, prefix: str) -> Iterator[str]:
        """The words of an exact field that start with `prefix`, in order."""
        found: set[bytes] = set()
        for segment in self.snapshot.segments:
            part = segment.field(field)
            if part is not None:
                lexicon = part.postings.lexicon
                found.update(lexicon.words(np.arange(*lexicon.with_prefix(prefix.encode()))))
        return iter(sorted(word.decode() for word in found))

    def lexicon(self, field: str) -> Mapping[str, int]:
        """All words of an exact field, in order, and in how many articles each is."""
        known = self._lexicons.get(field)
        if known is None:
            counts: Counter[bytes] = Counter()
            for segment in self.snapshot.segments:
                part = segment.field(field)
                if part is not None:
                    df = part.postings.df.tolist()
                    for word, count in zip(part.postings.lexicon.all_words(), df, strict=True):
                        counts[word] += count
            known = {word.decode(): counts[word] for word in sorted(counts)}
            self._lexicons[field] = known
        return known

    def words_near(
        self, field: str, word: str, distance: int, *, same_start: int = 0
    ) -> list[tuple[str, int]]:
        """Words of an exact field within so many edits, and in how many articles each is.

        A letter added, left out, changed, or swapped with its neighbour is one edit.
        """
        return self._found_in(
            field,
            lambda lexicon: words_within(
                lexicon, word, distance, same_start=same_start, swaps=True
            ),
        )

    def words_like(self, field: str, pattern: str) -> list[tuple[str, int]]:
        """Words of an exact field like a pattern of `*` and `?`, with their articles counted."""
        return self._found_in(field, lambda lexicon: lexicon.like(pattern))

    def _found_in(self, field: str, find: Callable[[Lexicon], Array]) -> list[tuple[str, int]]:
        counts: Counter[bytes] = Counter()
        for segment in self.snapshot.segments:
            part = segment.field(field)
            if part is not None:
                places = find(part.postings.lexicon)
                df = part.postings.df[places].tolist()
                for word, count in zip(part.postings.lexicon.words(places), df, strict=True):
                    counts[word] += count
        return [(word.decode(), count) for word, count in sorted(counts.items())]

    def close(self) -> None:
        """Let go of the segments; a map goes when nobody holds an array of it."""
        self.snapshot = Snapshot(self.snapshot.schema, [])
