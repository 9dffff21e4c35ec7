"""Prints what becomes of folders of real articles: how many are read, how much is known of them.

    python -m tests.benchmarks.corpora [FOLDER ...]

Without folders it takes each of ../shared/corpus. Shares are of the articles that were read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import PROJECT
from tuinews.articles.article import Article
from tuinews.articles.folder import Skipped, walk
from tuinews.articles.reading import read_article
from tuinews.errors import UnreadableArticleError

_VARYING = re.compile(r"\d[\d,]*|“[^”]*”|: .*")


@dataclass(slots=True)
class Told:
    """What is counted of one folder.

    Attributes:
        shares: Of the articles read, how many have what the key says.
        skipped: Reasons, without what differs from file to file.
    """

    files: int = 0
    read: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


COLUMNS = ("headline", "date", "dated", "place", "sections", "language", "warned")
"""A headline of its own; a date from metadata; one from anywhere but the file's time; a place; more
than one section; a language; warnings."""


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args().folders or sorted(
        folder for folder in (PROJECT.parent / "shared" / "corpus").iterdir() if folder.is_dir()
    )
    print(f"{'folder':24} {'files':>6} {'read':>6}  " + "  ".join(f"{c:>8}" for c in COLUMNS))
    for folder in folders:
        told = tell(folder)
        shares = (told.shares[column] / max(told.read, 1) for column in COLUMNS)
        print(
            f"{folder.name:24} {told.files:6} {told.read:6}  "
            + "  ".join(f"{share:8.1%}" for share in shares)
        )
        for reason, count in told.skipped.most_common():
            print(f"{'':24} {count:6} skipped: {reason}")


def tell(archive: Path) -> Told:
    """Read every file of a folder and count."""
    told = Told()
    for entry in walk(archive):
        told.files += 1
        if isinstance(entry, Skipped):
            told.skipped[entry.reason] += 1
            continue
        try:
            article = read_article(archive, entry)
        except UnreadableArticleError as error:
            told.skipped[_VARYING.sub("…", str(error))] += 1
            continue
        told.read += 1
        told.shares.update(_known(article))
    return told


def _known(article: Article) -> list[str]:
    facts = {
        "headline": not article.headline_derived,
        "date": article.published_from == "metadata",
        "dated": article.published_from != "mtime",
        "place": bool(article.place),
        "sections": len(article.sections) > 1,
        "language": bool(article.language),
        "warned": bool(article.warnings),
    }
    return [column for column, holds in facts.items() if holds]


if __name__ == "__main__":
    main()
