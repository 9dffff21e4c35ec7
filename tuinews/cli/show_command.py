"""Owns `tuinews show`: one article, as wrapped text or as JSON."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Sequence

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.articles.export import facts
from tuinews.articles.export_json import article_document
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import show_name
from tuinews.cli import output
from tuinews.cli.options import locate, whole_number
from tuinews.errors import ArchiveError, ArticleIdError, ExitCode, UnreadableArticleError

MEASURE = 80
_PIECE = 8000
"""Characters that are wrapped at a time, a hundred full lines."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("id", metavar="ID", help="the article's id, as search and list print it")
    parser.add_argument(
        "--section", type=whole_number, metavar="N", help="only section N, counted from 0, the lede"
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(options: argparse.Namespace) -> ExitCode:
    """Print the article."""
    archive = locate(options).archive
    try:
        article = read_article(archive, stat_entry(archive, options.id))
    except UnreadableArticleError as error:
        raise ArchiveError(f"{show_name(options.id)}: {error}") from error
    sections = _chosen(article, options.section)
    if options.json:
        output.say_json(article_document(article, sections))
        return ExitCode.DONE
    if options.section is None:
        for line in _head(article):
            output.say(line)
    for line in _body(sections):
        output.say(line)
    if options.section is None:
        for line in _foot(article):
            output.say(line)
    return ExitCode.DONE


def _chosen(article: Article, number: int | None) -> Sequence[Section]:
    if number is None:
        return article.sections
    if number >= len(article.sections):
        raise ArticleIdError(
            f"{show_name(article.id)}: no section {number}; it has {len(article.sections)}, from 0"
        )
    return article.sections[number : number + 1]


def _head(article: Article) -> Iterator[str]:
    """Headline, what is known of the article, and what a reader must know first."""
    yield from _wrap(article.headline)
    yield from _wrap(facts(article))
    if article.embargo:
        yield from _wrap(f"EMBARGO: {article.embargo}")
    yield ""


def _body(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        if section.crosshead:
            yield from _wrap(section.crosshead)
            yield ""
        for paragraph in section.paragraphs:
            yield from _lines(paragraph)
            yield ""


def _foot(article: Article) -> Iterator[str]:
    if not article.has_text:
        yield from _wrap("This article has no text", "  ")
    for note in article.notes:
        yield from _wrap(note, "  ")
    for link in article.links:
        yield f"  {link.url}"
    for warning in article.warnings:
        yield from _wrap(f"warning: {warning}", "  ")


def _lines(paragraph: Paragraph) -> list[str]:
    match paragraph.kind:
        case "verbatim":
            return [f"    {line}" for line in paragraph.text.split("\n")]
        case "item":
            return _wrap(paragraph.text, "  ", first="- ")
        case "quote":
            return _wrap(paragraph.text, "  > ")
        case "text":
            return _wrap(paragraph.text)


def _wrap(text: str, indent: str = "", *, first: str | None = None) -> list[str]:
    """Lines no wider than the measure, wrapped a piece at a time: an endless word takes long."""
    lines: list[str] = []
    for piece in filter(str.strip, _pieces(text)):
        lines += textwrap.wrap(
            piece,
            min(MEASURE, output.screen_width()),
            initial_indent=first if first is not None and not lines else indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
    return lines


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces, cut at a blank where there is one: nearly every text is one piece."""
    start = 0
    while len(text) - start > _PIECE:
        blank = text.rfind(" ", start, start + _PIECE)
        end = blank if blank > start else start + _PIECE
        yield text[start:end]
        start = end
    yield text[start:]
