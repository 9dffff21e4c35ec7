"""Searching, end to end: what is typed against real files finds what a reader would expect."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.index.conftest import Archive
from tuinews.errors import QueryError
from tuinews.index.analysis import tokens
from tuinews.index.expansion import edits, expression, folded_pattern
from tuinews.index.leaves import Fuzzy, Pattern, Phrase, Word
from tuinews.index.partly import strictly
from tuinews.index.querylang import longest_valid, parse
from tuinews.index.search import search
from tuinews.index.snippets import mark
from tuinews.index.syntax import And, Node, Not, Or
from tuinews.index.wording import fuzzy_word, required, wanted


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small archive in which every article stands for something."""
    base = tmp_path_factory.mktemp("news")
    news = Archive(base / "archive", base / "index")
    news.folder.mkdir()
    news.write(
        "world/2021/kabul.md",
        "The ambassador spoke of bilateral trade on Sunday.\n\n## BACKGROUND\n\n"
        "The government of Afghanistan fell in August.",
        headline="Talks in Kabul", date="2021-11-07", author="Jane Doe", source="AP",
        located="Kabul", keywords="[oil, gas]", category="World News",
    )  # fmt: skip
    news.write(
        "world/2021/beirut.md",
        "Trading resumed. Bilateral ties; trade later. Al-Qaida denied it.",
        headline="Beirut reopens", date="2021-12-31", author="John Roe", source="Reuters",
        located="Beirut", keywords="[crude oil]", category="World News",
    )  # fmt: skip
    news.write(
        "sport/cup.md",
        "The Who played at the cup final in São Paulo. COVID-19 cost 1,777,196 dollars.",
        headline="Cup final",
        date="2022-01-15",
        category="Sport",
        lang="en-GB",
    )
    news.write(
        "sport/strike.md",
        "A strike or a walkout: the U.S. team and its economy of 5.93 percent. O’Brien’s email.",
        headline="Économie and sport",
        date="2020-02-29",
        category="Sport",
    )
    news.write(
        "asia/tokyo.md", "日本語の新聞は東京で読まれる。", headline="東京", date="2019-05-01"
    )
    news.write("asia/iran.md", "وزیر خارجه ایران به کابل رفت", headline="ایران", date="2019-06-01",
               language="fa")  # fmt: skip
    news.sync()
    return news


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kabul trade", ["kabul"]),
        ("KABUL", ["kabul"]),
        ("trade", ["beirut", "kabul"]),
        ('"bilateral trade"', ["kabul"]),
        ("“bilateral trade”", ["kabul"]),
        ('"trade bilateral"', []),
        ("trade OR cup", ["beirut", "cup", "kabul"]),
        ("trade -kabul", ["beirut"]),
        ("trade NOT kabul", ["beirut"]),
        ("(kabul OR beirut) trade", ["beirut", "kabul"]),
        ("-trade -asia -東京 -ایران", ["cup", "strike"]),
        ("trade OR -trade", ["beirut", "cup", "iran", "kabul", "strike", "tokyo"]),
        ("headline:kabul", ["kabul"]),
        ("title:beirut", ["beirut"]),
        ("headline:trade", []),
        ("headline:(kabul OR cup)", ["cup", "kabul"]),
        ("crosshead:background", ["kabul"]),
        ("lede:ambassador", ["kabul"]),
        ("lede:august", []),
        ("byline:doe", ["kabul"]),
        ("by:roe", ["beirut"]),
        ('author:"jane doe"', ["kabul"]),
        ("place:kabul", ["kabul"]),
        ("source:ap", ["kabul"]),
        ("source:AP OR source:reuters", ["beirut", "kabul"]),
        ("desk:world", ["beirut", "kabul"]),
        ("section:sport", ["cup", "strike"]),
        ('desk:"World News"', ["beirut", "kabul"]),
        ("keyword:oil", ["beirut", "kabul"]),
        ('topic:"crude oil"', ["beirut"]),
        ("keyword:cru*", ["beirut"]),
        ("keyword:crude~", ["beirut"]),
        ("-desk:sport -desk:world", ["iran", "tokyo"]),
        ("desk:world -place:kabul", ["beirut"]),
        ("date:2021-11-07", ["kabul"]),
        ("date:2021-11", ["kabul"]),
        ("date:2021", ["beirut", "kabul"]),
        ("date:2021-11..2022-01", ["beirut", "cup", "kabul"]),
        ("date:2022..", ["cup"]),
        ("since:2021-12", ["beirut", "cup"]),
        ("until:2020", ["iran", "strike", "tokyo"]),
        ("on:2020-02-29", ["strike"]),
        ("date:last-week", ["kabul"]),
        ("date:7d trade", ["kabul"]),
        ("trade date:2021-12-01..", ["beirut"]),
        ("words:>13", ["cup", "kabul", "strike", "tokyo"]),
        ("econom*", ["strike"]),
        ("headline:econom*", ["strike"]),
        ("ambass*dor", ["kabul"]),
        ("gover?ment", ["kabul"]),
        ("*quake", []),
        ("*assador", ["kabul"]),
        ("kabul?", ["kabul"]),
        ("ambasador~", ["kabul"]),
        ("amabssador~", ["kabul"]),
        ("ambasadr~2", ["kabul"]),
        ("path:sport", ["cup", "strike"]),
        ("path:sport/**", ["cup", "strike"]),
        ("path:world/*", []),
        ("path:world/**", ["beirut", "kabul"]),
        ("path:2021 kabul", ["kabul"]),
        ("path:**/c*", ["cup"]),
        ("lang:en", ["cup", "kabul", "strike"]),
        ("lang:en-gb", ["cup"]),
        ("lang:fa", ["iran"]),
        ("al-qaida", ["beirut"]),
        ("alqaida", ["beirut"]),
        ('"al qaida"', ["beirut"]),
        ("qaida", ["beirut"]),
        ("COVID-19", ["cup"]),
        ("covid19", ["cup"]),
        ("covid", ["cup"]),
        ("1,777,196", ["cup"]),
        ("1777196", ["cup"]),
        ("5.93", ["strike"]),
        ("U.S.", ["strike"]),
        ("US", ["strike"]),
        ("u.s. team", ["strike"]),
        ("Sao Paulo", ["cup"]),
        ("são", ["cup"]),
        ("economie", ["strike"]),
        ("O'Brien", ["strike"]),
        ("obrien", ["strike"]),
        ("e-mail", ["strike"]),
        ("the who", ["cup"]),
        ('"the who"', ["cup"]),
        ("strike or walkout", ["strike"]),
        ("kabul and trade", ["kabul"]),
        ("日本", ["tokyo"]),
        ("日本語", ["tokyo"]),
        ("新", ["tokyo"]),
        ("京", ["tokyo"]),
        ("本日", []),
        ("headline:京", ["tokyo"]),
        ("ايران", ["iran"]),
        ("كابل", ["iran"]),
        ("", ["beirut", "cup", "iran", "kabul", "strike", "tokyo"]),
    ],
)
def test_a_query_finds(news: Archive, text: str, found: list[str]) -> None:
    assert news.found(text) == found


