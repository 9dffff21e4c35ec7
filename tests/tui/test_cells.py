"""Measuring, cutting and wrapping text by the cells it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.sanitise import sanitise_line
from tuinews.tui.cells import clip, pad, pad_left, width, wrap

PROSE = st.text(st.sampled_from("ab, 。世界（」かきe\u0301😀م\u200d"), max_size=80)


@given(PROSE, st.integers(2, 30))
def test_no_wrapped_line_is_too_wide_and_none_loses_a_word(text: str, cells: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, cells)]
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("ab \n\t世"), max_size=60), st.integers(2, 20))
def test_verbatim_text_keeps_every_character_but_its_line_breaks(text: str, cells: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, cells, "verbatim")]
    assert "".join(lines) == text.replace("\n", "")


@given(PROSE, st.integers(0, 30))
def test_clipped_and_padded_text_has_its_cells(text: str, cells: int) -> None:
    text = sanitise_line(text)
    assert width(clip(text, cells)) <= cells
    assert width(pad(text, cells)) == width(pad_left(text, cells)) == cells


def test_words_are_not_cut_where_a_line_has_room_for_them() -> None:
    text = "the quick brown fox jumps"
    assert [text[start:end] for start, end in wrap(text, 10)] == ["the quick", "brown fox", "jumps"]


def test_a_word_longer_than_a_line_is_cut_at_the_edge() -> None:
    text = "see https://example.org/a/very/long/path for more"
    lines = [text[start:end] for start, end in wrap(text, 16)]
    assert lines == ["see", "https://example.", "org/a/very/long/", "path for more"]


def test_punctuation_is_not_parted_from_the_ideograph_before_it() -> None:
    text = "港口委員會表決。疏浚"
    lines = [text[start:end] for start, end in wrap(text, 14)]
    assert not any(line.startswith("。") for line in lines)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("世界", 4), ("e\u0301", 1), ("سلام", 4), ("👍🏽", 2), ("क्षि", 2)],
)
def test_text_takes_the_cells_it_has_on_screen(text: str, cells: int) -> None:
    assert width(text) == cells
