"""Owns the clipboard of the reader's terminal: a text goes there in an OSC 52 sequence.

https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands. What is sent
is base64, so that no byte of the text can be a control.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

LONGEST = 74_994
"""Bytes of a text: as base64, with what stands around it, 100,000, which terminals take."""
_KNOWN_TERMS = (
    "alacritty", "contour", "foot", "ghostty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty",
)  # fmt: skip
_KNOWN_PROGRAMS = ("WezTerm", "contour", "ghostty", "rio")
_DEAF = ("linux", "vt", "ansi", "cons", "dumb")
_PIECE = 76
"""Characters that GNU screen passes on at once."""


def is_known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal takes a text without having been set up for it.

    A multiplexer takes it only where it was set up, which nobody can tell.
    """
    if _in_tmux(environ) or _in_screen(environ):
        return False
    term = environ.get("TERM", "")
    return (
        term.startswith(_KNOWN_TERMS)
        or environ.get("TERM_PROGRAM", "") in _KNOWN_PROGRAMS
        or bool(environ.get("WT_SESSION"))
    )


def fits(text: str) -> bool:
    """Whether a text is short enough to be copied."""
    return len(_bytes(text)) <= LONGEST


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """What to send so that the terminal copies `text`; empty where it would be shown instead."""
    if environ.get("TERM", "").startswith(_DEAF):
        return ""
    encoded = base64.b64encode(_bytes(text)).decode("ascii")
    plain = f"\x1b]52;c;{encoded}\x07"
    if _in_tmux(environ):
        # By `set-clipboard on` tmux takes the one, by `allow-passthrough on` it passes the other.
        return f"{plain}\x1bPtmux;\x1b{plain}\x1b\\"
    if _in_screen(environ):
        pieces = [encoded[at : at + _PIECE] for at in range(0, len(encoded), _PIECE)]
        passed = "\x1b\\\x1bP".join(pieces)
        return f"{plain}\x1bP\x1b]52;c;{passed}\x07\x1b\\"
    return plain


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _in_tmux(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("TMUX")) or environ.get("TERM", "").startswith("tmux")


def _in_screen(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("STY")) or environ.get("TERM", "").startswith("screen")
