"""Nearness, how often and in capitals: what is found and marked, against plainly reading it."""

from __future__ import annotations

import itertools
import random
import re
from fnmatch import fnmatchcase as fnmatch
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.index.conftest import Archive
from tuinews.errors import QueryError
from tuinews.index import alike
from tuinews.index.expansion import edits
from tuinews.index.leaves import (
    AtLeast,
    Beside,
    Capitals,
    Fuzzy,
    Like,
    Link,
    Near,
    Pattern,
    Phrase,
    Word,
)
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.snippets import mark, passages
from tuinews.index.syntax import Query

WORDS = ("war", "talks", "oil", "rates", "bank", "RICO", "rico", "New", "York", "Bank")
WRITTEN = {*map(str.lower, WORDS), "said"}
"""The words there are, as patterns see them."""
Paragraph = list[list[str]]
"""Sentences of words."""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, dict[str, list[Paragraph]]]:
    """Articles of few words in many orders, in sentences and paragraphs."""
    base = tmp_path_factory.mktemp("near")
    archive = Archive(base / "archive", base / "index")
    archive.folder.mkdir()
    pick = random.Random(5)
    bodies: dict[str, list[Paragraph]] = {}
    for number in range(60):
        body = [
            [
                ["Said", *(pick.choice(WORDS) for _ in range(pick.randint(1, 6)))]
                for _ in range(pick.randint(1, 3))
            ]
            for _ in range(pick.randint(1, 4))
        ]
        bodies[f"{number:02}"] = body
        archive.write(f"{number:02}.txt.md", "\n\n".join(map(text_of, body)), headline="Untitled")
    archive.sync()
    return archive, bodies


def text_of(paragraph: Paragraph) -> str:
    return " ".join(" ".join(sentence) + "." for sentence in paragraph)


SAID: st.SearchStrategy[Beside] = st.one_of(
    st.sampled_from(["war", "talk", "oil", "rate", "bank", "rico", "york"]).map(Word),
    st.sampled_from(["new york", "oil rate", "bank bank"]).map(Phrase),
    st.sampled_from([Word("rico"), Word("bank"), Word("war")]).map(Capitals),
    st.sampled_from(["ba*", "*k", "ra?es", "t*", "*a*", "w?r", "no*", "talk?", "S*"]).map(Pattern),
    st.sampled_from([Fuzzy("bamk", 1), Fuzzy("rates", 2), Fuzzy("oik", 1), Fuzzy("xyzzy", 1)]),
)
THINGS = st.lists(SAID, min_size=1, max_size=3, unique=True).map(tuple)
LINKS = st.one_of(
    st.builds(Link, st.just("word"), st.integers(1, 8), st.booleans()),
    st.builds(Link, st.sampled_from(["sentence", "paragraph"]), st.just(1), st.booleans()),
)
CHAINS = st.lists(st.tuples(THINGS, LINKS), min_size=2, max_size=4).map(
    lambda pairs: Near(tuple(things for things, _ in pairs), tuple(link for _, link in pairs[1:]))
)
Span = tuple[int, int]


def stands(thing: tuple[Beside, ...], words: list[str]) -> set[Span]:
    """Where a thing stands in a row of words."""
    found = set()
    for each in thing:
        if isinstance(each, Like):
            stems = {word.removesuffix("s") for word in WRITTEN if is_like(word, each)}
            found |= {
                (at, at) for at, word in enumerate(words) if word.lower().removesuffix("s") in stems
            }
            continue
        said = each.words.text if isinstance(each, Capitals) else each.text
        row = said.split()
        for at in range(len(words) - len(row) + 1):
            here = words[at : at + len(row)]
            if isinstance(each, Capitals):
                matches = here == [word.upper() for word in row]
            else:
                stems = [word.lower().removesuffix("s") for word in here]
                matches = stems == [word.lower() for word in row]
            if matches:
                found.add((at, at + len(row) - 1))
    return found


def is_like(word: str, leaf: Like) -> bool:
    """Whether a word is like a pattern, as `fnmatch` has it, or a fuzzy word."""
    if isinstance(leaf, Fuzzy):
        return edits(leaf.text, word, leaf.distance) <= leaf.distance
    pattern = leaf.text.lower()
    return fnmatch(word, pattern) or fnmatch(word, pattern.rstrip("?"))


def near(left: Span, right: Span, link: Link, sentence_of: list[int]) -> bool:
    if left[1] < right[0]:
        gap, first, last = right[0] - left[1], left[0], right[1]
    elif right[1] < left[0] and not link.ordered:
        gap, first, last = left[0] - right[1], right[0], left[1]
    else:
        return False
    if link.unit == "word":
        return gap <= link.distance
    return link.unit == "paragraph" or sentence_of[first] == sentence_of[last]


