"""Searches that were made come back in order, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuinews.reader import history
from tuinews.reader.database import Database
from tuinews.reader.history import History


def test_the_last_search_comes_first_and_each_only_once(state: Path, archive: Path) -> None:
    searches = History(Database.open(state), archive)
    for query in ("kabul", " trade ", "kabul", "", "  "):
        searches.add(query)
    again = History(Database.open(state), archive)
    assert again.recent() == ("kabul", "trade")
    assert History(Database.open(state), archive.parent).recent() == ()


def test_only_so_many_searches_are_kept(
    state: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 3)
    searches = History(Database.open(state), archive)
    for number in range(10):
        searches.add(f"query {number}")
    assert searches.recent() == ("query 9", "query 8", "query 7")


def test_sessions_share_their_searches(state: Path, archive: Path) -> None:
    mine = History(Database.open(state), archive)
    theirs = History(Database.open(state), archive)
    mine.add("a")
    theirs.add("b")
    mine.add("c")
    assert mine.recent() == theirs.recent() == ("c", "b", "a")


def test_a_query_that_is_no_text_is_kept_as_far_as_it_is(state: Path, archive: Path) -> None:
    searches = History(Database.open(state), archive)
    assert searches.add("caf\udce9")
    assert searches.recent() == ("caf?",)
