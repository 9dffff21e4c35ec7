"""Owns an article as others take it along: Markdown, plain text, a line of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from tuinews.articles.article import Article, Link, Paragraph
from tuinews.articles.export_json import article_document, to_json
from tuinews.articles.importing.draft import Block, Draft
from tuinews.articles.importing.render import render_body


def as_markdown(article: Article) -> str:
    """The article under its headline, crossheads as headings; nothing in it is taken for markup.

    Notes become comments, links a list at the end. The text ends in a newline.
    """
    blocks = [Block((facts(article),))]
    if article.embargo:
        blocks.append(Block((f"EMBARGO: {article.embargo}",)))
    for section in article.sections:
        if section.crosshead:
            blocks.append(Block((section.crosshead,), "crosshead"))
        blocks += (Block((each.text,), each.kind) for each in section.paragraphs if each.text)
    blocks += (Block((Link(each.url, each.text or each.url),), "item") for each in article.links)
    headline = render_body(Draft(blocks=(Block((article.headline,), "crosshead"),)))
    body = render_body(Draft(blocks=tuple(blocks), notes=article.notes))
    return f"{headline.removeprefix('#')}\n{body}"


def as_text(article: Article) -> str:
    """The article as plain text, a paragraph a line and an empty line between them.

    The text ends in a newline.
    """
    return "\n\n".join(_parts(article)) + "\n"


def as_json_line(article: Article) -> str:
    """The article as `tuinews show --json` has it, on one line that ends in a newline."""
    return to_json(article_document(article)) + "\n"


def facts(article: Article) -> str:
    """Who, where, when and for whom, on one line."""
    dateline = article.dateline
    known = (
        article.byline,
        dateline.text if dateline else article.located,
        article.source if not (dateline and dateline.source == article.source) else None,
        f"{article.published:%-d %B %Y}",
        article.desk,
        article.version,
    )
    return " · ".join(fact for fact in known if fact)


def _parts(article: Article) -> Iterator[str]:
    yield f"{article.headline}\n{facts(article)}"
    if article.embargo:
        yield f"EMBARGO: {article.embargo}"
    for section in article.sections:
        if section.crosshead:
            yield section.crosshead
        yield from map(_paragraph, section.paragraphs)
    yield from article.notes
    if article.links:
        yield "\n".join(link.url for link in article.links)


def _paragraph(paragraph: Paragraph) -> str:
    match paragraph.kind:
        case "verbatim":
            return "\n".join(f"    {line}" for line in paragraph.text.split("\n"))
        case "item":
            return f"- {paragraph.text}"
        case "quote":
            return f"> {paragraph.text}"
        case "text":
            return paragraph.text
