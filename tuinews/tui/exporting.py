"""Owns an export from the browser: which articles, in which format, written behind the screen."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tuinews.articles.article import Article
from tuinews.articles.citation import Spot
from tuinews.articles.export_file import write_export
from tuinews.articles.export_formats import EXPORT_FORMATS, framed, render
from tuinews.articles.sanitise import show_name
from tuinews.errors import ArticleIdError, UnreadableArticleError, UsageError

if TYPE_CHECKING:
    from tuinews.index.querylang import Query

SAID_EVERY = 0.5
"""Seconds between two reports of how far an export is."""
_UNFIT = r"[^A-Za-z0-9._-]+"


@dataclass(frozen=True, slots=True)
class Export:
    """What to write where; a citation is of the paragraph that `query` matches best."""

    archive: Path
    ids: Callable[[], Sequence[str]]
    format_name: str
    file: Path
    query: Query | None = None


def proposed_name(name: str, format_name: str) -> str:
    """A name for the file: letters, digits, dots and dashes of `name`, and the right suffix."""
    stem = re.sub(_UNFIT, "-", name).strip("-.") or "articles"
    return f"{stem[:80]}{EXPORT_FORMATS[format_name].suffix}"


def write(export: Export, stop: threading.Event, report: Callable[[int, int], object]) -> str:
    """Write the export; returns what was done, in one line.

    Args:
        export: What to write.
        stop: Set to give up; then there is no file.
        report: Told now and then how many articles are done of how many.

    Raises:
        UsageError: The file is there, cannot be written, or lies in the archive.
    """
    name = show_name(os.fspath(export.file))
    if os.path.lexists(export.file):
        raise UsageError(f"{name}: is there already; name another file")
    left_out = 0

    def texts() -> Iterator[str]:
        nonlocal left_out
        ids = export.ids()
        said = time.monotonic()
        for number, article_id in enumerate(ids):
            if stop.is_set():
                raise UsageError(f"{name}: stopped, nothing is written")
            if time.monotonic() - said > SAID_EVERY:
                said = time.monotonic()
                report(number, len(ids))
            try:
                yield render(export.archive, article_id, export.format_name, spot_of)
            except (ArticleIdError, UnreadableArticleError):
                left_out += 1
        done = len(ids) - left_out
        counted.append(f"{done:,} article{'s' * (done != 1)}")

    def spot_of(article: Article) -> Spot | None:
        if export.query is None:
            return None
        from tuinews.index.snippets import best_passage

        passage = best_passage(export.query, article)
        return (passage.section, passage.paragraph) if passage else None

    counted: list[str] = []
    write_export(export.file, framed(export.format_name, texts()), archive=export.archive)
    gone = f"; {left_out:,} could not be read" if left_out else ""
    return f"{counted[0]} written to {name}{gone}"
