"""The columnar engine keeps an index through its generations like the stock one does."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query

from tuinews.errors import IndexUnreadableError
from tuinews.index.columnar import tiers
from tuinews.index.columnar.batch import Batch, Committed
from tuinews.index.columnar.engine import Engine
from tuinews.index.nodes import AnyWord, Docs, InLede, Starting
from tuinews.index.schema import EXACT, PARTS, TEXT_FIELDS, Chunk, TextField

from . import stockindex

WORDS = [
    "oil",
    "oils",
    "price",
    "prices",
    "trade",
    "bank",
    "banks",
    "co-operate",
    "al-qaida",
    "U.S.",
    "1,777,196",
    "5.93",
    "O'Brien",
    "Kabul",
    "São",
    "東京都庁",
    "node.js",
    "peace",
    "talks",
    "talk",
    "running",
    "runs",
]


ALL_PARTS: tuple[TextField, ...] = ("body", "headline", "crosshead", "lede")


def random_chunks(pick: random.Random, parts: tuple[TextField, ...]) -> list[Chunk]:
    return [
        Chunk(pick.choice(parts), " ".join(pick.choices(WORDS, k=pick.randint(1, 12))))
        for _ in range(pick.randint(0, 6))
    ]


def body(text: str) -> list[Chunk]:
    return [Chunk("body", text)]


class Kept:
    """One engine's index of an archive, commit after commit; `numbers` finds an article's."""

    def __init__(self, batch: Any, engine: Any, folder: Path) -> None:
        folder.mkdir()
        self.batch, self.engine, self.folder = batch, engine, folder
        self.contents: str | None = None
        self.files: tuple[str, ...] = ()
        self.numbers: dict[str, int] = {}
        self.generation = 0

    def commit(self, added: dict[str, list[Chunk]], removed: set[str]) -> None:
        self.generation += 1
        batch = self.batch(self.folder, self.generation, self.contents)
        for chunks in added.values():
            batch.add(chunks)
        for name in [*removed, *added]:
            if name in self.numbers:
                batch.delete(self.numbers.pop(name))
        committed = batch.commit()
        self.numbers = {name: self.renumbered(committed, doc) for name, doc in self.numbers.items()}
        self.numbers |= {name: committed.first + place for place, name in enumerate(added)}
        self.contents, self.files = committed.contents, committed.files

    @contextmanager
    def open(self) -> Iterator[Any]:
        descriptors = {name: os.open(self.folder / name, os.O_RDONLY) for name in self.files}
        assert self.contents is not None
        engine = self.engine(descriptors, self.contents)
        try:
            yield engine
        finally:
            engine.close()
            for descriptor in descriptors.values():
                os.close(descriptor)

    @staticmethod
    def renumbered(committed: Any, doc: int) -> int:
        """The number of an article after a commit."""
        if isinstance(committed, Committed):
            return int(committed.renumbered[doc])
        return int(committed.renumber(doc))

    def find(self, engine: Any, q: query.Query) -> dict[str, float]:
        names = {doc: name for name, doc in self.numbers.items()}
        if isinstance(engine, Engine):
            found = engine.matches(q, time.monotonic() + 60)
            assert found.complete
            exact = found.scores(found.docs())
            assert found.approximate() == pytest.approx(exact, rel=1e-4)
            scores = dict(zip(found.docs().tolist(), exact.tolist(), strict=True))
        else:
            scores = engine.scores(plain(q))
        return {names[doc]: round(score, 6) for doc, score in scores.items()}


def plain(q: query.Query) -> query.Query:
    """A query in what Whoosh knows alone."""
    if isinstance(q, AnyWord):
        words = query.Or([query.Term(q.fieldname, word) for word in q.words])
        return query.ConstantScoreQuery(words, q.boost)
    return q if q.is_leaf() else q.apply(plain)


def random_leaf(pick: random.Random, kept: Kept) -> query.Query:
    field = pick.choice(TEXT_FIELDS)
    stems = [
        "oil",
        "price",
        "trade",
        "bank",
        "qaida",
        "alqaida",
        "us",
        "peac",
        "talk",
        "run",
        "京都",
    ]
    kind = pick.randint(0, 4)
    if kind == 0:
        return query.Phrase(field, pick.choices(stems, k=2))
    if kind == 1:
        return AnyWord(EXACT, ["oils", "prices", "東", "running"], boost=0.5)
    if kind == 2:
        return query.Term(EXACT, pick.choice(["oils", "talks", "runs", "são", "sao"]))
    return query.Term(field, pick.choice(stems), boost=pick.choice((1.0, 2.0)))


def random_query(pick: random.Random, kept: Kept) -> query.Query:
    parts = [random_leaf(pick, kept) for _ in range(pick.randint(1, 3))]
    if len(parts) == 1:
        return parts[0]
    if pick.random() < 0.2:
        return query.AndMaybe(parts[0], query.Or(parts[1:]))
    return pick.choice((query.And, query.Or))(parts)


@pytest.mark.parametrize("seed", range(6))
def test_both_engines_find_the_same_through_commits_and_merges(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "_PER_TIER", 3)
    pick = random.Random(seed)
    here = Kept(Batch, Engine, tmp_path / "columnar")
    there = Kept(stockindex.Batch, stockindex.Engine, tmp_path / "stock")
    for _ in range(7):
        added = {f"{pick.randint(0, 60)}.txt": random_chunks(pick, ALL_PARTS) for _ in range(9)}
        removed = {name for name in here.numbers if pick.random() < 0.15}
        here.commit(added, removed)
        there.commit(added, removed)
        assert here.numbers.keys() == there.numbers.keys()
    with here.open() as fast, there.open() as slow:
        for _ in range(40):
            q = random_query(pick, here)
            assert here.find(fast, q).keys() == there.find(slow, q).keys(), q


def test_one_commit_scores_like_the_stock_engine(tmp_path: Path) -> None:
    pick = random.Random(3)
    here = Kept(Batch, Engine, tmp_path / "columnar")
    there = Kept(stockindex.Batch, stockindex.Engine, tmp_path / "stock")
    added = {f"{number}.txt": random_chunks(pick, ("body",)) for number in range(50)}
    here.commit(added, set())
    there.commit(added, set())
    with here.open() as fast, there.open() as slow:
        for _ in range(150):
            q = random_query(pick, here)
            found, wanted = here.find(fast, q), there.find(slow, q)
            assert found.keys() == wanted.keys(), q
            assert found == pytest.approx(wanted, abs=2e-6), q


def test_articles_found_by_columns_earn_no_score(tmp_path: Path) -> None:
    here = Kept(Batch, Engine, tmp_path / "columnar")
    here.commit({f"{n}.txt": body("oil") for n in range(4)}, set())
    with here.open() as engine:
        assert here.find(engine, Docs(np.array([False, True, False, True]))) == {
            "1.txt": 0.0,
            "3.txt": 0.0,
        }


def test_a_failed_article_leaves_nothing_behind(tmp_path: Path) -> None:
    batch = Batch(tmp_path, 1, None)
    batch.add(body("oil prices"))
    with pytest.raises((TypeError, AttributeError)):
        batch.add([*body("gold"), Chunk("headline", 7)])
    committed = batch.commit()
    assert committed.docs == 1
    descriptors = {name: os.open(tmp_path / name, os.O_RDONLY) for name in committed.files}
    engine = Engine(descriptors, committed.contents)
    assert engine.frequency("body", "gold") == 0


def test_an_earlier_generation_stays_whole_while_the_next_is_written(tmp_path: Path) -> None:
    here = Kept(Batch, Engine, tmp_path / "columnar")
    here.commit({"a.txt": body("oil")}, set())
    with here.open() as engine:
        here.commit({"b.txt": body("oil")}, {"a.txt"})
        found = engine.matches(query.Term("body", "oil"), time.monotonic() + 9)
        assert found.docs().tolist() == [0]


@pytest.mark.parametrize("place", [0, 70, -20, -3])
def test_damage_is_noticed(place: int, tmp_path: Path) -> None:
    from tuinews.index.arrays.segmentfile import SegmentFile

    here = Kept(Batch, Engine, tmp_path / "columnar")
    here.commit({f"{n}.txt": body("oil and gold") * 9 for n in range(40)}, set())
    path = next(here.folder.glob("*.segment"))
    data = bytearray(path.read_bytes())
    data[place] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(IndexUnreadableError):
        SegmentFile(path).verify()


def test_words_are_found_in_the_part_they_stand_in_through_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "_PER_TIER", 2)
    here = Kept(Batch, Engine, tmp_path / "columnar")
    news = [
        Chunk("headline", "Oil rises"),
        Chunk("body", "By Doe"),
        Chunk("lede", "Gold fell"),
        Chunk("lede", "Gold traders"),
        Chunk("crosshead", "Wheat"),
        Chunk("body", "Gold mine"),
    ]
    here.commit({"a": news, "b": [Chunk("body", "Gold mine"), Chunk("lede", "Oil")]}, set())
    here.commit({"c": [Chunk("body", "gold fell oil wheat")]}, set())
    here.commit({"d": [Chunk("lede", "mine of gold fell"), Chunk("headline", "golden")]}, set())
    here.commit({"e": []}, {"c"})

    def found(q: query.Query) -> set[str]:
        with here.open() as engine:
            return set(here.find(engine, q))

    assert found(InLede("body", ["gold"])) == {"a", "d"}
    assert found(InLede("body", ["gold", "fell"])) == {"a", "d"}
    assert found(InLede("body", ["gold", "mine"])) == set()
    assert found(InLede("body", ["oil"])) == {"b"}
    assert found(AnyWord(EXACT, ["gold", "wheat"], 1.0, PARTS["crosshead"])) == {"a"}
    assert found(Starting(EXACT, "gold", 1.0, PARTS["headline"])) == {"d"}
    assert found(Starting(EXACT, "gol", 1.0, PARTS["lede"])) == {"a", "d"}
    assert found(Starting(EXACT, "gol")) == {"a", "b", "d"}
