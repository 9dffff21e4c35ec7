"""Owns the registry of formats: which one reads a file, by its suffix, then by its content."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from tuinews.articles.article import Article
from tuinews.articles.source import Source


class Reader(Protocol):
    """What a module of this package has."""

    def read(self, source: Source, /) -> Article:
        """Make an Article of a file.

        Raises:
            UnreadableArticleError: It is none.
        """

    def recognises(self, data: bytes, /) -> bool:
        """Whether a file without a known suffix is in this format."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing articles; the module that reads it is imported when it is needed.

    Attributes:
        name: What `Article.format` says.
        suffixes: File name endings, in small letters, with their dot.
        module: The module of this package that reads it.
        certain: Whether a file that it recognises is in it even where its suffix says plain text.
        by_suffix: Whether nothing but its suffix tells it.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    certain: bool = False
    by_suffix: bool = False

    def _reader(self) -> Reader:
        return cast(Reader, import_module(f"{__name__}.{self.module}"))

    def read(self, source: Source) -> Article:
        """Make an Article of a file.

        Raises:
            UnreadableArticleError: It is none.
        """
        return self._reader().read(source)

    def recognises(self, data: bytes) -> bool:
        """Whether a file without a known suffix is in this format."""
        return not self.by_suffix and self._reader().recognises(data)


FORMATS = (
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), "markdown", by_suffix=True),
    Format("mail", (".eml", ".mbox", ".mbx"), "mail", certain=True),
    Format("iptc7901", (".iptc", ".anpa", ".7901", ".tap"), "iptc7901", certain=True),
    Format("xml", (".xml", ".nitf", ".newsml", ".rss", ".atom"), "xml_article", certain=True),
    Format("html", (".html", ".htm", ".xhtml"), "html", certain=True),
    Format("json", (".json", ".ninjs", ".jsonl", ".ndjson"), "json_article", certain=True),
    Format("yaml", (".yaml", ".yml"), "yaml_article", by_suffix=True),
    Format("text", (".txt", ".text"), "text"),
)
"""Asked in this order; the last one takes whatever decodes as text."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}
_CERTAIN = tuple(each for each in FORMATS if each.certain)


def pick_format(source: Source) -> Format:
    """The format of a file."""
    name = source.id.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    known = _BY_SUFFIX.get(name[dot:].lower()) if dot > 0 else None
    if known is not None and known.name != "text":
        return known
    asked = FORMATS if known is None else (*_CERTAIN, known)
    return next(each for each in asked if each.recognises(source.data))
