"""Owns what the archive already holds: by link, and by text.

The archive itself is the record; no file beside it remembers what was imported. Its Markdown files
are scanned once a run, and only by line: for the few keys that count, whatever else is in them.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tuinews.articles.folder import Entry, read_bytes, walk
from tuinews.articles.importing.draft import Draft
from tuinews.articles.importing.render import render_body
from tuinews.articles.metadata import ALIASES
from tuinews.errors import ArticleIdError, UnreadableArticleError

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_LIMIT = 8 << 20
_FRONT = 64 << 10
_TELLING = 200
"""Letters and digits of a text that tell it from any other; below, the link counts too."""

_BLOCK = re.compile(r"(---|\+\+\+)[ \t]*\n(?P<lines>.*?\n)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z_-]+)[ \t]*[:=][ \t]*([^\n]*)$", re.MULTILINE)
_TARGET = re.compile(r"\]\([^()\s]*\)")
_SIGNS = re.compile(r"[\W_]+")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id)=[^&]*&?")


@dataclass(slots=True)
class _Story:
    """The versions of what stands under one link."""

    version: int = 0
    texts: set[bytes] = field(default_factory=set)


class Known:
    """Links and texts of the archive; grows with what a run adds."""

    def __init__(self) -> None:
        self._stories: dict[str, _Story] = {}
        self._texts: set[bytes] = set()

    @classmethod
    def scan(cls, archive: Path) -> Known:
        """Scan the archive's Markdown files.

        Raises:
            ArchiveError: The archive is missing or cannot be listed.
        """
        known = cls()
        for entry in walk(archive):
            if isinstance(entry, Entry) and entry.id.lower().endswith(_MARKDOWN):
                try:
                    data = read_bytes(archive, entry.id, _LIMIT)
                except (ArticleIdError, UnreadableArticleError):
                    continue
                known._remember(data.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
        return known

    def version(self, draft: Draft) -> int | None:
        """Which version of its story a tidied draft is, from 1; None if the archive has it."""
        text = _digest(draft.headline or "", render_body(draft), draft.url)
        story = self._stories.get(link_key(draft.url)) if draft.url else None
        if text in self._texts or (story and text in story.texts):
            return None
        return story.version + 1 if story else 1

    def add(self, draft: Draft, version: int) -> None:
        """Remember a tidied draft that was written."""
        self._add(draft.url, version, _digest(draft.headline or "", render_body(draft), draft.url))

    def _remember(self, text: str) -> None:
        block = _BLOCK.match(text[: _FRONT + 8])
        fields: dict[str, str] = {}
        for key, value in _LINE.findall(block["lines"]) if block else ():
            fields.setdefault(key.lower(), value.strip())
        body = text[block.end() :] if block else text
        url = _scalar(_first(fields, "url")) or None
        version = _scalar(_first(fields, "version"))
        number = int(version) if version.isascii() and version.isdigit() else 1
        self._add(
            url, min(number, 1 << 20), _digest(_scalar(_first(fields, "headline")), body, url)
        )

    def _add(self, url: str | None, version: int, text: bytes) -> None:
        self._texts.add(text)
        if url:
            story = self._stories.setdefault(link_key(url), _Story())
            story.version = max(story.version, version)
            story.texts.add(text)


def link_key(url: str) -> str:
    """What makes two addresses the same: not the scheme, tracking, or a slash at the end."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = _TRACKING.sub("", parts.query).rstrip("&")
    key = f"{(parts.netloc or '').lower()}{parts.path.rstrip('/')}"
    key += f"?{query}" if query else ""
    return f"{key}#{parts.fragment}" if parts.fragment else key


def _digest(headline: str, body: str, url: str | None) -> bytes:
    """BLAKE2b-128 of the words of an article, however they are marked up.

    A text too short to be told from another (`Read more`) counts as known only with its link.
    """
    words = _SIGNS.sub("", _TARGET.sub("]", body)).casefold()
    digest = hashlib.blake2b(digest_size=16)
    digest.update(_SIGNS.sub("", headline).casefold().encode())
    digest.update(b"\n" + words.encode("utf-8", "surrogatepass"))
    if len(words) < _TELLING and url:
        digest.update(b"\n" + link_key(url).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _first(fields: dict[str, str], name: str) -> str:
    return next((fields[alias] for alias in ALIASES[name] if alias in fields), "")


def _scalar(value: str) -> str:
    """What a one-line value of front matter says; references are resolved as in reading."""
    if value[:1] in ("'", '"') and len(value) > 1:
        import yaml

        try:
            value = str(yaml.safe_load(value[:8192]))
        except yaml.YAMLError:
            value = value.strip("'\"")
    return html.unescape(value)
