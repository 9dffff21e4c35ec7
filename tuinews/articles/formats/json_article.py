"""Owns JSON: ninjs, and articles that other programs exported under the names people use.

One file is one article; of several in a list each is a section under its headline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tuinews.articles.article import Article, Section
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.decode import decode
from tuinews.articles.formats.exported import is_article, read_exported
from tuinews.articles.formats.json_values import parse_json
from tuinews.articles.formats.merging import (
    MOST_ITEMS,
    join_sections,
    joint_headline,
    tidy_sections,
    whole_story,
)
from tuinews.articles.formats.ninjs import is_ninjs, read_ninjs
from tuinews.articles.metadata import read_metadata
from tuinews.articles.sanitise import sanitise_line
from tuinews.articles.source import Source
from tuinews.errors import UnreadableArticleError

_WRAPPERS = frozenset(
    ("article", "data", "item", "story", "news", "response", "content", "result", "doc", "post")
)
_LISTS = frozenset(("items", "articles", "results", "entries", "docs", "stories", "posts", "data"))
_MOST_WRAPPED = 4


def recognises(data: bytes) -> bool:
    """Whether a file of another name, or none, is an object that names itself as ninjs does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"uri"' in data[:4096]


def read(source: Source) -> Article:
    """Read an article in JSON.

    Raises:
        UnreadableArticleError: The file is no JSON, or holds no article.
    """
    decoded = decode(source.data)
    value, doubts = parse_json(decoded.text)
    items = _items(value)
    if not items:
        raise UnreadableArticleError(_reason(value))
    if len(items) > MOST_ITEMS:
        raise UnreadableArticleError(f"{len(items):,} items in one file, which is one article")
    stories = [read_ninjs(item) if is_ninjs(item) else read_exported(item) for item in items]
    raw, body = stories[0] if len(stories) == 1 else _together(stories)
    if not body.sections and not any(raw.get(key) for key in ("headline", "summary")):
        raise UnreadableArticleError("ninjs without a headline or a text")
    warnings = [*decoded.warnings, *doubts, *body.warnings]
    if source.truncated:
        warnings.append(f"only the first {len(source.data) >> 20} MiB of this file are shown")
    return assemble(
        source,
        format="ninjs" if is_ninjs(items[0]) else "json",
        encoding=decoded.encoding,
        metadata=read_metadata(raw),
        body=replace(body, warnings=tuple(warnings)),
    )


def _items(value: object) -> list[Mapping[str, object]]:
    """The articles in a document: itself, what it wraps, or what it lists."""
    for _ in range(_MOST_WRAPPED):
        if isinstance(value, list):
            items = [item for item in value if isinstance(item, Mapping)]
            return [item for item in items if is_ninjs(item) or is_article(item)]
        if not isinstance(value, Mapping):
            return []
        if is_ninjs(value) or is_article(value):
            return [value]
        inner = [
            held
            for key, held in value.items()
            if (isinstance(held, Mapping) and key.lower() in _WRAPPERS)
            or (isinstance(held, list) and key.lower() in _LISTS)
        ]
        if len(inner) != 1:
            return []
        value = inner[0]
    return []


def _reason(value: object) -> str:
    if isinstance(value, Mapping):
        keys = ", ".join(sanitise_line(key)[:30] for key in list(value)[:5])
        why = f"no headline and text among {keys}" if keys else "an empty object"
    else:
        why = "a list without articles" if isinstance(value, list) else "one value alone"
    return f"JSON, but neither ninjs nor an article: {why}"


def _together(stories: list[tuple[dict[str, object], Body]]) -> tuple[dict[str, object], Body]:
    """Several stories as one; what each says about itself is noted."""
    headlines: list[str] = []
    sections: list[Section] = []
    notes: list[str] = []
    for raw, body in stories:
        metadata = read_metadata(raw)
        sections += join_sections(metadata.headline or "", whole_story(body))
        headlines += [metadata.headline] if metadata.headline else []
        stated = (metadata.byline, metadata.published, metadata.source, metadata.summary)
        notes += (*(str(each) for each in stated if each), *metadata.notes)
    return {"headline": joint_headline(headlines)}, Body(
        tidy_sections(sections),
        notes=tuple(dict.fromkeys(notes)),
        links=tuple(dict.fromkeys(link for _, body in stories for link in body.links)),
        warnings=tuple(dict.fromkeys(w for _, body in stories for w in body.warnings)),
    )
