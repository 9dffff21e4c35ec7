"""Owns how commands list articles: which page of them, and each as a line, a row or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from tuinews.articles.sanitise import show_name
from tuinews.cli import output
from tuinews.cli.documents import TSV_COLUMNS, results_document
from tuinews.cli.options import whole_number

if TYPE_CHECKING:
    from tuinews.index.hits import Hit
    from tuinews.index.results import Results
    from tuinews.index.rows import Rows


def add_page_options(parser: argparse.ArgumentParser, *, limit: int | None) -> None:
    """Declare which page of the articles is wanted."""
    parser.add_argument(
        "--limit", type=whole_number, default=limit, metavar="N",
        help=f"at most N articles (default: {limit or 'all'})",
    )  # fmt: skip
    parser.add_argument(
        "--offset", type=whole_number, default=0, metavar="N", help="leave out the first N"
    )


def add_shape_options(parser: argparse.ArgumentParser) -> None:
    """Declare what the articles are printed as."""
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON document")
    shape.add_argument("--jsonl", action="store_true", help="one JSON object a line for each hit")
    shape.add_argument(
        "--tsv", action="store_true", help=f"tab-separated: {', '.join(TSV_COLUMNS)}"
    )


def say_hits(
    options: argparse.Namespace,
    query: str,
    results: Results,
    rows: Rows,
    *,
    document: Callable[[Hit], dict[str, object]],
    say: Callable[[Hit], None],
) -> None:
    """Print the hits of a query in the shape that the options ask for.

    Args:
        document: What JSON has of a hit.
        say: Prints a hit for people.
    """
    if options.json:
        output.say_json(results_document(query, results, [*map(document, results.hits)]))
        return
    for hit in results.hits:
        if options.jsonl:
            output.say_json_line(document(hit))
        elif options.tsv:
            _say_row(rows, hit)
        else:
            say(hit)


def _say_row(rows: Rows, hit: Hit) -> None:
    """Print the article as a row of `TSV_COLUMNS`."""
    output.say_tsv(
        (
            hit.id,
            rows.published(hit.row).isoformat(),
            rows.desk(hit.row),
            rows.source(hit.row),
            rows.place(hit.row),
            rows.headline(hit.row),
        )
    )


def say_headline(rows: Rows, hit: Hit) -> None:
    """Print the article's date, headline and id on one line."""
    date = rows.published_date(hit.row).isoformat()
    output.say(f"{date}  {rows.headline(hit.row)}  ({show_name(hit.id)})")
