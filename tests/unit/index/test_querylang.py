"""The query language: what people type becomes a tree, or an error that points and suggests."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuinews.errors import QueryError
from tuinews.index.leaves import (
    AtLeast,
    Capitals,
    Dates,
    Fuzzy,
    Language,
    Length,
    Link,
    Marked,
    Named,
    Near,
    Path,
    Pattern,
    Phrase,
    Tagged,
    Thread,
    Word,
)
from tuinews.index.querylang import DEEPEST, LONGEST, longest_valid, parse
from tuinews.index.syntax import And, Node, Not, Or, Query

TODAY = dt.date(2021, 11, 10)


def read(text: str) -> Query:
    return parse(text, today=TODAY)


def node(text: str) -> Node:
    return read(text).node


def outcome_of(text: str) -> Query | QueryError:
    try:
        return read(text)
    except QueryError as caught:
        return caught


def error(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", And(())),
        ("  ", And(())),
        ("kabul trade", And((Word("kabul"), Word("trade")))),
        ("kabul AND trade", And((Word("kabul"), Word("trade")))),
        ('"bilateral trade"', Phrase("bilateral trade")),
        ("“bilateral  trade”", Phrase("bilateral trade")),
        ("trade OR commerce", Or((Word("trade"), Word("commerce")))),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a -sport", And((Word("a"), Not(Word("sport"))))),
        ("a NOT sport", And((Word("a"), Not(Word("sport"))))),
        ("a -(b c)", And((Word("a"), Not(And((Word("b"), Word("c"))))))),
        ('-"a b"', Not(Phrase("a b"))),
        ("NOT NOT a", Word("a")),
        ("--a", Word("a")),
        ("((a))", Word("a")),
        ("a (b c)", And((Word("a"), Word("b"), Word("c")))),
        ("trade or commerce", And((Word("trade"), Word("or"), Word("commerce")))),
        ("not and", And((Word("not"), Word("and")))),
        ("headline:kabul", Word("kabul", "headline")),
        ("HEADLINE:kabul", Word("kabul", "headline")),
        ("title:kabul", Word("kabul", "headline")),
        ("hd:a hl:b", And((Word("a", "headline"), Word("b", "headline")))),
        ("by:doe", Word("doe", "byline")),
        ("author:doe", Word("doe", "byline")),
        ("from:doe", Word("doe", "byline")),
        ("section:world", Word("world", "desk")),
        ("located:kabul", Word("kabul", "place")),
        ("topic:oil subject:gas", And((Word("oil", "keyword"), Word("gas", "keyword")))),
        ('place:"New York"', Phrase("New York", "place")),
        ("headline:(a OR b)", Or((Word("a", "headline"), Word("b", "headline")))),
        ("crosshead:background lede:taliban",
         And((Word("background", "crosshead"), Word("taliban", "lede")))),
        ("headline: kabul", Word("kabul", "headline")),
        ("econom*", Pattern("econom*")),
        ("econom***", Pattern("econom*")),
        ("gover?ment", Pattern("gover?ment")),
        ("*ment", Pattern("*ment")),
        ("headline:econom*", Pattern("econom*", "headline")),
        ("what??", Pattern("what??")),
        ("kabul~", Fuzzy("kabul", 1)),
        ("kabul~2", Fuzzy("kabul", 2)),
        ("kabul~0", Word("kabul")),
        ("words:>600", Length(601, None)),
        ("wc:<=600", Length(None, 600)),
        ("words:1,200", Length(1200, 1200)),
        ("words:200..600", Length(200, 600)),
        ("path:2021/**", Path("2021/**")),
        ('path:"my folder/**"', Path("my folder/**")),
        ('path:"[draft] notes"', Path("[draft] notes")),
        ("lang:AR", Language("ar")),
        ("place:=York", Named("York", "place")),
        ('located:="New York"', Named("New York", "place")),
        ('keyword:="the ""Echo"""', Named('the "Echo"', "keyword")),
        ("place:=York kabul", And((Named("York", "place"), Word("kabul")))),
        ('-source:=AP OR (desk:="World")',
         Or((Not(Named("AP", "source")), Named("World", "desk")))),
        ('place:="York" "Kabul"', And((Named("York", "place"), Phrase("Kabul")))),
        ('place:"York""Kabul"', And((Phrase("York", "place"), Phrase("Kabul")))),
        ("al-qaida COVID-19", And((Word("al-qaida"), Word("COVID-19")))),
        ("Kabul - trade", And((Word("Kabul"), Word("trade")))),
        ("Kabul (Reuters)", And((Word("Kabul"), Word("Reuters")))),
        ("http://x.org/a", Word("http://x.org/a")),
        ("10:30", Word("10:30")),
        ("Update: Kabul", And((Word("Update"), Word("Kabul")))),
        ('"AND"', Phrase("AND")),
        ("!!! kabul, ...", Word("kabul")),
        ("U.S.", Word("U.S")),
        ("日本", Word("日本")),
        ("a w/5 b", Near(((Word("a"),), (Word("b"),)), (Link("word", 5),))),
        ("a W/05 b", Near(((Word("a"),), (Word("b"),)), (Link("word", 5),))),
        ("a pre/3 b", Near(((Word("a"),), (Word("b"),)), (Link("word", 3, ordered=True),))),
        ("a* w/5 b~", Near(((Pattern("a*"),), (Fuzzy("b", 1),)), (Link("word", 5),))),
        ("headline:atleast3(a*)", AtLeast(3, (Pattern("a*"),), "headline")),
        ("a w/s b", Near(((Word("a"),), (Word("b"),)), (Link("sentence"),))),
        ("a pre/p b", Near(((Word("a"),), (Word("b"),)), (Link("paragraph", ordered=True),))),
        ('"a b" w/5 (c OR "d e")',
         Near(((Phrase("a b"),), (Word("c"), Phrase("d e"))), (Link("word", 5),))),
        ("a w/5 b pre/2 c",
         Near(((Word("a"),), (Word("b"),), (Word("c"),)),
              (Link("word", 5), Link("word", 2, ordered=True)))),
        ("x a w/5 b -y",
         And((Word("x"), Near(((Word("a"),), (Word("b"),)), (Link("word", 5),)), Not(Word("y"))))),
        ("-a w/5 b", Not(Near(((Word("a"),), (Word("b"),)), (Link("word", 5),)))),
        ("headline:(a w/5 b)", Near(((Word("a"),), (Word("b"),)), (Link("word", 5),), "headline")),
        ("headline:a w/5 b", Near(((Word("a"),), (Word("b"),)), (Link("word", 5),), "headline")),
        ("allcaps(AIDS) w/5 b",
         Near(((Capitals(Word("AIDS")),), (Word("b"),)), (Link("word", 5),))),
        ("w/o a", And((Word("w/o"), Word("a")))),
        ('"w/5" a', And((Phrase("w/5"), Word("a")))),
        ("path:w/5", Path("w/5")),
        ("atleast3(trade)", AtLeast(3, (Word("trade"),))),
        ('atleast3(trade OR "oil price")', AtLeast(3, (Word("trade"), Phrase("oil price")))),
        ("headline:atleast2(a)", AtLeast(2, (Word("a"),), "headline")),
        ("atleast2(headline:a)", AtLeast(2, (Word("a"),), "headline")),
        ("-atleast2(a) b", And((Not(AtLeast(2, (Word("a"),))), Word("b")))),
        ("atleast3 (trade)", And((Word("atleast3"), Word("trade")))),
        ("allcaps(RICO)", Capitals(Word("RICO"))),
        ('ALLCAPS("NEW YORK")', Capitals(Phrase("NEW YORK"))),
        ("allcaps(RICO OR FBI)", Or((Capitals(Word("RICO")), Capitals(Word("FBI"))))),
        ("headline:allcaps(RICO)", Capitals(Word("RICO", "headline"))),
        ("is:unread", Not(Marked("read"))),
        ("-is:unread", Marked("read")),
        ("IS:Starred a", And((Marked("starred"), Word("a")))),
        ("has:note", Marked("note")),
        ("tag:Follow-Up", Marked("tag:follow-up")),
        ('tag:"to read"', Marked("tag:to read")),
        ("tag:Follow*", Tagged("follow*")),
        ("-tag:?ead", Not(Tagged("?ead"))),
        ('tag:"what?"', Marked("tag:what?")),
        ("thread:2021/kabul.md", Thread("2021/kabul.md")),
        ('thread:"a b.md"', Thread("a b.md")),
    ],
)  # fmt: skip
def test_a_query_reads_as_meant(text: str, tree: Node) -> None:
    assert node(text) == tree


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2021-11-07", (2021, 11, 7), (2021, 11, 7)),
        ("date:20211107", (2021, 11, 7), (2021, 11, 7)),
        ("on:2021-11-07", (2021, 11, 7), (2021, 11, 7)),
        ("date:2021-02", (2021, 2, 1), (2021, 2, 28)),
        ("date:2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("date:2021", (2021, 1, 1), (2021, 12, 31)),
        ("date:2021-11..2022-01", (2021, 11, 1), (2022, 1, 31)),
        ("date:2021..", (2021, 1, 1), None),
        ("date:..2021", None, (2021, 12, 31)),
        ("since:2021-11", (2021, 11, 1), None),
        ("until:2021-11", None, (2021, 11, 30)),
        ("date:>2021", (2022, 1, 1), None),
        ("date:>=2021", (2021, 1, 1), None),
        ("date:<2021-11", None, (2021, 10, 31)),
        ("date:today", (2021, 11, 10), (2021, 11, 10)),
        ("date:yesterday", (2021, 11, 9), (2021, 11, 9)),
        ("date:this-week", (2021, 11, 8), (2021, 11, 14)),
        ("date:last-week", (2021, 11, 1), (2021, 11, 7)),
        ("date:this-month", (2021, 11, 1), (2021, 11, 30)),
        ("date:last-month", (2021, 10, 1), (2021, 10, 31)),
        ("date:last-year", (2020, 1, 1), (2020, 12, 31)),
        ("date:7d", (2021, 11, 3), (2021, 11, 10)),
        ("date:2w", (2021, 10, 27), (2021, 11, 10)),
        ("date:1m", (2021, 10, 10), (2021, 11, 10)),
        ("date:1y", (2020, 11, 10), (2021, 11, 10)),
        ("since:last-week", (2021, 11, 1), None),
    ],
)
def test_every_way_to_write_a_date(
    text: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None
) -> None:
    assert node(text) == Dates(first and dt.date(*first), last and dt.date(*last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2021-Q4", (2021, 10, 1), (2021, 12, 31)),
        ("date:2021q1", (2021, 1, 1), (2021, 3, 31)),
        ("date:2020-Q1..2020-Q2", (2020, 1, 1), (2020, 6, 30)),
        ("date:2021-W01", (2021, 1, 4), (2021, 1, 10)),
        ("date:2020-w53", (2020, 12, 28), (2021, 1, 3)),
        ("date:this-quarter", (2021, 10, 1), (2021, 12, 31)),
        ("date:last-quarter", (2021, 7, 1), (2021, 9, 30)),
        ('date:"last week"', (2021, 11, 1), (2021, 11, 7)),
        ("date:2020...2021", (2020, 1, 1), (2021, 12, 31)),
        ("date:2020\u20262021", (2020, 1, 1), (2021, 12, 31)),
    ],
)
def test_quarters_weeks_and_dots_as_people_write_them(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert node(text) == Dates(dt.date(*first), dt.date(*last))


def test_the_quarter_before_the_first_of_a_year_is_the_last_of_the_year_before() -> None:
    assert parse("date:last-quarter", today=dt.date(2021, 2, 3)).node == Dates(
        dt.date(2020, 10, 1), dt.date(2020, 12, 31)
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("oil || gas", Or((Word("oil"), Word("gas")))),
        ("oil && gas", And((Word("oil"), Word("gas")))),
        ("oil \u2212gas", And((Word("oil"), Not(Word("gas"))))),
        ("oil | gas", And((Word("oil"), Word("gas")))),
        ("headline:-5", Word("5", "headline")),
        ("東京*", Word("東京")),
        ("*東京*", Word("東京")),
        ("東*都", And((Word("東"), Word("都")))),
        ("headline:東?都", And((Word("東", "headline"), Word("都", "headline")))),
        ("東京都~2", Word("東京都")),
        ("กรุงเทพ~", Word("กรุงเทพ")),
        ("gov????", Pattern("gov????")),
    ],
)
def test_what_is_typed_as_elsewhere_reads_as_meant(text: str, tree: Node) -> None:
    assert node(text) == tree


