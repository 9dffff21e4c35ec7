"""Opening, searching and showing an index executes nothing, and no damage makes a wrong answer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tuinews.errors import IndexUnreadableError
from tuinews.index import schema
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import sync
from tuinews.index.querylang import parse
from tuinews.index.search import search

PROJECT = Path(__file__).parents[2]
QUERIES = [
    "", "apples", "word3", '"apples and"', "app*", "*les", "aples~", "headline:untitled", "path:5*",
    "desk:world", "-word3", "lede:apples", "date:2021..", "apples word5 OR word7",
]  # fmt: skip
WATCHED = """
import json, sys
from pathlib import Path

inside = False
seen = []

def watch(event, arguments):
    if inside and (event in ("exec", "compile") or event.startswith(("pickle.", "marshal."))):
        seen.append([event, str(arguments)[:80]])

from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.index import indexer, translate
from tuinews.index.catalogue import Catalogue
from tuinews.index.columnar import engine, stock
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.snippets import passages

archive, index = Path(sys.argv[1]), Path(sys.argv[2])

def use():
    catalogue = Catalogue.open(index)
    for text in json.loads(sys.argv[3]):
        query = parse(text)
        for hit in search(catalogue, query).hits:
            article = read_article(archive, stat_entry(archive, hit.id))
            passages(query, article, limit=2)
            catalogue.rows.headline(hit.row), catalogue.rows.published(hit.row)
    catalogue.verify()
    catalogue.close()

def change(text):
    (archive / "new.md").write_text(text)
    indexer.sync(archive, index)

use()  # modules that are imported when they are first needed are imported here
change("apples and a new word")
sys.addaudithook(watch)
inside = True
use()
change("apples and another word")
use()
inside = False
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("promise6")
    archive, index = base / "archive", base / "index"
    archive.mkdir()
    for number in range(60):
        text = f"apples and word{number} " + " ".join(f"w{number * n}" for n in range(200))
        (archive / f"{number}.md").write_text(f"---\ndesk: World\ndate: 2021-11-07\n---\n{text}\n")
    sync(archive, index)
    (archive / "3.md").write_text("apples and word3, again")
    sync(archive, index)
    return archive, index


def test_nothing_is_unpickled_compiled_or_run(built: tuple[Path, Path]) -> None:
    archive, index = built
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, archive, index, json.dumps(QUERIES)],
        capture_output=True, text=True, cwd=PROJECT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    (archive / "new.md").unlink()
    sync(archive, index)


def test_no_module_of_the_index_knows_pickle_marshal_or_eval() -> None:
    for path in (PROJECT / "tuinews").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("import pickle", "import marshal", "eval(", "exec("):
            assert word not in text, path


def answers(index: Path, queries: Sequence[str] = QUERIES) -> list[object] | None:
    """What the index answers, None when it says that it is unreadable."""
    try:
        catalogue = Catalogue.open(index)
        try:
            rows = catalogue.rows
            found = [search(catalogue, parse(text), limit=100) for text in queries]
            listed = [(rows.id(row), rows.headline(row)) for row in range(len(rows))]
            answer: list[object] = [
                (each.total, [(hit.id, hit.score) for hit in each.hits], each.facets)
                for each in found
            ]
            return [*answer, listed]
        finally:
            catalogue.close()
    except IndexUnreadableError:
        return None


def rewrite(path: Path, data: bytes | bytearray) -> None:
    """Replace a file by another, as a copy from a bad disk would be."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)


@pytest.mark.parametrize("page", [False, True], ids=["byte", "page"])
def test_damage_at_200_places_is_noticed_or_changes_no_answer(
    built: tuple[Path, Path], page: bool
) -> None:
    index = built[1]
    expected = answers(index)
    assert expected is not None
    generator = random.Random(page)
    files = sorted(path for path in index.iterdir() if path.name != "lock")
    sizes = [path.stat().st_size for path in files]
    noticed = 0
    for _ in range(200):
        path = generator.choices(files, sizes)[0]
        whole = path.read_bytes()
        damaged = bytearray(whole)
        at = generator.randrange(len(whole))
        if page:
            at -= at % 4096
            damaged[at : at + 4096] = generator.randbytes(len(damaged[at : at + 4096]))
        else:
            damaged[at] ^= 1 << generator.randrange(8)
        rewrite(path, damaged)
        found = answers(index)
        noticed += found is None
        assert found in (expected, None), path.name
        rewrite(path, whole)
    assert noticed > 20
    assert answers(index) == expected


def test_a_file_cut_short_is_an_error_and_is_built_anew(built: tuple[Path, Path]) -> None:
    archive, index = built
    expected = answers(index)
    names = sorted(path.name for path in index.iterdir() if path.name != "lock")
    for name in names:
        found = [path for path in index.iterdir() if path.suffix == Path(name).suffix]
        path = found[0]
        if path.name == "lock":
            continue
        rewrite(path, path.read_bytes()[: path.stat().st_size // 2])
        assert answers(index) is None, name
        assert sync(archive, index).articles == 60
        rebuilt = answers(index)
        assert rebuilt is not None
        assert expected is not None
        assert rebuilt[-1] == expected[-1]


def test_an_index_of_another_version_is_built_anew_by_itself(
    built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, index = built
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(IndexUnreadableError, match="another tuinews"):
        Catalogue.open(index)
    assert sync(archive, index).added == 60
    assert answers(index) is not None
    monkeypatch.undo()
    assert sync(archive, index).added == 60
