"""Measures reading on one core: files and megabytes a second, and a walk's time and memory.

    python -m tests.benchmarks.reading [--articles N] [--entries N] [FOLDER ...]

Without folders it writes `N` articles of about 3 kB in each text format and reads those. Times are
of this process alone and include opening each file, decoding and the digest; the best of three.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tuinews.articles.folder import Entry, walk
from tuinews.articles.reading import read_digest
from tuinews.errors import UnreadableArticleError

_TEXT = (
    "the minister said on Tuesday that talks between both countries had ended without a result and "
    "would go on next week in the capital where delegations meet to discuss trade border security"
)
_WORDS = _TEXT.split()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--entries", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuinews-reading-") as name:
        folders = asked.folders
        if not folders:
            folders = [_write_articles(Path(name) / "articles", asked.articles)]
        for folder in folders:
            _measure_reading(folder)
        if asked.entries:
            _measure_walk(_write_entries(Path(name) / "entries", asked.entries), asked.entries)


def _measure_reading(archive: Path) -> None:
    by_suffix: dict[str, list[Entry]] = defaultdict(list)
    for entry in walk(archive):
        if isinstance(entry, Entry):
            by_suffix[Path(entry.id).suffix].append(entry)
    for suffix, entries in sorted(by_suffix.items()):
        seconds = min(_read_all(archive, entries) for _ in range(3))
        size = sum(entry.size for entry in entries)
        print(
            f"{archive.name:24} {suffix or '-':10} {len(entries):6} files"
            f" of {size / len(entries):7.0f} B  {len(entries) / seconds:7.0f} files/s"
            f"  {size / seconds / 1e6:6.1f} MB/s"
        )


def _read_all(archive: Path, entries: Iterable[Entry]) -> float:
    started = time.process_time()
    for entry in entries:
        try:
            read_digest(archive, entry)
        except UnreadableArticleError:
            continue
    return max(time.process_time() - started, 1e-9)


def _measure_walk(archive: Path, count: int) -> None:
    started = time.process_time()
    found = sum(1 for _ in walk(archive))
    seconds = time.process_time() - started
    tracemalloc.start()
    for _ in walk(archive):
        pass
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"walk of {found} entries: {found / seconds:.0f} entries/s,"
        f" at most {held / 1e6:.2f} MB held while streaming, {held / count:.1f} B an entry"
    )


def _write_articles(archive: Path, count: int) -> Path:
    archive.mkdir(parents=True)
    chance = random.Random(3)
    for number in range(count):
        paragraphs = [_paragraph(chance) for _ in range(8)]
        head = f"Talks end without a result for the {number}th time"
        wire = [
            head,
            f"KABUL, Nov. {number % 28 + 1} (Reuters) - {paragraphs[0]}",
            *paragraphs[1:4],
        ]
        wire += ["BACKGROUND AND REACTIONS", *paragraphs[4:], "(Reporting by staff)"]
        (archive / f"{number}.txt").write_text("\n\n".join(wire))
        front = (
            f"---\ntitle: {head}\ndate: 2021-11-0{number % 9 + 1}\ntags:\n- talks\n- trade\n---\n\n"
        )
        marked = [
            paragraphs[0],
            f"**Bold** and [a link](https://example.org/{number}).",
            *paragraphs[1:4],
        ]
        marked += ["## Background and reactions", *paragraphs[4:], "- one item\n- another *item*"]
        (archive / f"{number}.md").write_text(front + "\n\n".join(marked))
    return archive


def _paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=58)).capitalize() + "."


def _write_entries(archive: Path, count: int) -> Path:
    for number in range(count):
        if number % 1000 == 0:
            folder = archive / f"{number // 1000:04}"
            folder.mkdir(parents=True)
        (folder / f"{number}.txt").touch()
    return archive


if __name__ == "__main__":
    main()
