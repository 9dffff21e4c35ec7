"""Measures how well articles are ranked: plain BM25 beside the weights of tuinews.

    python -m tests.benchmarks.relevance DOCUMENTS QUERIES JUDGEMENTS
    python -m tests.benchmarks.relevance --known-items ARTICLES

DOCUMENTS is a folder of articles in any format. QUERIES has a line for each query: its number,
white space, its words. JUDGEMENTS are TREC's qrels: `query 0 document relevance`; a document is
named by its id or its file's name without suffix.

With `--known-items`, four collections are made of a folder of articles, each asking for every
article by words of its own: its headline, its first sentence or its crossheads, which are taken
out of it, or three words of its text. What is relevant is the one article asked for.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tuinews.articles.article import Article
from tuinews.articles.folder import Entry, walk
from tuinews.articles.reading import read_article
from tuinews.errors import UnreadableArticleError
from tuinews.index.analysis import SURFACE, tokens
from tuinews.index.catalogue import Catalogue
from tuinews.index.indexer import sync
from tuinews.index.leaves import Word
from tuinews.index.search import search
from tuinews.index.syntax import And, Node, Or, Query

DEEP = 1000
"""Hits of a query that are looked at."""
Judgements = Mapping[str, Mapping[str, int]]
Ranker = Callable[[Catalogue, str], list[str]]


@dataclass(frozen=True)
class Quality:
    """Means over all queries that have a relevant document, each from 0 to 1."""

    average_precision: float
    first: float
    recall_at_10: float
    queries: int


def main() -> None:
    """Measure, and print one table a collection."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="DOCUMENTS QUERIES JUDGEMENTS")
    parser.add_argument("--known-items", type=Path, metavar="ARTICLES")
    options = parser.parse_args()
    if options.known_items:
        with tempfile.TemporaryDirectory() as made:
            for name in TAKEN_OUT:
                paths = make_known_items(options.known_items, Path(made) / name, name)
                compare(f"{options.known_items.name}: asked by {name}", *paths)
    elif len(options.files) == 3:
        compare(options.files[0].name, *options.files)
    else:
        parser.error("give DOCUMENTS, QUERIES and JUDGEMENTS, or --known-items ARTICLES")


def compare(name: str, documents: Path, queries: Path, judgements: Path) -> None:
    """Print the quality of every way to rank on a collection."""
    asked, relevant = read_queries(queries), read_judgements(judgements)
    index = Path(tempfile.mkdtemp(prefix="tuinews-relevance-"))
    try:
        sync(documents, index)
        catalogue = Catalogue.open(index)
        print(f"\n{name}: {len(catalogue.rows):,} documents")
        print(f"{'':<28}{'MAP':>8}{'P@1':>8}{'R@10':>8}{'queries':>9}{'s':>8}")
        for label, ranker in RANKERS.items():
            started = time.perf_counter()
            quality = measure(asked, relevant, lambda text, rank=ranker: rank(catalogue, text))
            print(
                f"{label:<28}{quality.average_precision:8.4f}{quality.first:8.4f}"
                f"{quality.recall_at_10:8.4f}{quality.queries:9,}"
                f"{time.perf_counter() - started:8.1f}"
            )
        catalogue.close()
    finally:
        shutil.rmtree(index)


def measure(
    asked: Mapping[str, str], relevant: Judgements, rank: Callable[[str], list[str]]
) -> Quality:
    """How well a ranking answers the queries that have a relevant document."""
    precisions, firsts, recalls = [], [], []
    for number, text in asked.items():
        wanted = {name for name, grade in relevant.get(number, {}).items() if grade > 0}
        if not wanted:
            continue
        found = [_named(each, wanted) for each in rank(text)]
        hits = [place for place, name in enumerate(found, 1) if name in wanted]
        precisions.append(sum(n / place for n, place in enumerate(hits, 1)) / len(wanted))
        firsts.append(float(bool(hits) and hits[0] == 1))
        recalls.append(sum(place <= 10 for place in hits) / len(wanted))
    means = (statistics.fmean(each) if each else 0.0 for each in (precisions, firsts, recalls))
    return Quality(*means, queries=len(precisions))


def _named(article_id: str, wanted: set[str]) -> str:
    """The name that judgements know an article by."""
    return article_id if article_id in wanted else PurePosixPath(article_id).stem


def read_queries(path: Path) -> dict[str, str]:
    """Query number -> words."""
    lines = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 2}


