"""Measures `tuinews search` in a new process, from its start to its first result, and its imports.

    python -m tests.benchmarks.start ARCHIVE INDEX [--query QUERY] [--rounds N]

Prints one table: milliseconds by the clock and of processor until the first line of an answer is
there and until the process has ended (medians), and then what importing takes of that, by
package, as `python -X importtime` has it: its own share each, which runs slower than without.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.conftest import PROJECT

_IMPORT = re.compile(r"import time: +(\d+) \| +\d+ \| +([\w.]+)")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--query", default="oil prices")
    parser.add_argument("--rounds", type=int, default=15, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuinews-start-") as folder:
        # As installed: compiled once, whatever the environment says of that.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ["PYTHONUNBUFFERED"] = "1"  # as on a terminal, line by line
        print_table(options)


def print_table(options: argparse.Namespace) -> None:
    """Measure, and print."""
    where = ["-a", str(options.archive), "-i", str(options.index)]
    search = ["-m", "tuinews", *where, "search", "--no-sync", options.query]
    measure(search)
    taken = [measure(search) for _ in range(options.rounds)]
    print(f"{'median, ms':<28}{'clock':>8}{'processor':>11}")
    first, ended, processor = (statistics.median(each) for each in zip(*taken, strict=True))
    print(f"{'first result':<28}{first:8.0f}")
    print(f"{'the end':<28}{ended:8.0f}{processor:11.0f}")
    nothing = [measure(["-c", "print()"]) for _ in range(options.rounds)]
    print(f"{'of which Python itself':<28}{statistics.median(end for _, end, _ in nothing):8.0f}")
    shares = [imports(search) for _ in range(max(3, options.rounds // 5))]
    medians = {
        package: statistics.median(each[package] for each in shares) for package in shares[0]
    }
    print(f"{'importing, by the clock':<28}{sum(medians.values()):8.0f}")
    for package, share in sorted(medians.items(), key=lambda pair: -pair[1]):
        if share >= 1:
            print(f"  {package:<26}{share:8.0f}")


def measure(command: list[str]) -> tuple[float, float, float]:
    """Milliseconds to the first line, to the end, and of processor."""
    before = os.times()
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter()
        process.stdout.read()
        process.wait()
    ended = time.perf_counter()
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return (first - started) * 1e3, (ended - started) * 1e3, spent * 1e3


def imports(command: list[str]) -> dict[str, float]:
    """Milliseconds that importing each package takes of itself; Python's own are one."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=PROJECT, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = defaultdict(float)
    for share, module in _IMPORT.findall(done.stderr):
        package = module.partition(".")[0]
        if package in sys.stdlib_module_names or package.startswith("_"):
            package = "Python's own"
        found[package] += int(share) / 1e3
    return found


if __name__ == "__main__":
    main()
