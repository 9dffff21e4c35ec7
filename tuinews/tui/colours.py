"""Owns how many colours a terminal has, by what its variables tell: nothing is asked of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAINTED = frozenset((
    "alacritty", "contour", "direct", "foot", "ghostty", "kitty", "rio", "wezterm",
))  # fmt: skip
"""Words in TERM of terminals that have at least 256 without saying so; COLORTERM, which they set,
is not passed on over SSH."""


def count_colours(environ: Mapping[str, str]) -> int:
    """How many colours there are: 16 million, 256, or 16."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 1 << 24
    term = environ.get("TERM", "").lower()
    has_many = "256" in term or not _PAINTED.isdisjoint(re.split(r"[-.+]", term))
    return 256 if has_many else 16
