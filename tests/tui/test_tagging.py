"""The line in which tags are typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuinews.tui.tagging import completions, tags_of_line


def test_blanks_and_commas_part_tags_and_a_dash_takes_one_away() -> None:
    assert tags_of_line(" Harbour,ferry  -tide, ") == {
        "harbour": True,
        "ferry": True,
        "tide": False,
    }


def test_a_dash_alone_is_no_tag_and_the_last_word_on_a_tag_counts() -> None:
    assert tags_of_line("- tide -tide") == {"tide": False}


def test_what_is_typed_of_the_last_tag_is_completed() -> None:
    assert completions("ferry, ti", ["tide", "tin"], ["tin"]) == ["ferry, tide"]


def test_only_tags_that_are_there_are_offered_to_be_taken_away() -> None:
    assert completions("-", ["tide", "tin"], ["tin"]) == ["-tin"]


@given(st.text(), st.lists(st.text(min_size=1)))
def test_every_completion_adds_to_what_was_typed(line: str, known: list[str]) -> None:
    for completed in completions(line, known, ()):
        assert len(completed) >= len(line) - 1
        assert tags_of_line(completed) is not None
