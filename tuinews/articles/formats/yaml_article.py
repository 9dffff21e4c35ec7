"""Owns articles in YAML: the keys of front matter, and the text under `body` or in `sections`.

What is broken, or too long to be read as YAML in time, is read as plain text if it has a body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tuinews.articles.article import Article, Section
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.decode import Decoded
from tuinews.articles.formats.exported import every_text
from tuinews.articles.formats.json_facts import as_list, fold, plain_key
from tuinews.articles.formats.merging import join_sections, tidy_sections, whole_story
from tuinews.articles.formats.renditions import read_form
from tuinews.articles.formats.text import with_front_matter
from tuinews.articles.frontmatter import split_front_matter
from tuinews.articles.metadata import Metadata, read_metadata
from tuinews.articles.newswire import read_wire
from tuinews.articles.plaintext import clean, to_text
from tuinews.articles.sanitise import sanitise_line
from tuinews.articles.source import Source
from tuinews.articles.yamlvalues import UnreadableYamlError, read_yaml
from tuinews.errors import UnreadableArticleError

_LONGEST = 512 << 10
_LONGEST_WITHOUT_C = 64 << 10
"""Characters that are read as YAML: as many as take well below a second, by C or without it."""
_BODY_LINE = re.compile(r"^(?:body|sections|text|content|paragraphs) ?:", re.MULTILINE)
_CROSSHEADS = ("crosshead", "heading", "headline", "title", "name")
_TEXTS = ("paragraphs", "body", "text", "content")


def read(source: Source) -> Article:
    """Read a YAML file.

    Raises:
        UnreadableArticleError: The file is not text, or holds no article.
    """
    decoded = to_text(source)
    front = split_front_matter(decoded.text)
    if front.values and front.body.strip():  # a text with front matter, whatever its name says
        metadata = read_metadata(front.values)
        body = with_front_matter(
            read_wire(front.body, headline=metadata.headline), front, decoded.warnings
        )
        return _assembled(source, decoded, metadata, body)
    try:
        value, doubts = _read_yaml(decoded.text)
    except UnreadableYamlError as error:
        if not _BODY_LINE.search(decoded.text):
            raise UnreadableArticleError(f"YAML that cannot be read: {error}") from error
        body = read_wire(decoded.text)
        warnings = (*decoded.warnings, f"shown as plain text, as its YAML is broken: {error}")
        return _assembled(source, decoded, Metadata(), replace(body, warnings=warnings))
    raw, body = _read_article(value)
    body = replace(body, warnings=(*decoded.warnings, *doubts, *body.warnings))
    return _assembled(source, decoded, read_metadata(raw), body)


def _assembled(source: Source, decoded: Decoded, metadata: Metadata, body: Body) -> Article:
    return assemble(source, format="yaml", encoding=decoded.encoding, metadata=metadata, body=body)


def _read_yaml(text: str) -> tuple[object, tuple[str, ...]]:
    from yaml import __with_libyaml__  # slow to load, and most archives hold no YAML

    longest = _LONGEST if __with_libyaml__ else _LONGEST_WITHOUT_C
    if len(text) > longest:
        raise UnreadableYamlError(f"longer than {longest >> 10} KiB")
    return read_yaml(text)


def _read_article(value: object) -> tuple[dict[str, object], Body]:
    if not isinstance(value, Mapping):
        raise UnreadableArticleError("YAML that is no article: it has no keys")
    keys = fold(value)
    if not any(keys.get(name) for name in (*_TEXTS, "sections")):
        shown = ", ".join(sanitise_line(key)[:30] for key in list(value)[:5])
        raise UnreadableArticleError(f"YAML that is no article: no body or sections among {shown}")
    raw = {key: item for key, item in value.items() if plain_key(key) not in (*_TEXTS, "sections")}
    headline = read_metadata(raw).headline or ""
    texts = [text for name in _TEXTS for text in every_text(keys.get(name))]
    body = read_form("", "\n\n".join(texts), headline)
    return raw, replace(
        body, sections=tidy_sections([*body.sections, *_sections(keys.get("sections"))])
    )


def _sections(told: object) -> list[Section]:
    """Sections from a list of them, or from a mapping of crossheads to texts."""
    if isinstance(told, Mapping):
        told = [{"crosshead": head, "body": text} for head, text in told.items()]
    sections: list[Section] = []
    for item in as_list(told):
        keys = fold(item) if isinstance(item, Mapping) else {"body": item}
        head = next((keys.pop(name) for name in _CROSSHEADS if name in keys), "")
        texts = [text for value in keys.values() for text in every_text(value)]
        inner = whole_story(read_form("", "\n\n".join(texts), ""))
        sections += join_sections(clean(" ".join(str(head).split())), inner)
    return sections
