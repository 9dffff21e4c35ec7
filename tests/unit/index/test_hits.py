"""The hits of a search are a sequence of values, though each is made when it is looked at."""

from __future__ import annotations

import dataclasses

import pytest

from tests.unit.index.conftest import Archive
from tuinews.index.hits import Hit

WORDS = "one two three four five six seven"


@pytest.fixture
def wire(archive: Archive) -> Archive:
    """Seven articles, of which one has been added and one changed since the first sync."""
    for number, word in enumerate(WORDS.split()):
        if word != "four":
            archive.write(f"{word}/é {word}.md", "oil " * (number + 1), date="2021-11-01")
    archive.sync()
    archive.write("four/é four.md", "oil oil oil oil", date="2021-11-01")
    archive.write("two/é two.md", "oil and gas", date="2021-11-02")
    archive.sync()
    return archive


@pytest.mark.parametrize("query", ["oil", "", "oil sort:oldest", "oil sort:headline"])
def test_hits_are_the_same_one_by_one_all_together_and_in_slices(wire: Archive, query: str) -> None:
    hits = wire.search(query).hits
    every = list(hits)
    rows = wire.open().rows
    assert len(hits) == len(every) == 7
    assert [hits[place] for place in range(7)] == every
    assert [hits[place] for place in range(-7, 0)] == every
    assert list(hits[2:5]) == every[2:5]
    assert list(reversed(hits)) == every[::-1]
    assert hits.rows == [hit.row for hit in every]
    assert [hit.id for hit in every] == [rows.id(hit.row) for hit in every]
    assert {hit.id for hit in every} == {f"{word}/é {word}.md" for word in WORDS.split()}


def test_hits_equal_any_sequence_of_the_same(wire: Archive) -> None:
    hits = wire.search("oil").hits
    assert hits == tuple(hits) == hits
    assert tuple(hits) == hits
    assert hash(hits) == hash(tuple(hits))
    assert hits != hits[:-1]
    assert hits != tuple(hits)[::-1]
    assert wire.search("gas").hits != wire.search("oil").hits
    assert hits[:0] == ()
    assert hits != "seven.."


def test_a_hit_outside_is_an_error_and_a_hit_is_frozen(wire: Archive) -> None:
    hits = wire.search("gas").hits
    assert hits == [Hit(hits[0].row, "two/é two.md", hits[0].score)]
    with pytest.raises(IndexError):
        hits[1]
    with pytest.raises(dataclasses.FrozenInstanceError):
        hits[0].score = 1.0  # that it cannot be set is what is tested
