"""Owns HTML: saved web pages, of which the article is shown and not what stands around it."""

from __future__ import annotations

from dataclasses import replace

from tuinews.articles.article import Article
from tuinews.articles.assembly import assemble
from tuinews.articles.formats.html_head import choose_headline, json_body, read_head
from tuinews.articles.formats.html_main_text import main_text
from tuinews.articles.markup.charset import decode_declared
from tuinews.articles.markup.flow import story_of
from tuinews.articles.markup.page import read_page
from tuinews.articles.metadata import read_metadata
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import clean
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

_STARTS = (b"<!doctype html", b"<html")


def recognises(data: bytes) -> bool:
    """Whether a file of another name, or none, begins as HTML does."""
    return data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_STARTS)


def read(source: Source) -> Article:
    """Read a web page.

    Raises:
        UnreadableArticleError: There is no text on it, or the extra `html` is not installed.
    """
    decoded = decode_declared(source.data)
    page = read_page(decoded.text)
    blocks, doubts = main_text(page)
    raw = read_head(page)
    shown = [block.text for block in page.blocks if block.level == 1 and block.part == "body"]
    headline = choose_headline(
        clean(str(raw["headline"])), page.title, shown, clean(str(raw["source"]))
    )
    raw["headline"] = headline
    body = story_of(blocks, headline=headline)
    if not body.sections and (text := json_body(page)):
        body = read_wire(clean(text), headline=headline or None)
    if not body.sections and not headline:
        raise UnreadableArticleError("HTML without a text")
    warnings = [*decoded.warnings, *doubts, *body.warnings]
    if source.truncated:
        warnings.append(f"only the first {len(source.data) >> 20} MiB of this file are shown")
    return assemble(
        source,
        format="html",
        encoding=decoded.encoding,
        metadata=read_metadata(raw),
        body=replace(body, warnings=tuple(warnings)),
    )
