"""Owns everything that touches Whoosh's own storage: writing segments, opening them, matching.

Whoosh's stock codec keeps its table of contents, its segments' directories and its postings as
pickles, and unpickles them when an index is opened: whoever can write the index folder can run
code as its reader. Until the columnar codec replaces it, that is held off from outside: the
catalogue refuses folders and files that others could have written, and every file's checksum
is compared before Whoosh sees a byte of it.
"""

from __future__ import annotations

import os
import re
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tuinews.index.analysis import Inverted
from tuinews.index.nodes import Clock, OutOfTimeError
from tuinews.index.quiet import (
    fields,
    filestore,
    formats,
    index,
    qcore,
    reading,
    scoring,
    searching,
    structfile,
    whoosh3,
)
from tuinews.index.schema import TEXT_FIELDS, exact

INDEX_NAME: Final = "tuinews"
FILE: Final = re.compile(rf"_?{INDEX_NAME}_[0-9a-z]+\..*")
"""What the files are called that Whoosh makes, finished or not."""
TEMPORARY: Final = f"{INDEX_NAME}.tmp"
"""The folder that Whoosh sorts in while it writes."""

_LOOK_AT_CLOCK: Final = 512
"""Matches between two looks at the clock."""


class _Positions(formats.Format):  # type: ignore[misc]  # Whoosh has no types
    """A posting's value: the positions of a stem, as steps of 7 bits a byte. No pickle."""

    clock: Clock | None = None

    def decode_positions(self, value: bytes) -> list[int]:
        if self.clock is not None:
            self.clock.check()
        positions = []
        position = step = shift = 0
        for byte in value:
            step |= (byte & 127) << shift
            if byte > 127:
                shift += 7
            else:
                position += step
                positions.append(position)
                step = shift = 0
        return positions

    def decode_frequency(self, value: bytes) -> int:
        return sum(byte < 128 for byte in value)

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


def _encode(positions: Sequence[int]) -> bytes:
    out = bytearray()
    last = 0
    for position in positions:
        step = position - last
        last = position
        while step > 127:
            out.append(step & 127 | 128)
            step >>= 7
        out.append(step)
    return bytes(out)