def read_judgements(path: Path) -> Judgements:
    """Query number -> document -> relevance."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        number, _, document, grade = line.split()
        found[number][document] = int(grade)
    return found


# Ways to rank.


def plain(catalogue: Catalogue, text: str) -> list[str]:
    """BM25 over all the words of an article, any word of the query, nothing weighted."""
    from whoosh import query

    from tuinews.index.bydoc import by_doc
    from tuinews.index.columnar import collect

    stems = [part.stem for token in tokens(text) for part in token.analysed.parts]
    wanted = query.Or([query.Term("body", stem) for stem in dict.fromkeys(stems)])
    articles = by_doc(catalogue.rows)
    matched = collect.everything(catalogue.engine.snapshot, wanted)
    best, _ = matched.best(DEEP, articles.order("newest"), articles.rank("newest"))
    return catalogue.rows.ids(articles.row.take(best))


def _words(text: str) -> list[Node]:
    return [Word(surface) for surface in dict.fromkeys(SURFACE.findall(text))]


def any_word(catalogue: Catalogue, text: str) -> list[str]:
    """As tuinews ranks `a OR b`."""
    return _ids(catalogue, Or(tuple(_words(text))))


def all_words(catalogue: Catalogue, text: str) -> list[str]:
    """As tuinews ranks `a b`: articles with all words, or else with most of them."""
    return _ids(catalogue, And(tuple(_words(text))))


def _ids(catalogue: Catalogue, node: Node) -> list[str]:
    return [hit.id for hit in search(catalogue, Query(node), limit=DEEP).hits]


RANKERS: dict[str, Ranker] = {
    "plain BM25, any word": plain,
    "tuinews, any word": any_word,
    "tuinews, all or most words": all_words,
}


# Known items.


def make_known_items(articles: Path, into: Path, name: str) -> tuple[Path, Path, Path]:
    """Make a collection of a folder of articles; returns documents, queries and judgements."""
    documents = into / "documents"
    documents.mkdir(parents=True)
    queries, judgements = [], []
    for number, article in enumerate(_readable(articles)):
        asked, left = TAKEN_OUT[name](article)
        (documents / f"d{number}.md").write_text(left, "utf-8")
        if len(SURFACE.findall(asked)) > 1:
            queries.append(f"q{number} {' '.join(asked.split())}")
            judgements.append(f"q{number} 0 d{number} 1")
    paths = documents, into / "queries.txt", into / "qrels.txt"
    paths[1].write_text("\n".join(queries), "utf-8")
    paths[2].write_text("\n".join(judgements), "utf-8")
    return paths


def _readable(articles: Path) -> Iterator[Article]:
    for entry in walk(articles):
        if isinstance(entry, Entry):
            try:
                yield read_article(articles, entry)
            except UnreadableArticleError:
                continue


def _written(
    article: Article, headline: str, sections: Sequence[tuple[str | None, Sequence[str]]]
) -> str:
    date = article.published
    day = date.date() if isinstance(date, dt.datetime) else date
    front = {"title": headline, "date": day.isoformat(), "lang": article.language or ""}
    lines = ["---", *(f"{key}: {json.dumps(value)}" for key, value in front.items()), "---"]
    for crosshead, paragraphs in sections:
        if crosshead:
            lines += ["", f"## {crosshead}"]
        for paragraph in paragraphs:
            lines += ["", re.sub(r"\s+", " ", paragraph)]
    return "\n".join(lines) + "\n"


def _sections(article: Article) -> list[tuple[str | None, list[str]]]:
    return [
        (section.crosshead, [paragraph.text for paragraph in section.paragraphs])
        for section in article.sections
    ]


def by_headline(article: Article) -> tuple[str, str]:
    """The headline, and the article without it."""
    return article.headline, _written(article, "Untitled", _sections(article))


def by_first_sentence(article: Article) -> tuple[str, str]:
    """The first sentence, and the article without it."""
    sections = _sections(article)
    for _, paragraphs in sections:
        if paragraphs:
            sentence, _, rest = paragraphs[0].partition(". ")
            paragraphs[0] = rest
            return sentence, _written(article, article.headline, sections)
    return "", _written(article, article.headline, sections)


def by_crossheads(article: Article) -> tuple[str, str]:
    """The crossheads, and the article without them."""
    crossheads = " ".join(each.crosshead for each in article.sections if each.crosshead)
    return crossheads, _written(article, article.headline, [
        (None, paragraphs) for _, paragraphs in _sections(article)
    ])  # fmt: skip


def by_three_words(article: Article) -> tuple[str, str]:
    """Three longer words from anywhere in the text, as one remembers them, and the article."""
    sections = _sections(article)
    text = " ".join(paragraph for _, paragraphs in sections for paragraph in paragraphs)
    words = sorted({word for word in SURFACE.findall(text) if len(word) > 4 and word.isalpha()})
    chosen = random.Random(article.id).sample(words, min(3, len(words)))
    return " ".join(chosen), _written(article, article.headline, sections)


TAKEN_OUT: dict[str, Callable[[Article], tuple[str, str]]] = {
    "headline": by_headline,
    "first sentence": by_first_sentence,
    "crossheads": by_crossheads,
    "three words": by_three_words,
}


if __name__ == "__main__":
    main()
