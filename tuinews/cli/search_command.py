"""Owns `tuinews search`: a query's hits, each with the passage that matches best."""

from __future__ import annotations

import argparse

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import show_name
from tuinews.cli import output
from tuinews.cli.archive import marks_of, open_as_it_is, open_in_step
from tuinews.cli.documents import TSV_COLUMNS, hit_document, results_document
from tuinews.cli.options import Place, locate
from tuinews.errors import ArticleIdError, ExitCode, QueryError, UnreadableArticleError
from tuinews.index.hits import Hit
from tuinews.index.querylang import Query, parse
from tuinews.index.results import Results
from tuinews.index.rows import Rows
from tuinews.index.search import search
from tuinews.index.snippets import best_passage, passages

PASSAGES = 3
PIPED_WIDTH = 160
_INDENT = " " * 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "query",
        nargs="+",
        metavar="QUERY",
        help="what to look for; -- before one that starts with -",
    )
    parser.add_argument("--no-sync", action="store_true", help="search the index as it is")
    add_page_options(parser, limit=50)
    parser.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest"),
        help="order of the hits (default: relevance, unless the query says)",
    )
    add_shape_options(parser)


def add_page_options(parser: argparse.ArgumentParser, *, limit: int | None) -> None:
    """Declare which page of the articles is wanted."""
    parser.add_argument(
        "--limit", type=count, default=limit, metavar="N",
        help=f"at most N articles (default: {limit or 'all'})",
    )  # fmt: skip
    parser.add_argument(
        "--offset", type=count, default=0, metavar="N", help="leave out the first N"
    )


def add_shape_options(parser: argparse.ArgumentParser) -> None:
    """Declare what the articles are printed as."""
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON document")
    shape.add_argument("--jsonl", action="store_true", help="one JSON object a line for each hit")
    shape.add_argument(
        "--tsv", action="store_true", help=f"tab-separated: {', '.join(TSV_COLUMNS)}"
    )


def count(text: str) -> int:
    """A whole number from 0, as argparse reads an option."""
    value = int(text) if text.isascii() and text.isdigit() else -1
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return value


def run(options: argparse.Namespace) -> ExitCode:
    """Search, and print the hits."""
    text = " ".join(options.query)
    try:
        query = parse(text)
    except QueryError as error:
        return _refuse(text, error, options)
    place = locate(options)
    catalogue = (open_as_it_is if options.no_sync else open_in_step)(place)
    try:
        results = search(
            catalogue,
            query,
            limit=options.limit,
            offset=options.offset,
            sort=options.sort,
            archive=place.archive,
            marks=marks_of(place),
        )
    except QueryError as error:
        return _refuse(text, error, options)
    query = results.instead or query
    rows = catalogue.rows
    if options.json:
        documents = [_document(place, query, rows, hit) for hit in results.hits]
        output.say_json(results_document(text, results, documents))
    elif options.jsonl:
        for hit in results.hits:
            output.say_json_line(_document(place, query, rows, hit))
    elif options.tsv:
        for hit in results.hits:
            say_row(rows, hit)
    else:
        for hit in results.hits:
            _say_hit(place, query, rows, hit)
    _say_outcome(results)
    return ExitCode.DONE if results.total else ExitCode.NOTHING_FOUND


def _refuse(text: str, error: QueryError, options: argparse.Namespace) -> ExitCode:
    """Say what is wrong with a query, and where."""
    if options.debug:
        raise error
    output.complain(str(error))
    output.point_at(text, error)
    return error.exit_code


def say_row(rows: Rows, hit: Hit) -> None:
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


def _document(place: Place, query: Query, rows: Rows, hit: Hit) -> dict[str, object]:
    article = _read(place, hit)
    found = passages(query, article, limit=PASSAGES) if article else ()
    return hit_document(rows, hit, found)


def _say_hit(place: Place, query: Query, rows: Rows, hit: Hit) -> None:
    say_headline(rows, hit)
    article = _read(place, hit)
    passage = best_passage(query, article) if article else None
    if passage:
        lead = _INDENT + (f"§ {passage.crosshead}  " if passage.crosshead else "")
        room = output.screen_width() if output.is_terminal() else PIPED_WIDTH
        excerpt = passage.clipped(max(40, room - len(lead)))
        spans = [(start + len(lead), end + len(lead)) for start, end in excerpt.spans]
        output.say_marked(lead + excerpt.text, spans)


def _read(place: Place, hit: Hit) -> Article | None:
    """The article of a hit; None when its file went away or changed beyond reading."""
    try:
        return read_article(place.archive, stat_entry(place.archive, hit.id))
    except (ArticleIdError, UnreadableArticleError):
        return None


def _say_outcome(results: Results) -> None:
    """Say on standard error what the hits alone do not."""
    if results.message:
        output.complain(results.message)
    if not results.exact:
        output.complain("the search took too long and was cut; these are not all hits")
    if not results.total:
        hint = f"; did you mean: {', '.join(results.spelling)}" if results.spelling else ""
        output.complain(f"nothing found for {results.parsed}{hint}")
