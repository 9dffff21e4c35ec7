"""The fast path, stock matchers over this index and stock Whoosh over its own find the same.

Run as a script for a long comparison: `python tests/unit/columnar/test_parity.py 10000`.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.analysis import Composable, Token
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from tuinews.index.columnar import fieldwriter, postings
from tuinews.index.columnar.collect import everything
from tuinews.index.columnar.layout import Layout, Reading, plain
from tuinews.index.columnar.merge import merge
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.snapshot import Snapshot
from tuinews.index.columnar.stock import for_matchers, searcher
from tuinews.index.columnar.writer import SegmentBuilder

WORDS = [
    "oil",
    "oils",
    "oily",
    "price",
    "prices",
    "priced",
    "trade",
    "trades",
    "bank",
    "banks",
    "banker",
    "rate",
    "rates",
    "dollar",
    "said",
    "mln",
    "president",
    "presidents",
    "resident",
    "wheat",
    "gold",
    "kabul",
    "são",
    "paulo",
    "al",
    "1987",
    "reserve",
    "reserves",
    "the",
    "of",
]
NAMES = ("usa", "uk", "japan", "brazil")
DAY = dt.datetime(2021, 11, 7)


class Stemmer(Composable):
    """A toy analyzer that works in bulk and by tokens: drops `the` and `of`, and a final s."""

    is_morph = True

    def forms(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    def term(self, word: str) -> str | None:
        return None if word in ("the", "of") else word.removesuffix("s")

    def reading(self, form: str) -> Reading:
        return plain(self.term(form), form)

    def __call__(
        self, value: str, positions: bool = False, mode: str = "", **options: Any
    ) -> Iterator[Token]:
        token = Token(positions, False, removestops=True, mode=mode)
        terms = [term for term in map(self.term, self.forms(value)) if term is not None]
        for position, term in enumerate(terms):
            token.text, token.boost, token.stopped = term, 1.0, False
            token.pos = position
            yield token


SCHEMA = fields.Schema(
    id=fields.ID(stored=True, unique=True),
    headline=fields.TEXT(analyzer=Stemmer(), field_boost=3.0),
    body=fields.TEXT(analyzer=Stemmer()),
    date=fields.DATETIME(sortable=True),
    places=fields.KEYWORD(lowercase=True),
)


def random_article(pick: random.Random, number: int) -> dict[str, Any]:
    def text(most: int) -> str:
        return " ".join(
            WORDS[min(int(pick.expovariate(0.15)), len(WORDS) - 1)]
            for _ in range(pick.randint(0, most))
        )

    return {
        "id": f"n/{number}.txt",
        "headline": text(6) or None,
        "body": text(40) or None,
        "date": DAY + dt.timedelta(days=pick.randint(-9, 9), seconds=pick.randint(0, 86_399)),
        "places": " ".join(pick.sample(NAMES, pick.randint(0, 3))) or None,
    }


def random_query(pick: random.Random, depth: int = 3) -> query.Query:
    field = pick.choice(("body", "body", "headline"))
    word = pick.choice(WORDS).removesuffix("s")
    boost = pick.choice((1.0, 1.0, 2.5))
    kind = pick.randint(0, 15 if depth else 8)
    if kind <= 2:
        return query.Term(field, word, boost=boost)
    if kind == 3:
        words = [pick.choice(WORDS[:14]).removesuffix("s") for _ in range(pick.randint(2, 3))]
        return query.Phrase(field, words, slop=pick.choice((1, 1, 2, 5, 9)), boost=boost)
    if kind == 4:
        return query.Prefix(field, word[: pick.randint(1, 3)], constantscore=False)
    if kind == 5:
        return query.Wildcard(field, f"{word[:1]}*{word[-1]}", constantscore=False)
    if kind == 6:
        start = DAY + dt.timedelta(days=pick.randint(-12, 8))
        end = start + dt.timedelta(days=pick.randint(0, 9))
        ends = (start, end), (start, None), (None, end)
        return query.DateRange("date", *pick.choice(ends), pick.random() < 0.5, pick.random() < 0.5)
    if kind == 7:
        return query.Term("places", pick.choice(NAMES))
    if kind == 8:
        return query.FuzzyTerm(field, word, maxdist=1, prefixlength=0, constantscore=False)
    parts = [random_query(pick, depth - 1) for _ in range(pick.randint(2, 3))]
    if kind <= 11:
        return query.And(parts, boost=boost)
    if kind <= 14:
        return query.Or(parts, boost=boost)
    # Left out because stock Whoosh 2.7.4 answers them wrongly: AndNot (it keeps a first article
    # it should drop), Require (it drops what it should keep) and DisjunctionMax (it takes the
    # score of a part that stands on another article), and AndMaybe within And (it forgets scores).
    if kind == 15 and depth == 3 and pick.random() < 0.3:
        return query.AndMaybe(parts[0], parts[1])
    return pick.choice(
        (
            query.And([parts[0], query.Not(parts[1])]),
            query.And([parts[0], query.Every()]),
            query.Or([parts[0], query.Every("headline")]),
        )
    )


class Archive:
    """The same articles in stock Whoosh and here, in as many segments, with as many deleted."""

    def __init__(self, folder: Path, batches: list[list[dict[str, Any]]], gone: set[str]) -> None:
        index = RamStorage().create_index(SCHEMA)
        segments = []
        for place, batch in enumerate(batches):
            writer = index.writer()
            builder = SegmentBuilder(Layout.of(SCHEMA), "id")
            for article in batch:
                writer.add_document(**article)
                builder.add(article)
            writer.commit(merge=False)
            path = folder / f"{place}.segment"
            builder.write(path)
            dead = [i for i, article in enumerate(batch) if article["id"] in gone]
            segments.append(Segment(path, np.array(dead, np.uint32)))
        writer = index.writer()
        for identity in gone:
            writer.delete_by_term("id", identity)
        writer.commit(merge=False)
        self.stock = index.searcher()
        self.use(segments)

    def use(self, segments: list[Segment]) -> None:
        """Look for articles in these segments from now on."""
        self.here = Snapshot(SCHEMA, segments)
        self.matchers = searcher(self.here)

    def merged(self, path: Path) -> list[Segment]:
        """All segments as one, in a stock index without deletions too."""
        merge(self.here.segments, path)
        return [Segment(path)]

    def compare(self, q: query.Query) -> None:
        """Fail where the three differ in documents, total or scores."""
        wanted = by_id(self.stock, self.stock.search(q, limit=None).top_n)
        walked = by_id(self.matchers, self.matchers.search(for_matchers(q), limit=None).top_n)
        assert_same(walked, wanted, q)
        fast = everything(self.here, q)
        assert fast.total == len(wanted), q
        docs = fast.docs()
        hits = list(zip(fast.scores(docs).tolist(), docs.tolist(), strict=True))
        assert_same(by_id(self.matchers, hits), wanted, q)
        number = np.arange(self.here.articles)
        few, scores = fast.best(3, number, number)
        best = sorted(wanted.values(), reverse=True)[:3]
        assert np.allclose(scores, best, atol=1e-6), q
        shown = dict(zip(few.tolist(), scores.tolist(), strict=True))
        assert_same(
            by_id(self.matchers, [(score, doc) for doc, score in shown.items()]),
            {
                identity: wanted[identity]
                for identity in by_id(self.matchers, [(0.0, doc) for doc in shown])
            },
            q,
        )


def by_id(searcher: Searcher, hits: list[tuple[float, int]]) -> dict[str, float]:
    return {searcher.stored_fields(number)["id"]: score for score, number in hits}


def assert_same(found: dict[str, float], wanted: dict[str, float], q: query.Query) -> None:
    assert found.keys() == wanted.keys(), q
    for identity, score in wanted.items():
        assert abs(found[identity] - score) < 1e-6, (q, identity, found[identity], score)


def compare_many(seed: int, queries: int) -> None:
    pick = random.Random(seed)
    count = pick.randint(1, 60)
    articles = [random_article(pick, number) for number in range(count)]
    size = pick.randint(1, count)
    batches = [articles[start : start + size] for start in range(0, count, size)]
    gone = {article["id"] for article in articles if pick.random() < pick.choice((0, 0.2))}
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), batches, gone)
        for _ in range(queries):
            archive.compare(random_query(pick))
        if not gone:
            archive.use(archive.merged(Path(folder) / "merged.segment"))
            for _ in range(queries // 2):
                archive.compare(random_query(pick))


def rebuilt_like_merged(seed: int) -> None:
    """Merging with deletions must give what building without the deleted articles gives."""
    pick = random.Random(seed)
    articles = [random_article(pick, number) for number in range(pick.randint(2, 40))]
    half = len(articles) // 2
    gone = {article["id"] for article in articles if pick.random() < 0.3}
    left = [article for article in articles if article["id"] not in gone]
    with tempfile.TemporaryDirectory() as folder:
        before = Archive(Path(folder), [articles[:half], articles[half:]], gone)
        after = Archive(Path(folder), [left], set()) if left else None
        if after is not None:
            after.use(before.merged(Path(folder) / "merged.segment"))
            for _ in range(12):
                after.compare(random_query(pick))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_all_ways_to_run_a_query_find_the_same_with_the_same_scores(seed: int) -> None:
    compare_many(seed, 12)


@contextmanager
def small_sizes() -> Iterator[None]:
    """Small archives use every way to keep postings, in several blocks."""
    with pytest.MonkeyPatch.context() as patch:
        shares = zip(postings.GAPS, (0, 30, 16), strict=True)
        patch.setattr(postings, "_DENSE_FROM", 1)
        gaps = tuple((name, share, widths) for (name, _, widths), share in shares)
        patch.setattr(postings, "GAPS", gaps)
        patch.setattr(fieldwriter, "_BLOCK", 20)
        yield


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_common_and_close_terms_are_found_like_rare_ones(seed: int) -> None:
    with small_sizes():
        compare_many(seed, 12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_a_merge_leaves_nothing_of_deleted_articles(seed: int) -> None:
    rebuilt_like_merged(seed)


def main(wanted: int) -> None:
    done = 0
    for seed in range(1, wanted):
        with small_sizes() if seed % 2 else nullcontext():
            compare_many(seed, 50)
            rebuilt_like_merged(seed)
        done += 50
        if done >= wanted:
            break
    print(f"{done} random queries over {seed} random archives: no difference")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
