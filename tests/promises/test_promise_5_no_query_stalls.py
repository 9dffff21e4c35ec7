"""Promise 5: no query runs for over 2 s, whatever it is, and its answer says when it is partial.

The archive is made of words of real frequencies, large enough that a query which grows faster
than the archive would not end. The process that asks has so much processor time and no more.
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.promises.abuse import ABUSIVE, USUAL
from tests.tui.browsing import browsing
from tuinews.index.indexer import sync

ARTICLES = 8_000
SECONDS = 20
"""Of processor for one query in a process of its own, its start included."""

_ASK = """
import json, sys
from pathlib import Path
from tuinews.errors import QueryError
from tuinews.index.catalogue import Catalogue
from tuinews.index.querylang import longest_valid, parse
from tuinews.index.search import TIME, search

catalogue = Catalogue.open(Path(sys.argv[1]))
for text in json.load(sys.stdin):
    for understand in (parse, longest_valid):
        try:
            query = understand(text)
            if query is not None:
                results = search(catalogue, query)
                print(json.dumps([results.total, results.exact, results.took]))
        except QueryError as error:
            assert 0 <= error.column <= len(text), text
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of a large archive."""
    base = tmp_path_factory.mktemp("large")
    pick = random.Random(5)
    common = re.findall(r"\w+", "the of to in said and a oil trade for that US I prices on was")
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    rare = ["".join(pick.choices(syllables, k=pick.randint(2, 5))) for _ in range(30_000)]
    words = [*common, *rare]
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    for number in range(ARTICLES):
        text = pick.choices(words, weights, k=150)
        sentences = [" ".join(text[at : at + 15]).capitalize() + "." for at in range(0, 150, 15)]
        paragraphs = "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, 10, 3))
        path = base / "archive" / f"{number % 50:02}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        front = (
            f"---\ntitle: {' '.join(text[:6])}\ndate: {2000 + number % 22}-03-01\nlang: en\n---\n"
        )
        path.write_text(f"{front}\n{paragraphs}\n", "utf-8")
    sync(base / "archive", base / "index")
    return base / "index"


def ask(index: Path, texts: list[str]) -> list[tuple[int, bool, float]]:
    """The answers of a process that is killed when it takes longer than it may."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    asked = subprocess.run(
        [sys.executable, "-c", _ASK, str(index)],
        input=json.dumps(texts), capture_output=True, text=True, cwd=PROJECT, preexec_fn=limit,
        check=False,
    )  # fmt: skip
    assert asked.returncode == 0, (texts, asked.returncode, asked.stderr[-2000:])
    return [tuple(json.loads(line)) for line in asked.stdout.splitlines()]


@pytest.mark.parametrize("name", ABUSIVE)
def test_an_abusive_query_comes_to_an_end(index: Path, name: str) -> None:
    text = ABUSIVE[name]
    assert len(text) <= 4096
    for total, _, _ in ask(index, [text]):
        assert 0 <= total <= ARTICLES


@pytest.mark.parametrize("name", ["letters of unspaced scripts", "marks", "4,000 quotes"])
async def test_a_long_query_in_the_box_does_not_keep_the_screen_busy(
    index: Path, tmp_path: Path, name: str
) -> None:
    async with browsing(index.parent / "archive", index, tmp_path / "state") as browser:
        await browser.press("/")
        started = time.thread_time()
        browser.screen.search_box.take_paste(ABUSIVE[name])
        await browser.settled()
        assert time.thread_time() - started < SECONDS / 10


def test_what_people_ask_is_answered_in_full(index: Path) -> None:
    answers = ask(index, list(USUAL))
    assert len(answers) == 2 * len(USUAL)
    assert all(exact for _, exact, _ in answers)
