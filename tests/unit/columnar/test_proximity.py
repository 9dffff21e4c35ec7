"""Nearness, sentences and paragraphs, against what reading the words one by one says."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from whoosh import query

from tuinews.index.columnar.batch import Batch
from tuinews.index.columnar.engine import Engine
from tuinews.index.columnar.layout import SENTENCE_END
from tuinews.index.columnar.newsfields import NewsReader
from tuinews.index.columnar.proximity import Near
from tuinews.index.leaves import Link, Unit
from tuinews.index.schema import Chunk

from .opened import engine_of

WORDS = ("war", "talk", "oil", "rate", "bank")
UNITS: tuple[Unit, ...] = ("word", "word", "sentence", "paragraph")
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


def near_in(paragraph: list[list[str]], things: list[str], links: Sequence[Link]) -> list[int]:
    """Where the last of the things stands as the end of a whole chain, by reading."""
    words = [(word, number) for number, sentence in enumerate(paragraph) for word in sentence]

    def close(first: int, second: int, link: Link) -> bool:
        if first == second or (link.ordered and second < first):
            return False
        if link.unit == "word":
            return abs(second - first) <= link.distance
        return link.unit == "paragraph" or words[first][1] == words[second][1]

    live = [at for at, (word, _) in enumerate(words) if word == things[0]]
    for link, thing in zip(links, things[1:], strict=True):
        live = [
            at
            for at, (word, _) in enumerate(words)
            if word == thing and any(close(other, at, link) for other in live)
        ]
    return live


@pytest.mark.parametrize("seed", range(12))
def test_near_finds_what_reading_finds(seed: int, tmp_path: Path) -> None:
    pick = random.Random(seed)
    articles = [random_article(pick) for _ in range(40)]
    batch = Batch(tmp_path, 1, None)
    for article in articles:
        batch.add([Chunk("body", text) for text in chunks(article)])
    engine = engine_of(tmp_path, batch.commit())
    for _ in range(60):
        things = [pick.choice(WORDS) for _ in range(pick.randint(1, 4))]
        links = [
            Link(pick.choice(UNITS), pick.randint(1, 8), ordered=pick.random() < 0.4)
            for _ in things[1:]
        ]
        least = pick.randint(1, 3)
        near = Near("body", [((word,),) for word in things], links, least=least)
        assert found(engine, near) == [
            doc
            for doc, article in enumerate(articles)
            if sum(len(near_in(paragraph, things, links)) for paragraph in article) >= least
        ], near


def found(engine: Engine, q: query.Query) -> list[int]:
    return list(engine.matches(q, time.monotonic() + 9).docs())


def test_phrases_and_alternatives_stand_near_each_other(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    for text in (
        "The interest rate of the central bank fell",
        "The central bank left an interest rate alone",
        "A rate of interest, said the bank",
        "The interest rate fell while the reserve of the bank grew",
    ):
        batch.add([Chunk("body", text)])
    engine = engine_of(tmp_path, batch.commit())
    rate, bank = (("interest", "rate"),), (("central", "bank"), ("reserv",))

    def near(distance: int, *, ordered: bool = False) -> Near:
        return Near("body", [rate, bank], [Link("word", distance, ordered)])

    assert found(engine, near(3)) == [0, 1]
    assert found(engine, near(3, ordered=True)) == [0]
    assert found(engine, near(4, ordered=True)) == [0, 3]
    assert found(engine, query.And([near(4), query.Every()])) == [0, 1, 3]


def test_no_phrase_reaches_from_one_paragraph_into_the_next(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    batch.add([Chunk("body", "He spoke of oil"), Chunk("body", "Prices rose.")])
    batch.add([Chunk("body", "He spoke of oil prices.")])
    engine = engine_of(tmp_path, batch.commit())
    assert found(engine, query.Phrase("body", ["oil", "price"])) == [1]


def test_an_initial_or_a_number_ends_no_sentence() -> None:
    forms = NewsReader().forms(
        'Oil rose 3.5 pct at 4.30 p.m. today. "So did gold," he said. Rates fell.'
    )
    assert forms.count(SENTENCE_END) == 2
