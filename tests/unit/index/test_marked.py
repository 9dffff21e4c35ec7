"""What a reader marked, as part of a query."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from tests.unit.index.conftest import Archive
from tuinews.errors import QueryError
from tuinews.index.marked import Marks
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.reader.marks import Marks as ReaderMarks

MARKS = {
    "read": {"a.md", "b.md", "gone.md"},
    "starred": {"b.md"},
    "note": {"c.md"},
    "tag:to check": {"a.md", "d.md"},
    "tag:space-race": {"b.md"},
    "tag:spain": {"c.md", "gone.md"},
    "tag:what*": {"d.md"},
}
TAGS = [mark.removeprefix("tag:") for mark in MARKS if mark.startswith("tag:")]


def marked(mark: str) -> Collection[str]:
    return TAGS if mark == "tags" else MARKS.get(mark, ())


def found(archive: Archive, text: str, marks: Marks | None = marked) -> list[str]:
    results = search(archive.open(), parse(text), marks=marks)
    return sorted(Path(hit.id).stem for hit in results.hits)


@pytest.fixture
def marked_news(archive: Archive) -> Archive:
    """Four articles."""
    for name, text in (("a", "oil"), ("b", "oil trade"), ("c", "trade"), ("d", "oil")):
        archive.write(f"{name}.md", text)
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is:read", ["a", "b"]),
        ("is:unread", ["c", "d"]),
        ("-is:unread", ["a", "b"]),
        ("is:starred", ["b"]),
        ("has:note", ["c"]),
        ("-has:note", ["a", "b", "d"]),
        ('tag:"To  Check"', ["a", "d"]),
        ("tag:other", []),
        ("tag:Spa*", ["b", "c"]),
        ("tag:sp??n", ["c"]),
        ("tag:check*", ["a", "d"]),
        ("tag:to*check", ["a", "d"]),
        ("tag:spacer*", ["b"]),
        ("tag:space-*", ["b"]),
        ("tag:other*", []),
        ('tag:"spa*"', []),
        ('tag:"what*"', ["d"]),
        ("oil -tag:spa*", ["a", "d"]),
        ("oil is:read", ["a", "b"]),
        ("oil is:unread", ["d"]),
        ("oil -is:starred", ["a", "d"]),
        ("is:starred OR has:note", ["b", "c"]),
        ("trade OR is:starred", ["b", "c"]),
        ("(oil is:unread) OR (trade is:read)", ["b", "d"]),
    ],
)
def test_a_query_finds_what_the_reader_marked(
    marked_news: Archive, text: str, ids: list[str]
) -> None:
    assert found(marked_news, text) == ids


@pytest.mark.parametrize(
    "text", ["oil is:unread", "oil -(has:note OR x)", "oil tag:x", "oil tag:x*"]
)
def test_without_a_reader_marks_are_an_error_that_points(marked_news: Archive, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(marked_news, text, None)
    assert text[caught.value.column :].startswith(("is:", "has:", "tag:"))


def test_a_mark_that_changes_is_seen_at_once(marked_news: Archive, tmp_path: Path) -> None:
    marks = ReaderMarks.open(tmp_path / "state", marked_news.folder)
    catalogue = marked_news.open()

    def by_reader(mark: str) -> Collection[str]:
        return marks.ids_starred() if mark == "starred" else ()

    def starred() -> list[str]:
        results = search(catalogue, parse("is:starred"), marks=by_reader)
        return [hit.id for hit in results.hits]

    assert starred() == []
    marks.set_starred("a.md", True)
    assert starred() == ["a.md"]
    marks.set_starred("a.md", False)
    assert starred() == []
    marks.close()


def test_what_was_understood_names_the_marks(marked_news: Archive) -> None:
    text = '(oil is:unread tag:x) OR tag:x* OR tag:"x*"'
    results = search(marked_news.open(), parse(text), marks=marked)
    assert results.parsed == text
