"""Owns `tuinews search`: a query's hits, each with the passage that matches best."""

from __future__ import annotations

import argparse

from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.cli import output
from tuinews.cli.archive import marks_of, open_as_it_is, open_in_step
from tuinews.cli.documents import hit_document
from tuinews.cli.listings import add_page_options, add_shape_options, say_headline, say_hits
from tuinews.cli.options import Place, locate
from tuinews.errors import ArticleIdError, ExitCode, UnreadableArticleError
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


def run(options: argparse.Namespace) -> ExitCode:
    """Search, and print the hits."""
    text = " ".join(options.query)
    with output.pointing_into(text):
        query = parse(text)
        place = locate(options)
        catalogue = (open_as_it_is if options.no_sync else open_in_step)(place)
        results = search(
            catalogue,
            query,
            limit=options.limit,
            offset=options.offset,
            sort=options.sort,
            archive=place.archive,
            marks=marks_of(place),
        )
    query = results.instead or query
    rows = catalogue.rows
    say_hits(
        options,
        text,
        results,
        rows,
        document=lambda hit: _document(place, query, rows, hit),
        say=lambda hit: _say_hit(place, query, rows, hit),
    )
    _say_outcome(results)
    return ExitCode.DONE if results.total else ExitCode.NOTHING_FOUND


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