def test_the_end_of_a_short_month_is_a_month_after_a_longer_one() -> None:
    assert parse("date:1m", today=dt.date(2021, 3, 31)).node == Dates(
        dt.date(2021, 2, 28), dt.date(2021, 3, 31)
    )


@pytest.mark.parametrize(
    ("text", "column", "suggestion"),
    [
        ('kabul "bilateral trade', 6, 'kabul "bilateral trade"'),
        ("headlin:kabul", 0, "headline:kabul"),
        ("oil dsk:world", 4, "oil desk:world"),
        ("foo:bar", 0, '"foo:bar"'),
        ("is:unred", 3, "is:unread"),
        ("has:tag", 4, "has:note"),
        ("is:", 0, "is:unread"),
        ("date:garbage", 5, None),
        ("date:lst-week", 5, "date:last-week"),
        ("date:2021-13", 5, "date:2021"),
        ("oil date:2021-02-30", 9, "oil date:2021-02"),
        ("date:2022..2021", 5, "date:2021..2022"),
        ("date:..", 5, "date:2021.."),
        ("date:[2021-11-01 TO 2021-12-31]", 5, "date:2021-11-01..2021-12-31"),
        ("date:", 0, "date:last-week"),
        ("words:many", 6, "words:>600"),
        ("words:9..3", 6, "words:3..9"),
        ("sort:newst", 5, "sort:newest"),
        ("kabul AND", 6, "kabul"),
        ("OR kabul", 0, "kabul"),
        ("a AND OR b", 6, "a AND b"),
        ("a OR AND b", 5, "a OR b"),
        ("NOT", 0, None),
        ("a NOT", 2, "a"),
        ("(a OR) b", 3, "(a ) b"),
        ("()", 0, None),
        ("a () b", 2, "a b"),
        ("(a", 0, "(a)"),
        ("a (", 2, "a"),
        ("((", 1, "("),
        ("foo:bar:baz oil", 0, '"foo:bar:baz" oil'),
        ('foo:"a b" oil', 0, '"foo:a b" oil'),
        ("oil foo:(a b)", 4, "oil (a b)"),
        ("headline:re:kabul:oil gas", 9, 'headline:"re:kabul:oil" gas'),
        ("a)", 1, "a"),
        ("kabul~3", 6, "kabul~2"),
        ("*", 0, None),
        ("...", 0, None),
        ("w/5 talks", 0, "talks"),
        ("peace w/5", 6, "peace"),
        ("peace w/5 )", 6, "peace )"),
        ("peace w/5 w/3 talks", 10, "peace w/5 talks"),
        ("peace w/5 AND talks", 10, "peace w/5 talks"),
        ("peace w/5 -talks", 10, "peace -talks"),
        ("peace w/0 talks", 6, "peace w/5 talks"),
        ("peace w/5000 talks", 6, "peace w/5 talks"),
        ("peace w/5 (a b)", 10, "peace AND (a b)"),
        ("(a w/5 b) w/3 c", 0, "(a w/5 b) AND c"),
        ("by:doe w/5 talks", 0, "by:doe AND talks"),
        ("headline:a w/5 lede:b", 15, "headline:a AND lede:b"),
        ("peace w/5 date:2021", 10, "peace AND date:2021"),
        ("atleast(trade)", 0, "atleast3(trade)"),
        ("atleast0(trade)", 0, "atleast3(trade)"),
        ("atleast3(a b)", 0, "(a b)"),
        ("caps(RICO)", 0, "allcaps(RICO)"),
        ("nocaps(rico)", 0, "allcaps(rico)"),
        ("allcaps(NEW YORK)", 0, 'allcaps("NEW YORK")'),
        ("allcaps(a -b)", 0, "(a -b)"),
        ("allcaps()", 7, "allcaps"),
        ("headline:=kabul", 9, "headline:kabul"),
        ('lede:="New York" oil', 5, 'lede:"New York" oil'),
        ("oil place:=", 10, 'place:="New York"'),
        ("place:= York", 6, 'place:="New York"'),
        ('place:=""', 6, 'place:="New York"'),
        # What other programs write, and what is left of a text that was pasted
        ("trade^2", 5, "trade"),
        ("oil trade^1.5 gas", 9, "oil trade gas"),
        ('"bilateral trade"^2', 17, '"bilateral trade"'),
        ("(oil OR gas)^2 price", 12, "(oil OR gas) price"),
        ('"bilateral trade"~3', 17, "bilateral w/4 trade"),
        ('"a b c"~3', 7, '"a b c"'),
        ("peace NEAR/5 talks", 6, "peace w/5 talks"),
        ("peace adj/3 talks", 6, "peace pre/3 talks"),
        ("peace w/sent talks", 6, "peace w/s talks"),
        ("peace pre/paragraph talks", 6, "peace pre/p talks"),
        ("oil *", 4, "oil"),
        ("body:oil", 0, "oil"),
        ("after:2020", 0, "since:2020"),
        ("before:2020", 0, "until:2020"),
        ("category:world", 0, "desk:world"),
        ("desk:-world", 5, "-desk:world"),
        ("desk:\u2212world", 5, "-desk:world"),
        ('oil headline:-"new york"', 13, 'oil -headline:"new york"'),
        ("headline:NOT kabul", 9, "-headline:kabul"),
        ("headline:desk:world", 9, "desk:world"),
        ("headline:re:kabul", 9, 'headline:"re:kabul"'),
        ("headline:()", 0, None),
        ('kabul"', 5, "kabul"),
        ("date:{2020 TO 2021}", 5, "date:2020..2021"),
        ("date:2020-2021", 5, "date:2020..2021"),
        ("date:last week oil", 5, "date:last-week oil"),
        ("since:2020-03..2020-05", 6, "since:2020-03-01"),
        ("until:..2020", 6, "until:2020-12-31"),
        ("date:2020-W54", 5, "date:2020"),
    ],
)
def test_an_error_points_at_the_place_and_suggests(
    text: str, column: int, suggestion: str | None
) -> None:
    caught = error(text)
    assert (caught.column, caught.suggestion) == (column, suggestion)
    assert str(caught)
    assert "\n" not in str(caught)


