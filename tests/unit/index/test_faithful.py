"""What a search skips, puts off or reads at once changes nothing of its answer."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.unit.index.conftest import Archive
from tuinews.index.catalogue import Catalogue
from tuinews.index.folding import fold
from tuinews.index.querylang import parse
from tuinews.index.results import Results
from tuinews.index.search import search

WORDS = ["oil", "prices", "price", "trade", "bank", "banks", "said", "kabul", "gold", "wheat"]
DESKS = ("World", "Sport", "")
BYLINES = ("Jane Doe", "John Roe", "")


def random_archive(archive: Archive, pick: random.Random) -> None:
    """Articles that come in several commits, some replaced and some taken out, in two languages."""
    for turn in range(4):
        for _ in range(pick.randint(3, 25)):
            number = pick.randint(0, 60)
            text = " ".join(pick.choices(WORDS, k=pick.randint(1, 30)))
            front = {
                "date": f"{pick.randint(2019, 2021)}-0{pick.randint(1, 9)}-1{pick.randint(0, 3)}",
                "category": pick.choice(DESKS),
                "author": pick.choice(BYLINES),
                "keywords": f"[{', '.join(pick.sample(WORDS, pick.randint(0, 3)))}]",
                "lang": pick.choice(("en", "en", "sv")),
            }
            name = f"{pick.choice(('a', 'A', 'b/c'))}/{number}.md"
            headline = " ".join(pick.choices(WORDS, k=3))
            archive.write(name, text, headline, **{k: v for k, v in front.items() if v})
        for path in sorted(archive.folder.rglob("*.md")):
            if turn and pick.random() < 0.1:
                path.unlink()
        archive.sync()


def random_query(pick: random.Random) -> str:
    word = lambda: pick.choice(WORDS)  # noqa: E731 - a short name in a table of queries
    return pick.choice(
        (
            f"{word()}", f"{word()} {word()}", f"{word()} OR {word()} OR {word()}",
            f"{word()} -{word()}", f"-{word()}", f'"{word()} {word()}"', f"{word()[:2]}*", "*a*",
            f"{word()}~", f"headline:{word()}", f"{word()} date:2020", "path:a/**", "desk:world",
            f"byline:jane {word()}", f"keyword:{word()}", f"keyword:{word()} OR {word()}",
            f"{word()} w/4 {word()}", "lang:sv", f"lang:sv {word()}", "",
            f"NOT desk:sport {word()}", "-desk:sport", f"path:**/1* {word()}", "words:>10",
        )
    )  # fmt: skip


def sorted_by_hand(catalogue: Catalogue, found: Results, sort: str) -> list[str]:
    """The ids of all hits in the order that is promised: ties by newest, then by id."""
    published = catalogue.rows.column("published")
    key = {
        "relevance": lambda hit: (-hit.score, -published[hit.row], hit.row),
        "newest": lambda hit: (-published[hit.row], hit.row),
        "oldest": lambda hit: (published[hit.row], -hit.row),
    }[sort]
    return [hit.id for hit in sorted(found.hits, key=key)]


def counted_by_hand(catalogue: Catalogue, found: Results) -> dict[str, Counter[str]]:
    rows, hits = catalogue.rows, found.hits
    counted = {
        "desk": Counter(rows.desk(hit.row) for hit in hits if rows.desk(hit.row)),
        "byline": Counter(rows.byline(hit.row) for hit in hits if rows.byline(hit.row)),
        "keyword": Counter(word for hit in hits for word in rows.keywords(hit.row)),
        "year": Counter(str(rows.published_date(hit.row).year) for hit in hits),
    }
    return {facet: Counter(map(fold, counts.elements())) for facet, counts in counted.items()}


@pytest.mark.parametrize("seed", range(4))
def test_pages_totals_and_counts_are_those_of_going_through_all(
    seed: int, archive: Archive
) -> None:
    pick = random.Random(seed)
    random_archive(archive, pick)
    catalogue = archive.open()
    for _ in range(80):
        query = parse(random_query(pick))
        everything = search(catalogue, query, limit=1000)
        assert everything.total == len(everything.hits), query
        for facet, counts in counted_by_hand(catalogue, everything).items():
            told = {fold(value): count for value, count in everything.facets[facet]}
            assert told == counts, (query, facet)
        assert sum(count for _, count in everything.timeline) == everything.total
        for sort in ("relevance", "newest", "oldest"):
            wanted = sorted_by_hand(catalogue, everything, sort)
            offset, limit = pick.randint(0, 5), pick.randint(0, 12)
            page = search(catalogue, query, limit=limit, offset=offset, sort=sort)
            assert [hit.id for hit in page.hits] == wanted[offset : offset + limit], (query, sort)
            assert page.total == everything.total, (query, sort)
            by_id = {hit.id: hit.score for hit in everything.hits}
            for hit in page.hits:
                assert hit.score == pytest.approx(by_id[hit.id], abs=1e-6), (query, sort)


@pytest.mark.parametrize("seed", range(4))
def test_one_segment_and_many_answer_alike(seed: int, archive: Archive) -> None:
    """Scores differ, for deleted articles count in them until they are merged away."""
    pick = random.Random(seed)
    random_archive(archive, pick)
    catalogue = archive.open()
    fresh = Archive(archive.folder, archive.index.with_name("fresh"))
    fresh.sync()
    anew = fresh.open()
    for _ in range(80):
        text = random_query(pick)
        many, one = (search(each, parse(text), limit=1000) for each in (catalogue, anew))
        assert {hit.id for hit in many.hits} == {hit.id for hit in one.hits}, text
        assert many.facets == one.facets, text
        assert many.timeline == one.timeline, text


def test_nothing_is_counted_until_it_is_asked_for(archive: Archive) -> None:
    archive.write("a.md", "oil", date="2021-01-01", category="World")
    archive.sync()
    results = search(archive.open(), parse("oil"))
    assert results.breakdown is not None
    assert not {"_facets", "_timeline", "_matches"} & vars(results.breakdown).keys()
    assert results.facets["desk"] == (("World", 1),)
    assert results.facets is results.facets
