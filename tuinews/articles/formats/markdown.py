"""Owns Markdown: front matter above, headings as crossheads, marks as plain text."""

from __future__ import annotations

from dataclasses import replace

from tuinews.articles.article import Article
from tuinews.articles.assembly import assemble
from tuinews.articles.formats.text import with_front_matter
from tuinews.articles.frontmatter import split_front_matter
from tuinews.articles.markdownblocks import scan_markdown
from tuinews.articles.metadata import read_metadata
from tuinews.articles.newswire import read_story
from tuinews.articles.plaintext import to_text
from tuinews.articles.source import Source


def read(source: Source) -> Article:
    """Read a Markdown file.

    Raises:
        UnreadableArticleError: The file is not text.
    """
    decoded = to_text(source)
    front = split_front_matter(decoded.text)
    metadata = read_metadata(front.values)
    scanned = scan_markdown(front.body, headline=metadata.headline)
    body = read_story(scanned.blocks, headline=metadata.headline or scanned.headline)
    body = replace(
        body,
        headline=scanned.headline or body.headline,
        notes=(*body.notes, *scanned.notes),
        links=scanned.links,
    )
    return assemble(
        source,
        format="markdown",
        encoding=decoded.encoding,
        metadata=metadata,
        body=with_front_matter(body, front, decoded.warnings),
    )
