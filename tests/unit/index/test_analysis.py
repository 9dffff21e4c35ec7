"""What a word is: the terms that text becomes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.index.analysis import LONGEST, analyse, count_words, fold, tokens


def words(text: str) -> list[str]:
    return [part.word for token in tokens(text) for part in token.analysed.parts]


def stems(text: str) -> list[str]:
    return [part.stem for token in tokens(text) for part in token.analysed.parts]


def joined(text: str) -> list[str]:
    return [token.analysed.joined.word for token in tokens(text) if token.analysed.joined]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "sao paulo"),
        ("Kraków Łódź Ørsted Đorđe", "krakow lodz orsted dorde"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("ＡＢＣ１２３", "abc123"),
        ("Nguyễn", "nguyen"),
        ("Ἀθῆναι ΟΔΟΣ", "αθηναι οδος"),
        ("أفغانستان", "افغانستان"),
        ("مُحَمَّد", "محمد"),
        ("كابل", "کابل"),
        ("ایران", "ايران"),
        ("می‌خواهم", "میخواهم"),
        (unicodedata.normalize("NFD", "café"), "cafe"),
    ],
)
def test_case_accents_width_and_letter_variants_fold(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_numbers_with_thousands_and_decimals_are_one_term() -> None:
    assert words("1,777,196 at 5.93 and 1,777.50") == ["1777196", "at", "5.93", "and", "1777.50"]


def test_a_list_of_numbers_is_not_one_number() -> None:
    assert words("rows 1,2,3") == ["rows", "1", "2", "3"]


def test_initials_are_one_term_with_or_without_full_stops() -> None:
    assert words("U.S. U.S US u.s.a.") == ["us", "us", "us", "usa"]


def test_a_possessive_is_no_part_of_the_word() -> None:
    assert words("Kabul's Kabul’s U.S.'s ministers'") == ["kabul", "kabul", "us", "ministers"]


@pytest.mark.parametrize(
    ("text", "parts", "whole"),
    [
        ("al-qaida", ["al", "qaida"], ["alqaida"]),
        ("al-Qa’ida", ["al", "qa", "ida"], ["alqaida"]),
        ("COVID-19", ["covid", "19"], ["covid19"]),
        ("O’Brien", ["o", "brien"], ["obrien"]),
        ("AT&T", ["at", "t"], ["att"]),
        ("node.js", ["node", "js"], ["nodejs"]),
        ("U.S.-led", ["us", "led"], ["usled"]),
        ("non\u2011stop", ["non", "stop"], ["nonstop"]),
        ("2021-11-07", ["2021", "11", "07"], []),
        ("10:30", ["10", "30"], []),
        ("either/or", ["either", "or"], []),
        ("_emphasis_", ["emphasis"], []),
    ],
)
def test_a_compound_is_its_parts_and_the_whole(
    text: str, parts: list[str], whole: list[str]
) -> None:
    assert words(text) == parts
    assert joined(text) == whole


def test_english_words_are_stemmed_and_others_are_not() -> None:
    assert len(set(stems("trades trading traded trade"))) == 1
    assert stems("правительства") == words("правительства")


def test_scripts_without_spaces_become_overlapping_pairs() -> None:
    assert words("日本語") == ["日本", "本語", "語"]
    assert words("東") == ["東"]
    assert words("한국어") == ["한국", "국어", "어"]


def test_a_script_without_spaces_ends_where_another_begins() -> None:
    assert words("iPhone日本x") == ["iphone", "日本", "本", "x"]


def test_words_of_scripts_with_vowel_signs_stay_whole() -> None:
    assert len(words("हिन्दी में समाचार")) == 3


def test_words_are_counted_and_characters_where_there_are_no_words() -> None:
    assert count_words("The al-Qaida cell’s end.") == 4
    assert count_words("日本語の新聞") == 6


@given(st.text())
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end
        surface = text[token.start : token.end]
        for part in token.analysed.parts:
            assert 0 <= part.start < part.end <= len(surface)
            assert 0 < len(part.word) <= LONGEST
            assert part.word.encode()


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcXYZéÉß'’-.&@,0123456789", min_size=1, max_size=12))
def test_what_a_surface_form_stands_for_does_not_depend_on_case(surface: str) -> None:
    for token in tokens(surface):
        text = surface[token.start : token.end]
        if text.isascii():
            upper = [part.word for part in analyse(text.upper()).parts]
            assert upper == [part.word for part in analyse(text.lower()).parts]
