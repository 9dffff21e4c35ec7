"""Owns making a segment out of articles: takes their fields one by one, writes one file."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.segmentfile import SegmentWriter
from tuinews.index.columnar.breaks import BREAKS, write_breaks
from tuinews.index.columnar.columns import (
    MISSING,
    TextsBuffer,
    write_numbers,
    write_ordinals,
    write_texts,
)
from tuinews.index.columnar.fieldwriter import write_field
from tuinews.index.columnar.inversion import FieldBuffer, Numbering, Run, Vocabulary
from tuinews.index.columnar.layout import (
    IN,
    LANGUAGE,
    SENTENCE_END,
    BulkAnalyzer,
    Layout,
    Parted,
    TextField,
    WordsField,
)
from tuinews.index.columnar.ledes import write_ledes
from tuinews.index.columnar.lexicon import narrow, write_lexicon
from tuinews.index.columnar.packed import Packing
from tuinews.index.columnar.segment import LENGTHS

MOST_WORDS = 20_000_000
MOST_ARTICLES = 150_000
"""A builder that is full takes about 250 MB."""
_REMEMBERED = 50_000
_GAP = 0


def length_bytes(lengths: Array) -> Array:
    """Field lengths as the byte stock Whoosh keeps of them, so that scores are the same."""
    return np.searchsorted(LENGTHS[:255], lengths).astype(np.uint8)


class SegmentBuilder:
    """Collects articles in memory (about 7 bytes a word) and writes them as one segment.

    An article is a mapping from field name to value, as `add_document` of a Whoosh writer takes
    it; an absent value is None or left out. An article added again under the same value of
    `unique` replaces the earlier one. An article that fails to be added leaves nothing behind.
    """

    def __init__(self, layout: Layout, unique: str | None = None) -> None:
        self._layout = layout
        self._unique = unique
        self._last = array("i")
        self._replaced: list[int] = []
        self.added = 0
        self.words_added = 0
        self._vocabularies: dict[int, Vocabulary] = {}
        self._text: list[tuple[TextField, Vocabulary, BulkAnalyzer | None, FieldBuffer]] = []
        for field in layout.text:
            bulk = field.bulk()
            key = id(bulk) if bulk is not None else 0
            vocabulary = self._vocabularies.setdefault(key, Vocabulary(bulk))
            buffer = FieldBuffer(vocabulary, positions=True, exact=field.exact is not None)
            self._text.append((field, vocabulary, bulk, buffer))
        self._words: list[tuple[WordsField, Numbering, FieldBuffer, _Remembered]] = []
        for words_field in layout.words:
            own = Numbering()
            buffer = FieldBuffer(own, positions=False)
            self._words.append((words_field, own, buffer, _Remembered()))
        self._numbers = {field.name: array("q") for field in layout.numbers}
        self._stored = {field.name: TextsBuffer() for field in layout.stored}

    def __len__(self) -> int:
        return self.added - len(self._replaced)

    def is_full(self) -> bool:
        """Whether the segment had better be written now, for the sake of memory."""
        return self.words_added >= MOST_WORDS or self.added >= MOST_ARTICLES

    def add(self, values: Mapping[str, Any]) -> None:
        """Add an article.

        Raises:
            ValueError: A value cannot be indexed; nothing of the article is kept.
        """
        texts: list[list[int]] = []
        language = str(values.get(LANGUAGE, "en"))
        parts: list[Sequence[int]] = []
        for field, vocabulary, bulk, _ in self._text:
            value = values.get(field.name)
            chunks = value.chunks if isinstance(value, Parted) else value
            texts.append(_numbers(chunks, vocabulary, bulk, field, language) if chunks else [])
            parts.append(value.parts if isinstance(value, Parted) else ())
        words = [
            remembered.numbers(words_field, numbering, values.get(words_field.name))
            for words_field, numbering, _, remembered in self._words
        ]
        whole = [
            MISSING if values.get(field.name) is None else field.number(values[field.name])
            for field in self._layout.numbers
        ]
        shown = [
            str(values.get(field.name) or "").encode("utf-8", "surrogateescape")
            for field in self._layout.stored
        ]
        # From here on nothing can fail: an article is in whole or not at all.
        for (_, _, _, buffer), text, part in zip(self._text, texts, parts, strict=True):
            buffer.add(text, part)
            self.words_added += len(text)
        for (_, _, buffer, _), numbers in zip(self._words, words, strict=True):
            buffer.add(numbers)
        for column, number in zip(self._numbers.values(), whole, strict=True):
            column.append(number)
        for kept, text_bytes in zip(self._stored.values(), shown, strict=True):
            kept.add(text_bytes)
        if self._unique is not None:
            self._note_unique(str(values[self._unique]))
        self.added += 1

    def _note_unique(self, key: str) -> None:
        """Remember the last article of each key, by the number that its words field gave it."""
        number = next(own[key] for field, own, *_ in self._words if field.name == self._unique)
        if number < len(self._last):
            self._replaced.append(self._last[number])
            self._last[number] = self.added
        else:
            self._last.append(self.added)

    def write(self, path: Path) -> None:
        """Write the segment; the builder is used up."""
        kept = np.arange(self.added, dtype=np.int64)
        if self._replaced:
            alive = np.ones(self.added, np.bool_)
            alive[self._replaced] = False
            kept = np.where(alive, np.cumsum(alive) - 1, -1)
        living = np.flatnonzero(kept >= 0)
        meta: dict[str, Any] = {"articles": len(living), "fields": {}}
        with SegmentWriter(path) as file:
            for field, vocabulary, bulk, buffer in self._text:
                raw = bulk is not None and field.exact is None
                meta["fields"][field.name] = self._write_text(
                    file, field.name, vocabulary, buffer, kept, raw=raw
                )
                if field.exact is not None:
                    meta["fields"][field.exact] = self._write_exact(
                        file, field.exact, vocabulary, buffer, kept
                    )
            for words_field, numbering, buffer, _ in self._words:
                meta["fields"][words_field.name] = self._write_words(
                    file, words_field.name, numbering, buffer, kept
                )
            for name, column in self._numbers.items():
                values = np.frombuffer(column, np.int64) if len(column) else np.empty(0, np.int64)
                meta["fields"][name] = {"kind": "number"} | write_numbers(
                    file, name, values[living]
                )
            for name, texts in self._stored.items():
                write_texts(file, f"stored:{name}", [(texts, living)])
            file.close(meta)

    def _postings(
        self,
        file: SegmentWriter,
        name: str,
        numbered: Mapping[str, int],
        runs: Sequence[Run],
        kept: Array,
        packing: Packing | None,
        *,
        search: bool,
        suffixes: bool = False,
    ) -> Array:
        """Write the postings of a field; returns each term number's place, -1 without one."""
        if self._replaced:
            for run in runs:
                run.keep(kept)
        size = len(numbered)
        df = np.zeros(size, np.int64)
        for run in runs:
            df += run.df(size)
        terms = [term.encode("utf-8", "surrogateescape") for term in numbered]
        order = [term for term in sorted(range(size), key=terms.__getitem__) if df[term]]
        places = np.full(size, -1, np.int64)
        places[order] = np.arange(len(order))
        for run in runs:
            run.rank(places)
        write_field(
            file,
            name,
            [terms[term] for term in order],
            df[order],
            runs,
            articles=int((kept >= 0).sum()),
            highest_tf=max((run.highest_tf for run in runs), default=1),
            packing=packing,
            search=search,
            suffixes=suffixes,
        )
        return places

    def _write_text(
        self,
        file: SegmentWriter,
        name: str,
        vocabulary: Vocabulary,
        buffer: FieldBuffer,
        kept: Array,
        *,
        raw: bool,
    ) -> dict[str, Any]:
        buffer.invert()
        living = np.flatnonzero(kept >= 0)
        lengths, spans = buffer.lengths()[kept >= 0], buffer.spans()[kept >= 0]
        longest = int(spans.max(initial=0))
        places = self._postings(
            file, name, vocabulary.terms, buffer.runs, kept, Packing.of(spans), search=True
        )
        file.write(f"{name}/length", length_bytes(lengths))
        file.write(f"{name}/span", spans.astype(ragged.smallest_unsigned(longest)))
        for name_of, kind in BREAKS.items():
            per_article, where = buffer.breaks(kind)
            into = ragged.indices(ragged.offsets(per_article)[living], per_article[living])
            write_breaks(file, f"{name}/{name_of}", per_article[living], where[into])
        first, after = buffer.ledes()
        write_ledes(file, name, first[living], after[living])
        if (lengths != spans).any():
            exact = lengths.astype(ragged.smallest_unsigned(int(lengths.max())))
            file.write(f"{name}/exact", exact)
        if raw:
            known = sorted(
                (word.encode("utf-8", "surrogateescape"), int(places[term]))
                for word, term in vocabulary.words.items()
                if places[term] >= 0
            )
            write_lexicon(
                file, f"{name}/raw", [word for word, _ in known], search=True, suffixes=True
            )
            file.write(f"{name}/raw.term", narrow([term for _, term in known]))
        return {"kind": "text", "length": int(lengths.sum()), "raw": raw}

    def _write_exact(
        self,
        file: SegmentWriter,
        name: str,
        vocabulary: Vocabulary,
        buffer: FieldBuffer,
        kept: Array,
    ) -> dict[str, Any]:
        self._postings(
            file, name, vocabulary.exact, buffer.exact_runs, kept, None, search=True, suffixes=True
        )
        lengths = buffer.lengths()[kept >= 0]
        file.write(f"{name}/length", length_bytes(lengths))
        return {"kind": "exact", "length": int(lengths.sum())}

    def _write_words(
        self,
        file: SegmentWriter,
        name: str,
        numbering: Numbering,
        buffer: FieldBuffer,
        kept: Array,
    ) -> dict[str, Any]:
        buffer.invert()
        places = self._postings(file, name, numbering, buffer.runs, kept, None, search=False)
        lengths = buffer.lengths()[kept >= 0]
        counts = np.zeros(len(lengths), np.int64)
        docs, terms = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for run in buffer.runs:
            block = run.block(0, int(places.max(initial=-1)) + 1)
            docs.append(block.docs.astype(np.int64))
            terms.append(np.repeat(block.terms, block.df))
        doc, term = np.concatenate(docs), np.concatenate(terms)
        order = np.argsort(doc, kind="stable")
        counts = np.bincount(doc, minlength=len(lengths))
        meta = write_ordinals(file, name, counts, term[order], int(places.max(initial=-1)) + 1)
        file.write(f"{name}/length", length_bytes(lengths))
        return {"kind": "words", "length": int(lengths.sum())} | meta


