"""The reader comes back to the paragraph that was read, whatever became of the article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.reader.database import Database
from tuinews.reader.positions import Positions


def article(*sections: str, name: str = "a.txt") -> Article:
    """An article with a section of each string, a paragraph for each of its words."""
    return Article(
        name, "text", "utf-8", "Head", False, dt.date(2021, 11, 9), "metadata",
        tuple(Section(None, tuple(map(Paragraph, words.split()))) for words in sections),
    )  # fmt: skip


@pytest.fixture
def positions(state: Path, archive: Path) -> Positions:
    return Positions(Database.open(state), archive)


@pytest.mark.parametrize(
    ("now", "place"),
    [
        (["one two", "three four"], (1, 0)),
        (["zero one two", "three four"], (1, 0)),
        (["one two three", "four"], (0, 2)),
        (["new", "one two", "three four"], (2, 0)),
        (["three one two three", "three four"], (1, 0)),
        (["three one two", "new three four"], (1, 1)),  # the nearest of the same words
        (["one two", "THREE four"], (1, 0)),  # corrected: what is in its place
        (["one"], (0, 0)),
        (["one two", "", "changed four"], (2, 0)),
        ([""], None),
        ([], None),
    ],
)
def test_the_position_is_the_paragraph_that_was_read(
    positions: Positions, now: list[str], place: tuple[int, int] | None
) -> None:
    positions.save(article("one two", "three four"), (1, 0))
    assert positions.find(article(*now)) == place


def test_the_last_position_counts_and_is_there_in_the_next_session(
    positions: Positions, state: Path, archive: Path
) -> None:
    read = article("one two three")
    assert positions.save(read, (0, 0))
    assert positions.save(read, (0, 2))
    again = Positions(Database.open(state), archive)
    assert again.find(read) == (0, 2)
    assert again.find(article("one two three", name="b.txt")) is None


def test_an_article_without_paragraphs_has_a_position_too(positions: Positions) -> None:
    assert positions.save(article(), (0, 0))
    assert positions.find(article("one two")) == (0, 0)
