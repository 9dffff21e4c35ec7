"""Which words a pattern or a fuzzy word stands for."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.index.expansion import edits, expression, folded_pattern

SHORT = st.text(alphabet="abcé日", max_size=6)


def slow_edits(one: str, other: str) -> int:
    """Optimal string alignment, straight from its definition."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        slow_edits(one[1:], other) + 1,
        slow_edits(one, other[1:]) + 1,
        slow_edits(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(slow_edits(one[2:], other[2:]) + 1)
    return min(ways)


@given(SHORT.filter(lambda word: len(word) < 5), SHORT.filter(lambda word: len(word) < 5))
def test_the_distance_is_that_of_its_definition(one: str, other: str) -> None:
    expected = slow_edits(one, other)
    for most in range(4):
        found = edits(one, other, most)
        assert found == expected if expected <= most else found > most


@pytest.mark.parametrize(
    ("pattern", "words", "found"),
    [
        ("gover?ment", ["government", "govermment", "goverment", "governnment"],
         ["government", "govermment"]),
        ("econom*", ["econom", "economy", "ecology"], ["econom", "economy"]),
        ("*ment", ["ment", "moment", "mentor"], ["ment", "moment"]),
        ("what?", ["what", "whats", "whatso"], ["what", "whats"]),
        ("a.c*", ["a.c", "abc"], ["a.c"]),
    ],
)  # fmt: skip
def test_patterns(pattern: str, words: list[str], found: list[str]) -> None:
    assert list(filter(expression(pattern).fullmatch, words)) == found


@given(
    st.text(alphabet="ab*", max_size=8) | st.text(alphabet="ab*?", max_size=8).map("{}b".format),
    st.text(alphabet="ab", max_size=8),
)
def test_a_pattern_is_what_a_shell_makes_of_it(pattern: str, word: str) -> None:
    assert (expression(pattern).fullmatch(word) is not None) == fnmatchcase(word, pattern)


def test_a_pattern_of_many_stars_comes_to_an_end() -> None:
    assert expression("a*" * 30 + "b").fullmatch("a" * 64) is None


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Écon*", "econ*"), ("al-qai*", "alqai*"), ("U.S*", "us*"), ("5.9*", "5.9*"), ("*", "*")],
)
def test_a_pattern_is_folded_as_words_are(typed: str, folded: str) -> None:
    assert folded_pattern(typed) == folded


@given(st.text(alphabet="ab*?.[(\\", max_size=8), st.text(alphabet="ab.[(\\", max_size=8))
def test_a_pattern_without_wildcards_is_the_word_itself(pattern: str, word: str) -> None:
    matched = expression(pattern).fullmatch(word) is not None
    if not set(pattern) & {"*", "?"}:
        assert matched == (pattern == word)
