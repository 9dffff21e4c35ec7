"""Wire files are read by their fields, with every control byte in place or all of them lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.article import Article
from tuinews.articles.formats import iptc7901, pick_format
from tuinews.articles.source import Source
from tuinews.articles.wires.codes import is_ending, transmission_time

IPTC = (
    "\x01bxy014 4 pl 171 vvvvb XYZ 211109-89-00065#2\r\n"
    "Hafen/Verkehr/\r\n"
    "\x02(KORR-Bericht)\r\n"
    "Der Hafen bleibt\r\n"
    "für Schiffe offen\r\n"
    "Von Erika Mustermann, xyz\r\n"
    "(Foto) =\r\n"
    "\r\n"
    "Oslo (dpa) - Der Hafen bleibt auch im Winter\r\n"
    "offen, sagte ein Sprecher am Dienstag.\r\n"
    "\r\n"
    "Das Eis sei dünn.\r\n"
    "\r\n"
    "* * * *\r\n"
    "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt\r\n"
    "\r\n"
    "Redaktion: +47 000000\r\n"
    "\x03\r\n091305 nov 21\x04\r\n"
)
ANPA = (
    "\x16\x16\x01a0312\x1f\r\n"
    "u s\x13\x11 bc-BKN--Harbour-Hills 1stLd-Writethru   11-09 0120\r\n"
    "\x02^BC-BKN--Harbour-Hills, 1st Ld-Writethru,120<\r\n"
    "^Harbour beat Hills 98-90 after a late run<\r\n"
    "^Eds: Updates. With photos.<\r\n"
    "^The Harbour team won its fourth game in a row on Tuesday night, and leads the table.<\r\n"
    "^By JANE DOE=\r\n"
    "^Sports Writer=\r\n"
    "\t   OSLO (AP) _ The Harbour team won its fourth game in a row on\r\n"
    "Tuesday night.\r\n"
    "\t   ``We ran well,'' the coach said.\r\n"
    "^UP NEXT<\r\n"
    "\t   Harbour: host Lakes on Friday. \r\n"
    "\r\n"
    "\t   XYZ-WF-11-09-21 2337GMT<\r\n"
    "\x03\x04"
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read(text: str, name: str = "in/wire.iptc", encoding: str = "cp1252") -> Article:
    return iptc7901.read(Source(name, text.encode(encoding), 0))


def bare(text: str) -> str:
    """A text whose control bytes were lost on the way."""
    return re.sub("[\x00-\x08\x0b-\x0c\x0e-\x1f]", "", text)


def shape(article: Article) -> list[tuple[str | None, list[str]]]:
    return [(s.crosshead, [p.text for p in s.paragraphs]) for s in article.sections]


def everything(article: Article) -> str:
    parts = [article.headline, article.byline, article.slugline, article.summary, *article.notes]
    parts += [text for head, texts in shape(article) for text in (head, *texts)]
    parts += [article.dateline.text if article.dateline else None, article.version]
    return " ".join(part for part in parts if part)


def test_the_fields_of_iptc_7901() -> None:
    article = read(IPTC)
    assert article.format == "iptc7901"
    assert article.headline == "Der Hafen bleibt für Schiffe offen"
    assert article.byline == "Von Erika Mustermann, xyz"
    assert article.urgency == "4"
    assert article.desk == "politics"
    assert article.slugline == "Hafen/Verkehr"
    assert article.keywords == ("Hafen", "Verkehr")
    assert article.published == dt.datetime(2021, 11, 9, 13, 5, tzinfo=dt.UTC)
    assert article.published_from == "metadata"
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.source) == ("Oslo", "dpa")
    assert shape(article) == [
        (
            None,
            [
                "Der Hafen bleibt auch im Winter offen, sagte ein Sprecher am Dienstag.",
                "Das Eis sei dünn.",
            ],
        )
    ]
    for note in ("(KORR-Bericht)", "(Foto)", "Redaktion: +47 000000", "091305 nov 21"):
        assert note in article.notes


def test_the_fields_of_anpa_1312_and_its_marks_become_text() -> None:
    article = read(ANPA, "in/wire.anpa")
    assert article.headline == "Harbour beat Hills 98-90 after a late run"
    assert article.byline == "By JANE DOE"
    assert article.urgency == "urgent"
    assert article.desk == "sport"
    assert article.slugline == "bc-BKN--Harbour-Hills"
    assert article.version == "1stLd-Writethru"
    assert article.summary is not None
    assert article.summary.startswith("The Harbour team won")
    assert article.published == dt.datetime(2021, 11, 9, 23, 37, tzinfo=dt.UTC)
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.source) == ("OSLO", "AP")
    assert shape(article) == [
        (
            None,
            [
                "The Harbour team won its fourth game in a row on Tuesday night.",
                "“We ran well,” the coach said.",
            ],
        ),
        ("UP NEXT", ["Harbour: host Lakes on Friday."]),
    ]
    assert "Eds: Updates. With photos." in article.notes


@pytest.mark.parametrize("text", [ANPA, IPTC], ids=["anpa", "iptc"])
def test_a_file_that_lost_its_control_bytes_says_the_same(text: str) -> None:
    whole, lost = read(text), read(bare(text))
    assert (lost.headline, lost.byline, lost.desk, lost.urgency, lost.published) == (
        whole.headline,
        whole.byline,
        whole.desk,
        whole.urgency,
        whole.published,
    )
    assert shape(lost) == shape(whole)


@pytest.mark.parametrize("text", [ANPA, IPTC], ids=["anpa", "iptc"])
def test_no_word_of_the_file_is_lost_and_no_control_survives(text: str) -> None:
    said = everything(read(text))
    for word in re.findall(r"[^\W_]+", bare(text)):
        assert word in said
    assert not CONTROLS.search(said)


def test_a_file_that_begins_with_a_message_is_known_whatever_its_name() -> None:
    for text in (IPTC, ANPA, ANPA.replace("\r\n", "\n"), IPTC.replace("\r\n", "\n")):
        for name in ("a", "a.txt", "a.dat"):
            assert pick_format(Source(name, text.encode("cp1252"), 0)).name == "iptc7901"
    assert pick_format(Source("a.txt", b"\x01 A text with a control in it.\n", 0)).name == "text"
    assert pick_format(Source("a.txt", bare(IPTC).encode(), 0)).name == "text"


def test_a_head_without_marks_and_a_headline_above_a_blank_line() -> None:
    article = read(
        "EXT010 3 GEN 0336 F XYZ-0102\nRUSSIE/GB/\nAffaire du port: une enquête est ouverte\n\n"
        "   MOSCOU 15/06 (AFP) = Les services ont ouvert une enquête sur la base\n"
        "des déclarations, a annoncé vendredi le port.\n./.ABC\n150920 JUN 07\n",
        encoding="utf-8",
    )
    assert article.headline == "Affaire du port: une enquête est ouverte"
    assert article.keywords == ("RUSSIE", "GB")
    assert article.published == dt.datetime(2007, 6, 15, 9, 20, tzinfo=dt.UTC)
    assert article.notes[-2:] == ("./.ABC", "150920 JUN 07")


def test_each_further_message_of_a_file_is_a_section() -> None:
    second = IPTC.replace("bleibt", "schließt").replace("091305", "101305")
    article = read(IPTC + second)
    assert article.headline == "Der Hafen bleibt für Schiffe offen"
    assert article.published.isoformat() == "2021-11-09T13:05:00+00:00"
    assert [section.crosshead for section in article.sections] == [
        None,
        "Der Hafen schließt für Schiffe offen",
    ]


def test_a_table_keeps_its_columns() -> None:
    article = read(
        "\x16\x16\x01q0001\x1f\r\nr q\x14\x12 bc-Table 11-09 0010\r\n\x02^A table<\r\n^Results<\r\n"
        "\t   Results of the day:\r\n\r\n\bHarbour    98   4\r\n\bHills      90   3\r\n\x03\x04"
    )
    assert article.desk == "sport results"
    (table,) = [p for s in article.sections for p in s.paragraphs if p.kind == "verbatim"]
    assert [line.split() for line in table.text.split("\n")] == [
        ["Harbour", "98", "4"],
        ["Hills", "90", "3"],
    ]


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("091305 nov 21", "2021-11-09 13:05"),
        ("091305 GMT NOV 2021", "2021-11-09 13:05 GMT"),
        ("310001 JUL 97", "1997-07-31 00:01"),
        ("091305 Okt 21", "2021-10-09 13:05"),
        ("AP-WF-11-09-21 2337GMT<", "2021-11-09 23:37 GMT"),
        ("16:35ET 31-10-14<", "2014-10-31 16:35 ET"),
        ("29-05-15 05-46-12", "2015-05-29 05:46"),
        ("991305 nov 21", None),
        ("092505 nov 21", None),
        ("091305 xyz 21", None),
        ("in 091305 cases", None),
        ("", None),
    ],
)
def test_the_time_of_transmission_is_read_in_the_forms_of_agencies(
    line: str, stamp: str | None
) -> None:
    assert transmission_time(line) == stamp


def test_what_ends_a_text_is_told_from_its_last_line() -> None:
    for line in ("./.", "./.ABC", "NNNN", "091305 nov 21", "\t   XYZ-WF-11-09-21 2337GMT<"):
        assert is_ending(line)
    for line in ("", "The end.", "He died on 091305 nov 21, the police said at night.", "Nnn"):
        assert not is_ending(line)


@given(st.binary(max_size=400))
def test_no_bytes_are_refused_and_no_control_survives(data: bytes) -> None:
    for start in (b"", b"\x01abc123 3 pl 100\r\nKey/\r\n\x02", ANPA.encode()[:80]):
        article = iptc7901.read(Source("x.iptc", start + data, 0))
        assert not CONTROLS.search(everything(article))
