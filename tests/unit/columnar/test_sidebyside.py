"""Building in several processes at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import query

from tuinews.index.columnar import sidebyside, writer
from tuinews.index.columnar.collect import everything
from tuinews.index.columnar.newsfields import schema
from tuinews.index.columnar.segment import Segment
from tuinews.index.columnar.snapshot import Snapshot


def feed(part: int, parts: int) -> Iterator[dict[str, Any]]:
    for number in range(part, 100, parts):
        yield {"body": (f"oil of number {number}",)}


@pytest.mark.parametrize("most", [1_000, 10])
def test_every_article_is_built_once_whatever_the_number_of_segments(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_ARTICLES", most)
    paths = sidebyside.build(schema(), feed, tmp_path, unique=None)
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    snapshot = Snapshot(schema(), [Segment(path) for path in paths])
    assert everything(snapshot, query.Term("body", "oil")).total == 100
    assert all(
        everything(snapshot, query.Term("body", str(number))).total == 1 for number in range(100)
    )


def test_a_process_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    def failing(part: int, parts: int) -> Iterator[dict[str, Any]]:
        yield from feed(part, parts)
        if part:
            raise OSError("the disk is gone")

    with pytest.raises(RuntimeError, match="the disk is gone"):
        sidebyside.build(schema(), failing, tmp_path, unique=None)
    assert not list(tmp_path.iterdir())