class TestTrapsOfWhoosh:
    """What Whoosh's own parser gets wrong must not come back by another way."""

    def test_a_hyphen_inside_a_word_is_no_minus(self, news: Archive) -> None:
        assert news.found("al-qaida") == ["beirut"]
        assert "kabul" not in news.found("trade al-qaida")

    def test_a_range_in_brackets_is_no_range_from_the_first_of_january(self) -> None:
        with pytest.raises(QueryError) as caught:
            parse("date:[2021-11-01 TO 2021-12-31]")
        assert caught.value.suggestion == "date:2021-11-01..2021-12-31"

    def test_a_range_starts_on_its_first_day(self, news: Archive) -> None:
        assert news.found("date:2021-11-08..2021-12-31") == ["beirut"]

    def test_a_lowercase_or_is_neither_operator_nor_required(self, news: Archive) -> None:
        assert news.found("kabul or trade") == ["kabul"]

    def test_a_trailing_operator_is_an_error_and_not_nothing(self) -> None:
        with pytest.raises(QueryError):
            parse("kabul AND")

    def test_a_date_that_is_none_is_an_error_and_not_nothing(self) -> None:
        with pytest.raises(QueryError):
            parse("date:garbage")

    def test_an_unknown_field_is_an_error_and_not_two_words(self) -> None:
        with pytest.raises(QueryError):
            parse("foo:bar")

    def test_a_phrase_works_inside_and_or_and_not(self, news: Archive) -> None:
        assert news.found('"bilateral trade" kabul') == ["kabul"]
        assert news.found('"bilateral trade" OR "cup final"') == ["cup", "kabul"]
        assert news.found('trade -"bilateral trade"') == ["beirut"]


