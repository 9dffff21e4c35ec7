"""Owns the formats of an export: how each has one article, and what stands between articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tuinews.articles.article import Article
from tuinews.articles.citation import Spot, bibtex, csl_json
from tuinews.articles.citation_file import read_cited
from tuinews.articles.export import as_json_line, as_markdown, as_text
from tuinews.articles.export_json import to_json
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import sanitise


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format.

    Attributes:
        title: What people call it.
        suffix: What names of its files end in.
        before, between, after: What stands around the articles of a file.
        cites: Whether it cites articles instead of having them whole.
    """

    title: str
    suffix: str
    before: str
    between: str
    after: str
    cites: bool = False


EXPORT_FORMATS = {
    "markdown": ExportFormat("Markdown", ".md", "", "\n---\n\n", ""),
    "text": ExportFormat("plain text", ".txt", "", "\n\n", ""),
    "jsonl": ExportFormat("JSON Lines", ".jsonl", "", "", ""),
    "bibtex": ExportFormat("BibTeX", ".bib", "", "\n", "", cites=True),
    "csl-json": ExportFormat("CSL-JSON", ".json", "[\n", ",\n", "\n]\n", cites=True),
}


def framed(format_name: str, texts: Iterable[str]) -> Iterator[str]:
    """The texts with what stands before, between and after them in a file of the format."""
    form = EXPORT_FORMATS[format_name]
    for number, text in enumerate(texts):
        yield f"{form.between if number else form.before}{text}"
    yield form.after


def render(
    archive: Path,
    id: str,  # noqa: A002 - as it is called
    format_name: str,
    spot_of: Callable[[Article], Spot | None],
) -> str:
    """One article in a format; `spot_of` says which paragraph a citation is of.

    Raises:
        ArticleIdError: `id` names no article, or `spot_of` found no such paragraph.
        UnreadableArticleError: The file cannot become an article.
    """
    if EXPORT_FORMATS[format_name].cites:
        article, sha256 = read_cited(archive, id)
        spot = spot_of(article)
        if format_name == "bibtex":
            return sanitise(bibtex(article, spot, sha256))
        return to_json(csl_json(article, spot, sha256), indent=2)
    article = read_article(archive, stat_entry(archive, id))
    match format_name:
        case "markdown":
            return sanitise(as_markdown(article))
        case "text":
            return sanitise(as_text(article))
        case _:
            return as_json_line(article)
