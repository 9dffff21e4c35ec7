"""Owns what comes from a terminal, put together to whole keys, reports and pastes.

A network may part the bytes of a key anywhere. Textual waits equally long after each of them, takes
what a paste holds for keys when it holds an escape, and an answer that it does not know for typing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

_FAR = 0.35
"""Seconds within which the rest of a key comes over a network; Esc alone takes as long."""
_NEAR = 0.1
"""The same, of a terminal on this desk."""
_ON_THE_DESK = (
    "DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM", "VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION",
)  # fmt: skip
"""Variables of which a session over a network has none, unless it says that it is one."""
_REST = 0.6
"""Seconds within which the rest of a sequence comes that nobody begins by hand."""
_PASTE = 10.0
"""Seconds without a character after which a paste is over that was never said to be."""
_AT_ONCE = 0.05
"""Seconds between Esc and what a terminal sends with it; by hand that takes longer."""

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_WHOLE = re.compile(
    r"(?P<text>[^\x1b]+)"
    r"|(?P<sequence>\x1b\[\[[A-E]|\x1b\[M[^\x1b]{3}|\x1b\[(?!M)[0-?]*[ -/]*[@-Z\\-~]|\x1bO\d?[@-~])"
    r"|(?P<string>\x1b(?:\]\d|P[\d>!$+])[^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<escape>\x1b(?=\x1b))"
    r"|(?P<alt>\x1b[^\x1b\[O\]P]|\x1b\][^\d\x1b]|\x1bP[^\d>!$+\x1b])"
)
_PART = re.compile(
    r"\x1b(?:\[(?:\[?|M[^\x1b]{0,2}|(?!M)[0-?]*[ -/]*)|O\d?|[\]P]"
    r"|(?:\]\d|P[\d>!$+])[^\x00-\x1f]*\x1b?)?"
)
"""What may become one of these. Anything else was typed, as `Esc [` and something after it."""
_BEGUN = re.compile(r"\x1b[\[O\]P]?")
"""What may be Esc, and a character that was typed after it."""
_LONGEST = 32
"""Characters of the longest sequence that Textual knows."""


def pause_after_escape(environ: Mapping[str, str]) -> float:
    """Seconds after which an Esc is one, and not the beginning of another key.

    As ESCDELAY has it, in milliseconds, as for programs that use curses.
    """
    stated = environ.get("ESCDELAY", "")
    if stated.isascii() and stated.isdigit():
        return min(int(stated) / 1000, _REST)
    is_near = any(environ.get(name) for name in _ON_THE_DESK)
    return _NEAR if is_near and not environ.get("SSH_CONNECTION") else _FAR


class Typed:
    """Turns characters, as they come, into what Textual's `parser` has for each whole sequence.

    Args:
        pause: Seconds after which an Esc is one.
    """

    def __init__(self, parser: XTermParser, pause: float) -> None:
        self._parser = parser
        self._pause = pause
        self._held = ""
        self._pasted: list[str] | None = None
        self._came = 0.0
        self._came_apart = False

    @property
    def patience(self) -> float | None:
        """Seconds until what was begun is given up; None while nothing is."""
        if self._pasted is not None:
            wait = _PASTE
        elif not self._held:
            return None
        else:
            wait = self._pause if self._held == "\x1b" else _REST
        return max(0.0, self._came + wait - time.monotonic())

    def take(self, text: str) -> Iterator[Message]:
        """What `text` completes, or what was begun, where nothing came for too long."""
        if text:
            now = time.monotonic()
            if self._held == "\x1b":
                self._came_apart = now - self._came > _AT_ONCE
            self._came = now
            self._held += text
            yield from self._whole()
        elif self.patience == 0.0:
            yield from self._give_up()

    def _whole(self) -> Iterator[Message]:
        while self._held:
            if self._pasted is not None:
                if not self._paste():
                    return
                yield self._paste_event()
            elif self._held.startswith(_PASTE_BEGINS):
                self._held = self._held[len(_PASTE_BEGINS) :]
                self._pasted = []
            else:
                found = _WHOLE.match(self._held)
                if found is not None:
                    self._held = self._held[found.end() :]
                    yield from self._messages(found.lastgroup or "", found.group())
                elif _PART.fullmatch(self._held):
                    return
                else:
                    self._held = self._held[1:]
                    yield from self._escape()
            if not self._held.startswith("\x1b"):
                self._came_apart = False

    def _messages(self, kind: str, text: str) -> Iterator[Message]:
        if kind == "alt" and self._came_apart:
            yield from self._escape()
            yield from self._parser.feed(text[1:])
        elif kind == "sequence":
            if len(text) <= _LONGEST:
                yield from self._parser.feed(text)
                tuple(self._left())  # Textual takes what it does not know for keys
        elif kind != "string":
            yield from self._parser.feed(text)
            yield from self._left()

    def _escape(self) -> Iterator[Message]:
        yield from self._parser.feed("\x1b")
        yield from self._left()

    def _left(self) -> Iterator[Message]:
        """What Textual makes of a sequence that nothing follows any more."""
        if self._parser._timeout_time is not None:
            self._parser._timeout_time = 0.0
            yield from self._parser.tick()

    def _paste(self) -> bool:
        """Take what was pasted out of what is held; whether it has come to its end."""
        text, marker, after = self._held.partition(_PASTE_ENDS)
        if not marker:
            # Its end may be here in part.
            kept = next(
                (n for n in range(len(_PASTE_ENDS) - 1, 0, -1) if text.endswith(_PASTE_ENDS[:n])), 0
            )
            text, after = text[: len(text) - kept], text[len(text) - kept :]
        if self._pasted is not None:
            self._pasted.append(text)
        self._held = after
        return bool(marker)

    def _paste_event(self) -> events.Paste:
        text = "".join(self._pasted or ())
        self._pasted = None
        return events.Paste(text.replace("\x1b", "").replace("\x00", ""))

    def _give_up(self) -> Iterator[Message]:
        held, self._held = self._held, ""
        if self._pasted is not None:
            yield self._paste_event()
        elif _BEGUN.fullmatch(held) and self._came_apart:
            yield from self._escape()
            yield from self._parser.feed(held[1:])
        elif _BEGUN.fullmatch(held):
            yield from self._parser.feed(held)
            yield from self._left()
        else:
            # Some keys of rxvt end in what is the middle of other sequences.
            yield from self._parser.feed(held[:_LONGEST])
            tuple(self._left())
        self._came_apart = False
