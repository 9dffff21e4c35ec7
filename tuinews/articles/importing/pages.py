"""Owns the step from saved pages, and files of every other format that is read, to drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tuinews.articles.article import Article, Link
from tuinews.articles.folder import Entry, stat_entry, walk
from tuinews.articles.formats import FORMATS
from tuinews.articles.importing.draft import Block, Draft, Failure, SourceError
from tuinews.articles.importing.fragments import link_words
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import show_name
from tuinews.articles.wirelines import is_end_mark
from tuinews.errors import ArchiveError, ArticleIdError, UnreadableArticleError

_PAGES = (".html", ".htm", ".xhtml")


def read_folder(folder: Path) -> Iterator[Draft | Failure]:
    """Read every file below a folder whose name says that it is an article.

    What a browser saves beside a page (`story_files/` of `story.html`) belongs to the page and is
    passed over, as are scripts, styles and pictures.

    Raises:
        SourceError: The folder cannot be listed.
    """
    suffixes = tuple(suffix for kind in FORMATS for suffix in kind.suffixes)
    found: list[Entry] = []
    stems: set[str] = set()
    try:
        for entry in walk(folder):
            if not isinstance(entry, Entry):
                yield Failure(_shown(folder, entry.id), entry.reason)
                continue
            name = entry.id.lower()
            if name.endswith(_PAGES):
                stems.add(entry.id.rpartition(".")[0])
            if name.endswith(suffixes):
                found.append(entry)
    except ArchiveError as error:
        raise SourceError("cannot be listed") from error
    for entry in sorted(found, key=lambda entry: entry.id):
        if not _belongs_to_page(entry.id, stems):
            try:
                yield _draft(read_article(folder, entry))
            except UnreadableArticleError as error:
                yield Failure(_shown(folder, entry.id), str(error))


def read_file(file: Path) -> Draft:
    """Read one file.

    Raises:
        SourceError: It cannot become an article.
    """
    try:
        return _draft(read_article(file.parent, stat_entry(file.parent, file.name)))
    except (UnreadableArticleError, ArticleIdError, ArchiveError) as error:
        raise SourceError(str(error)) from error


def _belongs_to_page(id: str, stems: set[str]) -> bool:  # noqa: A002 - an id is called id
    """Whether a folder on the way is named after a page beside it and a word: in any language."""
    parts = id.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        for sign in "_-. ":
            if name.rpartition(sign)[0] in stems:
                return True
    return False


def _shown(folder: Path, id: str) -> str:  # noqa: A002
    return show_name(f"{folder}/{id}")


def _draft(article: Article) -> Draft:
    blocks: list[Block] = []
    links = [link for link in article.links if link.text]
    for section in article.sections:
        if section.crosshead:
            blocks.append(Block((section.crosshead,), "crosshead"))
        for paragraph in section.paragraphs:
            runs = link_words(paragraph.text, links)
            del links[: sum(isinstance(run, Link) for run in runs)]
            blocks.append(Block(runs, paragraph.kind))
    _restore_dateline(article, blocks)
    # An end mark is known as one by standing at the end; other notes become comments.
    blocks += (Block((note,)) for note in article.notes if is_end_mark(note))
    return Draft(
        headline=None if article.headline_derived and blocks else article.headline,
        blocks=tuple(blocks),
        byline=article.byline,
        published=None if article.published_from == "mtime" else article.published,
        updated=article.updated,
        desk=article.desk,
        source=article.source,
        keywords=article.keywords,
        url=article.url,
        language=article.language,
        summary=article.summary,
        located=article.located,
        slugline=article.slugline,
        embargo=article.embargo,
        urgency=article.urgency,
        notes=tuple(note for note in article.notes if not is_end_mark(note)),
    )


def _restore_dateline(article: Article, blocks: list[Block]) -> None:
    """Put the dateline back: before the first paragraph, or on a line alone if it is but a date."""
    dateline = article.dateline
    if dateline is None:
        return
    first = next((n for n, block in enumerate(blocks) if block.kind == "text"), None)
    if first is None or not (dateline.place or dateline.source):
        blocks.insert(first or 0, Block((dateline.text,)))
    else:
        blocks[first] = Block((f"{dateline.text} — ", *blocks[first].runs))
