"""Owns which segments to merge, so that there are few of them and each article is copied seldom."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

_PER_TIER = 10
_SMALLEST = 1_000
_DEAD_SHARE = 0.3
_MUCH_LARGER = 4


def to_merge(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """Places of the segments to merge into one now, ascending; empty when all is well.

    Args:
        sizes: (articles, deleted) of each segment, in order.

    A tier is what lies within a factor of ten; small ones are one tier. A tier with ten segments
    is merged, the lowest first. Without a full tier, a segment of which nearly a third is deleted
    is written anew alone, unless it is small enough to wait for others.
    """
    tiers: dict[int, list[int]] = {}
    for place, (articles, deleted) in enumerate(sizes):
        tier = int(log(max(articles - deleted, _SMALLEST) / _SMALLEST, _PER_TIER))
        tiers.setdefault(tier, []).append(place)
    for tier in sorted(tiers):
        if len(tiers[tier]) >= _PER_TIER:
            return tiers[tier]
    for place, (articles, deleted) in enumerate(sizes):
        if articles >= _SMALLEST and deleted > articles * _DEAD_SHARE:
            return [place]
    return []


def to_merge_at_last(sizes: Sequence[tuple[int, int]], built: int) -> list[int]:
    """Places of the segments to merge into one when a build of so many articles ends.

    Those that are not much larger all become one: a search looks through each segment, and each
    has a lexicon of its own.
    """
    places = [
        place
        for place, (articles, deleted) in enumerate(sizes)
        if articles - deleted <= _MUCH_LARGER * built
    ]
    return places if len(places) > 1 else to_merge(sizes)