class _Stems(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of stems with positions; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = _Positions()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for stem, positions in value.stems.items():
            count = len(positions)
            yield stem.encode(), count, float(count), _encode(positions)


class _Words(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of words as written, with how often they occur; its value is an `Inverted`."""

    indexed = scorable = True

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Inverted, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word, count in value.words.items():
            yield word.encode(), count, float(count), b""


def schema() -> Any:
    return fields.Schema(
        **{name: _Stems() for name in TEXT_FIELDS},
        **{exact(name): _Words() for name in TEXT_FIELDS},
    )


def generation_of(contents: str) -> int:
    found = index.TOC._pattern(INDEX_NAME).match(contents)
    if not found:
        raise ValueError(f"{contents} is no table of contents")
    return int(found.group(1))


class Matches(NamedTuple):
    """Articles that match, by the engine's numbers, ascending; `complete` unless out of time."""

    docs: array[int]
    scores: array[float]
    complete: bool


class Engine:
    """The segments of one generation, open for searching.

    Whoosh's files have one place they are read at, so threads take turns.
    """

    def __init__(self, files: Mapping[str, int], contents: str) -> None:
        """Open the segments.

        Args:
            files: Descriptor of each file, whose content has been checked.
            contents: Which of them says what segments there are.
        """
        storage = _Held(files)
        toc = index.TOC.read(storage, INDEX_NAME, generation_of(contents), schema())
        self._turn = threading.RLock()
        self._positions = _Positions()
        for name in TEXT_FIELDS:
            toc.schema[name].format = self._positions
        self._codec = Codec()
        readers = [
            reading.SegmentReader(storage, toc.schema, segment, codec=self._codec)
            for segment in toc.segments
        ]
        if not readers:
            reader = reading.EmptyReader(toc.schema)
        elif len(readers) == 1:
            reader = readers[0]
        else:
            reader = reading.MultiReader(readers)
        self._reader = reader
        self._searcher = _Searcher(reader, weighting=scoring.BM25F(B=0.75, K1=1.2))
        self._lexicons: dict[str, dict[str, int]] = {}

    def matches(self, query: qcore.Query, deadline: float) -> Matches:
        """Every article that the query matches, with its score.

        Args:
            query: Any Whoosh query over the fields of `schema`.
            deadline: When to give up, on the clock of `time.monotonic`.
        """
        with self._turn:
            return self._matches(query, Clock(deadline))

    def _matches(self, query: qcore.Query, clock: Clock) -> Matches:
        docs, scores = array("I"), array("d")
        self._codec.clock = self._positions.clock = clock
        try:
            for searcher, offset in self._searcher.leaf_searchers():
                searcher.told = {"offset": offset, "clock": clock}
                context = searching.SearchContext(
                    needs_current=True, weighting=self._searcher.weighting
                ).set(**searcher.told)
                matcher = query.matcher(searcher, context)
                while matcher.is_active():
                    if not len(docs) % _LOOK_AT_CLOCK:
                        clock.check()
                    docs.append(matcher.id() + offset)
                    scores.append(matcher.score())
                    matcher.next()
        except OutOfTimeError:
            del docs[len(scores) :]
        finally:
            self._codec.clock = self._positions.clock = None
        return Matches(docs, scores, complete=not clock.expired)

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in the field."""
        with self._turn:
            return int(self._reader.doc_frequency(field, term.encode()))

    def words_from(self, field: str, prefix: str) -> list[str]:
        """The words of an exact field that start with `prefix`, in order."""
        with self._turn:
            return [term.decode() for term in self._reader.expand_prefix(field, prefix)]

    def lexicon(self, field: str) -> Mapping[str, int]:
        """All words of an exact field, and in how many articles each is."""
        with self._turn:
            found = self._lexicons.get(field)
            if found is None:
                found = self._lexicons[field] = self._read_lexicon(field)
            return found

    def _read_lexicon(self, field: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for reader, _ in self._reader.leaf_readers():
            for (name, term), known in reader.iter_from(field, ""):
                if name != field:
                    break
                word = term.decode()
                counts[word] = counts.get(word, 0) + known.doc_frequency()
        return {word: counts[word] for word in sorted(counts)}

    def close(self) -> None:
        """Let go of the segments."""
        self._searcher.close()


class _Searcher(searching.Searcher):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's searcher, which tells the nodes of `nodes` what they need also below a Not."""

    told: Mapping[str, object] = {}

    def boolean_context(self) -> Any:
        return super().boolean_context().set(**self.told)


class _Held(filestore.Storage):  # type: ignore[misc]  # Whoosh has no types
    """Files by descriptor, which stay readable when their names are gone."""

    supports_mmap = True

    def __init__(self, files: Mapping[str, int]) -> None:
        self._files = files

    def list(self) -> list[str]:
        return list(self._files)

    def file_exists(self, name: str) -> bool:
        return name in self._files

    def file_length(self, name: str) -> int:
        return os.fstat(self._files[name]).st_size

    def open_file(self, name: str, **options: Any) -> Any:
        if name not in self._files:
            raise NameError(name)
        file = os.fdopen(os.dup(self._files[name]), "rb")
        file.seek(0)
        return structfile.StructFile(file, name=name, **options)


class Codec(whoosh3.W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's codec without compression, whose matchers look at the clock at every block."""

    length_stats = False
    clock: Clock | None = None

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        matcher = super().postings_reader(dbfile, terminfo, format_, term=term, scorer=scorer)
        if isinstance(matcher, whoosh3.W3LeafMatcher):
            matcher.__class__ = _Timed
            matcher.codec = self
        return matcher


class _Timed(whoosh3.W3LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's reader of postings, which stops when the time is over."""

    codec: Codec

    def _goto(self, position: int) -> None:
        if self.codec.clock is not None:
            self.codec.clock.check()
        super()._goto(position)
