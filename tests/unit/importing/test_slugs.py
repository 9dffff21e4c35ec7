"""File names of imported articles are taken by every file system, and say what is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.importing.slugs import LONGEST, slug


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Dam & river: levels rise", "dam-river-levels-rise"),
        ("Président élu à Saint-Étienne", "president-elu-a-saint-etienne"),
        ("Straße, Ærø, Łódź, Đà Nẵng", "strasse-aero-lodz-da-nang"),
        ("İstanbul’da yağmur", "istanbulda-yagmur"),
        ("Выборы в России: итоги", "выборы-в-россии-итоги"),
        ("مصر: أخبار اليوم", "مصر-أخبار-اليوم"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("東京で地震、けが人なし", "東京で地震-けが人なし"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("C:\\Windows<>|?*", "c-windows"),
        ("CON", "con-article"),
        ("lpt1", "lpt1-article"),
        ("!!! 😀", "article"),
        ("", "article"),
        ("\u0301\u0301", "article"),
    ],
)
def test_a_headline_becomes_a_short_name(headline: str, name: str) -> None:
    assert slug(headline) == name


def test_a_long_headline_is_cut_between_words() -> None:
    name = slug("The quick brown fox jumps over the lazy dog " * 5)
    assert name == "the-quick-brown-fox-jumps-over-the-lazy-dog-the-quick-brown-fox-jumps-over-the"


def test_a_script_without_blanks_is_cut_between_characters() -> None:
    assert slug("漢" * 100) == "漢" * (LONGEST // 3)


@given(st.text(max_size=300))
def test_every_name_is_safe(headline: str) -> None:
    name = slug(headline)
    assert 0 < len(name.encode()) <= LONGEST + len("-article")
    assert not set(name) & set('<>:"/\\|?*. \0\n\t_')
    assert name.isprintable()
    assert name[0] != "-" != name[-1]