def chains(query: Near, paragraph: Paragraph) -> list[tuple[Span, ...]]:
    """Every way in which a paragraph has a whole chain."""
    words = [word for sentence in paragraph for word in sentence]
    sentence_of = [number for number, sentence in enumerate(paragraph) for _ in sentence]
    return [
        chosen
        for chosen in itertools.product(*(stands(thing, words) for thing in query.things))
        if all(
            near(left, right, link, sentence_of)
            for (left, right), link in zip(itertools.pairwise(chosen), query.links, strict=True)
        )
    ]


@settings(max_examples=300, deadline=None)
@given(query=CHAINS)
def test_a_chain_finds_and_marks_what_reading_finds(
    news: tuple[Archive, dict[str, list[Paragraph]]], query: Near
) -> None:
    archive, bodies = news
    assert parse(str(query)).node == query
    expected = [name for name, body in bodies.items() if any(chains(query, each) for each in body)]
    results = archive.search(str(query), limit=100)
    assert sorted(hit.id.split(".")[0] for hit in results.hits) == expected
    to_mark = results.instead or Query(query)
    name = expected[0] if expected else "00"
    for paragraph in bodies[name]:
        text = text_of(paragraph)
        spans = [match.span() for match in re.finditer(r"\w+", text)]
        places = {place for chain in chains(query, paragraph) for place in chain}
        marked = {
            at
            for at, (start, end) in enumerate(spans)
            if any(begin <= start and end <= stop for begin, stop in mark(to_mark, text))
        }
        assert marked == {at for begin, end in places for at in range(begin, end + 1)}


@settings(max_examples=100, deadline=None)
@given(things=THINGS, count=st.integers(1, 6))
def test_at_least_so_often_counts_what_reading_counts(
    news: tuple[Archive, dict[str, list[Paragraph]]], things: tuple[Beside, ...], count: int
) -> None:
    archive, bodies = news
    query = AtLeast(count, things)
    assert parse(str(query)).node == query

    def occurrences(body: list[Paragraph]) -> int:
        rows = ([word for sentence in paragraph for word in sentence] for paragraph in body)
        return sum(len({begin for begin, _ in stands(things, row)}) for row in rows)

    expected = [name for name, body in bodies.items() if occurrences(body) >= count]
    assert [name.split(".")[0] for name in archive.found(str(query))] == expected


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Copy as agencies write it."""
    base = tmp_path_factory.mktemp("copy")
    archive = Archive(base / "archive", base / "index")
    archive.folder.mkdir()
    archive.write(
        "peace.md",
        "Peace came after long talks. Mr. Doe of the U.S. Treasury said so.\n\n"
        "Rates rose 5.93 percent. Al-Qaida denied peace.",
        headline="Trade talks in Kabul",
    )
    archive.write(
        "court.md",
        "A RICO case, brought by the FBI against Rico Diaz. COVID-19 delayed trade, "
        "and trade is slow; TRADE!",
        headline="Court hears RICO case",
    )
    archive.write("tokyo.md", "日本語の新聞。東京で読まれる。", headline="東京")
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("peace w/4 talks", ["peace"]),
        ("peace w/3 talks", []),
        ("talks pre/4 peace", []),
        ("peace pre/4 talks", ["peace"]),
        ("peace w/s talks", ["peace"]),
        ("talks w/s treasury", []),
        ("talks w/p treasury", ["peace"]),
        ("treasury w/p rates", []),
        ("treasury w/50 rates", []),
        ("doe w/s said", ["peace"]),
        ("mr w/s treasury", ["peace"]),
        ("us w/2 treasury", ["peace"]),
        ("5.93 w/1 percent", ["peace"]),
        ("al-qaida w/1 denied", ["peace"]),
        ("headline:(trade w/3 kabul)", ["peace"]),
        ("headline:(peace w/9 talks)", []),
        ('"long talks" w/5 peace -court', ["peace"]),
        ("(peace OR war) w/4 (talks OR truce) kabul", ["peace"]),
        ("peace w/4 talks w/9 treasury", ["peace"]),
        ("peace w/4 talks w/3 treasury", []),
        ("(peace w/4 talks) OR (rico w/1 case)", ["court", "peace"]),
        ("allcaps(RICO)", ["court"]),
        ("allcaps(rico) w/1 diaz", []),
        ("rico w/1 diaz", ["court"]),
        ("allcaps(FBI) w/s diaz", ["court"]),
        ("allcaps(us)", ["peace"]),
        ("allcaps(COVID-19)", ["court"]),
        ("allcaps(treasury)", []),
        ('allcaps("RICO CASE")', []),
        ("headline:allcaps(RICO)", ["court"]),
        ("lede:(peace w/4 talks)", ["peace"]),
        ("lede:(trade w/3 kabul)", []),
        ("lede:atleast3(trade)", ["court"]),
        ("lede:atleast4(trade)", []),
        ("lede:allcaps(FBI)", ["court"]),
        ("atleast3(trade)", ["court"]),
        ("atleast4(trade)", []),
        ("atleast2(peace OR talks)", ["peace"]),
        ('atleast2("rico case")', ["court"]),
        ("-atleast2(trade) -tokyo -東京", ["peace"]),
        ("日本 w/9 新聞", ["tokyo"]),
        ("日本 w/s 東京", []),
        ("新 w/1 聞", ["tokyo"]),
        ("日本 w/p 東", ["tokyo"]),
        ("atleast2(東)", ["tokyo"]),
    ],
)
def test_a_query_finds(copy: Archive, text: str, found: list[str]) -> None:
    assert copy.found(text) == found


def marked(archive: Archive, text: str, article_id: str) -> list[str]:
    """The marked pieces of an article's passages."""
    query = parse(text)
    return [
        passage.text[start:end]
        for passage in passages(query, archive.read(article_id), limit=9)
        for start, end in passage.spans
    ]


