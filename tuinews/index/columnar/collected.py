"""Owns writing what a builder has collected of a field: postings, and what stands beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np

from tuinews.index.arrays import ragged
from tuinews.index.arrays.arraytypes import Array
from tuinews.index.arrays.levels import Widths, widths_for
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar.breaks import BREAKS, write_breaks
from tuinews.index.columnar.columns import write_ordinals
from tuinews.index.columnar.fieldwriter import write_field
from tuinews.index.columnar.inversion import FieldBuffer
from tuinews.index.columnar.layout import TextField
from tuinews.index.columnar.ledes import write_ledes
from tuinews.index.columnar.lexicon import narrow, write_lexicon
from tuinews.index.columnar.runs import Run
from tuinews.index.columnar.segment import LENGTHS, write_lengths
from tuinews.index.columnar.vocabulary import Numbering, Vocabulary
from tuinews.index.columnar.wordbook import WordBook, WordsOfSource


def length_bytes(lengths: Array) -> Array:
    """Field lengths as the byte stock Whoosh keeps of them, so that scores are the same."""
    return np.searchsorted(LENGTHS[:255], lengths).astype(np.uint8)


def write_text(
    file: SegmentWriter, field: TextField, vocabulary: Vocabulary, buffer: FieldBuffer, kept: Array
) -> dict[str, Any]:
    """Write a text field; the meta of it, and of the field of its words as written."""
    buffer.invert()
    name = field.name
    living = np.flatnonzero(kept >= 0)
    lengths, spans = buffer.lengths()[living], buffer.spans()[living]
    places, meta_of = _write_postings(
        file,
        name,
        vocabulary.terms,
        buffer.runs,
        kept,
        widths_for(spans),
        search=field.searched,
        exact=field.exact,
        vocabulary=vocabulary,
    )
    file.write(f"{name}/length", length_bytes(lengths))
    write_lengths(file, name, spans, lengths)
    for name_of, kind in BREAKS.items():
        per_article, where = buffer.breaks(kind)
        into = ragged.indices(ragged.offsets(per_article)[living], per_article[living])
        write_breaks(file, f"{name}/{name_of}", per_article[living], where[into])
    first, after = buffer.ledes()
    write_ledes(file, name, first[living], after[living])
    raw = field.bulk() is not None and field.searched
    if raw:
        _write_raw(file, name, vocabulary, places)
    total = int(lengths.sum())
    meta: dict[str, Any] = {
        name: {
            "kind": "text",
            "length": total,
            "raw": raw,
            "searched": field.searched,
            "exact": field.exact,
        }
        | meta_of
    }
    if field.exact is not None:
        meta[field.exact] = {"kind": "exact", "length": total, "stems": name}
    return meta


def _write_postings(
    file: SegmentWriter,
    name: str,
    numbered: Mapping[str, int],
    runs: Sequence[Run],
    kept: Array,
    positions: Widths | None,
    *,
    search: bool,
    exact: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> tuple[Array, dict[str, Any]]:
    """Write the postings of a field: each term number's place, -1 without one, and the meta."""
    if (kept < 0).any():
        for run in runs:
            run.keep(kept)
    size = len(numbered)
    df = np.zeros(size, np.int64)
    for run in runs:
        df += run.df(size)
    used = np.flatnonzero(df)
    terms = [
        term.encode("utf-8", "surrogateescape") for term in compress(numbered, (df > 0).tolist())
    ]
    sort = sorted(range(len(terms)), key=terms.__getitem__)
    order = used[sort]
    places = np.full(size, -1, np.int64)
    places[order] = np.arange(len(order))
    for run in runs:
        run.rank(places)
    book = None
    if exact is not None and vocabulary is not None:
        words = _words_of(vocabulary, runs, places)
        book = WordBook(exact, len(order), [words])
    meta = write_field(
        file,
        name,
        [terms[place] for place in sort],
        df[order],
        runs,
        articles=int((kept >= 0).sum()),
        highest_tf=max((run.highest_tf for run in runs), default=1),
        positions=positions,
        search=search,
        book=book,
    )
    return places, meta


def _words_of(vocabulary: Vocabulary, runs: Sequence[Run], places: Array) -> WordsOfSource:
    """The words of the vocabulary; those that no article has have no stem."""
    size = len(vocabulary.pairs)
    df = np.zeros(size, np.int64)
    for run in runs:
        df += run.words(size)
    used = (df > 0).tolist()
    stems = np.full(size, -1, np.int64)
    words: list[bytes | None] = [None] * size
    for pair, (term, word) in compress(enumerate(vocabulary.pairs), used):
        stems[pair] = places[term]
        words[pair] = None if word is None else word.encode("utf-8", "surrogateescape")
    return WordsOfSource(stems, words, df)


def _write_raw(file: SegmentWriter, name: str, vocabulary: Vocabulary, places: Array) -> None:
    known: dict[bytes, int] = {}
    for term, word in vocabulary.pairs:
        if places[term] >= 0 and word is not None:
            known[word.encode("utf-8", "surrogateescape")] = int(places[term])
    words = sorted(known)
    write_lexicon(file, f"{name}/raw", words, search=True, suffixes=True)
    file.write(f"{name}/raw.term", narrow([known[word] for word in words]))


def write_words(
    file: SegmentWriter, name: str, numbering: Numbering, buffer: FieldBuffer, kept: Array
) -> dict[str, Any]:
    """Write a words field; its meta."""
    buffer.invert()
    places, meta_of = _write_postings(file, name, numbering, buffer.runs, kept, None, search=False)
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
    return {name: {"kind": "words", "length": int(lengths.sum())} | meta_of | meta}
