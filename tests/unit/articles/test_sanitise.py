"""The one gate before the terminal: promise 1."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.sanitise import MARKS, sanitise, sanitise_line, show_name

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
NASTY = st.text(
    st.sampled_from(
        "a\u0301\u0336\u200d\u200c\u202e\u2066\u200b\u00ad\x1b\x9b\x07\r\n\t\u2028\ud800\ufeff"
        "م\u094d\u0915👩\ufe0f🏽🏴\U000e0067\U000e007f\u20dd\u034f"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    "payload",
    [
        *(
            "\x1b[31mred",
            "\x1b]0;title\x07",
            "\x1b]52;c;Y3VybA==\x1b\\",
            "\x1bP1$r\x1b\\",
            "\x9b31m",
        ),
        *(
            "\x1bc",
            "a\x08b",
            "\x00",
            "\x7f",
            "\x9d0;t\x9c",
            "\x1b[?1049h",
            "\x0e",
            "\x05",
            "\x1b_x",
        ),
    ],
)
def test_no_control_gets_through(payload: str) -> None:
    shown = sanitise(f"before {payload} after")
    assert all(c == "\n" or unicodedata.category(c) != "Cc" for c in shown)
    assert shown.startswith("before")
    assert shown.endswith("after")


def test_controls_show_as_their_pictures() -> None:
    assert sanitise("\x1b[31m\x00\x7f") == "␛[31m␀␡"


def test_controls_from_windows_become_the_signs_they_were() -> None:
    assert sanitise("it\x92s \x93so\x94 \x96 \x85") == "it’s “so” – …"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\u2028", "\u2029"])
def test_every_newline_is_one(newline: str) -> None:
    assert sanitise(f"a{newline}b") == "a\nb"
    assert sanitise_line(f"a{newline}b\tc") == "a b c"


def test_bidirectional_controls_and_invisible_characters_are_dropped() -> None:
    hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    assert sanitise(f"a{hidden}b\u200bc\u2060d\ufefff\u00adg") == "abcdfg"


def test_joiners_stay_where_spelling_needs_them() -> None:
    persian, malayalam, family = "می\u200cخواهم", "ക്\u200d", "👨\u200d👩\u200d👧"
    assert sanitise(f"{persian} {malayalam} {family}") == f"{persian} {malayalam} {family}"
    assert sanitise("pay\u200cpal a\u200db \u200d") == "paypal ab "
    assert sanitise("م\u200c\u200c\u200cم") == "م\u200cم"


def test_flags_of_regions_stay_and_hidden_tags_go() -> None:
    wales = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert sanitise(wales) == wales
    assert sanitise("hello\U000e0068\U000e0069") == "hello"


def test_towers_of_marks_are_cut() -> None:
    assert sanitise("e" + "\u0301" * 50 + "x") == "e" + "\u0301" * MARKS + "x"
    assert sanitise("Tiếng Việt, ภาษาไทย, हिन्दी") == "Tiếng Việt, ภาษาไทย, हिन्दी"


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert sanitise("a\ud800b") == "a\ufffdb"


def test_names_show_what_is_not_text_as_escapes() -> None:
    assert show_name("caf\udce9\x1b\n\u202e.txt") == r"caf\xe9\x1b\x0a\u202e.txt"
    assert show_name("Zürich/news 東京.txt") == "Zürich/news 東京.txt"


@pytest.mark.parametrize("gate", [sanitise, sanitise_line, show_name])
@given(text=ANYTHING | NASTY)
def test_every_gate_is_idempotent_and_safe(gate: type[str], text: str) -> None:
    once = gate(text)
    assert gate(once) == once
    once.encode("utf-8")
    for character in once:
        category = unicodedata.category(character)
        assert category not in ("Cc", "Cs", "Zl", "Zp") or character in "\n\t"
        assert unicodedata.bidirectional(character) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"),
        )


@given(ANYTHING | NASTY)
def test_no_letter_or_digit_is_lost_and_nothing_grows(text: str) -> None:
    shown = sanitise(text)
    assert len(shown) <= len(text)
    kept = iter(shown)
    assert all(c in kept for c in text if c.isalnum())
