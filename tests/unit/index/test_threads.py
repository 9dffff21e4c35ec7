"""Threads: versions of one story, what changed between them, and what else is about the same."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.index.conftest import Archive
from tuinews.articles.article import Article, Paragraph, Section
from tuinews.errors import IndexUnreadableError, QueryError
from tuinews.index.candidates import Finder
from tuinews.index.catalogue import Catalogue
from tuinews.index.changes import Piece, word_diff
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.story import Story, are_versions, without_version
from tuinews.index.threads import _possible, related, thread

WORDS = [f"{first}{last}" for first in "bdfglmnprst" for last in ("ado", "eki", "ilu", "omes")]


def body_of(seed: int, words: int = 120) -> list[str]:
    pick = random.Random(seed)
    return [pick.choice(WORDS) for _ in range(words)]


def changed(body: list[str], places: int) -> list[str]:
    """The body with that many words in a row replaced."""
    return [*body[: len(body) - places], *(f"new{place}" for place in range(places))]


def names(archive: Archive, article_id: str) -> list[str]:
    catalogue = archive.open()
    try:
        found = thread(catalogue, archive.folder, article_id)
        return [Path(each.id).stem for each in found]
    finally:
        catalogue.close()


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Stories in several versions among many others."""
    base = tmp_path_factory.mktemp("wire")
    archive = Archive(base / "archive", base / "index")
    archive.folder.mkdir()

    def write(name: str, body: list[str], date: str, headline: str = "", **front: object) -> None:
        archive.write(f"{name}.md", " ".join(body), headline or f"Story {name}", date=date, **front)

    first = body_of(1)
    write("first", first, "2022-01-15T08:00:00Z")
    write("second", changed(first, 6), "2022-01-16T08:00:00Z")
    write("rewritten", changed(first, 60), "2022-01-16T09:00:00Z")
    write("late", changed(first, 5), "2022-01-19T09:00:00Z")
    write("copied", first, "2022-03-01T08:00:00Z")
    write("rates", body_of(2), "2022-02-01T08:00:00Z", "Rates rise in Bern on Tuesday")
    write("rates2", body_of(3), "2022-02-01T10:00:00Z", "UPDATE 2-Rates rise in Bern")
    write("rates3", body_of(4), "2022-02-01T10:00:00Z", "UPDATE 2-Banks fall in Oslo")
    write("2022-03-01 storm at sea", body_of(8), "2022-03-01", "Ships stay")
    write("2022-03-02 storm at sea v2", body_of(9), "2022-03-02", "Boats sink")
    write("slug1", body_of(5), "2022-02-05", "One", slugline="BERN-QUAKE/")
    write("slug2", body_of(6), "2022-02-06", "Another", slugline="bern-quake/")
    write("slug3", body_of(7), "2022-02-16", "Third", slugline="BERN-QUAKE/")
    for number in range(40):
        write(f"other{number}", body_of(100 + number), "2022-01-15T08:00:00Z")
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("first", ["copied", "second", "first"]),
        ("second", ["copied", "second", "first"]),
        ("copied", ["copied", "second", "first"]),
        ("rewritten", ["rewritten"]),
        ("rates", ["rates2", "rates"]),
        ("slug1", ["slug2", "slug1"]),
        ("slug3", ["slug3"]),
        ("2022-03-01 storm at sea", ["2022-03-02 storm at sea v2", "2022-03-01 storm at sea"]),
        ("other7", ["other7"]),
    ],
)
def test_the_versions_of_a_story(wire: Archive, asked: str, found: list[str]) -> None:
    assert names(wire, f"{asked}.md") == found


def test_what_is_alike_but_late_is_no_version(wire: Archive) -> None:
    assert "late" not in names(wire, "first.md")


def test_there_is_no_thread_of_what_is_not_there(wire: Archive, tmp_path: Path) -> None:
    catalogue = wire.open()
    assert thread(catalogue, wire.folder, "none.md") == ()
    assert thread(catalogue, tmp_path, "first.md") == ()
    assert related(catalogue, wire.folder, "none.md", 5).hits == ()


def test_a_query_asks_for_a_thread(wire: Archive) -> None:
    catalogue = wire.open()
    found = search(catalogue, parse("thread:first.md -copied"), archive=wire.folder)
    assert sorted(hit.id for hit in found.hits) == ["first.md", "second.md"]
    found = search(catalogue, parse("thread:first.md path:copied.md"), archive=wire.folder)
    assert [hit.id for hit in found.hits] == ["copied.md"]
    with pytest.raises(QueryError) as caught:
        search(catalogue, parse("bado thread:first.md"))
    assert caught.value.column == 5
    with pytest.raises(QueryError):
        search(catalogue, parse("thread:none.md"), archive=wire.folder)


def test_the_sample_archive_tells_one_story_in_three_versions(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "archive")
    archive = Archive(tmp_path / "archive", tmp_path / "index")
    archive.sync()
    found = names(archive, "world/2022-01-15-tonga-eruption.txt")
    assert found == [
        "2022-01-18-tonga-eruption-update-2",
        "2022-01-16-tonga-eruption-update-1",
        "2022-01-15-tonga-eruption",
    ]


@pytest.mark.parametrize(
    ("headline", "rest"),
    [
        ("UPDATE 2-Rates rise", "Rates rise"),
        ("Update 1 - Rates rise", "Rates rise"),
        ("CORRECTED-UPDATE 3-Rates rise", "Rates rise"),
        ("2nd Ld: Rates rise", "Rates rise"),
        ("Rates rise", "Rates rise"),
        ("Update on rates", "Update on rates"),
        ("Leads on Kabul", "Leads on Kabul"),
        ("UPDATE 2-", "UPDATE 2-"),
    ],
)
def test_the_marks_of_a_version_are_no_part_of_the_headline(headline: str, rest: str) -> None:
    assert without_version(headline) == rest


