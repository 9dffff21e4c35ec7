"""Datelines of the world's agencies, and sentences that only begin like one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.articles.conftest import Read
from tuinews.articles.datelines import REACH, find_dateline
from tuinews.articles.dates import as_date

Day = tuple[int | None, int | None, int | None]

DATELINES: list[tuple[str, str, str | None, Day, str | None]] = [
    (
        "WASHINGTON (Reuters) - The president said on Friday that he would go.",
        "WASHINGTON (Reuters)",
        "WASHINGTON",
        (None, None, None),
        "Reuters",
    ),
    (
        "NEW YORK, Nov. 7, 2021 /PRNewswire/ -- Acme Corp. today announced its results.",
        "NEW YORK, Nov. 7, 2021 /PRNewswire/",
        "NEW YORK",
        (2021, 11, 7),
        "PRNewswire",
    ),
    (
        "TEHRAN [Iran], Feb 26 (ANI): The foreign minister said.",
        "TEHRAN [Iran], Feb 26 (ANI)",
        "TEHRAN, Iran",
        (None, 2, 26),
        "ANI",
    ),
    (
        "LONDON/PARIS, 9 Nov (Xinhua) -- Leaders of both countries met.",
        "LONDON/PARIS, 9 Nov (Xinhua)",
        "LONDON/PARIS",
        (None, 11, 9),
        "Xinhua",
    ),
    (
        "SAN FRANCISCO--(BUSINESS WIRE)--Acme Inc. today announced its results.",
        "SAN FRANCISCO--(BUSINESS WIRE)",
        "SAN FRANCISCO",
        (None, None, None),
        "BUSINESS WIRE",
    ),
    (
        "GENEVA, Switzerland — The United Nations said on Tuesday that it would help.",
        "GENEVA, Switzerland",
        "GENEVA, Switzerland",
        (None, None, None),
        None,
    ),
    (
        "Kabul, 9 November 2021 (XYZ): The ambassador said.",
        "Kabul, 9 November 2021 (XYZ)",
        "Kabul",
        (2021, 11, 9),
        "XYZ",
    ),
    (
        "MONTGOMERY, Ala. (AP) — Voters went to the polls.",
        "MONTGOMERY, Ala. (AP)",
        "MONTGOMERY, Ala.",
        (None, None, None),
        "AP",
    ),
    (
        "KABUL, Afghanistan (AP) _ A blast was heard.",
        "KABUL, Afghanistan (AP)",
        "KABUL, Afghanistan",
        (None, None, None),
        "AP",
    ),
    (
        "BEIJING, Nov. 9 (Xinhua) -- China said.",
        "BEIJING, Nov. 9 (Xinhua)",
        "BEIJING",
        (None, 11, 9),
        "Xinhua",
    ),
    ("Nov 9 (Reuters) - Apple said.", "Nov 9 (Reuters)", None, (None, 11, 9), "Reuters"),
    ("(Reuters) - Apple said on Tuesday.", "(Reuters)", None, (None, None, None), "Reuters"),
    ("(CNN) — The storm moved on.", "(CNN)", None, (None, None, None), "CNN"),
    ("Kabul (CNN) — The storm moved on.", "Kabul (CNN)", "Kabul", (None, None, None), "CNN"),
    (
        "MOSCOW. Nov 9 (Interfax) - Russia said.",
        "MOSCOW. Nov 9 (Interfax)",
        "MOSCOW",
        (None, 11, 9),
        "Interfax",
    ),
    (
        "MOSCOW, November 9. /TASS/. The Kremlin said.",
        "MOSCOW, November 9. /TASS/",
        "MOSCOW",
        (None, 11, 9),
        "TASS",
    ),
    (
        "New Delhi, Nov 9 (PTI) The Supreme Court on Tuesday said.",
        "New Delhi, Nov 9 (PTI)",
        "New Delhi",
        (None, 11, 9),
        "PTI",
    ),
    (
        "Tehran, Nov 9, IRNA – The minister said.",
        "Tehran, Nov 9, IRNA",
        "Tehran",
        (None, 11, 9),
        "IRNA",
    ),
    (
        "(ANSA) - ROMA, 09 NOV - Il presidente ha detto.",
        "(ANSA) - ROMA, 09 NOV",
        "ROMA",
        (None, 11, 9),
        "ANSA",
    ),
    ("Berlin (dpa) - Die Kanzlerin sagte.", "Berlin (dpa)", "Berlin", (None, None, None), "dpa"),
    (
        "MADRID, 9 Nov. (EUROPA PRESS) - El presidente dijo.",
        "MADRID, 9 Nov. (EUROPA PRESS)",
        "MADRID",
        (None, 11, 9),
        "EUROPA PRESS",
    ),
    (
        "Madrid, 9 nov (EFE).- El presidente dijo.",
        "Madrid, 9 nov (EFE)",
        "Madrid",
        (None, 11, 9),
        "EFE",
    ),
    (
        "PARIS, 9 nov 2021 (AFP) - Le ministre a dit.",
        "PARIS, 9 nov 2021 (AFP)",
        "PARIS",
        (2021, 11, 9),
        "AFP",
    ),
    (
        "TORONTO, ON / ACCESSWIRE / November 9, 2021 / Acme Corp. announced.",
        "TORONTO, ON / ACCESSWIRE / November 9, 2021",
        "TORONTO, ON",
        (2021, 11, 9),
        "ACCESSWIRE",
    ),
    (
        "NEW YORK, Nov. 09, 2021 (GLOBE NEWSWIRE) -- Acme announced.",
        "NEW YORK, Nov. 09, 2021 (GLOBE NEWSWIRE)",
        "NEW YORK",
        (2021, 11, 9),
        "GLOBE NEWSWIRE",
    ),
    (
        "TORONTO, Nov. 9, 2021 /CNW/ - Acme announced.",
        "TORONTO, Nov. 9, 2021 /CNW/",
        "TORONTO",
        (2021, 11, 9),
        "CNW",
    ),
    (
        "GENEVA, SWITZERLAND, November 9, 2021 /EINPresswire.com/ -- Acme announced.",
        "GENEVA, SWITZERLAND, November 9, 2021 /EINPresswire.com/",
        "GENEVA, SWITZERLAND",
        (2021, 11, 9),
        "EINPresswire.com",
    ),
    (
        "WASHINGTON (November 9, 2021) — The agency announced.",
        "WASHINGTON (November 9, 2021)",
        "WASHINGTON",
        (2021, 11, 9),
        None,
    ),
    (
        "LONDON — Nov. 9, 2021 — Acme announced.",
        "LONDON — Nov. 9, 2021",
        "LONDON",
        (2021, 11, 9),
        None,
    ),
    (
        "ISLAMABAD: Prime Minister on Tuesday said that the government would act.",
        "ISLAMABAD",
        "ISLAMABAD",
        (None, None, None),
        None,
    ),
    (
        "WASHINGTON — The Senate voted on Tuesday to pass the bill.",
        "WASHINGTON",
        "WASHINGTON",
        (None, None, None),
        None,
    ),
    (
        "SEOUL, Nov. 9 (Yonhap) -- South Korea said.",
        "SEOUL, Nov. 9 (Yonhap)",
        "SEOUL",
        (None, 11, 9),
        "Yonhap",
    ),
    ("TOKYO, Nov. 9, Kyodo - Japan said.", "TOKYO, Nov. 9, Kyodo", "TOKYO", (None, 11, 9), "Kyodo"),
    (
        "The Hague, Netherlands, 9 November 2021 – The court ruled.",
        "The Hague, Netherlands, 9 November 2021",
        "The Hague, Netherlands",
        (2021, 11, 9),
        None,
    ),
    (
        "ABOARD AIR FORCE ONE (Reuters) - The president said.",
        "ABOARD AIR FORCE ONE (Reuters)",
        "ABOARD AIR FORCE ONE",
        (None, None, None),
        "Reuters",
    ),
    ("ST. LOUIS (AP) — The river rose.", "ST. LOUIS (AP)", "ST. LOUIS", (None, None, None), "AP"),
    (
        "WASHINGTON, D.C. (UPI) -- The Senate voted.",
        "WASHINGTON, D.C. (UPI)",
        "WASHINGTON, D.C.",
        (None, None, None),
        "UPI",
    ),
    ("ANKARA (AA) - Turkey said.", "ANKARA (AA)", "ANKARA", (None, None, None), "AA"),
    ("Wien (APA) – Der Kanzler sagte.", "Wien (APA)", "Wien", (None, None, None), "APA"),
    (
        "Paris, le 9 novembre 2021 - Le ministre a annoncé.",
        "Paris, le 9 novembre 2021",
        "Paris",
        (2021, 11, 9),
        None,
    ),
    (
        "BERLIN, Tuesday (Reuters) - The chancellor said.",
        "BERLIN, Tuesday (Reuters)",
        "BERLIN",
        (None, None, None),
        "Reuters",
    ),
    (
        "UNITED NATIONS, Nov. 9 (IPS) - The council met.",
        "UNITED NATIONS, Nov. 9 (IPS)",
        "UNITED NATIONS",
        (None, 11, 9),
        "IPS",
    ),
    (
        "RIO DE JANEIRO, 9 de novembro de 2021 (Lusa) - O presidente disse.",
        "RIO DE JANEIRO, 9 de novembro de 2021 (Lusa)",
        "RIO DE JANEIRO",
        (2021, 11, 9),
        "Lusa",
    ),
    (
        "BAGHDAD, Tuesday - The government said that it would act at once.",
        "BAGHDAD, Tuesday",
        "BAGHDAD",
        (None, None, None),
        None,
    ),
    (
        "新华社北京11月9日电（记者王某）国家主席今天说。",
        "新华社北京11月9日电（记者王某）",
        "北京",
        (None, 11, 9),
        "新华社",
    ),
    (
        "[東京\u3000９日\u3000ロイター] - 日銀は９日、発表した。",
        "[東京\u3000９日\u3000ロイター]",
        "東京",
        (None, None, 9),
        "ロイター",
    ),
    (
        "(서울=연합뉴스) 홍길동 기자 = 정부는 9일 밝혔다.",
        "(서울=연합뉴스) 홍길동 기자 =",
        "서울",
        (None, None, None),
        "연합뉴스",
    ),
    ("Wednesday, September 25, 2019", "Wednesday, September 25, 2019", None, (2019, 9, 25), None),
    ("9 November 2021", "9 November 2021", None, (2021, 11, 9), None),
    (
        "New York, 2021-11-09 (Acme News): The mayor said.",
        "New York, 2021-11-09 (Acme News)",
        "New York",
        (2021, 11, 9),
        "Acme News",
    ),
    ("القاهرة (رويترز) - قال مسؤول", "القاهرة (رويترز)", "القاهرة", (None, None, None), "رويترز"),
    (
        "WASHINGTON, Nov 9 (Reuters) - The president said.",
        "WASHINGTON, Nov 9 (Reuters)",
        "WASHINGTON",
        (None, 11, 9),
        "Reuters",
    ),
    (
        "HONG KONG, Nov. 9, 2021 /PRNewswire-AsiaNet/ -- Acme.",
        "HONG KONG, Nov. 9, 2021 /PRNewswire-AsiaNet/",
        "HONG KONG",
        (2021, 11, 9),
        "PRNewswire-AsiaNet",
    ),
    (
        "SANTIAGO DE CHILE (AP) — Voters.",
        "SANTIAGO DE CHILE (AP)",
        "SANTIAGO DE CHILE",
        (None, None, None),
        "AP",
    ),
    (
        "PORT-AU-PRINCE, Haiti (AP) — Voters.",
        "PORT-AU-PRINCE, Haiti (AP)",
        "PORT-AU-PRINCE, Haiti",
        (None, None, None),
        "AP",
    ),
    (
        "Sao Paulo, Brazil, Nov. 9, 2021 – Acme announced.",
        "Sao Paulo, Brazil, Nov. 9, 2021",
        "Sao Paulo, Brazil",
        (2021, 11, 9),
        None,
    ),
]

DATELINES.append(
    (
        "OXFORD, England, Thursday (TUI) - Roger Bannister ran a mile.",
        "OXFORD, England, Thursday (TUI)",
        "OXFORD, England",
        (None, None, None),
        "TUI",
    )
)
DATELINES.append(
    (
        "斯德哥尔摩，2015年10月5日（TUI）— 瑞典卡罗琳医学院宣布",
        "斯德哥尔摩，2015年10月5日（TUI）",
        "斯德哥尔摩",
        (2015, 10, 5),
        "TUI",
    )
)
DATELINES.append(
    (
        "ستوكهولم، 13 أكتوبر 1988 (TUI) — أعلنت الأكاديمية",
        "ستوكهولم، 13 أكتوبر 1988 (TUI)",
        "ستوكهولم",
        (1988, 10, 13),
        "TUI",
    )
)

LOOK_ALIKES = [
    "TESLA (TSLA) - shares rose.",
    "WHO (World Health Organization) - said that it would help people.",
    "On Friday - he said it was over.",
    "NATO — which met on Tuesday — said it would act.",
    "The minister (Reuters photo) - said no.",
    "Smith, 42 - a carpenter - said no.",
    "UPDATE - The minister has resigned over the affair in the capital.",
    "NOTE: This article was corrected on Tuesday to fix a name.",
    "COVID-19 - what to know about the new variant.",
    "In Paris, May 7 - the day of the vote - it rained.",
    "On 9 November 2021: the government fell.",
    "Kabul, Tuesday - a day of mourning.",
    "BREAKING: Taliban take Kabul as the president leaves the country.",
    "KABUL: Taliban name new minister",
    "LIVERPOOL - ARSENAL 2-1",
    "Apple (AAPL) — the company said.",
    "Alcoholics Anonymous (AA) - a fellowship of people.",
    "Monday, 9 November - the day the wall fell.",
    "BEWERTUNG: Die Behauptung ist falsch, sagen Experten am Dienstag.",
    "U.S. — The country is large and has many states.",
    "What we know (so far) - a summary.",
    "Q: What happened on Tuesday when the minister left the building?",
    "John Smith (Labour) - 12,345 votes.",
    '"KABUL (Reuters) - " is how a story begins.',
    "1. KABUL (Reuters) - first.",
    "The Prime Minister, who met on Nov. 9 (Tuesday) - said no.",
    "May - the month of flowers - is here.",
    "PARIS 2024 - The Olympic Games open on Friday in the capital of France.",
    "Jan. 6 - a day that will live on - was remembered.",
    "Total (up 3 per cent) - the oil company.",
    "I (AP) - am",
    "Boeing (BA.N) - shares fell 3% on Tuesday after the report.",
    "WATCH: The president speaks to the nation from the White House.",
    "Contact: Jane Doe, Nov. 9, 2021",
    "MORE - See also the story about the minister on page two of the paper.",
]


@pytest.mark.parametrize(("paragraph", "text", "place", "day", "source"), DATELINES)
def test_a_dateline_is_read(
    paragraph: str, text: str, place: str | None, day: Day, source: str | None
) -> None:
    filed = find_dateline(paragraph)
    assert filed is not None
    assert (filed.text, filed.place, filed.source) == (text, place, source)
    assert (filed.year, filed.month, filed.day) == day
    assert paragraph.startswith(filed.text)
    assert not paragraph[filed.end :].startswith((" ", "-", "–", "—", "_", ":"))


@pytest.mark.parametrize("paragraph", LOOK_ALIKES)
def test_a_sentence_that_begins_like_a_dateline_is_none(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


@given(st.text(max_size=300))
def test_any_text_may_be_asked(text: str) -> None:
    filed = find_dateline(text)
    if filed is not None:
        assert text.startswith(filed.text)
        assert len(filed.text) <= filed.end <= max(REACH, len(filed.text)) + 1


def test_a_dateline_without_year_takes_the_articles_year(read: Read) -> None:
    article = read("Storm hits coast\n\nKABUL, Nov. 7 (Reuters) - Text.\n", "2019-11-08-storm.txt")
    assert article.dateline is not None
    assert article.dateline.date == dt.date(2019, 11, 7)
    assert (article.published, article.published_from) == (dt.date(2019, 11, 7), "dateline")


def test_a_dateline_of_december_filed_in_january_is_of_the_year_before(read: Read) -> None:
    article = read("PARIS, Dec. 31 (AFP) - Text.\n", "2022-01-01-storm.txt")
    assert article.dateline is not None
    assert article.dateline.date == dt.date(2021, 12, 31)


def test_a_date_alone_on_its_line_is_the_dateline(read: Read) -> None:
    article = read("Storm hits\n\nWednesday, September 25, 2019\n\nOn Monday it rained.\n")
    assert article.dateline is not None
    assert (article.dateline.date, article.dateline.place) == (dt.date(2019, 9, 25), None)
    assert [p.text for p in article.sections[0].paragraphs] == ["On Monday it rained."]


def test_a_date_alone_and_a_place_below_it_are_one_dateline(read: Read) -> None:
    article = read("Storm hits\n\n9 November 2021\n\nKABUL (Reuters) - It rained.\n")
    assert article.dateline is not None
    assert article.dateline.text == "9 November 2021, KABUL (Reuters)"
    assert article.dateline.date == dt.date(2021, 11, 9)
    assert article.place == "KABUL"


def test_the_lede_starts_behind_the_dateline(read: Read) -> None:
    article = read("Kabul, 9 November 2021 (XYZ): The ambassador came.\nHe left.\n")
    assert article.dateline is not None
    assert article.dateline.text == "Kabul, 9 November 2021 (XYZ)"
    assert [p.text for p in article.sections[0].paragraphs] == ["The ambassador came.", "He left."]
    assert article.source == "XYZ"


def test_speakers_of_an_interview_are_no_places(read: Read) -> None:
    article = read(
        "A talk\n\nSMITH: I think that this was the end of it all.\n\n"
        "JONES: I do not think that it was the end at all.\n"
    )
    assert article.dateline is None


def test_a_dateline_is_looked_for_in_the_first_five_paragraphs_only(read: Read) -> None:
    lines = [f"Paragraph {n} says nothing much, but says it at some length." for n in range(6)]
    article = read("\n\n".join([*lines, "PARIS (AFP) - Text."]))
    assert article.dateline is None


@pytest.mark.parametrize(
    ("weekday", "day"),
    [
        ("Tuesday", dt.date(2021, 11, 9)),
        ("Monday", dt.date(2021, 11, 8)),
        ("Wed.", dt.date(2021, 11, 3)),
        ("mardi", dt.date(2021, 11, 9)),
        ("lunes", dt.date(2021, 11, 8)),
    ],
)
def test_a_weekday_is_the_last_one_when_it_was_published(
    read: Read, weekday: str, day: dt.date
) -> None:
    text = f"OXFORD, England, {weekday} (AP) - It rained in the morning.\n"
    for article in (
        read(text, "2021-11-09-rain.txt"),
        read(f"---\ndate: 2021-11-09T22:00:00Z\n---\n{text}", "rain.txt"),
    ):
        assert article.dateline is not None
        assert article.dateline.date == day
        assert as_date(article.published) == dt.date(2021, 11, 9)
        assert article.published_from in ("path", "metadata")


def test_a_weekday_means_no_day_when_nothing_says_when(read: Read) -> None:
    article = read("OXFORD, England, Tuesday (AP) - It rained in the morning.\n", "rain.txt")
    assert article.dateline is not None
    assert (article.dateline.date, article.published_from) == (None, "mtime")