def test_a_phrase_does_not_reach_across_paragraphs(news: Archive) -> None:
    assert news.found('"sunday the government"') == []
    assert news.found('"talks in kabul the"') == []


def test_a_word_in_the_headline_counts_more_than_one_in_the_body(archive: Archive) -> None:
    archive.write("body.md", "Oil rose. " + "Words follow here. " * 5, headline="Markets today")
    archive.write("head.md", "Nothing new. " + "Words follow here. " * 5, headline="Oil today")
    archive.sync()
    assert [hit.id for hit in archive.search("oil").hits] == ["head.md", "body.md"]


def test_the_exact_form_outranks_the_stem(archive: Archive) -> None:
    archive.write("stem.md", "The trader trades in trading halls.")
    archive.write("form.md", "The trader traded in trading halls.")
    archive.sync()
    assert archive.search("trades").hits[0].id == "stem.md"
    assert archive.search("traded").hits[0].id == "form.md"
    assert archive.search("trades").total == 2


def test_when_no_article_has_all_words_those_with_some_are_shown_best_first(
    news: Archive,
) -> None:
    results = news.search("ambassador bilateral trade zanzibar")
    assert Path(results.hits[0].id).stem == "kabul"
    assert results.message == "no article has all 4 words; these have one or more"
    assert results.instead is not None
    marked = mark(results.instead, "Bilateral trade grew")
    assert marked == ((0, 9), (10, 15))


def test_articles_with_less_than_a_quarter_of_many_words_are_left_out(archive: Archive) -> None:
    words = [f"word{number}" for number in range(8)]
    archive.write("one.md", words[0])
    archive.write("two.md", " ".join(words[1:3]))
    archive.sync()
    results = archive.search(" ".join(words))
    assert [hit.id for hit in results.hits] == ["two.md"]
    assert results.message == "no article has all 8 words; these have 2 or more"


def test_characters_beside_letters_that_no_article_has_are_looked_for_as_they_are(
    archive: Archive,
) -> None:
    archive.write("a.md", "年の初め。", language="ja")
    archive.sync()
    assert archive.search("年||U.S. 初め").hits
    assert not archive.search("年||U.S.").hits


def test_a_run_without_spaces_that_no_article_has_is_looked_for_in_pairs(archive: Archive) -> None:
    archive.write("near.md", "東京都の港が閉鎖された。", language="ja")
    archive.write("far.md", "大阪で雨。", language="ja")
    archive.sync()
    results = archive.search("東京港閉鎖")
    assert [hit.id for hit in results.hits] == ["near.md"]
    assert results.message == "no article has all of it; these have parts of it"
    assert results.instead is not None
    assert mark(results.instead, "閉鎖された") == ((0, 2),)


def test_a_search_can_be_kept_from_answering_with_some_words(news: Archive) -> None:
    catalogue = news.open()
    query = parse("ambassador zanzibar")
    assert search(catalogue, query).total > 0
    assert search(catalogue, strictly(query)).total == 0
    catalogue.close()


