"""The line in which tags are typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuinews.reader.marks import tidy_tag
from tuinews.tui.tagging import completions, line_of_tags, tags_of_line


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


def test_a_tag_with_blanks_is_typed_shown_and_completed_in_quotes() -> None:
    line = '“Climate  policy” tide -"port dues"'
    assert tags_of_line(line) == {"climate policy": True, "tide": True, "port dues": False}
    assert line_of_tags(["climate policy", "tide"]) == '"climate policy" tide'
    known = ["climate policy", "tide"]
    assert completions("tin cl", known, []) == ['tin "climate policy"']
    assert completions('tin "climate p', known, []) == ['tin "climate policy"']
    assert completions('-"cl', known, ["climate policy"]) == ['-"climate policy"']


@given(st.lists(st.text(min_size=1)))
def test_tags_that_are_shown_can_be_typed_again(tags: list[str]) -> None:
    tidy = [tag for tag in map(tidy_tag, tags) if tag and not set('"“”„‟') & set(tag)]
    assert list(tags_of_line(line_of_tags(tidy))) == list(dict.fromkeys(tidy))
