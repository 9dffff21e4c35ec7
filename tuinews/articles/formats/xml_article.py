"""Owns XML: which of the formats of news a document is in, by its root element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from tuinews.articles.article import Article
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.formats import html, newsml_1, newsml_g2, nitf
from tuinews.articles.markup.charset import decode_declared
from tuinews.articles.markup.tree import parse_xml, root_name
from tuinews.articles.metadata import read_metadata
from tuinews.articles.sanitise import sanitise_line
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

Reader = Callable[[Element], tuple[dict[str, object], Body]]

_READERS: MappingProxyType[str, tuple[str, Reader]] = MappingProxyType(
    {
        "nitf": ("nitf", nitf.read_nitf),
        "NewsML": ("newsml", newsml_1.read_newsml),
        **dict.fromkeys(newsml_g2.ROOTS, ("newsml-g2", newsml_g2.read_newsml_g2)),
    }
)
_FEEDS = MappingProxyType(
    {"rss": "an RSS feed", "RDF": "an RSS feed", "feed": "an Atom feed", "opml": "a list of feeds"}
)


def recognises(data: bytes) -> bool:
    """Whether a file of another name, or none, begins as news in XML or a feed does."""
    start = data[:4096].decode("utf-8", "replace")
    if not start.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    root = root_name(start)
    return root in _READERS or root in _FEEDS


def read(source: Source) -> Article:
    """Read a document in NewsML-G2, NewsML 1 or NITF.

    Raises:
        UnreadableArticleError: It is none of these, holds no text, or is refused.
    """
    decoded = decode_declared(source.data)
    root = root_name(decoded.text)
    if root == "html":
        return html.read(source)
    if kind := _FEEDS.get(root):
        raise UnreadableArticleError(f"{kind}; `tuinews import` brings its articles in")
    if root in _READERS or not root:
        tree = parse_xml(decoded.text)
        root = tree.root.tag
    if root not in _READERS:
        raise UnreadableArticleError(f"XML that holds no news: its root is {sanitise_line(root)}")
    format_name, reader = _READERS[root]
    raw, body = reader(tree.root)
    if not body.sections and not any(raw.get(key) for key in ("headline", "title", "summary")):
        raise UnreadableArticleError(f"{root} without a headline or a text")
    warnings = [*decoded.warnings, *tree.warnings, *body.warnings]
    if source.truncated:
        warnings.append(f"only the first {len(source.data) >> 20} MiB of this file are shown")
    return assemble(
        source,
        format=format_name,
        encoding=decoded.encoding,
        metadata=read_metadata(raw),
        body=replace(body, warnings=tuple(warnings)),
    )