@pytest.mark.parametrize("field", ["was", "hers", "foo"])
def test_an_unknown_field_names_the_fields_there_are(field: str) -> None:
    assert "headline, crosshead, lede, byline" in str(error(f"{field}:x"))


def test_a_query_has_at_most_4096_characters() -> None:
    assert node("a" * LONGEST)
    assert error("a" * (LONGEST + 1)).column == LONGEST


def test_at_most_64_groups_within_each_other() -> None:
    assert node("(" * DEEPEST + "a" + ")" * DEEPEST) == Word("a")
    assert error("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)).column == DEEPEST


def test_at_most_16_things_near_each_other() -> None:
    assert node(" w/5 ".join("abcdefghijklmnop"))
    assert error(" w/5 ".join("abcdefghijklmnopq")).column == 92


def test_a_thousand_parentheses_and_minuses_do_not_overflow() -> None:
    assert error("(" * 2000)
    assert node("-" * 2000 + "a") == Word("a")


def test_the_order_may_be_part_of_the_query() -> None:
    assert read("kabul sort:newest") == Query(Word("kabul"), "newest")
    assert read("sort:oldest") == Query(And(()), "oldest")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("kabul AND", "kabul"),
        ("kabul OR ", "kabul"),
        ('kabul "bilateral tr', 'kabul "bilateral tr"'),
        ("kabul (trade OR", "kabul trade"),
        ("kabul date:20", "kabul"),
        ("kabul foo:x", "kabul"),
        ("kabul -", "kabul"),
        ("kabul headline:", "kabul"),
        ("peace w/", "peace w"),
        ("peace w/5", "peace"),
        ("peace w/5 ta", "peace w/5 ta"),
        ("peace w/5 (talks OR", "peace w/5 talks"),
        ("peace atleast3(tra", "peace atleast3(tra)"),
        ("peace is:un", "peace"),
        ("((((", None),
        ("foo:", "foo"),
        ("", ""),
    ],
)
def test_while_typing_the_longest_valid_reading_runs(typed: str, understood: str | None) -> None:
    query = longest_valid(typed, today=TODAY)
    assert (query and query.parsed) == understood


