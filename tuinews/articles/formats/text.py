"""Owns plain text: wire copy, saved copy, with front matter above it or none."""

from __future__ import annotations

from dataclasses import replace

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.frontmatter import FrontMatter, split_front_matter
from tuinews.articles.metadata import read_metadata
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import to_text
from tuinews.articles.source import Source


def recognises(_data: bytes) -> bool:
    """Whatever decodes as text is."""
    return True


def read(source: Source) -> Article:
    """Read a plain text file.

    Raises:
        UnreadableArticleError: The file is not text.
    """
    decoded = to_text(source)
    front = split_front_matter(decoded.text)
    metadata = read_metadata(front.values)
    body = read_wire(front.body, headline=metadata.headline)
    return assemble(
        source,
        format="text",
        encoding=decoded.encoding,
        metadata=metadata,
        body=with_front_matter(body, front, decoded.warnings),
    )


def with_front_matter(body: Body, front: FrontMatter, warnings: tuple[str, ...]) -> Body:
    """A body with what the front matter could not hold: comments, and broken lines as text."""
    if not (warnings or front.leftover or front.comments or front.warnings):
        return body
    sections = body.sections
    if front.leftover:
        lost = Section(None, (Paragraph("\n".join(front.leftover), "verbatim"),))
        if sections and sections[0].crosshead is None:
            lost = replace(lost, paragraphs=lost.paragraphs + sections[0].paragraphs)
            sections = sections[1:]
        sections = (lost, *sections)
    return replace(
        body,
        sections=sections,
        notes=(*body.notes, *front.comments),
        warnings=(*warnings, *front.warnings, *body.warnings),
    )
