"""Owns the archive, the processes and the questions of the tests of promise 7."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import PROJECT
from tuinews.errors import IndexUnreadableError
from tuinews.index.catalogue import Catalogue
from tuinews.index.columnar import batch
from tuinews.index.indexer import sync
from tuinews.index.manifest import NAME, read_manifest
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.index.write_lock import NAME as LOCK

MOMENTS = int(os.environ.get("TUINEWS_MOMENTS", "12"))
"""How many moments, places and sizes are tried; 200 is what promise 7 says."""
ARTICLES = 240
SEGMENTS = 12
"""Of the old generation: so many that the next sync merges them."""
QUERIES = (
    "", "apples", "red", "green", "word3", "word11*", '"apples and"', "*ord7", "headline:article",
    "desk:world", "-red", "aples~", "date:2021..", "apples w/3 green",
)  # fmt: skip
INDEX = """
import sys
from tuinews.cli.main import main
from tuinews.index import gathering, indexer, progress
from tuinews.index.columnar import batch
indexer.WORTH_IT, gathering._AT_A_TIME, batch.MERGED_AT_ONCE = 20, 10, 20
progress.COMMIT_EVERY = progress.COMMIT_SHARE = float(sys.argv.pop(1))
sys.exit(main())
"""
"""`tuinews index`, with processes and merges for a few articles already."""
ONE_COMMIT, MANY_COMMITS = "1000", "0.02"

Answers = list[object]


@dataclass(frozen=True)
class Place:
    """An archive and its index."""

    archive: Path
    index: Path

    def command(self, commits: str, *options: str) -> list[str]:
        """What indexes it."""
        where = ["-a", str(self.archive), "-i", str(self.index)]
        return [sys.executable, "-c", INDEX, commits, "index", *where, *options]

    def run(self, commits: str = ONE_COMMIT, **how: Any) -> subprocess.CompletedProcess[str]:
        """Index, to the end."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            self.command(commits), capture_output=True, text=True, cwd=PROJECT, check=False, **how
        )
        return done

    def with_index(self, index: Path) -> Place:
        """The same archive with a copy of the index."""
        if self.index.exists():
            shutil.copytree(self.index, index)
        return Place(self.archive, index)

    def answers(self) -> Answers | None:
        """What the index answers to all questions; None when it says it cannot be used."""
        try:
            catalogue = Catalogue.open(self.index)
            try:
                rows = catalogue.rows
                found = [search(catalogue, parse(text), limit=1000) for text in QUERIES]
                listed = [(rows.id(row), rows.headline(row)) for row in range(len(rows))]
                # Scores and order are not asked: they depend on how segments were merged.
                return [
                    *((each.total, sorted(hit.id for hit in each.hits), each.facets)
                      for each in found),
                    listed,
                ]  # fmt: skip
            finally:
                catalogue.close()
        except IndexUnreadableError:
            return None

    def check_generation(self) -> dict[str, bytes]:
        """See that all answers agree with what is indexed; the digest of each article that is."""
        catalogue = Catalogue.open(self.index)
        try:
            catalogue.verify()
            rows = catalogue.rows
            indexed = {rows.id(row): rows.digest(row) for row in range(len(rows))}
            found = {
                word: {hit.id for hit in search(catalogue, parse(word), limit=1000).hits}
                for word in ("apples", "red", "green")
            }
            assert found["apples"] == indexed.keys()
            for word in ("red", "green"):
                digests = {name: digest(article(name, word)) for name in indexed}
                assert found[word] == {n for n, d in digests.items() if d == indexed[n]}, word
        finally:
            catalogue.close()
        return indexed

    def leftovers(self) -> set[str]:
        """Files of the index folder that its live generation does not name."""
        live = read_manifest((self.index / NAME).read_bytes())
        return {path.name for path in self.index.iterdir()} - {*live.files, NAME, LOCK}


def article(name: str, word: str) -> str:
    """The text of an article, of which a word says the version."""
    number = Path(name).stem
    filler = " ".join(f"w{int(number) * n % 1009}" for n in range(40))
    front = f"---\ntitle: Article {number}\ndate: 2021-11-07\ndesk: World\n---\n"
    return f"{front}\napples and {word} word{number} {filler}\n"


def digest(text: str) -> bytes:
    """What rows hold of a file's bytes."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def names() -> list[str]:
    """The articles' ids."""
    return [f"{number % 5}/{number}.md" for number in range(ARTICLES)]


def write(archive: Path, texts: Mapping[str, str]) -> None:
    """Write articles."""
    for name, text in texts.items():
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def old_and_new(base: Path) -> tuple[Place, Answers, Answers]:
    """A place whose index has many segments and is behind; its answers now and when in step."""
    place = Place(base / "archive", base / "index")
    some = names()[:-40]
    was, batch.MERGED_AT_ONCE = batch.MERGED_AT_ONCE, 0
    try:
        for number in range(SEGMENTS):
            write(place.archive, {name: article(name, "red") for name in some[number::SEGMENTS]})
            sync(place.archive, place.index)
    finally:
        batch.MERGED_AT_ONCE = was
    old = place.answers()
    write(place.archive, {name: article(name, "green") for name in some[::7]})
    for name in some[1::7]:
        (place.archive / name).unlink()
    write(place.archive, {name: article(name, "green") for name in names()[-40:]})
    done = place.with_index(base / "done")
    sync(done.archive, done.index)
    new = done.answers()
    assert old is not None
    assert new is not None
    assert old != new
    return place, old, new


def group_is_gone(group: int) -> bool:
    """Whether every process of a group ends; one that waits for the disk does so only then."""
    for _ in range(3000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
