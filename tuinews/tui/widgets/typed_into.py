"""Owns what widgets to type in have in common: keys and pastes come to them before anybody else."""

from __future__ import annotations

from textual.widget import Widget


class TypedInto(Widget):
    """A widget that takes what is typed at once, so that the next key finds it there."""

    def take_key(self, key: str, character: str | None) -> bool:
        """Whether a key was text, which is there now."""
        raise NotImplementedError

    def take_paste(self, text: str) -> None:
        """Insert what was pasted."""
        raise NotImplementedError
