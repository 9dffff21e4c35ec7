"""Owns the registry of formats: which one reads a file, by its suffix, then by its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tuinews.articles.article import Article
from tuinews.articles.formats import markdown, text
from tuinews.articles.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing articles.

    Attributes:
        name: What `Article.format` says.
        suffixes: File name endings, in small letters, with their dot.
        read: Makes an Article of a file; raises UnreadableArticleError.
        recognises: Whether a file without a known suffix is in this format.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], Article]
    recognises: Callable[[bytes], bool]


FORMATS = (
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), markdown.read, lambda data: False),
    Format("text", (".txt", ".text"), text.read, lambda data: True),
)
"""Asked in this order; the last one takes whatever decodes as text."""

_BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}


def pick_format(source: Source) -> Format:
    """The format of a file."""
    name = source.id.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    known = _BY_SUFFIX.get(name[dot:].lower()) if dot > 0 else None
    return known or next(format for format in FORMATS if format.recognises(source.data))