def test_related_articles_share_what_is_rare(archive: Archive) -> None:
    archive.write("a.md", "The zephyr and the quokka met in Perth on Monday, officials said.")
    archive.write("b.md", "A quokka was seen in Perth, officials said, and no zephyr at all.")
    archive.write("c.md", "The quokka sleeps on Monday.")
    archive.write("d.md", "Officials said rates rose on Monday.")
    archive.write("e.md", "Unlike anything here.")
    archive.sync()
    catalogue = archive.open()
    found = related(catalogue, archive.folder, "a.md", 5)
    assert [hit.id for hit in found.hits][:2] == ["b.md", "c.md"]
    assert "a.md" not in [hit.id for hit in found.hits]
    assert len(related(catalogue, archive.folder, "a.md", 1).hits) == 1
    assert parse(found.parsed)


def test_related_leaves_the_thread_out(wire: Archive) -> None:
    found = related(wire.open(), wire.folder, "first.md", 50)
    ids = {Path(hit.id).stem for hit in found.hits}
    assert ids
    assert not ids & {"first", "second", "copied"}


def article(headline: str, *paragraphs: str) -> Article:
    """An article of one section."""
    return Article(
        id="a.md", format="markdown", encoding="utf-8", headline=headline, headline_derived=False,
        published=dt.date(2022, 1, 15), published_from="metadata",
        sections=(Section(None, tuple(map(Paragraph, paragraphs))),),
    )  # fmt: skip


def test_the_words_that_changed() -> None:
    older = article("Wave hits", "The wave killed 3 people.", "It left.", "Nobody knew why.")
    newer = article("Wave hits isle", "The wave killed 12 people.", "Nobody knew why.", "Aid came.")
    assert word_diff(older, newer) == (
        (Piece("same", "Wave hits"), Piece("added", " isle")),
        (Piece("same", "The wave killed"), Piece("gone", " 3"), Piece("added", " 12"),
         Piece("same", " people.")),
        (Piece("gone", "It left."),),
        (Piece("same", "Nobody knew why."),),
        (Piece("added", "Aid came."),),
    )  # fmt: skip


TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "d e", "f\n"]), min_size=1, max_size=6).map(" ".join),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_what_changed(before: list[str], after: list[str]) -> None:
    changes = word_diff(article("One", *before), article("One", *after))
    for texts, left_out in ((before, "added"), (after, "gone")):
        read = ["".join(p.text for p in each if p.kind != left_out) for each in changes]
        assert [text for text in read if text] == ["One", *texts]


BODIES = [
    "Rates rise at Café Élan in Bern as banks open on Monday",
    "Rates rise at cafe elan in Bern as banks open on Monday",
    "Rates rise at Café Élan in Bern as banks open on Tuesday",
    "東京都 U.S. al-qaida bank's talks",
    "Ships stay in port while a storm goes on at sea for days",
    "",
]
TITLES = ["Rates rise", "UPDATE 2-Rates rise", "Bank falls", "CORRECTED-Bank falls in Bern"]
ARTICLES = st.fixed_dictionaries(
    {
        "body": st.sampled_from(BODIES),
        "headline": st.sampled_from(TITLES),
        "date": st.sampled_from(["2022-01-15", "2022-01-17", "2022-02-15"]),
    },
    optional={
        "slugline": st.sampled_from(["BERN-QUAKE/", "bern-quake/", "Café", "cafe"]),
        "language": st.sampled_from(["en", "de"]),
    },
)
NAMES = st.sampled_from(["a", "b", "storm at sea", "storm at sea v2"])
GERMAN = {"headline": "Rates rise", "date": "2022-01-15", "language": "de"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(articles=st.lists(st.tuples(NAMES, ARTICLES), min_size=2, max_size=6))
@example(
    articles=[(name, GERMAN | {"body": body}) for name, body in zip("ab", BODIES, strict=False)]
)
def test_what_is_not_read_is_no_version(
    articles: list[tuple[str, dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("unread")
    archive = Archive(base / "archive", base / "index")
    for number, (name, stated) in enumerate(articles):
        archive.write(f"{number}/{name}.md", **stated)
    archive.sync()
    catalogue = archive.open()
    rows = range(len(catalogue.rows))
    stories = [Story.read(catalogue, archive.folder, row) for row in rows]
    finder = Finder(catalogue)
    for one in filter(None, stories):
        possible = _possible(catalogue, finder, one, rows)
        for other in filter(None, stories):
            assert other.row in possible or not are_versions(one, other)
    catalogue.close()


@pytest.mark.parametrize("look", [thread, lambda *of: related(*of, 5)], ids=["thread", "related"])
def test_an_index_that_was_cut_short_is_said_and_ends_no_process(
    archive: Archive, look: Callable[[Catalogue, Path, str], object]
) -> None:
    for number in range(3):
        archive.write(f"{number}.md", " ".join(body_of(number)))
    archive.sync()
    catalogue = archive.open()
    assert look(catalogue, archive.folder, "0.md")
    for segment in archive.index.glob("*.segment"):
        os.truncate(segment, 100)
    with pytest.raises(IndexUnreadableError, match="cut short"):
        look(catalogue, archive.folder, "0.md")
