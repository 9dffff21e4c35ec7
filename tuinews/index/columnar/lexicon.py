"""Owns sorted lists of words: finding one, those with a prefix or suffix, those like a pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.narrowed import read_narrow, write_narrow
from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter

_CACHED = 20_000
_ANY = rb"(?:[\x00-\x09\x0b-\x7f]|[\xc0-\xff][\x80-\xbf]*)"


def signature(word: str) -> int:
    """A bit set of the letters of a word, folded to 32 bits; one edit changes at most two."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def write_lexicon(
    file: SegmentWriter, name: str, words: Sequence[bytes], *, search: bool, suffixes: bool = False
) -> None:
    """Write sorted, distinct words, `search` if fuzzy search runs on them.

    With `suffixes`, also the order of the words read backwards.
    """
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    file.write_bytes(f"{name}.blob", b"\n".join([*words, b""]) if words else b"")
    file.write(f"{name}.bytes", narrow(lengths + 1))
    if search:
        file.write(f"{name}.searchable", np.ones(1, np.uint8))
    if suffixes:
        file.write(f"{name}.suffixes", np.ones(1, np.uint8))
        backwards = [word.decode("utf-8", "surrogateescape")[::-1] for word in words]
        order = sorted(range(len(words)), key=backwards.__getitem__)
        write_narrow(file, f"{name}.backwards", np.array(order, np.int64))


def signatures(words: Sequence[bytes]) -> tuple[Array, Array]:
    """The signature of each word, and its length in letters up to 255."""
    if not words:
        return np.empty(0, np.uint32), np.empty(0, np.uint8)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    flat = np.frombuffer(b"".join(words), np.uint8)
    starts = ragged.offsets(lengths)[:-1]
    bits = np.left_shift(np.uint32(1), (flat & 31).astype(np.uint32))
    found = np.bitwise_or.reduceat(bits, starts)
    sizes = np.minimum(lengths, 255).astype(np.uint8)
    # Letters beyond ASCII take several bytes; those words are looked at one by one.
    for place in np.flatnonzero(np.maximum.reduceat(flat, starts) > 127).tolist():
        text = words[place].decode("utf-8", "surrogateescape")
        found[place], sizes[place] = signature(text), min(len(text), 255)
    return found, sizes


def narrow(numbers: Sequence[int] | Array) -> Array:
    """Whole numbers in the narrowest type that holds them."""
    values = np.asarray(numbers, np.int64)
    return values.astype(ragged.smallest_unsigned(int(values.max(initial=0))))


