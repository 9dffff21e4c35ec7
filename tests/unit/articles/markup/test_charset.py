"""Tests of encodings that a file declares, rightly or wrongly."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from tuinews.articles.markup.charset import decode_declared

TEXT = "<p>Déjà vu à Málaga, naïve façade.</p>"


def html(charset: str, text: str = TEXT) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'


def xml(charset: str, text: str = TEXT) -> str:
    return f'<?xml version="1.0" encoding="{charset}"?>{text}'


@pytest.mark.parametrize("declare", [html, xml])
@pytest.mark.parametrize(
    ("label", "codec"),
    [
        *(("utf-8", "utf-8"), ("ISO-8859-1", "cp1252"), ("windows-1252", "cp1252")),
        *(("latin1", "cp1252"), ("ISO-8859-15", "iso8859-15")),
    ],
)
def test_a_right_declaration_is_heard(
    declare: Callable[[str], str], label: str, codec: str
) -> None:
    decoded = decode_declared(declare(label).encode(codec))
    assert (decoded.encoding, decoded.warnings) == (codec, ())
    assert TEXT in decoded.text


@pytest.mark.parametrize("declare", [html, xml])
def test_utf_8_is_seen_whatever_is_declared(declare: Callable[[str], str]) -> None:
    decoded = decode_declared(declare("ISO-8859-1").encode())
    assert decoded.encoding == "utf-8"
    assert TEXT in decoded.text
    assert decoded.warnings == ("the file says that it is ISO-8859-1, but it is utf-8",)


def test_a_declaration_of_utf_8_that_is_wrong_is_warned_of() -> None:
    decoded = decode_declared(html("utf-8", TEXT * 20).encode("cp1252"))
    assert "Déjà" in decoded.text
    assert decoded.warnings == ("the file says that it is utf-8, but it is cp1252",)


def test_a_byte_order_mark_counts_more_than_a_declaration() -> None:
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        decoded = decode_declared(mark + xml("ISO-8859-1").encode(codec))
        assert decoded.encoding == codec
        assert TEXT in decoded.text


def test_utf_16_that_says_so_is_no_wrong_declaration() -> None:
    decoded = decode_declared(codecs.BOM_UTF16_LE + xml("UTF-16").encode("utf-16-le"))
    assert decoded.warnings == ()


@pytest.mark.parametrize(
    ("label", "text"), [("Shift_JIS", "日本の記事"), ("koi8-r", "Новости дня")]
)
def test_a_codec_of_another_script_is_used_as_declared(label: str, text: str) -> None:
    assert text in decode_declared(html(label, text).encode(label)).text


@pytest.mark.parametrize("label", ["utf-7", "idna", "rot13", "bz2", "unicode_escape", "x-none"])
def test_codecs_that_no_page_is_in_are_not_used(label: str) -> None:
    decoded = decode_declared(html(label, "<p>+ADw-b+AD4- \\u0041 plain</p>").encode())
    assert "+ADw-b+AD4- \\u0041 plain" in decoded.text


def test_a_declaration_says_nothing_of_a_file_in_ascii() -> None:
    assert decode_declared(html("koi8-r", "<p>plain</p>").encode()).warnings == ()
