"""Owns piping articles to a command: what it is given on its standard input, and how it ended.

The text of an article never becomes a part of the command line.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tuinews.articles.export_formats import framed, render
from tuinews.errors import ArticleIdError, UnreadableArticleError
from tuinews.settings import Pipe

FALLBACK = "/bin/sh"
_NO_COMMAND = 127
"""The status by which a shell says that there is no such command (POSIX 2.8.2)."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a command is given: articles of an archive."""

    archive: Path
    ids: Callable[[], Sequence[str]]


class Piping:
    """One command with what is piped to it.

    Attributes:
        is_stopped: Whether it was told to end before it did.
    """

    def __init__(self, given: Given, pipe: Pipe, environ: Mapping[str, str]) -> None:
        self._given = given
        self._pipe = pipe
        self._shell = shell(environ)
        self._process: subprocess.Popen[bytes] | None = None
        self.is_stopped = False
        self._count = 0
        self._left_out = 0

    def run(self) -> str:
        """Run the command on the terminal until it ends; returns what came of it, in one line."""
        texts = self._texts()
        first = next(texts, None)
        if first is None:
            return "Nothing was piped: no article can be read"
        try:
            self._process = subprocess.Popen(  # noqa: S603 - it is for this that it was typed
                [self._shell, "-c", self._pipe.command], stdin=subprocess.PIPE
            )
        except OSError as error:
            return f"{self._shell}: cannot be run: {error.strerror}"
        if self.is_stopped:
            self._process.terminate()
        took_all = _pour(self._process, framed(self._pipe.format, _again(first, texts)))
        return self._outcome(self._process.wait(), took_all)

    def stop(self) -> None:
        """End the command."""
        self.is_stopped = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _texts(self) -> Iterator[str]:
        for article_id in self._given.ids():
            try:
                text = render(
                    self._given.archive, article_id, self._pipe.format, lambda _article: None
                )
            except (ArticleIdError, UnreadableArticleError):
                self._left_out += 1
                continue
            self._count += 1
            yield text

    def _outcome(self, status: int, took_all: bool) -> str:
        command = self._pipe.command
        if status == _NO_COMMAND:
            return f"There is no such command: {command}"
        if status < 0:
            return f"Ended by {signal.Signals(-status).name}: {command}"
        if status:
            return f"Failed with status {status}: {command}"
        if not took_all:
            return f"Done without taking all it was given: {command}"
        said = f"{self._count:,} article{'s' * (self._count != 1)} piped to {command}"
        return f"{said}; {self._left_out:,} could not be read" if self._left_out else said


def shell(environ: Mapping[str, str]) -> str:
    """The reader's shell, where it is one that can be run."""
    own = environ.get("SHELL", "")
    return own if os.path.isabs(own) and os.access(own, os.X_OK) else FALLBACK  # noqa: PTH117


def _again(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _pour(process: subprocess.Popen[bytes], texts: Iterator[str]) -> bool:
    """Write all texts; False when the command took no more before their end."""
    stream = process.stdin
    if stream is None:
        return False
    took_all = True
    try:
        for text in texts:
            stream.write(text.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        took_all = False
    try:
        stream.close()
    except BrokenPipeError:
        took_all = False
    return took_all
