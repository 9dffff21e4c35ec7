"""Picking the first of many is what sorting all would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.index.columnar.found import Found
from tuinews.index.columnar.matched import Matched
from tuinews.index.paging import first_in_order, highest, lowest

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(0, 300), st.integers(0, 60), st.integers(1, 40))
def test_the_highest_come_first_and_equal_ones_by_rank(
    seed: int, count: int, k: int, different: int
) -> None:
    pick = np.random.default_rng(seed)
    score = pick.integers(0, different, count).astype(np.float64)
    rank = pick.permutation(count)
    wanted = sorted(range(count), key=lambda place: (-score[place], rank[place]))[:k]
    assert highest(score, rank, min(k, count)).tolist() == wanted
    assert lowest(rank, min(k, count)).tolist() == np.argsort(rank)[:k].tolist()


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(0, 6000), st.floats(0, 1), st.integers(0, 60))
def test_the_first_in_an_order_are_found_from_its_front(
    seed: int, total: int, share: float, k: int
) -> None:
    pick = np.random.default_rng(seed)
    order = pick.permutation(total)
    wanted = pick.random(total) < share
    found = first_in_order(order, wanted, int(wanted.sum()), k)
    assert found.tolist() == [each for each in order.tolist() if wanted[each]][:k]


@settings(max_examples=150, deadline=None)
@given(
    SEEDS,
    st.integers(1, 5000),
    st.floats(0, 1),
    st.integers(0, 60),
    st.sampled_from([1, 3, 1000]),
    st.booleans(),
)
def test_the_best_are_the_same_whichever_way_matches_are_held(
    seed: int, articles: int, share: float, k: int, different: int, wide: bool
) -> None:
    pick = np.random.default_rng(seed)
    held = pick.random(articles) < share
    exact = pick.integers(1, different + 1, articles) / 7 * held
    order = pick.permutation(articles)
    rank = np.empty(articles, np.int64)
    rank[order] = np.arange(articles)
    docs = np.flatnonzero(held).astype(np.uint32)
    if wide:
        found = Found(articles, held=held, score=exact.astype(np.float32))
    else:
        found = Found(articles, docs=docs, score=exact[docs])
    matched = Matched(found, True, lambda some: exact[some])
    best, scores = matched.best(k, order, rank)
    wanted = sorted(docs.tolist(), key=lambda doc: (-exact[doc], rank[doc]))[:k]
    assert best.tolist() == wanted
    assert scores.tolist() == exact[wanted].tolist()
    first = matched.first(k, order, rank)
    assert first.tolist() == sorted(docs.tolist(), key=lambda doc: rank[doc])[:k]
    assert matched.total == len(docs)
