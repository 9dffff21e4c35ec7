"""Counts of hits by value, and that each is how many a filter for the value finds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.index.conftest import Archive
from tuinews.errors import IndexUnreadableError
from tuinews.index.leaves import NAME_FIELDS, Named
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.syntax import both
from tuinews.tui.narrowing import Filter

NAMES = st.sampled_from(
    ["York", "New York", "york", "NEW YORK", "Yörk", "York; Kent", "St. John's", "St John’s",
     "A.P.", "AP", "The “Big” One", 'The "Big" One', "AND", "a:b", "-x", "(AP)", "東京", "東京都",
     "Café", "CAFE", "€ 5", "Müller & Söhne", "Muller & Sohne", "x*", "=y", "Straße", "STRASSE"]
) | st.text("aAbB \"“'é-.", min_size=1, max_size=6)  # fmt: skip
FRONT = st.fixed_dictionaries(
    {},
    optional={
        "section": NAMES,
        "publisher": NAMES,
        "located": NAMES,
        "author": NAMES,
        "keywords": st.lists(NAMES, max_size=4),
    },
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(fronts=st.lists(FRONT, min_size=6, max_size=14), of_a_search=st.booleans())
def test_as_many_are_found_as_were_counted(
    fronts: list[dict[str, object]],
    of_a_search: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root: Path = tmp_path_factory.mktemp("counted")
    archive = Archive(root / "archive", root / "index")
    for number, front in enumerate(fronts):
        stated = {key: json.dumps(value, ensure_ascii=False) for key, value in front.items()}
        archive.write(f"{number}.md", f"{'odd' if number % 2 else 'even'} article", **stated)
    archive.sync()
    query = "odd" if of_a_search else ""
    counted = archive.search(query).facets
    for field in NAME_FIELDS:
        for value, count in counted[field]:
            named = Filter(field, value)
            assert archive.search(f"{query} {named.text}").total == count, named
            assert parse(f"{query} {named.text}").node == both(
                [parse(query).node, Named(value, field)]
            )


def test_a_whole_name_is_no_part_of_one_and_has_no_accents(archive: Archive) -> None:
    for name, place in (("a", "York"), ("b", "New York"), ("c", "Yörk"), ("d", "YORK")):
        archive.write(f"{name}.md", "Text.", located=place)
    archive.sync()
    assert archive.found("place:york") == ["a", "b", "c", "d"]
    assert archive.found("place:=york") == ["a", "c", "d"]
    assert archive.found('text place:="new york"') == ["b"]
    assert archive.found("text -place:=York") == ["b"]
    assert archive.found("place:=New") == []


@pytest.mark.parametrize("asked", ["facets", "timeline"])
def test_what_is_counted_of_an_index_that_was_cut_short_is_said(
    archive: Archive, asked: str
) -> None:
    for number in range(9):
        archive.write(f"{number}.md", "apples", section=f"desk {number}", publisher="AP")
    archive.sync()
    catalogue = archive.open()
    assert getattr(search(catalogue, parse("apples")), asked)
    results = search(catalogue, parse("apples -7"))
    for rows in archive.index.glob("rows-*"):
        os.truncate(rows, 100)
    with pytest.raises(IndexUnreadableError, match="cut short"):
        getattr(results, asked)