def test_the_last_word_typed_is_open() -> None:
    query = longest_valid("oil pri")
    assert query
    assert query.node == And((Word("oil"), Word("pri", open=True)))


def test_a_word_that_is_finished_is_not_open() -> None:
    query = longest_valid("oil pri ")
    assert query
    assert query.node == And((Word("oil"), Word("pri")))


PIECES = st.sampled_from(
    ["kabul", "trade", "U.S.", "al-qaida", "AND", "OR", "NOT", "-", "(", ")", '"', "“", "”", "*",
     "?", "~", "~2", ":", "headline:", "date:", "2021-11", "..", "since:", "words:", ">600",
     "sort:newest", "path:", "lang:", "foo:", "日本", "é", "'", ",", "/", "[", "]", "TO",
     "http://", "w/5", "pre/s", "w/p", "w/0", "atleast2(", "allcaps(", "RICO", "=",
     "place:=", "is:", "unread", "tag:", "tag:a*", "has:note", "thread:", " ", "  ", "\t", "\n",
     "\\", "\udcff", "0", "{", "^", "+", "!", "^2", "||", "&&", "NEAR/5", "\u2212", "2021年",
     "-W45"]
)  # fmt: skip
QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)


@settings(max_examples=600, deadline=None)
@given(QUERIES)
def test_anything_typed_is_a_query_or_an_error_that_points_into_it(text: str) -> None:
    outcome = outcome_of(text)
    assert isinstance(outcome, Query) or 0 <= outcome.column <= len(text)


