"""Owns the draft: an article on its way into the archive, before it is a file."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from typing import Literal

from tuinews.articles.article import Link, ParagraphKind
from tuinews.articles.dates import make_date
from tuinews.articles.sanitise import sanitise, sanitise_line

BlockKind = ParagraphKind | Literal["crosshead"]
Date = dt.datetime | dt.date

# Longest texts that are kept, in characters: all of them together fit into the 64 KiB that the
# front matter of an article may have, whatever the script.
LIMITS = {
    "headline": 500,
    "byline": 500,
    "desk": 100,
    "source": 300,
    "url": 2_000,
    "language": 40,
    "summary": 2_000,
    "located": 200,
    "slugline": 200,
    "embargo": 300,
    "urgency": 40,
}
KEYWORDS = 50
KEYWORD = 100

_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_WEB = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)


class SourceError(Exception):
    """A source, or one item of it, that gives no draft; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be imported, named as it may be printed, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a crosshead: runs of text, some of which are links."""

    runs: tuple[str | Link, ...]
    kind: BlockKind = "text"

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a feed, an export or a saved page says of one article; None where it says nothing.

    The fields are named as those of Article; `blocks` is its body.
    """

    headline: str | None = None
    blocks: tuple[Block, ...] = ()
    byline: str | None = None
    published: Date | None = None
    updated: Date | None = None
    desk: str | None = None
    source: str | None = None
    keywords: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    summary: str | None = None
    located: str | None = None
    slugline: str | None = None
    embargo: str | None = None
    urgency: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self.headline and not self.blocks


def tidy(draft: Draft) -> Draft:
    """The draft as it may be written: safe to show, of bounded length, without empty parts."""
    texts = {
        field.name: _cut(clean(value), LIMITS[field.name]) or None
        for field in fields(draft)
        if isinstance(value := getattr(draft, field.name), str)
    }
    url = texts.get("url") or ""
    if not is_address(url) or url != clean(draft.url or ""):
        texts["url"] = None
    keywords = dict.fromkeys(filter(None, (_cut(clean(word), KEYWORD) for word in draft.keywords)))
    published, updated = map(_readable, (draft.published, draft.updated))
    return replace(
        draft,
        **texts,
        published=published,
        updated=None if updated == published else updated,
        keywords=tuple(keywords)[:KEYWORDS],
        blocks=tuple(filter(None, map(_tidy_block, draft.blocks))),
        notes=tuple(dict.fromkeys(filter(None, map(clean, draft.notes)))),
    )


def clean(text: str) -> str:
    """One line, safe to show, composed (NFC), with single spaces."""
    return _BLANKS.sub(" ", _composed(sanitise_line(text))).strip()


def is_address(url: str) -> bool:
    """Whether a text is a web or mail address, of the kinds that an article may link to."""
    return bool(_WEB.match(url)) and url.isprintable() and " " not in url


def _tidy_block(block: Block) -> Block | None:
    if block.kind == "verbatim":
        text = _composed(sanitise(block.text).replace("\t", "    "))
        lines = [line.rstrip() for line in text.split("\n")]
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        return Block(("\n".join(lines),), "verbatim") if lines else None
    runs: list[str | Link] = []
    blank = True  # whether what stands before already ends in a space, or is nothing
    for run in block.runs:
        text = _BLANKS.sub(" ", _composed(sanitise_line(run if isinstance(run, str) else run.text)))
        if blank:
            text = text.lstrip(" ")
        if not text:
            continue
        blank = text.endswith(" ")
        if isinstance(run, str) or not is_address(run.url) or not text.strip():
            if runs and isinstance(runs[-1], str):
                text = runs.pop() + text  # type: ignore[operator] # just seen to be a str
            runs.append(text)
        else:
            runs.append(Link(run.url, text))
    if runs:
        last = runs.pop()
        if isinstance(last, str):
            runs += [last.rstrip(" ")] if last.rstrip(" ") else []
        else:
            runs.append(Link(last.url, last.text.rstrip(" ")))
    return Block(tuple(runs), block.kind) if runs else None


def _readable(moment: Date | None) -> Date | None:
    """The moment as front matter may state it: in the years of news, with a zone of minutes."""
    if moment is None or not make_date(moment.year, moment.month, moment.day):
        return None
    if isinstance(moment, dt.datetime):
        offset = moment.utcoffset()
        if offset is None:
            return moment.replace(tzinfo=dt.UTC)
        if offset.total_seconds() % 60:
            return moment.astimezone(dt.UTC)
    return moment


def _composed(text: str) -> str:
    """NFC, as articles are read; what composing brings forth passes the gate once more."""
    return text if text.isascii() else sanitise(unicodedata.normalize("NFC", text))


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where there is one."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return kept[: kept.rfind(" ", limit // 2) if " " in kept[limit // 2 :] else None] + "…"
