"""A catalogue at rest keeps what a list shows, and answers as before when it is searched again."""

from __future__ import annotations

import weakref

import numpy as np

from tests.unit.index.conftest import TODAY, Archive
from tuinews.index.bydoc import by_doc
from tuinews.index.catalogue import Catalogue
from tuinews.index.languages import Languages
from tuinews.index.querylang import parse
from tuinews.index.results import Sort
from tuinews.index.search import search

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "headline")


def written(archive: Archive) -> Catalogue:
    """An index of two generations: rows of its own, and changes laid over them."""
    for number in range(40):
        front = {"section": f"desk {number % 3}", "author": f"writer {number % 5}"}
        keywords = f"[harbour, {number}]"
        day = f"2021-10-{1 + number % 20:02}"
        archive.write(f"{number:02}.md", "Trade.", date=day, keywords=keywords, **front)
    archive.sync()
    archive.write("07.md", "No trade at all.", "Another headline", date="2021-11-01")
    archive.write("99.md", "Trade again.", "The last", date="2021-11-02", language="de")
    archive.sync()
    return archive.open()


def answers(catalogue: Catalogue) -> list[object]:
    """What is found and counted, in every order."""
    found: list[object] = []
    for text in ("", "trade", "desk:1 trade"):
        for sort in SORTS:
            results = search(catalogue, parse(text, today=TODAY), sort=sort)
            found += [[hit.id for hit in results.hits], results.facets, results.timeline]
    return found


def test_what_a_search_worked_out_is_let_go_and_found_again(archive: Archive) -> None:
    catalogue = written(archive)
    before = answers(catalogue)
    rows = catalogue.rows
    of_searches = [
        weakref.ref(each)
        for each in (
            rows.row_of_doc,
            rows.column("doc"),
            rows.base.docs,
            by_doc(rows),
            Languages.of(rows),
        )
    ]
    catalogue.rest()
    assert [each() for each in of_searches] == [None] * len(of_searches)
    assert answers(catalogue) == before
    catalogue.close()


def test_a_column_is_kept_for_who_shows_it_and_not_for_who_goes_through_it(
    archive: Archive,
) -> None:
    catalogue = written(archive)
    rows = catalogue.rows
    answers(catalogue)
    once = rows.values("byline")
    assert rows.values("byline") is not once
    assert rows.column("byline") is rows.column("byline")
    assert np.array_equal(rows.column("byline"), once)
    assert np.array_equal(rows.column("published"), rows.values("published"))
    catalogue.close()
