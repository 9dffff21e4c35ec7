"""Marking: what a query matches in a text, and the passages worth showing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.index.querylang import longest_valid, parse
from tuinews.index.results import Passage
from tuinews.index.snippets import PASSAGE, best_passage, mark, passages


def marked(query: str, text: str, field: str = "body") -> list[str]:
    return [text[start:end] for start, end in mark(parse(query), text, field)]


def article(*sections: tuple[str | None, list[str]]) -> Article:
    return Article(
        id="a.txt", format="text", encoding="utf-8", headline="Talks in Kabul",
        headline_derived=False, published=dt.date(2021, 11, 9),
        published_from="metadata",
        sections=tuple(
            Section(crosshead, tuple(map(Paragraph, texts))) for crosshead, texts in sections
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("trade", "Trade, trading and TRADED goods", ["Trade", "trading", "TRADED"]),
        ("sao", "In São Paulo", ["São"]),
        ("São", "In SAO PAULO", ["SAO"]),
        ('"bilateral trade"', "bilateral trade; trade, bilateral", ["bilateral trade"]),
        ('"the who"', "The Who and the others", ["The Who"]),
        ("econom*", "economy and Economists met", ["economy", "Economists"]),
        ("gover?ment", "government of governance", ["government"]),
        ("kabul~", "Kabool, Kabul and Qabul", ["Kabul", "Qabul"]),
        ("qaida", "the al-Qaida cell", ["Qaida"]),
        ("al-qaida", "the al-Qaida cell", ["al-Qaida"]),
        ("al-qaida", "al Qaida said", ["al Qaida"]),
        ("alqaida", "the al-Qa’ida cell", ["al-Qa’ida"]),
        ("U.S.", "US and U.S. troops", ["US", "U.S"]),
        ("COVID-19", "COVID-19 cases", ["COVID-19"]),
        ("1777196", "1,777,196 people", ["1,777,196"]),
        ("日本", "日本語の新聞", ["日本"]),
        ("日本語", "日本語の新聞", ["日本語"]),
        ("新", "日本語の新聞", ["新"]),
        ("2021年", "2021年の秋、2021人", ["2021年の"]),
        ("govern????", "governed government governs govern", ["government", "govern"]),
        ("kabul", "Kabul’s mayor", ["Kabul"]),
        ("كابل", "به کابل رفت", ["کابل"]),
        ("trade -sport", "trade and sport", ["trade"]),
        ("trade OR sport", "trade and sport", ["trade", "sport"]),
        ("the trade", "the trade of the day", ["trade"]),
        ("the of", "the trade of the day", ["the", "of", "the"]),
        ("byline:doe", "Doe said", []),
        ("date:2021", "2021", []),
        ("zanzibar", "nothing here", []),
        ("", "nothing here", []),
    ],
)
def test_marks(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_a_field_is_marked_where_it_stands_only() -> None:
    assert marked("headline:kabul", "Kabul", "headline") == ["Kabul"]
    assert marked("headline:kabul", "Kabul", "body") == []
    assert marked("crosshead:kabul", "KABUL", "crosshead") == ["KABUL"]
    assert marked("kabul", "KABUL", "crosshead") == ["KABUL"]
    assert marked("lede:kabul", "Kabul", "lede") == ["Kabul"]


def test_the_word_being_typed_is_marked_as_a_beginning() -> None:
    query = longest_valid("bilateral tra")
    assert query
    assert mark(query, "bilateral trade") == ((0, 9), (10, 15))


def test_spans_never_overlap_where_leaves_do() -> None:
    assert marked('"bilateral trade" trade bilat*', "bilateral trade") == ["bilateral trade"]


@given(st.text(alphabet="abé -.’'日本aA1,", max_size=60))
def test_spans_are_in_order_inside_the_text(text: str) -> None:
    last = 0
    for start, end in mark(parse('a b* "a b" é~ 日 日本 a-b'), text):
        assert last <= start < end <= len(text)
        last = end


def test_the_best_passage_has_most_of_the_words() -> None:
    read = article(
        (None, ["Trade again.", "Something else."]),
        ("BACKGROUND", ["Trade, trade, trade.", "Bilateral trade with Kabul."]),
    )
    best = best_passage(parse("bilateral trade kabul"), read)
    assert best == Passage(
        1, "BACKGROUND", 1, "Bilateral trade with Kabul.", ((0, 9), (10, 15), (21, 26))
    )


def test_passages_are_the_best_in_the_order_of_the_article() -> None:
    read = article((None, ["oil", "oil price", "gas", "price oil today"]))
    found = passages(parse("oil price"), read, limit=2)
    assert [passage.paragraph for passage in found] == [1, 3]
    assert len(passages(parse("oil price"), read, limit=9)) == 3
    assert passages(parse("gas"), read, limit=0) == ()


def test_a_crosshead_that_matches_leads_to_its_first_paragraph() -> None:
    read = article((None, ["Lede."]), ("BACKGROUND", ["First.", "Second."]))
    assert best_passage(parse("background"), read) == Passage(1, "BACKGROUND", 0, "First.", ())


def test_a_word_of_the_lede_is_looked_for_there_only() -> None:
    read = article((None, ["One.", "Two.", "Three.", "Kabul."]), ("X", ["Kabul."]))
    assert best_passage(parse("lede:kabul"), read) is None
    assert best_passage(parse("lede:three"), read)


def test_an_article_without_a_match_has_no_passage() -> None:
    assert best_passage(parse("zanzibar"), article((None, ["Trade."]))) is None
    assert passages(parse("date:2021"), article((None, ["Trade."])), limit=3) == ()


def test_a_long_paragraph_is_cut_around_its_first_match() -> None:
    text = "word " * 400 + "Kabul " + "word " * 400
    passage = best_passage(parse("kabul"), article((None, [text])))
    assert passage
    assert len(passage.text) <= PASSAGE
    assert [passage.text[start:end] for start, end in passage.spans] == ["Kabul"]
    assert not passage.text.startswith("ord")


def test_a_passage_without_spaces_is_cut_too() -> None:
    text = "日" * 3000 + "本" + "日" * 3000
    passage = best_passage(parse("本"), article((None, [text])))
    assert passage
    assert len(passage.text) <= PASSAGE
    assert passage.text[slice(*passage.spans[0])] == "本"


@given(
    words=st.lists(st.sampled_from(["trade", "kabul", "x", "日本語", "longer-word"]), max_size=80),
    width=st.integers(4, 200),
)
def test_a_clipped_passage_fits_and_keeps_its_marks_on_words(words: list[str], width: int) -> None:
    text = " ".join(words)
    passage = Passage(0, None, 0, text, mark(parse("kabul"), text))
    clipped = passage.clipped(width)
    assert len(clipped.text) <= width
    for start, end in clipped.spans:
        assert 0 <= start < end <= len(clipped.text)
        assert "kabul".startswith(clipped.text[start:end])
    if passage.spans and width >= 20:
        assert clipped.spans
