"""Saved searches keep their names, and know which of their hits are new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuinews.reader import met
from tuinews.reader.database import Database
from tuinews.reader.searches import Searches, SearchNameError


@pytest.fixture
def searches(state: Path, archive: Path) -> Searches:
    return Searches(Database.open(state), archive)


def hit(name: str, content: str = "") -> tuple[str, bytes]:
    return name, (content or name).encode()


def test_a_saved_search_is_there_in_the_next_session(
    searches: Searches, state: Path, archive: Path
) -> None:
    searches.save("  Kabul \n trade", " kabul trade ")
    searches.save("Oslo", "oslo")
    again = Searches(Database.open(state), archive)
    assert [(each.name, each.query) for each in again.all()] == [
        ("Kabul trade", "kabul trade"),
        ("Oslo", "oslo"),
    ]
    assert again.all() == searches.all()
    assert again.find("Oslo ") == again.all()[1]
    assert Searches(Database.open(state), archive.parent).all() == ()


@pytest.mark.parametrize("name", ["", " \n", "Oslo", " Oslo "])
def test_a_name_must_be_one_and_its_own(searches: Searches, name: str) -> None:
    searches.save("Oslo", "oslo")
    with pytest.raises(SearchNameError):
        searches.save(name, "other")
    assert [each.query for each in searches.all()] == ["oslo"]


def test_the_hits_that_a_search_is_saved_with_are_not_new(searches: Searches) -> None:
    searches.save("Oslo", "oslo", [hit("a"), hit("b")])
    hits = [hit("a"), hit("c"), hit("b")]
    assert searches.news("Oslo", hits, "seen") == [1]
    searches.meet("Oslo", hits, "seen")
    assert searches.news("Oslo", hits, "seen") == []
    assert searches.news("Oslo", hits, "told") == [1]


def test_a_moved_or_corrected_article_is_not_new(searches: Searches) -> None:
    searches.save("Oslo", "oslo", [hit("a", "text")])
    assert searches.news("Oslo", [hit("moved", "text")], "told") == []
    assert searches.news("Oslo", [hit("a", "corrected")], "told") == []
    searches.meet("Oslo", [hit("a", "corrected")], "told")
    assert searches.news("Oslo", [hit("moved again", "corrected")], "told") == []
    assert searches.news("Oslo", [hit("b", "other")], "told") == [0]


def test_a_hit_that_went_and_came_back_is_not_new(
    searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches.save("Oslo", "oslo", [hit("a"), hit("b")])
    searches.meet("Oslo", [], "told")
    assert searches.news("Oslo", [hit("a"), hit("b")], "told") == []
    monkeypatch.setattr(met, "LOST", 1)
    searches.meet("Oslo", [hit("c")], "told")
    searches.meet("Oslo", [], "told")
    assert searches.news("Oslo", [hit("a"), hit("b"), hit("c")], "told") == [0, 1]


def test_a_search_can_be_removed_and_taken_back_with_what_it_has_met(searches: Searches) -> None:
    searches.save("Oslo", "oslo", [hit("a")])
    (saved,) = searches.all()
    assert searches.remove("Oslo")
    assert not searches.remove("Oslo")
    assert searches.all() == ()
    step = searches.undo.undo()
    assert step is not None
    assert step.says == "search Oslo removed"
    assert searches.all() == (saved,)
    assert searches.news("Oslo", [hit("a"), hit("b")], "told") == [1]
    searches.undo.undo()
    assert searches.all() == ()


def test_taking_back_a_removal_spares_a_search_that_has_the_name_now(
    searches: Searches, state: Path, archive: Path
) -> None:
    searches.save("Oslo", "oslo")
    searches.remove("Oslo")
    Searches(Database.open(state), archive).save("Oslo", "other")
    searches.undo.undo()
    assert [each.query for each in searches.all()] == ["other"]
