"""Character references become what they stand for, as HTML has it, at a bounded cost."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.articles.conftest import Read
from tuinews.articles.entities import unescape

PIECES = st.sampled_from(
    [
        *("&", "#", "x", "1", "38", ";", "amp", "lt", "notit", "copy", " ", "\n", "<", "\u0663"),
        *("&amp", "&amp;", "&#x26", "&#0;", "&#x80;", "&#65535;", "&#1114112;", "&#55296;"),
        *("&#64976;", "&#57344;", "&#233", "&eacute", "&#39;", "&nbsp;"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_references_are_resolved_as_the_standard_library_does(text: str) -> None:
    assert unescape(text) == html.unescape(text)
    long = f"{text} {'x' * 5000} "
    assert unescape(long) == html.unescape(long)


@pytest.mark.parametrize("reference", [f"&#{'9' * 6000};", f"&#x{'f' * 6000};"])
def test_a_number_without_end_is_no_character(read: Read, reference: str) -> None:
    assert unescape(f"a{reference}b") == "a\ufffdb"
    front = f'---\ntitle: "A storm {reference}"\n---\n'
    article = read(f"{front}It rained. {reference}\n\n[a {reference}](b)\n", "a.md")
    assert article.headline == "A storm \ufffd"
    assert article.sections[0].paragraphs[0].text == "It rained. \ufffd"


def test_beyond_what_any_text_has_references_stay_as_they_stand() -> None:
    text = "".join(f"&#{0x10000 + n};" for n in range(150_000))
    shown = unescape(text)
    assert shown.startswith("\U00010000\U00010001")
    assert shown.endswith("&#215535;")
