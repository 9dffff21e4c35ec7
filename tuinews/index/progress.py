"""Owns how far a sync is: what was done, when that is told, and when it is time to commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

COMMIT_EVERY: Final = 3.0
"""Seconds of work between two commits, at first."""
COMMIT_SHARE: Final = 15.0
"""A commit is not repeated before this many times what the last one took."""
REPORT_EVERY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: articles looked at, of how many that changed.

    `committed` says that hits up to here can be searched now.
    """

    done: int
    total: int
    bytes: int
    seconds: float
    articles_per_second: float
    seconds_left: float | None
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sync did, in articles; `failed` are files that cannot be articles."""

    added: int
    updated: int
    deleted: int
    unchanged: int
    failed: int
    articles: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A sync that could not be done; the message is one line for the reader."""

    message: str


Report = Callable[[Progress], None]


class Pace:
    """The counts of one sync, and the clock it goes by."""

    def __init__(self, total: int, started: float, report: Report) -> None:
        """Begin.

        Args:
            total: Articles that changed.
            started: When the sync began, on the clock of `time.monotonic`.
            report: Told of progress.
        """
        self.added = self.updated = self.deleted = self.unchanged = 0
        self._total, self._started, self._report = total, started, report
        self._done = self._bytes = 0
        self._reported = 0.0
        self._committed = started
        self._cost = 0.0

    def note(self, size: int) -> None:
        """Count a file of so many bytes that was looked at, and say so now and then."""
        self._done += 1
        self._bytes += size
        now = time.monotonic()
        if now - self._reported >= REPORT_EVERY:
            self._say(now)

    @property
    def is_late(self) -> bool:
        """Whether it is time for a commit."""
        due = self._committed + max(COMMIT_EVERY, COMMIT_SHARE * self._cost)
        return time.monotonic() > due

    def committed(self, begun: float) -> None:
        """Note a commit that began then, and say so."""
        self._committed = time.monotonic()
        self._cost = self._committed - begun
        self._say(self._committed, committed=True)

    def _say(self, now: float, *, committed: bool = False) -> None:
        self._reported = now
        seconds = now - self._started
        rate = self._done / seconds if seconds > 0 else 0.0
        left = (self._total - self._done) / rate if rate else None
        self._report(Progress(self._done, self._total, self._bytes, seconds, rate, left, committed))

    def summary(self, articles: int, failed: int) -> Summary:
        """What the sync did, of an index that holds so many articles now."""
        return Summary(
            self.added, self.updated, self.deleted, self.unchanged, failed, articles,
            time.monotonic() - self._started,
        )  # fmt: skip