class Lexicon:
    """Words in order of their bytes; an ordinal is a word's place in that order."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self.blob = file.blob(f"{name}.blob")
        self.start = ragged.kept_offsets(file.array(f"{name}.bytes"))
        self.size = len(self.start) - 1
        self.searchable = f"{name}.searchable" in file
        self.has_suffixes = f"{name}.suffixes" in file
        self._file, self._name = file, name
        self._found: dict[bytes, int] = {}

    @property
    def letters(self) -> Array:
        """The signature of each word."""
        return self._signatures[0]

    @property
    def length(self) -> Array:
        """How many letters each word has, at most 255."""
        return self._signatures[1]

    @cached_property
    def _signatures(self) -> tuple[Array, Array]:
        return signatures(self.all_words())

    @cached_property
    def _backwards(self) -> Array:
        return read_narrow(self._file, f"{self._name}.backwards")

    def remember(self, words: Sequence[bytes], places: Array) -> None:
        """Note where some words stand that are about to be looked up."""
        if len(self._found) + len(words) <= _CACHED:
            self._found.update(zip(words, places.tolist(), strict=True))

    def word(self, ordinal: int) -> bytes:
        """The word at a place."""
        return bytes(self.blob[self.start[ordinal] : self.start[ordinal + 1] - 1])

    def words(self, ordinals: Array) -> list[bytes]:
        """The words at several places, in the order given."""
        starts = self.start[ordinals].tolist()
        ends = (self.start[ordinals + 1] - 1).tolist()
        blob = self.blob
        return [bytes(blob[start:end]) for start, end in zip(starts, ends, strict=True)]

    def letters_of(self, places: Array) -> Array:
        """The letters of some words, one word a row, with zeros behind it.

        Returns:
            uint8[len(places), width], or uint32 where a word has letters beyond ASCII.
        """
        starts = self.start.take(places).astype(np.int64)
        ends = self.start.take(places + 1).astype(np.int64) - 1
        width = int((ends - starts).max(initial=0))
        # Behind the last word there may be no letters left to look at.
        flat = np.frombuffer(self.blob, np.uint8)
        at = starts[:, None] + np.arange(width)
        table: Array = flat.take(np.minimum(at, len(flat) - 1)) * (at < ends[:, None])
        beyond = np.flatnonzero((table > 127).any(axis=1))
        if len(beyond):
            table = table.astype(np.uint32)
            for row, word in zip(beyond.tolist(), self.words(places[beyond]), strict=True):
                letters = [ord(letter) for letter in word.decode("utf-8", "surrogateescape")]
                table[row] = 0
                table[row, : len(letters)] = letters
        return table

    def all_words(self) -> list[bytes]:
        """Every word, in order."""
        words = bytes(self.blob).split(b"\n")[:-1]
        # Unless a word has in it what stands between words.
        return words if len(words) == self.size else self.words(np.arange(self.size))

    def lower_bound(self, word: bytes) -> int:
        """The first place whose word is not below `word`."""
        low, high = 0, self.size
        start, blob = self.start, self.blob
        while low < high:
            middle = (low + high) >> 1
            if blob[start[middle] : start[middle + 1] - 1].tobytes() < word:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, word: bytes) -> int:
        """The place of a word, -1 when it is not there."""
        place = self._found.get(word)
        if place is None:
            place = self.lower_bound(word)
            if place >= self.size or self.word(place) != word:
                place = -1
            if len(self._found) < _CACHED:
                self._found[word] = place
        return place

    def with_prefix(self, prefix: bytes) -> tuple[int, int]:
        """The range of places whose words start so."""
        if not prefix:
            return 0, self.size
        first = self.lower_bound(prefix)
        bare = prefix.rstrip(b"\xff")
        after = self.lower_bound(bare[:-1] + bytes([bare[-1] + 1])) if bare else self.size
        return first, after

    def with_suffix(self, suffix: str) -> Array:
        """The places whose words end so, ascending; needs their order backwards."""
        wanted = suffix[::-1]

        def bound(*, after: bool) -> int:
            low, high = 0, self.size
            while low < high:
                middle = (low + high) >> 1
                word = self.word(int(self._backwards[middle])).decode("utf-8", "surrogateescape")
                start = word[::-1][: len(wanted)]
                if start < wanted or (after and start == wanted):
                    low = middle + 1
                else:
                    high = middle
            return low

        places: Array = np.sort(self._backwards[bound(after=False) : bound(after=True)])
        return places

    def with_inside(self, letters: bytes) -> Array:
        """The places whose words have some letters side by side, ascending."""
        if len(letters) == 1:
            found = np.flatnonzero(np.frombuffer(self.blob, np.uint8) == letters[0])
        else:
            matches = re.finditer(re.escape(letters), self.blob)
            found = np.array([match.start() for match in matches], np.int64)
        places = np.searchsorted(self.start, found.astype(self.start.dtype), side="right") - 1
        first = np.ones(len(places), np.bool_)
        np.not_equal(places[1:], places[:-1], out=first[1:])
        return places.compress(first)

    def like(self, pattern: str) -> Array:
        """The places whose words match a pattern of `*` and `?`, ascending.

        Runs one regular expression over the words that share the pattern's literal start, or
        its literal end where it begins with a wildcard.
        """
        head = re.split(r"[*?]", pattern, maxsplit=1)[0]
        tail = re.split(r"[*?]", pattern)[-1]
        pieces = (
            {"*": rb"[^\n]*", "?": _ANY}.get(piece)
            or re.escape(piece.encode("utf-8", "surrogateescape"))
            for piece in re.findall(r"[*?]|[^*?]+", re.sub(r"\*+", "*", pattern))
        )
        expression = re.compile(rb"^" + b"".join(pieces) + rb"$", re.MULTILINE)
        if not head and tail and self.has_suffixes:
            places = self.with_suffix(tail)
            if pattern.lstrip("*") == tail:
                return places.astype(np.int64)
            matches = [bool(expression.match(word)) for word in self.words(places)]
            return places.compress(np.array(matches, np.bool_))
        middle = re.fullmatch(r"\*+([^*?]+)\*+", pattern)
        if middle:
            return self.with_inside(middle[1].encode("utf-8", "surrogateescape"))
        first, after = self.with_prefix(head.encode("utf-8", "surrogateescape"))
        base = int(self.start[first])
        text = self.blob[base : int(self.start[after])]
        found = np.array([match.start() + base for match in expression.finditer(text)], np.int64)
        # What follows the last word's newline is no word, though a `*` alone is like it.
        found = found[found < base + len(text)]
        places = np.searchsorted(self.start, found.astype(self.start.dtype))
        exact: Array = places.compress(self.start[places] == found).astype(np.int64)
        return exact