def test_the_newest_articles_may_be_deleted(archive: Archive) -> None:
    for number in range(8):
        archive.write(f"{number}.md", "Oil and gas.", desk="world")
    archive.sync()
    for number in range(5, 8):
        archive.write(f"{number}.md", "Oil and more gas.", desk="sport")
        archive.sync()
    for number in range(5, 8):
        (archive.folder / f"{number}.md").unlink()
    archive.sync()
    for query in ("oil", "desk:world", "oil desk:world", "-sport", "gas -more", ""):
        results = archive.search(query)
        assert len(results.hits) == results.total == 5, query
        assert results.facets["desk"] == (("world", 5),), query


def test_filters_and_exclusions_hold_when_words_are_let_go(news: Archive) -> None:
    assert news.found("ambassador zanzibar -kabul") == []
    assert news.found("trade zanzibar date:2021-12") == ["beirut"]
    assert news.found("trade zanzibar desk:sport") == []


def test_a_misspelt_query_is_given_one_that_has_hits(news: Archive) -> None:
    results = news.search("ambassdor")
    assert results.total == 0
    assert "ambassador" in results.spelling
    assert news.search("headline:bierut").spelling == ("headline:beirut",)


def test_nothing_is_suggested_for_a_query_with_hits(news: Archive) -> None:
    assert news.search("trade").spelling == ()


