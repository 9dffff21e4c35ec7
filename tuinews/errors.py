"""Owns the errors a person can act on, each with the exit code it ends a command with."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a command's exit status means; scripts depend on it."""

    DONE = 0
    NOTHING_FOUND = 1
    WRONG_USE = 2
    UNREADABLE = 3
    CRASHED = 70
    """Something happened that nobody foresaw; EX_SOFTWARE of sysexits(3)."""


class TuinewsError(Exception):
    """An error whose message is one line that says what, where and what to do."""

    exit_code: ClassVar[ExitCode] = ExitCode.UNREADABLE


class UsageError(TuinewsError):
    """A command was called in a way it does not understand."""

    exit_code = ExitCode.WRONG_USE


class SettingsError(TuinewsError):
    """A settings file cannot be used as it stands."""

    exit_code = ExitCode.WRONG_USE


class QueryError(TuinewsError):
    """A query cannot be understood.

    Attributes:
        column: Where in the query the trouble starts, in characters from 0.
        suggestion: What to type instead, or None.
        query: The text of it, where that is to be shown with the error.
    """

    exit_code = ExitCode.WRONG_USE

    def __init__(self, message: str, column: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.column = column
        self.suggestion = suggestion
        self.query: str | None = None


class ArticleIdError(TuinewsError):
    """An article id names nothing that may be read inside the archive."""

    exit_code = ExitCode.NOTHING_FOUND


class ArchiveError(TuinewsError):
    """The archive's folder is not there or cannot be listed."""


class UnreadableArticleError(TuinewsError):
    """A file of the archive cannot become an article; the message is the reason alone."""


class ArticleChangedError(UnreadableArticleError):
    """A file is no longer what it was when it was found."""


class IndexUnreadableError(TuinewsError):
    """The index is missing, damaged, of another version, or not to be trusted."""


class IndexBusyError(TuinewsError):
    """Another process is writing the index; the message says which."""
