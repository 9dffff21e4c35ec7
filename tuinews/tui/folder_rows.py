"""Owns the list of a folder that has no index: names and dates of its files, nothing read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tuinews.articles.folder import Entry, walk
from tuinews.articles.sanitise import show_name

if TYPE_CHECKING:
    from tuinews.index.rows import ListSort


class FolderRows:
    """Rows like the index's, sorted by id; a headline is a file's name, a desk its first folder."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.id)
        self._places = {entry.id: row for row, entry in enumerate(self._entries)}

    @classmethod
    def walk(cls, archive: Path, *, leave_out: Collection[Path] = ()) -> FolderRows:
        """List `archive`.

        Raises:
            ArchiveError: The folder itself is missing or unreadable.
        """
        found = walk(archive, leave_out=leave_out)
        return cls([entry for entry in found if isinstance(entry, Entry)])

    def __len__(self) -> int:
        return len(self._entries)

    def id(self, row: int, /) -> str:
        """The article's id."""
        return self._entries[row].id

    def headline(self, row: int, /) -> str:
        """The file's name, made showable."""
        return show_name(PurePosixPath(self._entries[row].id).name)

    def published_date(self, row: int, /) -> dt.date:
        """The day the file was last written."""
        return dt.datetime.fromtimestamp(self._entries[row].mtime_ns / 1e9, dt.UTC).date()

    def desk(self, row: int, /) -> str:
        """The first folder of the article's path."""
        folders = PurePosixPath(self._entries[row].id).parts[:-1]
        return show_name(folders[0]) if folders else ""

    def source(self, _row: int, /) -> str:
        """Unknown before the article is read."""
        return ""

    def place(self, _row: int, /) -> str:
        """Unknown before the article is read."""
        return ""

    def find(self, article_id: str, /) -> int | None:
        """The row of an article."""
        return self._places.get(article_id)

    def order(self, sort: ListSort, /) -> Sequence[int]:
        """Rows in the order asked for."""
        rows = range(len(self._entries))
        if sort == "headline":
            return sorted(rows, key=lambda row: self.headline(row).casefold())
        newest_first = sort != "oldest"
        return sorted(rows, key=lambda row: self._entries[row].mtime_ns, reverse=newest_first)
