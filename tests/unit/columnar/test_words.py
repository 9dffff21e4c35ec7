"""Finding words: prefixes, patterns, endings, and words a few edits away."""

from __future__ import annotations

import re
from fnmatch import translate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from tuinews.index.arrays.segmentfile import SegmentFile
from tuinews.index.arrays.segmentwriter import SegmentWriter
from tuinews.index.columnar import fuzzy
from tuinews.index.columnar.batch import Batch
from tuinews.index.columnar.collect import everything
from tuinews.index.columnar.lexicon import Lexicon, write_lexicon
from tuinews.index.columnar.tiers import to_merge, to_merge_at_last
from tuinews.index.expansion import edits
from tuinews.index.schema import Chunk

from .opened import engine_of

words = st.sets(st.text("abcé京", min_size=1, max_size=6), min_size=1, max_size=40)


def levenshtein(one: str, other: str) -> int:
    """How many letters to add, leave out or change."""
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, wanted in enumerate(other, 1):
            changed = above[column - 1] + (letter != wanted)
            here.append(min(changed, above[column] + 1, here[-1] + 1))
        above = here
    return above[-1]


def lexicon_of(folder: Path, found: set[str]) -> tuple[Lexicon, list[str]]:
    ordered = sorted(found, key=str.encode)
    with SegmentWriter(folder / "x.segment") as file:
        texts = [word.encode() for word in ordered]
        write_lexicon(file, "w", texts, search=True, suffixes=True)
        file.close({})
    return Lexicon(SegmentFile(folder / "x.segment"), "w"), ordered


@settings(max_examples=60, deadline=None)
@given(found=words, pattern=st.text("abcé京*?", min_size=1, max_size=5))
def test_a_pattern_finds_what_it_stands_for(
    found: set[str], pattern: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lexicon, ordered = lexicon_of(tmp_path_factory.mktemp("words"), found)
    wanted = [place for place, word in enumerate(ordered) if re.match(translate(pattern), word)]
    assert lexicon.like(pattern).tolist() == wanted


@settings(max_examples=60, deadline=None)
@given(found=words, word=st.text("abcé京", min_size=1, max_size=6), distance=st.integers(0, 2))
def test_words_within_edits_are_those_of_the_textbook(
    found: set[str], word: str, distance: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lexicon, ordered = lexicon_of(tmp_path_factory.mktemp("words"), found)
    wanted = [p for p, other in enumerate(ordered) if levenshtein(word, other) <= distance]
    assert fuzzy.words_within(lexicon, word, distance).tolist() == wanted


@settings(max_examples=60, deadline=None)
@given(
    found=words,
    word=st.text("abcé京", min_size=1, max_size=6),
    distance=st.integers(0, 2),
    same_start=st.integers(0, 2),
)
def test_words_within_edits_and_swaps_start_as_asked(
    found: set[str],
    word: str,
    distance: int,
    same_start: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lexicon, ordered = lexicon_of(tmp_path_factory.mktemp("words"), found)
    wanted = [
        place
        for place, other in enumerate(ordered)
        if edits(word, other, distance) <= distance and other.startswith(word[:same_start])
    ]
    within = fuzzy.words_within(lexicon, word, distance, same_start=same_start, swaps=True)
    assert within.tolist() == wanted


def test_two_letters_swapped_are_one_edit_where_asked(tmp_path: Path) -> None:
    lexicon, _ = lexicon_of(tmp_path, {"kabul", "kabool", "table"})
    assert fuzzy.words_within(lexicon, "kaubl", 1, swaps=True).tolist() == [1]
    assert fuzzy.words_within(lexicon, "kaubl", 1).tolist() == []


def test_words_are_suggested_with_how_many_articles_have_them(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    for text in ("Inflation fell", "inflation rose", "A nation of inflations"):
        batch.add([Chunk("body", text)])
    engine = engine_of(tmp_path, batch.commit())
    assert engine.words_near("body_exact", "infltion", 1) == [("inflation", 2)]
    assert engine.words_like("body_exact", "*ation") == [("inflation", 2), ("nation", 1)]
    assert engine.words_like("body_exact", "infl*", most=1) == [("inflation", 2)]


def test_exclusion_requirement_and_best_part_are_right_where_whoosh_is_not(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    for text in ("oil gold", "gold", "oil", "oil gold wheat"):
        batch.add([Chunk("body", text)])
    engine = engine_of(tmp_path, batch.commit())
    oil, gold = query.Term("body", "oil"), query.Term("body", "gold")

    def found(q: query.Query) -> dict[int, float]:
        matched = everything(engine.snapshot, q)
        docs = matched.docs()
        return dict(zip(docs.tolist(), matched.scores(docs).tolist(), strict=True))

    assert found(query.AndNot(oil, gold)).keys() == {2}
    assert found(query.Require(oil, gold)) == pytest.approx(
        {doc: score for doc, score in found(oil).items() if doc in found(gold)}
    )
    assert found(query.DisjunctionMax([oil, gold])) == pytest.approx(
        {doc: max(found(oil).get(doc, 0), found(gold).get(doc, 0)) for doc in range(4)}
    )


def test_a_tier_is_merged_when_it_is_full_and_a_rotten_segment_alone() -> None:
    assert to_merge([(5, 0)] * 9) == []
    assert to_merge([(200_000, 0), *[(5, 0)] * 10]) == list(range(1, 11))
    assert to_merge([(200_000, 90_000), (5, 0)]) == [0]


def test_a_build_ends_in_one_segment_without_copying_a_much_larger_one() -> None:
    assert to_merge_at_last([(30_000, 0), (10_000, 9_000)], 40_000) == [0, 1]
    assert to_merge_at_last([(500_000, 10), (9_000, 0)], 10_000) == []
