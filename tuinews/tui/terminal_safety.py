"""Owns the second gate between text and the terminal: the control tables of Textual and Rich.

The first gate is `tuinews.articles.sanitise`, which everything from a file passes, and which
`tuinews.tui.lines` runs again on all it paints. This one covers what Textual's own widgets show:
stock Textual strips only BEL, BS, VT, FF and CR, and lets ESC, C1 and bidirectional controls pass.
"""

from __future__ import annotations

import rich.control
import textual.content

_RANGES = (
    (0x00, 0x08),
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0x061C, 0x061C),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xDFFF),
)
"""Controls, line separators, bidirectional controls, and surrogates, which no terminal is sent."""

FORBIDDEN = frozenset(code for first, last in _RANGES for code in range(first, last + 1))
"""Code points that never reach the terminal as they are; newline and tab are laid out before."""


def harden() -> None:
    """Make Textual and Rich strip every forbidden code point wherever they strip any.

    Both keep their table in a dict that their functions hold on to, so it is extended in place.
    A test fails when an upgrade renames either.
    """
    for table in tables():
        table.update(dict.fromkeys(FORBIDDEN))


def tables() -> tuple[dict[int, None], ...]:
    """The translation tables by which Textual and Rich strip controls."""
    return textual.content._CONTROL_STRIP_TRANSLATE, rich.control._CONTROL_STRIP_TRANSLATE
