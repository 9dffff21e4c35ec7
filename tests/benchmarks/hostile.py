"""Owns the figures of promise 4 and of the hostile set: what reading each bomb costs, worst first.

python -m tests.benchmarks.hostile [--group yaml] [--worst 20] [--over 0]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.fixtures.bombs import BOMBS
from tests.fixtures.limits import Cost, read_under_limits


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", choices=tuple(BOMBS), action="append", help="only these")
    parser.add_argument("--worst", type=int, default=20, metavar="N", help="how many to print")
    parser.add_argument("--seconds", type=int, default=20, help="limit of each")
    options = parser.parse_args()
    costs = list(measure(options.group or list(BOMBS), options.seconds))
    print(f"{'seconds':>8} {'MiB':>6}  bomb and what became of it")
    for group, cost in sorted(costs, key=lambda item: -item[1].seconds)[: options.worst]:
        print(f"{cost.seconds:8.2f} {cost.peak:6.0f}  {group}/{cost.id}: {cost.outcome[:90]}")
    slow = sum(cost.seconds > 1 for _, cost in costs)
    failed = [f"{group}/{cost.id}: {cost.outcome}" for group, cost in costs if not cost.ended_well]
    print(f"{len(costs)} bombs, {slow} above 1 s, {len(failed)} failed")
    for line in failed:
        print(f"  failed: {line}")


def measure(groups: list[str], seconds: int) -> Iterator[tuple[str, Cost]]:
    """Read every bomb of the groups, each from a folder that holds nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder)
        for group in groups:
            bombs = BOMBS[group]

            def written() -> Iterator[str]:
                for name, make in bombs.items():  # noqa: B023 - used up before the next group
                    file = archive / name
                    file.write_bytes(make())
                    yield name
                    file.unlink()

            for cost in read_under_limits(archive, written(), seconds=seconds, memory=2 << 30):
                yield group, cost


if __name__ == "__main__":
    main()