def _numbers(
    value: str | Sequence[str],
    vocabulary: Vocabulary,
    bulk: BulkAnalyzer | None,
    field: TextField,
    language: str,
) -> list[int]:
    """The readings of a text, or of several chunks with a gap after each."""
    if bulk is None:
        return list(map(vocabulary.__getitem__, field.tokens(value)))
    numbers: list[int] = []
    chunks = [value] if isinstance(value, str) else value
    for chunk in chunks:
        forms = bulk.forms(chunk)
        if language != "en":
            forms = [form if form == SENTENCE_END else f"{form}{IN}{language}" for form in forms]
        numbers.extend(map(vocabulary.__getitem__, forms))
        if chunks is value:
            numbers.append(_GAP)
    return numbers


class _Remembered(dict[object, tuple[int, ...]]):
    """Values of a words field already taken apart, up to a number that bounds memory."""

    def numbers(
        self, field: WordsField, numbering: Numbering, value: str | Sequence[str] | None
    ) -> tuple[int, ...]:
        """The numbers of a value's words."""
        if not value:
            return ()
        if field.single and isinstance(value, str):
            return (numbering[value],)
        key = value if isinstance(value, str) else tuple(value)
        numbers = self.get(key)
        if numbers is None:
            numbers = tuple(map(numbering.__getitem__, field.tokens(value)))
            if len(self) < _REMEMBERED:
                self[key] = numbers
        return numbers
