"""Owns the boxes that hold widgets side by side or below each other and show nothing themselves."""

from __future__ import annotations

from typing import Any, Self

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.widget import Widget


class Still(Widget):
    """A container that never asks to be drawn again.

    Comes behind the container itself among the bases, whose style it would hide otherwise.
    Textual has a container drawn anew, and all in it, whenever the keyboard goes from one widget
    in it to another. Nothing of ours looks different then, so nothing need be sent.
    """

    def refresh(self, *_regions: Region, **how: Any) -> Self:
        """Lay out anew where that is asked for; draw nothing."""
        return super().refresh(**{**how, "repaint": False})


class Row(Horizontal, Still):
    """Widgets side by side."""


class Column(Vertical, Still):
    """Widgets below each other."""
