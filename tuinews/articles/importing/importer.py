"""Owns a whole import: sources of every kind become drafts, and drafts new files of the archive."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tuinews.articles.importing import exports, feeds, pages
from tuinews.articles.importing.draft import Draft, Failure, SourceError, tidy
from tuinews.articles.importing.fetch import Limits, Reply, fetch_each, show_url
from tuinews.articles.importing.known import Known
from tuinews.articles.importing.opml import read_opml
from tuinews.articles.importing.store import Store
from tuinews.articles.sanitise import show_name
from tuinews.errors import UsageError
from tuinews.settings import ExportMapping

FAILURES = 1_000
"""How many failures are listed one by one; all are counted."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_SNIFFED = 64 << 10


@dataclass(slots=True)
class Summary:
    """What an import did so far.

    Attributes:
        files: Ids of the articles that are new in the archive, in order.
        failures: The first `FAILURES` of what could not be imported.
        sources: How many sources there are; grows as lists of feeds are read.
        read: How many of them were readable, whatever was in them.
        done: How many are done with.
    """

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    files: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    sources: int = 0
    read: int = 0
    done: int = 0

    def fail(self, failure: Failure) -> None:
        """Count a failure, and list it while there is room."""
        self.failed += 1
        if len(self.failures) < FAILURES:
            self.failures.append(failure)


@dataclass(frozen=True, slots=True)
class Options:
    """How to import.

    Attributes:
        mappings: Those of the settings, by name.
        mapping: The name of the one to use for every export.
        today: The day under which articles without a date are filed.
    """

    mappings: Mapping[str, ExportMapping] = field(default_factory=dict)
    mapping: str | None = None
    limits: Limits = field(default_factory=Limits)
    today: dt.date | None = None


def import_all(
    archive: Path,
    sources: Sequence[str],
    options: Options,
    *,
    summary: Summary | None = None,
    report: Callable[[Summary], None] = lambda summary: None,
) -> Summary:
    """Bring every article of the sources into the archive that is not there yet.

    Args:
        sources: Addresses, files and folders, as `tuinews import` takes them.
        summary: Where to count; with an error, what was done by then stands in it.
        report: Called after each source, and every few articles.

    Raises:
        UsageError: A source has a scheme other than http and https, or lies within the archive.
        ArchiveError: The archive cannot be written to, or another import does.
        ExtraMissingError: A package that feeds need is not installed.
    """
    started = time.monotonic()
    summary = summary or Summary()
    for source in sources:
        _check(archive, source)
    summary.sources = len(sources)
    with Store(archive) as store:
        known = Known.scan(archive)
        today = options.today or dt.datetime.now().astimezone().date()
        try:
            for found in _drafts(sources, options, summary, report):
                if isinstance(found, Failure):
                    summary.fail(found)
                    continue
                version = known.version(found)
                if version is None:
                    summary.unchanged += 1
                    continue
                summary.files.append(store.write(found, version, today=today))
                known.add(found, version)
                summary.imported += version == 1
                summary.updated += version > 1
                if len(summary.files) % 20 == 0:
                    report(summary)
        finally:
            summary.seconds = time.monotonic() - started
    return summary


def _check(archive: Path, source: str) -> None:
    """Refuse what is wrong use, before anything is done."""
    if scheme := _SCHEME.match(source):
        if scheme[1].lower() not in ("http", "https"):
            raise UsageError(f"{show_url(source)}: only http and https addresses are fetched")
        return
    if "\0" in source:
        return  # no path at all, which is said when it is read
    real, inside = os.path.realpath(archive), os.path.realpath(source)
    if os.path.commonpath((real, inside)) in (real, inside) and Path(inside).exists():
        raise UsageError(f"{show_name(source)}: overlaps with the archive itself")


def _drafts(
    sources: Sequence[str],
    options: Options,
    summary: Summary,
    report: Callable[[Summary], None],
) -> Iterator[Draft | Failure]:
    """Everything that the sources hold; local ones first, then those behind an address."""
    addresses: list[str] = []
    for source in sources:
        if _SCHEME.match(source):
            addresses.append(source)
            continue
        yield from _guarded(show_name(source), _read_local(source, options, addresses), summary)
        report(summary)
    listed: list[str] = []
    for urls, lists in ((addresses, listed), (listed, None)):
        unique = list(dict.fromkeys(urls))
        summary.sources = summary.done + len(unique)
        for url, reply in fetch_each(unique, options.limits) if unique else ():
            yield from _guarded(show_url(url), _read_reply(reply, lists), summary)
            report(summary)


def _guarded(
    shown: str, found: Iterable[Draft | Failure], summary: Summary
) -> Iterator[Draft | Failure]:
    """What is found in one source, tidied; an error ends that source, not the import."""
    try:
        for item in found:
            draft = item if isinstance(item, Failure) else tidy(item)
            if isinstance(draft, Draft) and draft.is_empty:
                draft = Failure(shown, "an item with neither a headline nor a text")
            yield draft
        summary.read += 1
    except SourceError as error:
        yield Failure(shown, str(error))
    summary.done += 1


def _read_local(source: str, options: Options, addresses: list[str]) -> Iterator[Draft | Failure]:
    path = Path(source)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else "not a path"
        raise SourceError(reason[:1].lower() + reason[1:]) from error
    if stat.S_ISDIR(status.st_mode):
        yield from pages.read_folder(path)
    elif not stat.S_ISREG(status.st_mode):
        raise SourceError("neither a file nor a folder")
    elif path.suffix.lower() in exports.SUFFIXES:
        yield from exports.read_export(path, show_name(source), options.mappings, options.mapping)
    else:
        data = _read_bytes(path, _SNIFFED)
        root = feeds.root_name(feeds.decode_xml(data)) if b"<" in data else ""
        if feeds.is_feed(root) or root == "opml":
            if status.st_size > options.limits.size:
                raise SourceError(f"larger than {options.limits.size >> 20} MiB")
            text = feeds.decode_xml(_read_bytes(path, options.limits.size))
            yield from _read_xml(root, text, "", addresses)
        else:
            yield pages.read_file(path)


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        raise SourceError(os.strerror(error.errno or 0).lower()) from error


def _read_reply(reply: Reply | SourceError, lists: list[str] | None) -> Iterator[Draft | Failure]:
    if isinstance(reply, SourceError):
        raise reply
    text = feeds.decode_xml(reply.data, reply.charset)
    root = feeds.root_name(text)
    if root == "html":
        feed = feeds.feed_of_page(text, reply.url)
        raise SourceError("a web page, not a feed" + (f"; its feed is {feed}" if feed else ""))
    yield from _read_xml(root, text, reply.url, lists)


def _read_xml(
    root: str, text: str, address: str, lists: list[str] | None
) -> Iterator[Draft | Failure]:
    """The articles of a feed; or of a list, whose addresses are added to `lists`."""
    if root != "opml":
        yield from feeds.read_feed(text, address)
        return
    if lists is None:
        raise SourceError("a list within a list is not followed")
    for url in read_opml(text):
        scheme = _SCHEME.match(url)
        if scheme and scheme[1].lower() in ("http", "https"):
            lists.append(url)
        else:
            yield Failure(show_url(url)[:200], "only http and https addresses are fetched")