def test_results_page_and_count_without_limit(news: Archive) -> None:
    everything = [hit.id for hit in news.search("", sort="newest").hits]
    pages = [news.search("", sort="newest", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [hit.id for page in pages for hit in page.hits] == everything
    assert all(page.total == 6 for page in pages)
    assert news.search("trade", limit=0).total == 2


def test_results_sort(news: Archive) -> None:
    def ids(text: str, **options: object) -> list[str]:
        return [Path(hit.id).stem for hit in news.search(text, **options).hits]

    assert ids("trade OR cup", sort="newest") == ["cup", "beirut", "kabul"]
    assert ids("trade OR cup", sort="oldest") == ["kabul", "beirut", "cup"]
    assert ids("trade OR cup sort:oldest") == ["kabul", "beirut", "cup"]
    assert ids("trade OR cup sort:oldest", sort="newest") == ["cup", "beirut", "kabul"]
    assert ids("desk:world OR desk:sport", sort="headline") == ["beirut", "cup", "strike", "kabul"]


def test_what_nothing_ranks_is_sorted_by_newest(news: Archive) -> None:
    assert [Path(hit.id).stem for hit in news.search("date:2020..").hits] == [
        "cup", "beirut", "kabul", "strike",
    ]  # fmt: skip


def test_facets_count_all_matches(news: Archive) -> None:
    results = news.search("trade", limit=1)
    assert results.facets["desk"] == (("World News", 2),)
    assert results.facets["source"] == (("AP", 1), ("Reuters", 1))
    assert results.facets["keyword"] == (("crude oil", 1), ("gas", 1), ("oil", 1))
    assert results.facets["year"] == (("2021", 2),)


def test_a_facet_value_in_capitals_is_not_another_value(archive: Archive) -> None:
    for number, place in enumerate(["GENEVA", "Geneva", "Geneva", "Bern"]):
        archive.write(f"{number}.md", "apples", located=place)
    archive.sync()
    assert archive.search("apples").facets["place"] == (("Geneva", 3), ("Bern", 1))


def test_the_timeline_is_by_day_month_or_year(news: Archive) -> None:
    assert news.search("trade").timeline == (("2021-11-07", 1), ("2021-12-31", 1))
    assert news.search("desk:sport OR desk:world").timeline == (
        ("2020-02", 1), ("2021-11", 1), ("2021-12", 1), ("2022-01", 1),
    )  # fmt: skip
    assert news.search("zanzibar").timeline == ()


def test_a_character_after_a_number_is_found_inside_a_run(archive: Archive) -> None:
    archive.write("inside.md", "2021年の秋", language="ja", keywords="[2021年度]")
    archive.write("alone.md", "2021年11月", language="ja")
    archive.write("apart.md", "2021人と年の瀬", language="ja")
    archive.sync()
    assert archive.found("2021年") == ["alone", "inside"]
    assert archive.found('"2021年"') == ["alone", "inside"]
    assert archive.found("lede:2021年") == ["alone", "inside"]
    assert archive.found("2021年 w/3 11月") == ["alone"]
    assert archive.found("keyword:2021年") == ["inside"]
    assert archive.found("2021語") == archive.found("語 w/3 2021") == []


def test_several_question_marks_at_an_end_stand_for_letters_or_nothing(archive: Archive) -> None:
    for word in ("govern", "governs", "governed", "government"):
        archive.write(f"{word}.md", word)
    archive.sync()
    assert archive.found("govern????") == ["govern", "government"]
    assert archive.found("govern??") == ["govern", "governed"]


def test_a_star_within_quotes_is_said_to_be_none_where_nothing_is_found(news: Archive) -> None:
    assert (news.search('"bilat* trade"').message or "").startswith('"bilat* trade": within')
    assert news.search('"bilateral* trade"').message is None


def test_a_pattern_for_too_many_words_is_cut_and_says_so(archive: Archive) -> None:
    for number in range(4):
        words = " ".join(f"w{letter}{number}x{count}" for letter in "abc" for count in range(120))
        archive.write(f"{number}.md", words)
    archive.sync()
    results = archive.search("w*x*")
    assert results.total >= 3
    assert results.message
    assert "1,000" in results.message
    assert archive.search("wa0?*").message is None
    assert archive.search("w*").message is None


def test_a_search_out_of_time_says_that_it_is_partial(
    news: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuinews.index.search.TIME", -1.0)
    results = news.search("trade")
    assert not results.exact
    assert news.search("").exact


def test_while_typing_the_last_word_is_a_beginning(news: Archive) -> None:
    catalogue = news.open()
    for typed in ("amb", "kabul amba", "al-qai", "desk:wor", "京"):
        query = longest_valid(typed)
        assert query
        assert search(catalogue, query).total >= 1, typed


def test_threads_may_search_one_catalogue_at_once(news: Archive) -> None:
    catalogue = news.open()
    queries = ["trade", '"bilateral trade"', "econ*", "trad~", "kabul -beirut", "zanzibar trade"]

    def totals(_: int) -> list[int]:
        return [search(catalogue, parse(text)).total for text in queries * 5]

    with ThreadPoolExecutor(4) as pool:
        assert len({tuple(each) for each in pool.map(totals, range(8))}) == 1


# Against a reading of the texts without any index

VOCABULARY = [
    "oil", "oils", "trade", "trading", "trader", "bank", "banks", "al-qaida", "alqaida", "al",
    "qaida", "U.S.", "us", "the", "of", "who", "São", "sao", "5.93", "e-mail", "email", "日本語",
    "日", "本", "COVID-19", "covid",
]  # fmt: skip
LEAVES = st.one_of(
    st.sampled_from(VOCABULARY).map(Word),
    st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=3).map(
        lambda words: Phrase(" ".join(words))
    ),
    st.sampled_from(["tra*", "*k", "b?nk", "o*", "al*", "covid*", "emai?"]).map(Pattern),
    st.builds(Fuzzy, st.sampled_from(["oli", "bnak", "tarde", "emial"]), st.integers(1, 2)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def random_news(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, dict[str, str]]:
    """Articles that came, changed and went over many syncs, so that segments were merged."""
    base = tmp_path_factory.mktemp("random")
    archive = Archive(base / "archive", base / "index")
    archive.folder.mkdir()
    generator = random.Random(20211107)
    bodies: dict[str, str] = {}
    for turn in range(14):
        for number in generator.sample(range(60), 6):
            length = generator.randrange(1, 12)
            bodies[f"{number:02}"] = " ".join(generator.choices(VOCABULARY, k=length))
            archive.write(f"{number:02}.md", bodies[f"{number:02}"], headline="Nothing")
        for name in generator.sample(sorted(bodies), 2 if turn % 3 else 0):
            (archive.folder / f"{name}.md").unlink()
            del bodies[name]
        archive.sync()
    return archive, bodies


@settings(max_examples=200, deadline=None)
@given(tree=TREES)
def test_any_tree_finds_what_reading_the_texts_finds(
    random_news: tuple[Archive, dict[str, str]], tree: Node
) -> None:
    archive, bodies = random_news
    query = parse(str(tree))
    expected = sorted(name for name, body in bodies.items() if matches(query.node, body))
    results = archive.search(str(tree), limit=100)
    found = sorted(Path(hit.id).stem for hit in results.hits)
    if results.message is None:
        assert found == expected, query.parsed
    else:
        assert expected == []


PIECES = st.sampled_from(
    [*VOCABULARY, "2021年", "年", "語/us", "日||U.S.", "*", "?", "~", "-", "(", ")", '"', "AND",
     "OR", "NOT", "w/3", "pre/s", "atleast2(", "allcaps(", "lede:", "headline:", "keyword:",
     "place:=", "desk:-", "date:2021-Q4", "words:>3", "path:*1.md", "lang:en", "sort:newest", "/",
     "||"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=8), glue=st.sampled_from(["", " "]))
def test_whatever_is_understood_is_answered(
    random_news: tuple[Archive, dict[str, str]], pieces: list[str], glue: str
) -> None:
    archive, bodies = random_news
    query = longest_valid(glue.join(pieces))
    if query is not None:
        catalogue = archive.open()
        results = search(catalogue, query)
        catalogue.close()
        assert 0 <= results.total <= len(bodies)
        for body in bodies.values():
            assert all(0 <= start < end <= len(body) for start, end in mark(query, body))


def matches(node: Node, text: str) -> bool:
    """Whether a text matches, found by looking at it word by word."""
    if isinstance(node, Not):
        return not matches(node.node, text)
    if isinstance(node, And):
        return all(matches(each, text) for each in required(node.nodes))
    if isinstance(node, Or):
        return any(matches(each, text) for each in node.nodes)
    found = [token.analysed for token in tokens(text)]
    parts = [part for each in found for part in each.parts]
    joined = [each.joined for each in found if each.joined]
    words = {
        part.word for part in (*(p for e in found if not e.unspaced for p in e.parts), *joined)
    }
    words |= {part.word[0] for each in found if each.unspaced for part in each.parts}
    if isinstance(node, Pattern):
        return any(map(expression(folded_pattern(node.text)).fullmatch, words))
    if isinstance(node, Fuzzy):
        return any(edits(fuzzy_word(node), word, node.distance) <= node.distance for word in words)
    assert isinstance(node, Word | Phrase)
    sought = wanted(node)
    stems = [part.stem for part in sought.parts]
    if sought.character:
        stems[-1] = f"{stems[-1]}*"
    places = [
        {part.stem, f"{part.word[0]}*"} if each.unspaced else {part.stem}
        for each in found
        for part in each.parts
    ]
    start = 0
    for each in found:
        if each.joined:
            places[start].add(each.joined.stem)
        start += len(each.parts)
    if has_sequence(places, stems):
        return True
    if len(stems) == 1 and stems[0] in {each.stem for each in joined}:
        return True
    everything = {each.stem for each in (*parts, *joined)}
    return sought.joined is not None and sought.joined.stem in everything


def has_sequence(places: list[set[str]], sequence: list[str]) -> bool:
    return any(
        all(stem in places[at + away] for away, stem in enumerate(sequence))
        for at in range(len(places) - len(sequence) + 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "e*", "*e*", "*a*e*i*o*", "a* b* c* d*", "-e*", "the~2 said~2", "(a* OR b*) (c* OR d*)",
        '"the of the in the"', '"' + "the " * 800 + '"', " ".join(f"w{n}" for n in range(800)),
        " OR ".join(f"w{n}" for n in range(500)), " ".join(f"word{n}~2" for n in range(300)),
        "path:**a**b**c**d**e**f**", "-" * 4000 + "a", "(" * 60 + "trade" + ")" * 60,
        "-(-(-(-(trade OR -(kabul -(a OR -b))))))", "headline:*a* OR -headline:*b*",
    ],
    ids=range(17),
)  # fmt: skip
def test_abusive_queries_come_to_an_end(news: Archive, text: str) -> None:
    results = news.search(text)
    assert 0 <= results.total <= 6
