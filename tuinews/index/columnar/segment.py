"""Owns one open segment: its fields, its columns, and which of its articles are gone."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from whoosh.util.numeric import byte_to_length

from tuinews.errors import IndexUnreadableError
from tuinews.index.arrays.arraytypes import Array, Bools
from tuinews.index.arrays.levels import read_small, write_small
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.breaks import Breaks
from tuinews.index.columnar.columns import Numbers, Ordinals, Texts
from tuinews.index.columnar.exact import ExactPostings
from tuinews.index.columnar.ledes import read_ledes
from tuinews.index.columnar.lexicon import Lexicon
from tuinews.index.columnar.postings import FieldPostings

LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)


def write_lengths(file: SegmentWriter, name: str, spans: Array, lengths: Array) -> None:
    """Write how many positions each article takes and how many terms it has: int64[articles]."""
    more = lengths - spans
    write_small(file, f"{name}/span", spans)
    write_small(file, f"{name}/exact", np.where(more < 0, -2 * more - 1, 2 * more))


class RawWords:
    """The words of a text field as they stand in the articles, each with the term it became."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self.lexicon = Lexicon(file, f"{name}/raw")
        self.term = file.array(f"{name}/raw.term")


class Field:
    """A field with postings, lengths, and what belongs to its kind.

    Attributes:
        kind: text, exact or words.
        length: uint8[articles], terms in the field as Whoosh's length byte.
        total_length: Terms in the field over all articles.
        raw: The raw words of a text field indexed in bulk, else None.
        ordinals: The words of each article, of a words field, else None.
    """

    postings: FieldPostings | ExactPostings
    length: Array

    def __init__(
        self, file: SegmentFile, name: str, articles: int, stems: Field | None = None
    ) -> None:
        """Read a field; one of words as written with the field of its `stems`."""
        meta = file.meta["fields"][name]
        self.name = name
        self.kind = str(meta["kind"])
        if stems is not None:
            self.length = stems.length
            self.postings = stems.words_as_written(name)
        else:
            self.length = file.array(f"{name}/length")
            self.postings = FieldPostings(file, name, articles)
        self.total_length = int(meta["length"])
        self.raw = RawWords(file, name) if meta.get("raw") else None
        self.ordinals: Ordinals | None = None
        if meta["kind"] == "words":
            self.ordinals = Ordinals(file, name, meta, self.postings.size)
        self._file, self._articles = file, articles
        self._breaks: dict[str, Breaks] = {}

    def words_as_written(self, name: str) -> ExactPostings:
        """The postings of the words of this field of stems, which are the field `name`."""
        postings = self.postings
        if isinstance(postings, ExactPostings) or postings.words is None:
            raise IndexUnreadableError(f"{self._file.path.name}: {self.name} has no words")
        return ExactPostings(self._file, name, postings, postings.words)

    @property
    def has_positions(self) -> bool:
        """Whether it is a text field, which knows where in an article its terms stand."""
        return self.kind == "text"

    def spans(self) -> Array:
        """How many positions each article takes, of a text field."""
        return read_small(self._file, f"{self.name}/span", self._articles)

    def exact_lengths(self) -> Array:
        """The exact number of terms each article has, of a text field: int64[articles]."""
        more = read_small(self._file, f"{self.name}/exact", self._articles).astype(np.int64)
        return self.spans() + np.where(more & 1, -(more >> 1) - 1, more >> 1)

    def breaks(self, kind: str) -> Breaks:
        """Where `chunks` or `sentences` end."""
        known = self._breaks.get(kind)
        if known is None:
            known = Breaks(self._file, f"{self.name}/{kind}", self._articles)
            self._breaks[kind] = known
        return known

    @cached_property
    def ledes(self) -> tuple[Array, Array]:
        """Which positions [first, after) of each article are its lede."""
        return read_ledes(self._file, self.name, self._articles)


class Segment:
    """An open segment with its deletions.

    Args:
        path: The segment file.
        deleted: Numbers of the articles that are gone, ascending: uint32.
        descriptor: The file, open; `path` then only names it.

    Raises:
        IndexUnreadableError: The file cannot be read.
    """

    def __init__(
        self, path: Path, deleted: Array | None = None, *, descriptor: int | None = None
    ) -> None:
        self.file = SegmentFile(path, descriptor)
        self.articles = int(self.file.meta["articles"])
        self.deleted = np.empty(0, np.uint32) if deleted is None else deleted
        self._fields: dict[str, Field] = {}
        self._numbers: dict[str, Numbers] = {}
        self._texts: dict[str, Texts] = {}
        self._alive: Bools | None = None

    def with_deleted(self, deleted: Array) -> Segment:
        """The same segment with other deletions; shares all that is open."""
        other = object.__new__(Segment)
        other.__dict__.update(self.__dict__)
        other.deleted, other._alive = deleted, None
        return other

    @property
    def living(self) -> int:
        """How many articles are not deleted."""
        return self.articles - len(self.deleted)

    def alive(self) -> Bools | None:
        """bool[articles], or None when none is deleted."""
        if not len(self.deleted):
            return None
        if self._alive is None:
            self._alive = np.ones(self.articles, np.bool_)
            self._alive[self.deleted] = False
        return self._alive

    def names(self, *kinds: str) -> list[str]:
        """The fields of some kinds: text, exact, words or number."""
        fields = self.file.meta["fields"]
        return [name for name, meta in fields.items() if meta["kind"] in kinds]

    def stored(self) -> list[str]:
        """The stored fields."""
        ends = "/blocks"
        names = [name for name in self.file.names() if name.endswith(ends)]
        return [name.removeprefix("stored:").removesuffix(ends) for name in names]

    def field(self, name: str) -> Field | None:
        """A text or words field, None when this segment has none of that name."""
        field = self._fields.get(name)
        if field is None:
            meta = self.file.meta["fields"].get(name)
            if meta is None or meta["kind"] == "number":
                return None
            stems = self.field(meta["stems"]) if meta["kind"] == "exact" else None
            field = self._fields[name] = Field(self.file, name, self.articles, stems)
        return field

    def numbers(self, name: str) -> Numbers | None:
        """A number field, None when this segment has none of that name."""
        numbers = self._numbers.get(name)
        if numbers is None:
            meta = self.file.meta["fields"].get(name)
            if meta is None or meta["kind"] != "number":
                return None
            numbers = self._numbers[name] = Numbers(self.file, name, meta)
        return numbers

    def texts(self, name: str) -> Texts | None:
        """A stored field, None when this segment has none of that name."""
        texts = self._texts.get(name)
        if texts is None and f"stored:{name}/blocks" in self.file:
            texts = self._texts[name] = Texts(self.file, f"stored:{name}")
        return texts

    def find(self, name: str, word: str) -> int | None:
        """The number of the living article whose words field `name` holds `word`, if one does."""
        field = self.field(name)
        if field is None:
            return None
        term = field.postings.lexicon.find(word.encode("utf-8", "surrogateescape"))
        if term < 0:
            return None
        docs, _ = field.postings.docs_and_tf(term)
        alive = self.alive()
        living = docs if alive is None else docs[alive[docs]]
        return int(living[0]) if len(living) else None
