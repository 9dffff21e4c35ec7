"""The words as written: who holds them and in which parts, told by the postings of stems."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index.analysis import SURFACE, analyser
from tuinews.index.columnar import fieldwriter, postings
from tuinews.index.columnar.batch import SegmentOfChunks
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.segment import Segment
from tuinews.index.schema import EXACT, PARTS, Chunk, TextField

WORDS = [
    *("oil", "oils", "Oil", "price", "prices", "priced", "RICO", "rico", "trade"),
    *("al-qaida", "O'Brien", "São", "Sao", "naïve", "東京都庁", "東京", "1,777", "the"),
]
LANGUAGES = ("en", "de", "fr", "xx")
Article = tuple[str, list[Chunk]]
Held = dict[str, dict[int, int]]


def random_article(pick: random.Random) -> Article:
    parts: tuple[TextField, ...] = ("body", "headline", "crosshead", "lede")
    chunks = [
        Chunk(pick.choice(parts), " ".join(pick.choices(WORDS, k=pick.randint(1, 9))))
        for _ in range(pick.randint(0, 4))
    ]
    return pick.choice(LANGUAGES), chunks


def written(articles: list[Article]) -> Held:
    """Each word's articles, and in each 1 and the bits of the parts it stands in."""
    held: Held = {}
    for number, (language, chunks) in enumerate(articles):
        analyse = analyser("" if language == "xx" else language)
        for part, text in chunks:
            for surface in SURFACE.findall(text):
                parts, joined, unspaced = analyse(surface)
                words = [part.word[0] if unspaced else part.word for part in parts]
                words += [capitals for each in parts if (capitals := each.capitals(surface))]
                words += [joined.word] if joined else []
                for word in words:
                    of_word = held.setdefault(word, {})
                    of_word[number] = (of_word.get(number, 1) - 1 | PARTS[part]) + 1
    return held


def kept(segment: Segment) -> Held:
    field = segment.field(EXACT)
    assert field is not None
    held: Held = {}
    for place, word in enumerate(field.postings.lexicon.all_words()):
        docs, tf = field.postings.docs_and_tf(place)
        assert sorted(docs.tolist()) == docs.tolist()
        held[word.decode()] = dict(zip(docs.tolist(), tf.tolist(), strict=True))
        if word.isascii():
            assert field.postings.df[place] == len(docs)
        row = field.postings.dense_row(place)
        if row is not None:
            assert {int(doc): int(row[doc]) for doc in np.flatnonzero(row)} == held[word.decode()]
    return held


def segment_of(folder: Path, articles: list[Article]) -> Segment:
    segment = SegmentOfChunks(folder)
    for language, chunks in articles:
        segment.add(chunks, language)
    return Segment(folder / segment.write())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), small=st.booleans())
def test_words_keep_their_articles_and_parts_through_a_merge(
    seed: int, small: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pick = random.Random(seed)
    folder = tmp_path_factory.mktemp("exact")
    batches = [[random_article(pick) for _ in range(pick.randint(1, 25))] for _ in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        if small:
            shares = zip(postings.GAPS, (0, 30, 16), strict=True)
            patch.setattr(postings, "_DENSE_FROM", 1)
            gaps = tuple((name, share, widths) for (name, _, widths), share in shares)
            patch.setattr(postings, "GAPS", gaps)
            patch.setattr(fieldwriter, "_BLOCK", 20)
        segments, left = [], []
        for batch in batches:
            segment = segment_of(folder, batch)
            assert kept(segment) == written(batch)
            dead = [place for place in range(len(batch)) if pick.random() < 0.2]
            segments.append(segment.with_deleted(np.array(dead, np.uint32)))
            left += [each for place, each in enumerate(batch) if place not in dead]
        merge(segments, folder / "merged.segment")
        merged = Segment(folder / "merged.segment")
        assert kept(merged) == written(left)
        first, after = sorted(pick.choices(range(len(written(left)) + 1), k=2))
        for part in (0, *PARTS.values()):
            assert_marked(merged, written(left), first, after, part)


def assert_marked(segment: Segment, words: Held, first: int, after: int, part: int) -> None:
    """A range of words marks who holds any of them in a part."""
    field = segment.field(EXACT)
    assert field is not None
    holders = np.zeros(segment.articles, np.bool_)
    field.postings.mark(holders, first, after, part)
    chosen = sorted(words, key=str.encode)[first:after]
    assert set(np.flatnonzero(holders).tolist()) == {
        doc for word in chosen for doc, tf in words[word].items() if not part or tf - 1 & part
    }
