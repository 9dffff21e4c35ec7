"""Owns `tuinews export`: articles as Markdown, plain text, JSON Lines, or citations."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from tuinews.articles.article import Article
from tuinews.articles.citation import Spot
from tuinews.articles.export_file import write_export
from tuinews.articles.export_formats import EXPORT_FORMATS, framed, render
from tuinews.articles.folder import stat_entry
from tuinews.articles.sanitise import show_name
from tuinews.cli import output
from tuinews.cli.archive import marks_of, open_as_it_is, open_in_step
from tuinews.cli.options import Place, locate, whole_number
from tuinews.errors import ArticleIdError, ExitCode, UnreadableArticleError, UsageError
from tuinews.index.querylang import Query, parse
from tuinews.index.search import search
from tuinews.index.snippets import best_passage


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "what",
        nargs="*",
        metavar="QUERY|ID",
        help="a query; or, where one of the words is an article's id, ids",
    )
    parser.add_argument("--all", action="store_true", help="every article of the archive")
    parser.add_argument(
        "--format",
        choices=EXPORT_FORMATS,
        default="markdown",
        help="citations (bibtex, csl-json) name the archive's id, the SHA-256 of the file, and the "
        "paragraph that the query matches best (default: markdown)",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a new file")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--limit", type=whole_number, metavar="N", help="at most N articles")
    parser.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest", "headline"),
        help="order of the articles (default: relevance, unless the query says)",
    )
    parser.add_argument("--no-sync", action="store_true", help="search the index as it is")
    parser.add_argument(
        "--section", type=whole_number, metavar="N", help="cite a paragraph of section N, from 0"
    )
    parser.add_argument("--paragraph", type=whole_number, metavar="N", help="which one, from 0")


def run(options: argparse.Namespace) -> ExitCode:
    """Export, to standard output or a file."""
    _check(options)
    place = locate(options)
    export = _Export(place, options)
    with output.pointing_into(" ".join(options.what)):
        ids = export.chosen()
    texts = export.texts(ids)
    first = next(texts, None)
    if first is None:
        output.complain("nothing to export")
        return ExitCode.NOTHING_FOUND
    chunks = framed(options.format, chain((first,), texts))
    if options.output is None:
        for chunk in chunks:
            output.say_utf8(chunk)
    else:
        write_export(options.output, chunks, archive=place.archive, force=options.force)
        output.complain(f"{options.output}: articles written: {export.done:,}")
    return ExitCode.DONE


def _check(options: argparse.Namespace) -> None:
    if bool(options.what) == options.all:
        raise UsageError("name a query or ids of articles, or say --all (see: --help)")
    if options.output is not None and options.restricted:
        raise UsageError("with --restricted no file is written; leave out -o")
    if (options.section is None) != (options.paragraph is None):
        raise UsageError("--section and --paragraph go together")
    if options.section is not None and not EXPORT_FORMATS[options.format].cites:
        cites = " or ".join(name for name, form in EXPORT_FORMATS.items() if form.cites)
        raise UsageError(f"--section is for citations: --format {cites}")


class _Export:
    """One export: which articles, and each as a text."""

    def __init__(self, place: Place, options: argparse.Namespace) -> None:
        self.place = place
        self.options = options
        self.done = 0
        self._query: Query | None = None

    def chosen(self) -> Sequence[str]:
        """The ids of the articles to export.

        Raises:
            ArticleIdError: One of several ids names nothing.
            QueryError: What is no id is no query either.
        """
        words = self.options.what
        if any(map(self._is_article, words)):
            for word in words:
                stat_entry(self.place.archive, word)
            return list(dict.fromkeys(words))[: self.options.limit]
        self._query = parse(" ".join(words))
        catalogue = (open_as_it_is if self.options.no_sync else open_in_step)(self.place)
        limit = len(catalogue.rows) if self.options.limit is None else self.options.limit
        results = search(
            catalogue,
            self._query,
            limit=limit,
            sort=self.options.sort,
            archive=self.place.archive,
            marks=marks_of(self.place),
        )
        self._query = results.instead or self._query
        if results.message:
            output.complain(results.message)
        if not results.exact:
            output.complain("the search took too long and was cut; these are not all hits")
        return [hit.id for hit in results.hits]

    def texts(self, ids: Sequence[str]) -> Iterator[str]:
        """Each article as a text; one that went away meanwhile is named and left out."""
        return (text for name in ids if (text := self._text(name)) is not None)

    def _text(self, name: str) -> str | None:
        try:
            text = render(self.place.archive, name, self.options.format, self._spot)
        except (ArticleIdError, UnreadableArticleError) as error:
            output.complain(f"left out: {show_name(name)}: {error}")
            return None
        self.done += 1
        return text

    def _spot(self, article: Article) -> Spot | None:
        """The paragraph that is asked for, else the one that the query matches best."""
        if self.options.section is not None:
            section, paragraph = self.options.section, self.options.paragraph
            sections = article.sections
            if section >= len(sections) or paragraph >= len(sections[section].paragraphs):
                raise ArticleIdError(f"no paragraph {paragraph} in section {section}")
            return section, paragraph
        passage = best_passage(self._query, article) if self._query else None
        return (passage.section, passage.paragraph) if passage else None

    def _is_article(self, word: str) -> bool:
        try:
            stat_entry(self.place.archive, word)
        except ArticleIdError:
            return False
        return True
