"""Owns what plain browsing says: lines of text, safe to show, wrapped by words where one looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import TextIO

from tuinews.articles.sanitise import sanitise_line
from tuinews.index.results import Span
from tuinews.tui.cells import wrap

NARROWEST = 20
PROMPT = "> "
_MATCH = ("«", "»")
_MATCH_IN_ASCII = ("<<", ">>")


class Voice:
    """Says one line after the other.

    Args:
        stream: Where to.
        is_watched: Whether it is a terminal: lines are wrapped to its width, and there is a prompt
            where a line is waited for. Elsewhere a line is a line, for other programs.
    """

    def __init__(self, stream: TextIO, *, is_watched: bool) -> None:
        self._stream = stream
        self._is_watched = is_watched
        self._marks = _MATCH if _can_say("«»", stream) else _MATCH_IN_ASCII

    def say(self, text: str) -> None:
        """Say one thing."""
        line = sanitise_line(text).strip()
        if self._is_watched:
            cells = max(NARROWEST, shutil.get_terminal_size().columns) - 1
            for start, end in wrap(line, cells):
                self._stream.write(f"{line[start:end]}\n")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def say_all(self, texts: Iterable[str]) -> None:
        """Say several things, each on lines of its own."""
        for text in texts:
            self.say(text)

    def ask(self) -> None:
        """Show that a line is waited for."""
        if self._is_watched:
            self._stream.write(PROMPT)
            self._stream.flush()

    def marked(self, text: str, spans: Sequence[Span]) -> str:
        """`text` with what matches between marks, since there is no colour."""
        before, after = self._marks
        for start, end in reversed(spans):
            text = f"{text[:start]}{before}{text[start:end]}{after}{text[end:]}"
        return text


def _can_say(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
