"""Owns `tuinews list`: the archive without a query."""

from __future__ import annotations

import argparse

from tuinews.cli import output
from tuinews.cli.archive import open_in_step
from tuinews.cli.documents import row_document
from tuinews.cli.listings import add_page_options, add_shape_options, say_headline, say_hits
from tuinews.cli.options import locate
from tuinews.errors import ExitCode
from tuinews.index.querylang import parse
from tuinews.index.search import search


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_page_options(parser, limit=None)
    parser.add_argument(
        "--sort",
        choices=("newest", "oldest", "headline"),
        default="newest",
        help="order of the articles (default: newest)",
    )
    add_shape_options(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Print the archive's articles."""
    place = locate(options)
    catalogue = open_in_step(place)
    rows = catalogue.rows
    limit = len(rows) if options.limit is None else options.limit
    results = search(catalogue, parse(""), limit=limit, offset=options.offset, sort=options.sort)
    say_hits(
        options,
        "",
        results,
        rows,
        document=lambda hit: row_document(rows, hit),
        say=lambda hit: say_headline(rows, hit),
    )
    if not results.total:
        output.complain(f"no articles in {place.archive}")
        return ExitCode.NOTHING_FOUND
    return ExitCode.DONE
