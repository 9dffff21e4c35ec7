"""Owns the step from a feed's bytes to drafts: RSS, RDF and Atom, through feedparser.

Needs feedparser, of the extra `feeds`. It is handed text in UTF-8 that declares no entities, and
an object to read from, never an address: it opens nothing by itself.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from time import struct_time
from typing import Any
from urllib.parse import urljoin

from tuinews.articles.dates import parse_date
from tuinews.articles.importing.draft import Block, Date, Draft, SourceError, is_address
from tuinews.articles.importing.extras import need
from tuinews.articles.importing.fetch import show_url
from tuinews.articles.importing.fragments import (
    looks_like_html,
    read_any,
    read_html,
    read_plain,
    read_title,
)
from tuinews.articles.importing.patience import patience
from tuinews.articles.markup.charset import decode_declared
from tuinews.articles.markup.tags import events
from tuinews.errors import UnreadableArticleError

PATIENCE = 30.0
"""Seconds that one feed may take to parse; 2,000 entries take about two."""

_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=")
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml\s[^>]{0,300}\?>")
_ROOT = re.compile(r"<(?:[\w.\-]+:)?([A-Za-z][\w.\-]*)")
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<![^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_HEAD = 2_000
"""How many tags and texts of a page are looked through for its feed."""
_FEEDS = ("rss", "feed", "rdf", "channel", "cdf")


def read_feed(text: str, address: str = "") -> list[Draft]:
    """Read a feed; `address` is where it came from, for relative links.

    Raises:
        SourceError: It is no feed, declares entities, or takes too long.
        ExtraMissingError: feedparser is not installed.
    """
    need("feedparser")
    if "<!ENTITY" in text:
        raise SourceError("declares XML entities, which are refused")
    with patience(PATIENCE):
        parsed = _parse(text, address)
        if not parsed.entries and not parsed.get("version"):
            raise SourceError("not a feed")
        # A file has no address, but its feed says which site it is of.
        base = address or str(parsed.feed.get("link") or "")
        return [_draft(entry, parsed.feed, base) for entry in parsed.entries]


def decode_xml(data: bytes, charset: str | None = None) -> str:
    """Decode XML, without its declaration; `charset` is what the server says, and is asked last.

    Raises:
        SourceError: The bytes are not text.
    """
    if charset and b"\0" not in data and not _DECLARED.search(data[:256]):
        data = b'<?xml version="1.0" encoding="%s"?>' % charset.encode("ascii", "ignore") + data
    try:
        text = decode_declared(data).text
    except UnreadableArticleError as error:
        raise SourceError(str(error)) from error
    return _DECLARATION.sub("", text, count=2)


def root_name(text: str) -> str:
    """The name of the outermost element, in small letters, without its prefix; '' if none."""
    position = 0
    while found := _SKIPPED.match(text, position, position + 65_536):
        position = found.end()
    root = _ROOT.match(text, position)
    return root[1].lower() if root else ""


def is_feed(root: str) -> bool:
    """Whether the name of an outermost element is that of a feed."""
    return root in _FEEDS


def feed_of_page(text: str, address: str) -> str | None:
    """The feed that a web page names in its head, as it may be shown; None if it names none."""
    for event in islice(events(text), _HEAD):
        if event.kind == "open" and event.name == "link":
            attributes = event.attributes
            if attributes.get("type", "").strip().lower() in _FEED_TYPES:
                with suppress(ValueError):
                    feed = urljoin(address, attributes.get("href", "").strip())
                    return show_url(feed) if is_address(feed) else None
    return None


def _parse(text: str, address: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        raise SourceError(f"cannot be read as a feed ({type(error).__name__})") from error


def _draft(entry: Any, feed: Any, address: str) -> Draft:
    blocks, summary = _body(entry, address)
    published = _date(entry, "published") or _date(entry, "created")
    updated = _date(entry, "updated")
    link = _absolute(address, str(entry.get("link") or ""))
    return Draft(
        headline=_title(entry) or None,
        blocks=blocks,
        byline=", ".join(_authors(entry)) or None,
        published=published or updated,
        updated=updated,
        source=_title(entry.get("source") or {}) or _title(feed) or None,
        keywords=tuple(_keywords(entry)),
        url=link if is_address(link) else None,
        language=_language(entry, feed),
        summary=summary,
    )


def _body(entry: Any, address: str) -> tuple[tuple[Block, ...], str | None]:
    """The blocks of the longest content, and a summary that says something else."""
    contents = [part for part in entry.get("content") or () if str(part.get("value") or "").strip()]
    summary = entry.get("summary_detail") or {"value": entry.get("summary")}
    if not contents:
        return _blocks(summary, address), None
    longest = max(contents, key=lambda part: len(part["value"]))
    blocks = _blocks(longest, address)
    said = " ".join(block.text for block in _blocks(summary, address))
    repeats = _words(" ".join(block.text for block in blocks)).startswith(_words(said)[:200])
    return blocks, None if repeats else said


def _blocks(detail: Mapping[str, Any], address: str) -> tuple[Block, ...]:
    value = str(detail.get("value") or "")
    base = str(detail.get("base") or address)
    match detail.get("type"):
        case "text/plain":
            return read_plain(value)
        case "application/xhtml+xml":
            return read_html(value, base)
        case _:  # RSS calls everything HTML
            return read_any(value, base)


def _title(detail: Any) -> str:
    value = str(detail.get("title") or "")
    kind = (detail.get("title_detail") or {}).get("type")
    return value if kind == "text/plain" and not looks_like_html(value) else read_title(value)


def _authors(entry: Any) -> Iterator[str]:
    seen = set()
    for author in entry.get("authors") or ():
        name = read_title(str(author.get("name") or author.get("email") or ""))
        if name and name not in seen:
            seen.add(name)
            yield name


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:  # such as an address with a broken IPv6 host
        return ""


def _keywords(entry: Any) -> Iterator[str]:
    for tag in entry.get("tags") or ():
        if word := tag.get("label") or tag.get("term"):
            yield read_title(str(word))


def _language(entry: Any, feed: Any) -> str | None:
    details = (*(entry.get("content") or ()), entry.get("summary_detail") or {}, feed)
    return next((str(found) for part in details if (found := part.get("language"))), None)


def _date(entry: Any, name: str) -> Date | None:
    """A date as the feed states it; where only feedparser understands it, in UTC."""
    # Its own `get` would give the date of another field where there is none.
    moment = parse_date(str(dict.get(entry, name) or ""))
    parsed = dict.get(entry, f"{name}_parsed")
    if moment is None and isinstance(parsed, struct_time):
        with suppress(ValueError):  # a year that no calendar has
            return dt.datetime(*parsed[:6], tzinfo=dt.UTC)
    return moment


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
