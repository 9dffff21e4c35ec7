"""Owns the registry of formats: which one reads a file, by its suffix, then by its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tuinews.articles.article import Article
from tuinews.articles.formats import (
    html,
    iptc7901,
    json_article,
    mail,
    markdown,
    text,
    xml_article,
    yaml_article,
)
from tuinews.articles.mime import looks_like_mail
from tuinews.articles.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing articles.

    Attributes:
        name: What `Article.format` says.
        suffixes: File name endings, in small letters, with their dot.
        read: Makes an Article of a file; raises UnreadableArticleError.
        recognises: Whether a file without a known suffix is in this format.
        certain: Whether a file that it recognises is in it even where its suffix says plain text.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], Article]
    recognises: Callable[[bytes], bool]
    certain: bool = False


FORMATS = (
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), markdown.read, lambda data: False),
    Format("mail", (".eml", ".mbox", ".mbx"), mail.read, looks_like_mail, True),
    Format(
        "iptc7901",
        (".iptc", ".anpa", ".7901", ".tap"),
        iptc7901.read,
        iptc7901.looks_like_wire,
        True,
    ),
    Format("xml", (".xml", ".nitf", ".newsml"), xml_article.read, xml_article.recognises, True),
    Format("html", (".html", ".htm", ".xhtml"), html.read, html.recognises, True),
    Format("json", (".json", ".ninjs"), json_article.read, json_article.recognises, True),
    Format("yaml", (".yaml", ".yml"), yaml_article.read, lambda data: False),
    Format("text", (".txt", ".text"), text.read, lambda data: True),
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
