"""Measures how long searches take while an archive is indexed, against the same ones at rest.

    python -m tests.benchmarks.meanwhile ARCHIVE INDEX [--rounds N]

INDEX is an index of ARCHIVE and is only read. Beside it all of ARCHIVE is indexed once more by
`tuinews index`, into a folder that is deleted afterwards. That command is stopped and sent on by
turns, so that both measurements are of the same minutes: a round at rest, a round with indexing,
and so on; a round asks each query of `tests.benchmarks.engine` once. Prints milliseconds by the
clock (p50, p95, longest) of both and their ratios.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.engine import QUERIES
from tests.benchmarks.product import Product
from tests.conftest import PROJECT

_CALM = 0.3
"""Seconds that processes take to stop, or to be at work again."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--rounds", type=int, default=20, metavar="N")
    options = parser.parse_args()
    product = Product()
    product.open(options.index)
    ask(product)
    with tempfile.TemporaryDirectory(prefix="tuinews-meanwhile-") as folder:
        command = [sys.executable, "-m", "tuinews", "-a", str(options.archive), "-i", folder]
        indexing = subprocess.Popen(
            [*command, "index"], cwd=PROJECT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            idle, busy = by_turns(product, indexing, options.rounds)
        finally:
            os.killpg(indexing.pid, signal.SIGKILL)
            indexing.wait()
    print(f"{'ms':<18}{'p50':>8}{'p95':>8}{'longest':>9}{'searches':>10}")
    for name, times in (("at rest", idle), ("while indexing", busy)):
        print(f"{name:<18}{''.join(f'{value:8.2f}' for value in quantiles(times))}{len(times):11}")
    ratios = [b / a for a, b in zip(quantiles(idle), quantiles(busy), strict=True)]
    print(f"{'times as long':<18}{''.join(f'{ratio:8.2f}' for ratio in ratios)}")


def by_turns(
    product: Product, indexing: subprocess.Popen[bytes], rounds: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of every search at rest, and of those while indexing."""
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(rounds):
        time.sleep(_CALM)
        found = ask(product)
        if indexing.poll() is not None:
            break
        busy += found
        os.killpg(indexing.pid, signal.SIGSTOP)
        time.sleep(_CALM)
        idle += ask(product)
        os.killpg(indexing.pid, signal.SIGCONT)
    if not busy:
        sys.exit("the archive was indexed before a search was made")
    return idle, busy


def ask(product: Product) -> list[float]:
    """Milliseconds of each query, asked once."""
    times = []
    for _, kind, payload in QUERIES:
        started = time.perf_counter()
        product.run(kind, payload)
        times.append((time.perf_counter() - started) * 1e3)
    return times


def quantiles(times: list[float]) -> tuple[float, float, float]:
    """p50, p95 and the longest."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[-1]


if __name__ == "__main__":
    main()
