"""Nearness, sentences and paragraphs, against what reading the words one by one says."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from whoosh import query

from tuinews.index.columnar.batch import Batch
from tuinews.index.columnar.engine import Engine
from tuinews.index.columnar.layout import SENTENCE_END
from tuinews.index.columnar.newsfields import NewsReader
from tuinews.index.columnar.proximity import Near, Unit

from .opened import engine_of

WORDS = ("war", "talk", "oil", "rate", "bank")
Article = list[list[list[str]]]


def random_article(pick: random.Random) -> Article:
    """Paragraphs of sentences of words."""
    return [
        [[pick.choice(WORDS) for _ in range(pick.randint(1, 5))] for _ in range(pick.randint(1, 3))]
        for _ in range(pick.randint(0, 3))
    ]


def chunks(article: Article) -> tuple[str, ...]:
    return tuple(
        " ".join(" ".join(sentence).capitalize() + "." for sentence in paragraph)
        for paragraph in article
    )


def expected(article: Article, left: str, right: str, unit: Unit) -> bool:
    """Whether two words share a unit of an article."""
    for paragraph in article:
        if unit == "paragraph" and {left, right} <= {w for sentence in paragraph for w in sentence}:
            return True
        if unit == "sentence" and any({left, right} <= set(sentence) for sentence in paragraph):
            return True
    return False


def within(article: Article, left: str, right: str, distance: int, *, ordered: bool) -> bool:
    """Whether two words stand so close in an article; two positions lie between paragraphs."""
    places: dict[str, list[int]] = {word: [] for word in WORDS}
    at = 0
    for paragraph in article:
        for word in (word for sentence in paragraph for word in sentence):
            places[word].append(at)
            at += 1
        at += 2
    gaps = [b - a for a in places[left] for b in places[right]]
    return any(0 < gap <= distance or (not ordered and 0 < -gap <= distance) for gap in gaps)


@pytest.mark.parametrize("seed", range(12))
def test_near_finds_what_reading_finds(seed: int, tmp_path: Path) -> None:
    pick = random.Random(seed)
    articles = [random_article(pick) for _ in range(40)]
    batch = Batch(tmp_path, 1, None)
    for article in articles:
        batch.add({"body": chunks(article)})
    engine = engine_of(tmp_path, batch.commit())
    for _ in range(20):
        left, right = pick.sample(WORDS, 2)
        distance, ordered = pick.randint(1, 12), pick.random() < 0.5
        near = Near("body", [(left,)], [(right,)], distance=distance, ordered=ordered)
        assert found(engine, near) == [
            doc
            for doc, article in enumerate(articles)
            if within(article, left, right, distance, ordered=ordered)
        ], near
        for unit in ("sentence", "paragraph"):
            near = Near("body", [(left,)], [(right,)], unit=unit)
            assert found(engine, near) == [
                doc for doc, article in enumerate(articles) if expected(article, left, right, unit)
            ], near


def found(engine: Engine, q: query.Query) -> list[int]:
    return list(engine.matches(q, time.monotonic() + 9).docs)


def test_phrases_and_alternatives_stand_near_each_other(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    for text in (
        "The interest rate of the central bank fell",
        "The central bank left an interest rate alone",
        "A rate of interest, said the bank",
        "The interest rate fell while the reserve of the bank grew",
    ):
        batch.add({"body": (text,)})
    engine = engine_of(tmp_path, batch.commit())
    rate, bank = [("interest", "rate")], [("central", "bank"), ("reserv",)]
    assert found(engine, Near("body", rate, bank, distance=3)) == [0, 1]
    assert found(engine, Near("body", rate, bank, distance=3, ordered=True)) == [0]
    assert found(engine, Near("body", rate, bank, distance=4, ordered=True)) == [0, 3]
    assert found(engine, query.And([Near("body", rate, bank, distance=4), query.Every()])) == [
        0,
        1,
        3,
    ]


def test_no_phrase_reaches_from_one_paragraph_into_the_next(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    batch.add({"body": ("He spoke of oil", "Prices rose.")})
    batch.add({"body": ("He spoke of oil prices.",)})
    engine = engine_of(tmp_path, batch.commit())
    assert found(engine, query.Phrase("body", ["oil", "price"])) == [1]


def test_an_initial_or_a_number_ends_no_sentence() -> None:
    forms = NewsReader().forms(
        'Oil rose 3.5 pct at 4.30 p.m. today. "So did gold," he said. Rates fell.'
    )
    assert forms.count(SENTENCE_END) == 2
