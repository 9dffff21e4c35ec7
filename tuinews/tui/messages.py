"""Owns what errands tell the browser's screen; only the screen's handlers change its state.

They are told once, never compared and never printed: methods for that the start would wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    import datetime as dt

    from tuinews.articles.article import Article
    from tuinews.index.progress import Progress, Summary
    from tuinews.index.threads import Version
    from tuinews.reader.departures import Departure
    from tuinews.reader.reader import Reader
    from tuinews.reader.undo import Step
    from tuinews.tui.article_layout import Layout
    from tuinews.tui.facet_choices import Survey
    from tuinews.tui.listing import Glimpse, Listing
    from tuinews.tui.matches import Reading
    from tuinews.tui.saved import Saved


@dataclass(eq=False, repr=False)
class Listed(Message):
    """A request is answered.

    Attributes:
        listing: None when there is nothing to list from yet.
        glimpses: What was found out by then of where the hits match, by row.
    """

    listing: Listing | None
    glimpses: Mapping[int, Glimpse] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Glimpsed(Message):
    """Where some hits of the request `serial` match, by row."""

    serial: int
    glimpses: Mapping[int, Glimpse]


@dataclass(eq=False, repr=False)
class Surveyed(Message):
    """What is counted over all that the request `serial` lists.

    None while there is no index to count from.
    """

    serial: int
    survey: Survey | None


@dataclass(eq=False, repr=False)
class Completed(Message):
    """What `typed` in the search box may become, the likeliest first."""

    typed: str
    offered: tuple[str, ...]


@dataclass(eq=False, repr=False)
class DepartureFound(Message):
    """Where the last session was left; None where there is nothing to go back to."""

    departure: Departure | None


@dataclass(eq=False, repr=False)
class HistoryRead(Message):
    """The searches of earlier sessions, the last one first."""

    recent: tuple[str, ...]


@dataclass(eq=False, repr=False)
class SavedFound(Message):
    """The saved searches are looked up."""

    saved: tuple[Saved, ...]


@dataclass(eq=False, repr=False)
class SearchSaved(Message):
    """What came of saving or removing a search, in one line."""

    outcome: str


@dataclass(eq=False, repr=False)
class Opened(Message):
    """An article is read and laid out.

    Attributes:
        serial: Of the opening; an older one than the last asked for is thrown away.
        landing: The match to land on, or None for the top.
        place: Section and paragraph to land on where there is no match, or None for the top.
    """

    serial: int
    reading: Reading
    layout: Layout
    landing: int | None
    place: tuple[int, int] | None


@dataclass(eq=False, repr=False)
class NotOpened(Message):
    """An article cannot be read; `reason` is one line."""

    serial: int
    reason: str


@dataclass(eq=False, repr=False)
class LaidOut(Message):
    """The open article is laid out for another width."""

    layout: Layout


@dataclass(eq=False, repr=False)
class ReaderOpened(Message):
    """What the reader did in earlier sessions is here."""

    reader: Reader


@dataclass(eq=False, repr=False)
class MarksChanged(Message):
    """Marks are others than before, by what another session did or by articles that moved."""


@dataclass(eq=False, repr=False)
class MarksSaved(Message):
    """Marks are written, unless `notice` says otherwise."""

    notice: str | None


@dataclass(eq=False, repr=False)
class AllListed(Message):
    """All articles that are listed, to be marked."""

    article_ids: Sequence[str]


@dataclass(eq=False, repr=False)
class Undone(Message):
    """A change is taken back; None when there was none, or when `problem` says why not."""

    step: Step | None
    problem: str = ""


@dataclass(eq=False, repr=False)
class ArticleRead(Message):
    """An article is read, with the SHA-256 of its file, for what `then` does with it."""

    serial: int
    article: Article
    sha256: str | None
    then: Callable[[Article, str | None], None]


@dataclass(eq=False, repr=False)
class NotRead(Message):
    """An article cannot be read for what was to be done with it; `reason` is one line."""

    serial: int
    reason: str


@dataclass(eq=False, repr=False)
class KindredNotFound(Message):
    """Articles of a kind could not be looked for; `reason` is one line."""

    reason: str


@dataclass(eq=False, repr=False)
class VersionsFound(Message):
    """The versions of an article's story, newest first, itself among them."""

    article_id: str
    versions: Sequence[Version]


@dataclass(eq=False, repr=False)
class Compared(Message):
    """Two versions are read."""

    serial: int
    older: Article
    newer: Article


@dataclass(eq=False, repr=False)
class RelatedFound(Message):
    """Id, headline and day of articles about the same, best first."""

    related: Sequence[tuple[str, str, dt.date]]


@dataclass(eq=False, repr=False)
class Exporting(Message):
    """An export is so far."""

    done: int
    total: int


@dataclass(eq=False, repr=False)
class Exported(Message):
    """An export has ended; `outcome` is one line."""

    outcome: str


@dataclass(eq=False, repr=False)
class Piped(Message):
    """A command that articles were piped to has ended; `outcome` is one line."""

    outcome: str


@dataclass(eq=False, repr=False)
class CommandsRead(Message):
    """The commands that articles were piped to before, the last one first; and what is asked."""

    earlier: tuple[str, ...]
    then: Callable[[tuple[str, ...]], None]


@dataclass(eq=False, repr=False)
class IndexOpened(Message):
    """The newest generation is open to list from, unless none was found that can be used.

    `fresh` is how many articles are new in it.
    """

    found: bool
    fresh: int = 0


@dataclass(eq=False, repr=False)
class FolderListed(Message):
    """The folder itself is listed for want of an index, unless `problem` says why not."""

    problem: str = ""


@dataclass(eq=False, repr=False)
class Syncing(Message):
    """The index is being brought in step."""

    progress: Progress


@dataclass(eq=False, repr=False)
class Synced(Message):
    """The index is in step, but for what `summary` says could not be read."""

    summary: Summary


@dataclass(eq=False, repr=False)
class SyncFailed(Message):
    """The index could not be brought in step; `reason` is one line."""

    reason: str