@pytest.mark.parametrize(
    ("text", "article", "pieces"),
    [
        ("peace w/4 talks", "peace.md", ["Peace", "talks"]),
        ("denied pre/1 peace", "peace.md", ["denied", "peace"]),
        ("allcaps(RICO)", "court.md", ["RICO"]),
        ("rico w/1 diaz", "court.md", ["Rico", "Diaz"]),
        ("atleast3(trade)", "court.md", ["trade", "trade", "TRADE"]),
        ("al-qaida w/1 denied", "peace.md", ["Al-Qaida", "denied"]),
        ("日本 w/9 新聞", "tokyo.md", ["日本", "新聞"]),
    ],
)
def test_the_words_of_the_window_alone_are_marked(
    copy: Archive, text: str, article: str, pieces: list[str]
) -> None:
    assert marked(copy, text, article) == pieces


def test_what_is_being_typed_stands_near_as_a_beginning(copy: Archive) -> None:
    from tuinews.index.querylang import longest_valid

    query = longest_valid("peace w/4 tal")
    assert query
    assert [Path(hit.id).stem for hit in search(copy.open(), query).hits] == ["peace"]
    assert mark(query, "Peace and talks") == ((0, 5), (10, 15))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pea* w/4 talks", ["peace"]),
        ("pea* w/3 talks", []),
        ("tal* pre/4 peace", []),
        ("p*e pre/4 tal?s", ["peace"]),
        ("peaxe~ w/4 talks", ["peace"]),
        ("(pea* OR rico) w/1 (cas* OR war)", ["court"]),
        ("alqa* w/2 denied", ["peace"]),
        ("headline:(tra* w/3 kabul)", ["peace"]),
        ("lede:(pea* w/4 talks)", ["peace"]),
        ("atleast3(trad*)", ["court"]),
        ("atleast4(trad*)", []),
        ("atleast2(pea* OR talk?)", ["peace"]),
        ("-(pea* w/4 talks) -東京", ["court"]),
        ("nothing* w/5 talks", []),
        ("5.9* w/1 percent", ["peace"]),
        ("allcaps(FBI) w/s di*", ["court"]),
    ],
)
def test_a_pattern_stands_near_in_all_its_words(copy: Archive, text: str, found: list[str]) -> None:
    assert copy.found(text) == found


def test_what_a_pattern_found_near_something_is_marked_with_marks_asked_for(copy: Archive) -> None:
    query = parse("is:starred trad* w/3 slow")
    results = search(copy.open(), query, marks=lambda _: ["court.md"])
    assert [hit.id for hit in results.hits] == ["court.md"]
    assert results.parsed == "is:starred trad* w/3 slow"
    assert results.instead
    assert mark(results.instead, "and trade is slow") == ((4, 9), (13, 17))


@pytest.mark.parametrize("bound", ["MOST", "_HELD"])
@pytest.mark.parametrize(
    ("text", "column"),
    [("peace w/9 t*", 10), ("lede:atleast2(t*)", 14), ("oil tradd~ w/5 peace", 4)],
)
def test_a_pattern_of_too_many_words_near_something_is_refused(
    copy: Archive, monkeypatch: pytest.MonkeyPatch, bound: str, text: str, column: int
) -> None:
    assert copy.search(text).exact
    monkeypatch.setattr(alike, bound, 0)
    with pytest.raises(QueryError, match="stands for too many words") as caught:
        copy.search(text)
    assert caught.value.column == column


def test_nearness_without_hits_lets_no_word_go(copy: Archive) -> None:
    assert copy.search("peace w/1 talks").total == 0