@settings(max_examples=600, deadline=None)
@given(QUERIES)
def test_what_was_understood_parses_to_the_same_query(text: str) -> None:
    try:
        query = read(text)
    except QueryError:
        return
    assert read(query.parsed) == query, query.parsed
    assert read(query.parsed).parsed == query.parsed


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_typing_never_raises(text: str) -> None:
    query = longest_valid(text, today=TODAY)
    assert query is None or read(query.parsed)


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_a_suggestion_is_a_query_or_leads_on(text: str) -> None:
    """Following suggestions ends: each removes trouble instead of moving it in a circle."""
    seen = set()
    outcome = outcome_of(text)
    while isinstance(outcome, QueryError) and outcome.suggestion is not None:
        assert outcome.suggestion not in seen
        seen.add(outcome.suggestion)
        outcome = outcome_of(outcome.suggestion)


@pytest.mark.parametrize(
    "text",
    ['"' * 4096, "(" * 4096, "-" * 4095 + "a", "a OR " * 800 + "a", "a* " * 1365,
     "NOT " * 1023 + "a", "headline:" * 455, "date:" * 800, "~" * 4096, "?" * 4096,
     "a?" * 2048, "((a) " * 64],
    ids=range(12),
)  # fmt: skip
def test_the_longest_queries_come_to_an_end(text: str) -> None:
    assert outcome_of(text)
    longest_valid(text)
