"""Crossheads in capitals and other headings without marks, and lines that are none."""

from __future__ import annotations

import pytest

from tests.unit.articles.conftest import Read
from tuinews.articles.crossheads import looks_like_crosshead

BODY = "The government fell in August, and nobody in the capital knew what would come next."


@pytest.mark.parametrize(
    "line",
    [
        "BACKGROUND AND RECOGNITION",
        "A NEIGHBOUR’S INTERIM MINISTER VISIT",
        "TIES RE-ESTABLISHED",
        "WHAT HAPPENS NEXT?",
        "ENOUGH!",
        "MACRON MEETS McGREGOR",
        "O'NEILL AND D’ESTAING AT THE al-AZHAR",
        "TRADE WITH THE U.S.",
        "A DEAL FOR ACME INC.",
        "COVID-19 IN THE YEAR 2021",
        "SPÄTE FOLGEN DER STRAßE",
        "ЧТО БЫЛО ДАЛЬШЕ",
        "Η ΣΥΝΕΧΕΙΑ",
        "iPHONE SALES FALL",
        "PARTY'S OVER",
        '"A DISGRACE"',
        "BACKGROUND:",
        "PESTE e CORNA NEL PAESE",
    ],
)
def test_a_line_in_capitals_is_a_crosshead(line: str) -> None:
    assert looks_like_crosshead(line)


@pytest.mark.parametrize(
    "line",
    [
        "Background and recognition",
        "HE SAID NO,",
        "HE SAID NO;",
        "HE SAID NO -",
        "THE GOVERNMENT FELL IN AUGUST.",
        "AND THEN...",
        "UN",
        "A 12345 BC 67890",
        "PARIS 2024-28",
        "THIS LINE IN CAPITALS HAS RATHER MORE THAN TEN WORDS IN IT",
        "A" * 71,
        "URGENT",
        "FLASH",
        "FOR IMMEDIATE RELEASE",
        "BREAKING NEWS",
        "EMBARGOED UNTIL 9 NOV 2021",
        "NOT FOR PUBLICATION BEFORE NOON",
        "AAPL.O",
        "GENERAL ELECTRIC <GE.N>",
        "ACME INC (NYSE: ACM)",
        "DOW\t35,000",
        "DOW   UP",
        "- FIRST OF ALL",
        "* FIRST OF ALL",
        "• FIRST OF ALL",
        "(CORRECTS NAME)",
        "[PICTURE]",
        '"WE WILL NEVER GIVE UP THIS LAND AGAIN"',
        "BEWERTUNG: FALSCH",
        "BY JANE DOE",
        "KABUL, NOV 9 (REUTERS) - THE MINISTER",
        "-30-",
        "(END)",
        "ENDS",
        "###",
        "(MORE)",
        "REPORTING BY JANE DOE",
    ],
)
def test_a_line_that_only_looks_loud_is_none(line: str) -> None:
    assert not looks_like_crosshead(line)


def crossheads(text: str, read: Read) -> list[str | None]:
    return [section.crosshead for section in read(text).sections]


def test_crossheads_part_a_text_of_one_paragraph_a_line(read: Read) -> None:
    long = BODY + " " + BODY
    text = "\n".join([long, long, "THE FIRST PART", long, "THE SECOND PART", long])
    assert crossheads(text, read) == [None, "THE FIRST PART", "THE SECOND PART"]


def test_up_to_three_lines_join_into_one_crosshead(read: Read) -> None:
    long = BODY + " " + BODY
    text = "\n".join([long, "WHAT COMES NEXT", "FOR THE GOVERNMENT", "IN EXILE", long])
    assert crossheads(text, read) == [None, "WHAT COMES NEXT FOR THE GOVERNMENT IN EXILE"]


def test_a_crosshead_needs_body_before_and_after_it(read: Read) -> None:
    assert crossheads(f"A headline\n\nFIRST OF ALL\n\n{BODY}\n\nLAST OF ALL\n", read) == [None]


def test_three_paragraphs_in_capitals_are_a_list(read: Read) -> None:
    text = f"A headline\n\n{BODY}\n\nALPHA TEAM\n\nBETA TEAM\n\nGAMMA TEAM\n\n{BODY}\n"
    assert crossheads(text, read) == [None]


def test_a_text_all_in_capitals_has_no_crossheads(read: Read) -> None:
    text = "\n\n".join(["A HEADLINE", BODY.upper(), "BACKGROUND", BODY.upper(), BODY])
    assert crossheads(text, read) == [None]


def test_headings_with_marks_need_no_capitals(read: Read) -> None:
    text = (
        f"A headline\n\n{BODY}\n\n## First\n\n{BODY}\n\nSecond\n------\n\n{BODY}\n\n"
        f"**Third**\n\n{BODY}\n\nFourth\n======\n{BODY}\n\nFifth\n~~~~~\n\n{BODY}\n"
    )
    assert crossheads(text, read) == [None, "First", "Second", "Third", "Fourth", "Fifth"]


def test_numbered_headings_need_capitals(read: Read) -> None:
    text = "\n\n".join(
        ["A headline", BODY, "1. THE WAR", BODY, "2. The peace", BODY, "IV. WHAT NOW", BODY]
    )
    assert crossheads(text, read) == [None, "1. THE WAR", "IV. WHAT NOW"]


def test_scripts_without_capitals_have_short_lines_as_crossheads(read: Read) -> None:
    lede = "気象庁は同日、震源の深さが約40キロで地震の規模は7であると発表した。"
    text = f"地震のニュース\n\n{lede}\n\n被害の状況\n\n{lede}\n\n【今後】\n\n{lede}\n"
    assert crossheads(text, read) == [None, "被害の状況", "【今後】"]
    arabic = "قال مسؤول في الحكومة إن الوضع مستقر في العاصمة."
    text = f"عنوان الخبر\n\n{arabic}\n\nخلفية\n\n{arabic}\n"
    assert crossheads(text, read) == [None, "خلفية"]


def test_short_sentences_in_scripts_without_capitals_are_text(read: Read) -> None:
    text = "題名\n\n今日は雨だ。\n\n明日は晴れ。\n\nそうだ。\n"
    assert crossheads(text, read) == [None]
