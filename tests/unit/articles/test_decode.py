"""From bytes to text, and what is no text at all."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.decode import decode
from tuinews.errors import UnreadableArticleError

FRENCH = "Les élèves de l’école étaient déjà là où ça commençait, à Orléans, en été.\n" * 8


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_says_the_encoding(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + FRENCH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (FRENCH, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_without_a_mark(encoding: str) -> None:
    for text in (FRENCH, "日本の地震。\n" * 30, "قال مسؤول إن الوضع مستقر\n" * 20):
        assert decode(text.encode(encoding)).text == text


SENTENCES = {
    "cp1252": (
        "Le président a déclaré mardi que les négociations avaient échoué, à Genève.",
        "Die Kanzlerin hat erklärt, dass die Gespräche gescheitert seien; größere Hilfe.",
        "El presidente dijo que la situación económica está mejorando. ¿Qué pasará mañana?",
        "O presidente disse que a situação não está a melhorar, segundo a União.",
        "Statsministern sade på tisdagen att förhandlingarna hade brutit samman. Åtgärder krävs.",
        "The minister’s café was closed — “it is a shame”, she said, and paid £5.",
    ),
    "cp1250": (
        "Premier oświadczył we wtorek, że rozmowy zostały zerwane; wkrótce nastąpią kolejne.",
        "Předseda vlády v úterý prohlásil, že jednání skončila. Další kroky přijdou později.",
        "A miniszterelnök kedden bejelentette, hogy a tárgyalások kudarcba fulladtak, őszintén.",
    ),
    "cp1254": (
        "Başbakan salı günü görüşmelerin çöktüğünü açıkladı; yeni adımlar atılacağını söyledi.",
    ),
    "iso8859_2": ("Premier oświadczył, że żadne rozmowy nie zostaną zerwane w ciągu tygodnia.",),
    "cp1251": ("Премьер-министр заявил во вторник, что переговоры прерваны на неделю.",),
    "koi8_r": ("Премьер-министр заявил во вторник, что переговоры прерваны на неделю.",),
    "mac_roman": ("Le président a déclaré mardi que les négociations avaient échoué, à Genève.",),
}


@pytest.mark.parametrize(("codec", "text"), [(c, t) for c, all_ in SENTENCES.items() for t in all_])
def test_one_sentence_is_enough_to_tell_a_legacy_encoding(codec: str, text: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_utf8_cut_within_a_character_stays_utf8() -> None:
    data = ("é" * 20).encode()[:-1]
    decoded = decode(data)
    assert decoded.text == "é" * 19 + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert decoded.warnings == ("the file ends within a character",)


def test_a_few_bad_bytes_do_not_spoil_utf8() -> None:
    data = (FRENCH + "gâté ").encode() + b"\xff\xfe" + FRENCH.encode()
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 2
    assert decoded.text.startswith(FRENCH)
    assert decoded.warnings[0].startswith("line 9: ")


def test_seven_bit_japanese_is_told_by_its_escapes() -> None:
    text = "日本の地震のニュース\n"
    assert decode(text.encode("iso2022_jp")).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01\x02\x03" * 50, "binary, not text"),
        (bytes(range(256)) * 20, "binary, not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40, "a picture, not text"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4, "a PDF document, not text"),
        (b"PK\x03\x04" + b"\0\x08" * 20, "a zip archive or an office document, not text"),
        (b"\0" * 4096, "binary, not text"),
        (b"SQLite format 3\0" + b"\0" * 80, "a database, not text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticleError, match=reason):
        decode(data)


def test_text_with_a_tail_of_nuls_is_text() -> None:
    assert decode(FRENCH.encode() + b"\0" * 512).text.startswith(FRENCH)


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"").text == ""


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnreadableArticleError:
        return
    decoded.text.encode("utf-8")


@given(st.text(max_size=200))
def test_utf8_is_always_read_as_it_is(text: str) -> None:
    text = "".join(c for c in text if unicodedata.category(c) != "Cc").removeprefix("\ufeff")
    assert decode(text.encode()).text == text
